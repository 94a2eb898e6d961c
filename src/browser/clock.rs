use vitrine_api::Timestamp;

/// Milliseconds since 1970 by this browser's clock.
#[must_use]
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Milliseconds since the page began, by a clock that never goes back.
#[must_use]
pub fn monotonic_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// The moment in milliseconds since 1970; not a number when it isn't one.
#[must_use]
pub fn parse_ms(at: &Timestamp) -> f64 {
    js_sys::Date::parse(at.as_str())
}

/// A moment in milliseconds since 1970 as it travels; none when it isn't one.
#[must_use]
pub fn timestamp(milliseconds: f64) -> Option<Timestamp> {
    let date = js_sys::Date::new(&milliseconds.into());
    if date.get_time().is_nan() {
        return None;
    }
    Timestamp::try_from(String::from(date.to_iso_string())).ok()
}
