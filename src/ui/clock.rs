use crate::browser::clock;
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use vitrine_api::Timestamp;

/// The time by this browser's clock, told anew every so often while the owner lives.
#[must_use]
pub fn use_now(every_ms: u32) -> Signal<f64> {
    let now = RwSignal::new(clock::now_ms());
    let interval = Interval::new(every_ms, move || {
        now.try_set(clock::now_ms());
    });
    StoredValue::new_local(interval);
    now.into()
}

/// The server's time in milliseconds: this browser's clock, corrected by what the server said
/// when it answered. A wrong clock does no harm.
#[must_use]
pub fn use_server_now(said: &Timestamp, every_ms: u32) -> Signal<f64> {
    let ahead = clock::parse_ms(said) - clock::now_ms();
    let ahead = if ahead.is_finite() { ahead } else { 0.0 };
    let now = use_now(every_ms);
    Signal::derive(move || now.get() + ahead)
}
