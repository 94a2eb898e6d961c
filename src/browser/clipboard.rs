use wasm_bindgen_futures::JsFuture;

/// Copies a text; false when the browser doesn't let us.
pub async fn copy(text: String) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let navigator = window.navigator();
    // Only secure pages have a clipboard.
    let has = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|c| c.is_object());
    has && JsFuture::from(navigator.clipboard().write_text(&text)).await.is_ok()
}
