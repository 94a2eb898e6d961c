use super::clipboard;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, ShareData};

/// How sharing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// The system's own sheet took it.
    Sent,
    /// The address is in the clipboard.
    Copied,
    /// The person closed the sheet.
    Dismissed,
    /// Neither worked.
    Failed,
}

/// Shares an address by the system's sheet, or copies it where there is none.
pub async fn share(title: String, url: String) -> Shared {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else {
        return Shared::Failed;
    };
    let has = js_sys::Reflect::get(&navigator, &"share".into()).is_ok_and(|f| f.is_function());
    if has {
        let data = ShareData::new();
        data.set_title(&title);
        data.set_url(&url);
        match JsFuture::from(navigator.share_with_data(&data)).await {
            Ok(_) => return Shared::Sent,
            Err(error) if is_abort(&error) => return Shared::Dismissed,
            Err(_) => {}
        }
    }
    if clipboard::copy(url).await { Shared::Copied } else { Shared::Failed }
}

fn is_abort(error: &wasm_bindgen::JsValue) -> bool {
    error.dyn_ref::<DomException>().is_some_and(|error| error.name() == "AbortError")
}
