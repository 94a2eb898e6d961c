use wasm_bindgen::JsValue;

/// Writes another address into the address bar, without navigation and without a new
/// entry: the router keeps showing what it shows.
pub fn replace(url: &str) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else {
        return;
    };
    let state = history.state().unwrap_or(JsValue::NULL);
    let _ = history.replace_state_with_url(&state, "", Some(url));
}
