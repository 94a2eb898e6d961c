use super::*;
use proptest::prelude::*;
use vitrine_api::{Clip, Creator, PostCounts, Poster, Timestamp};

fn post(id: &str) -> Post {
    let published_at = Timestamp::try_from("2026-11-23T09:18:29.000Z".to_owned());
    Post {
        id: id.into(),
        creator: Creator {
            id: "c".into(),
            handle: "c".to_owned(),
            name: "C".to_owned(),
            avatar_url: String::new(),
            following: false,
        },
        clip: Clip {
            id: "k".into(),
            width: 720,
            height: 1280,
            duration_ms: 8000,
            has_audio: true,
            dominant_color: "#101010".to_owned(),
            sources: Vec::new(),
            poster: Poster {
                avif: String::new(),
                jpeg: String::new(),
                small_avif: String::new(),
                small_jpeg: String::new(),
            },
            captions: Vec::new(),
            description: String::new(),
        },
        caption: String::new(),
        disclosure: None,
        anchors: Vec::new(),
        counts: PostCounts { likes: 0, saves: 0 },
        liked: false,
        saved: false,
        published_at: published_at.unwrap(),
    }
}

fn page(ids: &[&str], next: Option<&str>) -> Page<Post> {
    Page { items: ids.iter().map(|id| post(id)).collect(), next_cursor: next.map(str::to_owned) }
}

fn ids(posts: Option<Vec<Post>>) -> Vec<String> {
    posts.unwrap_or_default().into_iter().map(|post| post.id.0).collect()
}

#[test]
fn pages_follow_each_other_and_end() {
    let mut feed = FeedWindow::default();
    let first = feed.ask(0, 0).unwrap();
    assert_eq!(first.cursor, None);
    assert_eq!(feed.ask(0, 0), None, "one at a time");
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    assert_eq!(ids(feed.accept(first.epoch, page(&names, Some("x")))), names);
    assert_eq!(feed.ask(0, 0), None, "six are left");
    let second = feed.ask(1, 0).unwrap();
    assert_eq!(second.cursor.as_deref(), Some("x"));
    assert_eq!(ids(feed.accept(second.epoch, page(&["g", "h"], None))), ["h"]);
    assert!(feed.is_complete() && feed.ask(7, 0).is_none());
}

#[test]
fn a_linked_post_comes_first_and_once() {
    let mut feed = FeedWindow::default();
    feed.open_with(&"m".into());
    let ask = feed.ask(0, 0).unwrap();
    assert_eq!(ids(feed.accept(ask.epoch, page(&["a", "m", "b"], None))), ["a", "b"]);
    assert_eq!(feed.len(), 3);
}

#[test]
fn a_former_life_is_ignored() {
    let mut feed = FeedWindow::default();
    let old = feed.ask(0, 0).unwrap();
    feed.reset();
    assert!(feed.accept(old.epoch, page(&["a"], None)).is_none());
    assert!(!feed.fail(old.epoch));
    let new = feed.ask(0, 0).unwrap();
    assert!(feed.fail(new.epoch));
    assert!(feed.ask(0, 0).is_some(), "it may be tried again");
}

proptest! {
    #[test]
    fn no_post_twice(pages in prop::collection::vec(prop::collection::vec(0..30_u8, 0..8), 1..10)) {
        let mut feed = FeedWindow::default();
        let mut all = Vec::new();
        for names in pages {
            let names: Vec<String> = names.iter().map(u8::to_string).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            if let Some(ask) = feed.ask(all.len(), 0) {
                all.extend(ids(feed.accept(ask.epoch, page(&names, Some("n")))));
            }
        }
        let distinct: HashSet<_> = all.iter().collect();
        prop_assert_eq!(distinct.len(), all.len());
        prop_assert_eq!(feed.len(), all.len());
    }
}

#[test]
fn a_slide_is_built_step_by_step_and_stays() {
    use Place as P;
    // Nothing rests yet: only what is on the screen and beside it.
    let at_start: Vec<Place> = (0..5).map(|index| place(index, 0, usize::MAX, 0, P::Far)).collect();
    assert_eq!(at_start, [P::Current, P::Beside, P::Far, P::Far, P::Far]);
    assert_eq!(place(2, 0, 0, 1, P::Far), P::Near(1));
    assert_eq!(place(2, 0, 0, 2, P::Near(1)), P::Near(2));
    assert_eq!(place(4, 0, 0, ALL_STEPS, P::Far), P::Far);
    // The nearer slide has all its steps before the next one has its first.
    let both = |steps| (place(2, 0, 0, steps, P::Far), place(3, 0, 0, steps, P::Far));
    let near = P::Near;
    assert_eq!([1, 2, 3].map(both), [(near(1), P::Far), (near(2), P::Far), (near(3), P::Far)]);
    assert_eq!([4, 5, ALL_STEPS].map(both), [(near(3), near(1)), (near(3), near(2)), (near(3), near(3))]);
    // A slide that was beside keeps all of itself while those further off are begun anew.
    assert_eq!(place(2, 4, 4, 1, P::Beside), P::Near(STEPS));
    assert_eq!(place(2, 4, 4, 1, P::Near(STEPS)), P::Near(STEPS));
    assert!(P::Current.has(STEPS) && P::Beside.has(STEPS) && P::Near(2).has(1) && !P::Near(2).has(3) && !P::Far.has(1));
}
