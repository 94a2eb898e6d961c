use crate::{
    browser::{clock, page},
    model::asking::{Asking, LOOK_MS},
};
use gloo_timers::callback::Interval;
use leptos::prelude::*;

/// Asks again, as long as the current owner lives: whenever the tab is seen again, and while it is seen
/// whenever what was heard last is old; with growing pauses while nobody answers. `heard` tells when something was
/// heard last, by this browser's clock.
pub fn keep_fresh(heard: impl Fn() -> f64 + Clone + 'static, ask: impl Fn() + Clone + 'static) {
    let seen = page::visible();
    let asking = StoredValue::new(Asking::default());
    let (woken, heard_then) = (ask.clone(), heard.clone());
    Effect::new(move |before: Option<bool>| {
        let now = seen.get();
        if now && before == Some(false) {
            asking.try_update_value(|asking| asking.note(clock::now_ms(), heard_then()));
            untrack(&woken);
        }
        now
    });
    let interval = Interval::new(LOOK_MS, move || {
        if seen.try_get_untracked() != Some(true) {
            return;
        }
        let (now, heard) = (clock::now_ms(), heard());
        if asking.try_with_value(|asking| asking.due(now, heard)) == Some(true) {
            asking.try_update_value(|asking| asking.note(now, heard));
            ask();
        }
    });
    StoredValue::new_local(interval);
}
