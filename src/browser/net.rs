use super::listen::on_window;
use leptos::prelude::*;

/// Whether the browser says that there is a network.
#[must_use]
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// The same as a signal of the current owner.
#[must_use]
pub fn online() -> Signal<bool> {
    let online = RwSignal::new(is_online());
    on_window("online", move |_: web_sys::Event| online.set(true));
    on_window("offline", move |_: web_sys::Event| online.set(false));
    online.into()
}

/// Whether the person asked the browser to save data.
#[must_use]
pub fn saves_data() -> bool {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else {
        return false;
    };
    js_sys::Reflect::get(&navigator, &"connection".into())
        .ok()
        .filter(|connection| connection.is_object())
        .and_then(|connection| js_sys::Reflect::get(&connection, &"saveData".into()).ok())
        .is_some_and(|saves| saves.is_truthy())
}
