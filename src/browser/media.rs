use super::listen::Listener;
use leptos::prelude::*;
use web_sys::MediaQueryListEvent;

/// Whether a media query holds, as a signal of the current owner.
#[must_use]
pub fn query(query: &str) -> Signal<bool> {
    let list = web_sys::window().and_then(|window| window.match_media(query).ok().flatten());
    let Some(list) = list else {
        return Signal::stored(false);
    };
    let holds = RwSignal::new(list.matches());
    Listener::new(&list, "change", move |event: MediaQueryListEvent| {
        holds.set(event.matches());
    })
    .until_cleanup();
    holds.into()
}

/// Whether there is room for navigation, film and panel side by side.
#[must_use]
pub fn desktop() -> Signal<bool> {
    query("(min-width: 1024px)")
}

/// Whether the person asked for less motion.
#[must_use]
pub fn reduced_motion() -> Signal<bool> {
    query("(prefers-reduced-motion: reduce)")
}
