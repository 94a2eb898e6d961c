//! What the feed does by itself: load, follow the address, pause when it isn't seen.

use super::words::words_once;
use crate::{
    api::FeedWish,
    browser::{boot, history, listen, location, media, media_session, net, page, storage},
    i18n::use_i18n,
    routes::{Route, post_of, product_of},
    state::{
        feed::use_feed,
        playback::{World, use_playback},
        use_panel, use_session, use_timer, use_toasts,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::time::Duration;
use vitrine_api::{FeedTab, PostId};

/// How long after an item came onto the screen a swipe has surely ended: snapping takes 300 to
/// 500 ms in Chromium.
const REST: Duration = Duration::from_millis(700);

/// How long an item stays before its address is written: not with what is due at [`REST`]. Writing it
/// costs the browser a frame.
const SETTLE: Duration = Duration::from_millis(800);

/// Loads the feed for market and language, goes to the post an address names, and asks
/// for more before the end.
pub(super) fn load_and_follow(shown: Memo<bool>) {
    let (feed, playback, session) = (use_feed(), use_playback(), use_session());
    let (i18n, toasts) = (use_i18n(), use_toasts());
    let pathname = use_location().pathname;
    Effect::new(move |_| {
        pathname.with(|path| match path.as_str() {
            "/" => feed.set_tab(FeedTab::ForYou),
            "/following" => feed.set_tab(FeedTab::Following),
            // A post of whichever feed it was found in.
            _ => {}
        });
    });
    let asked = Memo::new(move |_| ((session.market(), session.lang()), feed.wish()));
    // Another market or language is another list; what was on the screen stays there.
    Effect::new(move |before: Option<FeedWish>| {
        let (_, wish) = asked.get();
        let first = match before {
            None => pathname.with_untracked(|path| post_of(path)),
            Some(before) if before == wish => feed.current_id_untracked(),
            Some(_) => None,
        };
        feed.start(first);
        wish
    });
    let named = Memo::new(move |_| pathname.with(|path| post_of(path)));
    Effect::new(move |before: Option<()>| {
        let named = named.get();
        if let (Some(()), Some(id)) = (before, named) {
            feed.open(&id);
        }
    });
    Effect::new(move |_| {
        let current = playback.current();
        if shown.get() && !feed.is_empty() {
            feed.more(current);
        }
    });
    Effect::new(move |_| {
        if feed.linked_is_gone() {
            toasts.show(words_once!(i18n, link_gone));
        }
    });
}

/// Does what the rest of a link says: begins the film at a second, opens a product over it.
pub(super) fn follow_link() {
    let (feed, playback, panel) = (use_feed(), use_playback(), use_panel());
    if let Some(seconds) = boot::second() {
        playback.start_at(seconds);
    }
    let wanted = StoredValue::new(product_of(&location::search()));
    Effect::new(move |_| {
        let Some(item) = feed.current() else { return };
        if let Some(product) = wanted.try_update_value(Option::take).flatten()
            && item.post.anchors.iter().any(|anchor| anchor.product.id == product)
        {
            panel.open_from(item.post.id.clone(), product, None);
        }
    });
}

/// Where the film was when this tab left the page: `<post> <seconds>`. boot/boot.js reads it.
const LEFT_KEY: &str = "vitrine.at";

/// Keeps the film's second when the page is left, so that a reload and coming back go on there.
pub(super) fn keep_time(shown: Memo<bool>) {
    let (feed, playback) = (use_feed(), use_playback());
    page::on_leaving(move || {
        // The frame that was seen: the time is told a few times a second only.
        let at = playback.frame_untracked();
        match feed.current_id_untracked().filter(|_| shown.get_untracked() && at >= 1.0) {
            Some(id) => storage::session_set(LEFT_KEY, &format!("{id} {at:.1}")),
            None => storage::session_remove(LEFT_KEY),
        }
    });
}

/// Where a post's film was when the page was left, in seconds.
fn left_at(post: Option<PostId>) -> Option<f64> {
    let kept = storage::session_get(LEFT_KEY)?;
    let (id, at) = kept.split_once(' ')?;
    (post?.as_str() == id).then(|| at.parse().ok())?
}

/// Lets the slides further off be built once a swipe has come to rest.
pub(super) fn build_at_rest() {
    let playback = use_playback();
    let timer = use_timer();
    Effect::new(move |_| {
        let _ = playback.current();
        timer.start(REST, move || playback.calm_down());
    });
}

/// Tells the system what plays, and lets its keys work the feed.
pub(super) fn tell_the_system() {
    let (feed, playback) = (use_feed(), use_playback());
    Effect::new(move |_| {
        // Nobody reads it while films are swiped through.
        if let Some(item) = feed.current().filter(|_| playback.is_calm()) {
            let post = &item.post;
            let artwork = post.anchors.first().map(|anchor| anchor.product.thumbnail_url.as_str());
            media_session::describe(&post.caption, &post.creator.name, artwork.unwrap_or_default());
        }
    });
    media_session::on_actions(move |action| match action {
        media_session::Action::Play | media_session::Action::Pause => playback.toggle(),
        media_session::Action::Next => feed.step(1),
        media_session::Action::Previous => feed.step(-1),
    });
}

/// Tells the players whether they are seen, may start by themselves, and have a network.
pub(super) fn tell_the_world(shown: Memo<bool>) {
    let playback = use_playback();
    let feed = use_feed();
    let (visible, online) = (page::visible(), net::online());
    let still = media::reduced_motion();
    Effect::new(move |_| {
        playback.set_world(World { seen: visible.get() && shown.get(), autoplay: !still.get(), online: online.get() });
    });
    Effect::new(move |before: Option<bool>| {
        let now = online.get();
        if now && before == Some(false) {
            feed.retry();
        }
        now
    });
    page::on_restored(move || playback.revive(left_at(feed.current_id_untracked())));
}

/// Writes the film on the screen into the address once it has settled there.
pub(super) fn keep_address(shown: Memo<bool>) {
    let feed = use_feed();
    let timer = use_timer();
    let id = Memo::new(move |_| feed.current().map(|item| item.post.id.clone()));
    let waiting = StoredValue::new(None::<PostId>);
    let write = move || {
        timer.stop();
        if let Some(id) = waiting.try_update_value(Option::take).flatten() {
            history::replace(&Route::Post(id).href());
        }
    };
    // A press may lead to another screen, from where the way back is to this film.
    listen::on_window_first("click", move |_: leptos::ev::Event| write());
    listen::on_window_first("keydown", move |_: leptos::ev::Event| write());
    Effect::new(move |_| {
        if shown.get() {
            page::set_title("Vitrine");
        }
    });
    Effect::new(move |_| {
        timer.stop();
        waiting.set_value(id.get().filter(|_| shown.get()));
        if waiting.with_value(Option::is_some) {
            timer.start(SETTLE, write);
        }
    });
}
