use crate::{
    browser::{clock, page},
    model::price::FRESH_MS,
};
use gloo_timers::callback::Interval;
use leptos::prelude::*;

/// How often the age of what is shown is looked at, in milliseconds.
const LOOK_MS: u32 = 20_000;

/// Asks again, as long as the current owner lives: whenever the tab is seen again, and while it is seen
/// whenever what was heard last is old. `heard` tells when that was, by this browser's clock.
pub fn keep_fresh(heard: impl Fn() -> f64 + 'static, ask: impl Fn() + Clone + 'static) {
    let seen = page::visible();
    let woken = ask.clone();
    Effect::new(move |before: Option<bool>| {
        let now = seen.get();
        if now && before == Some(false) {
            untrack(&woken);
        }
        now
    });
    let interval = Interval::new(LOOK_MS, move || {
        if seen.try_get_untracked() == Some(true) && clock::now_ms() - heard() >= FRESH_MS {
            ask();
        }
    });
    StoredValue::new_local(interval);
}
