use super::{slide::Slide, words::words};
use crate::{
    browser::{Element, keys, media, observe::Visibility, scroll, turns::Turn},
    i18n::use_i18n,
    routes::Route,
    state::{
        Panel,
        feed::{Feed, use_feed},
        playback::use_playback,
        use_panel, use_prefs,
    },
    ui::{in_turn, live, live_if},
};
use leptos::{html, prelude::*};
use leptos_router::hooks::use_navigate;
use lucide_leptos::{ChevronDown, ChevronUp};
use vitrine_api::ReactionRequest;

/// How much of an item must be seen to be the current one.
const COMMITTED: f64 = 0.6;
/// How far the arrow keys go in a film, in seconds.
const SEEK_S: f64 = 2.0;
/// How little of it may be seen before it counts as gone.
const LEFT: f64 = 0.1;

/// The list of films, one a screen, snapped by the browser.
#[component]
pub(super) fn Scroller(shown: Memo<bool>, children: Children) -> impl IntoView {
    let i18n = use_i18n();
    let (feed, playback) = (use_feed(), use_playback());
    let scroller = NodeRef::<html::Div>::new();
    let observer = StoredValue::new_local(None::<Visibility>);
    Effect::new(move |_| {
        let Some(element) = scroller.get() else {
            return;
        };
        let thresholds = [LEFT, COMMITTED];
        let made = Visibility::new(&element, &thresholds, move |slide, share| match index_of(slide) {
            Some(index) if share >= COMMITTED => playback.show(index),
            // While the feed is away nothing in it is seen: that is no swipe.
            Some(index) if share <= LEFT && shown.try_get_untracked() == Some(true) => playback.leave(index),
            _ => {}
        });
        observer.set_value(made);
    });
    on_jump(scroller, feed);
    in_turn(Turn::Actions, move || on_keys(shown, feed));
    view! {
        <div
            class="feed__scroller"
            role="feed"
            id="feed"
            node_ref=scroller
            aria-label=live(move || words!(i18n, feed_label))
            on:scrollend=move |_| playback.scrolled()
            aria-busy=live(move || (feed.status() == crate::state::feed::Status::Loading).to_string())
        >
            <For
                each=move || feed.numbered()
                key=|(_, item)| item.post.id.clone()
                children=move |(index, item)| view! { <Slide index item observer /> }
            />
            {children()}
        </div>
    }
}

fn index_of(slide: &Element) -> Option<usize> {
    slide.get_attribute("data-index")?.parse().ok()
}

/// Scrolls when somebody asks for an item.
fn on_jump(scroller: NodeRef<html::Div>, feed: Feed) {
    let still = media::reduced_motion();
    Effect::new(move |_| {
        if let (Some(index), Some(element)) = (feed.jump(), scroller.get()) {
            scroll::to_index(&element, index, !still.get_untracked());
            feed.jumped();
        }
    });
}

/// The keys of the feed. Fields, open sheets and focused buttons keep theirs.
fn on_keys(shown: Memo<bool>, feed: Feed) {
    let (playback, panel, prefs, navigate) = (use_playback(), use_panel(), use_prefs(), use_navigate());
    let i18n = use_i18n();
    keys::on_free_key(move |key| {
        let item = untrack(|| feed.current());
        let Some(item) = item.filter(|_| shown.get_untracked()) else {
            return false;
        };
        match key {
            "ArrowDown" | "PageDown" => feed.step(1),
            "ArrowUp" | "PageUp" => feed.step(-1),
            "Home" => feed.go(0),
            " " | "k" => playback.toggle(),
            "m" => playback.toggle_sound(),
            "c" => prefs.toggle_captions(),
            "ArrowRight" => playback.seek_by(SEEK_S),
            "ArrowLeft" => playback.seek_by(-SEEK_S),
            "?" => panel.open(Panel::Keys),
            "l" => {
                let liked = !item.reaction.with_untracked(|now| now.liked);
                let wish = ReactionRequest { liked: Some(liked), saved: None };
                feed.react(&item, wish, super::words::words_once!(i18n, reaction_failed));
            }
            "b" => navigate(&Route::Bag.href(), Default::default()),
            "Enter" => {
                let at_ms = (untrack(|| playback.frame()) * 1000.0) as u32;
                let anchors = &item.post.anchors;
                let at = crate::model::moment::moment(anchors, at_ms).unwrap_or(0);
                let Some(anchor) = anchors.get(at) else {
                    return false;
                };
                panel.open_from(item.post.id.clone(), anchor.product.id.clone(), None);
            }
            "Escape" if panel.get() != Panel::None => panel.close(),
            _ => return false,
        }
        true
    });
}

/// Up and down, for people without a wheel.
#[component]
pub(super) fn Steps() -> impl IntoView {
    let i18n = use_i18n();
    let (feed, playback) = (use_feed(), use_playback());
    view! {
        <div class="feed__steps">
            <button
                type="button"
                class="round"
                aria-label=live(move || words!(i18n, previous))
                disabled=live_if(move || playback.current() == 0)
                on:click=move |_| feed.step(-1)
            >
                <ChevronUp />
            </button>
            <button
                type="button"
                class="round"
                aria-label=live(move || words!(i18n, next))
                on:click=move |_| feed.step(1)
            >
                <ChevronDown />
            </button>
        </div>
    }
}
