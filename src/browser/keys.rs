use super::{focus, listen::Listener};
use web_sys::KeyboardEvent;

/// Calls back for key presses that no field, dialog or modifier claims, until the current
/// owner is cleaned up. The callback says whether it used the key; then the browser doesn't.
pub fn on_free_key(callback: impl Fn(&str) -> bool + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    Listener::active(&window, "keydown", move |event: KeyboardEvent| {
        if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let key = event.key();
        let works_control = matches!(key.as_str(), " " | "Enter") && focus::on_control();
        if !focus::takes_keys() && !works_control && callback(&key) {
            event.prevent_default();
        }
    })
    .until_cleanup();
}
