//! What this browser keeps of the shop, and whom it asked.

use super::storage;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Storage;

/// One of the browser's two small stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Store {
    /// Until it is cleared, for every tab.
    Local,
    /// Until this tab is closed.
    Session,
}

impl Store {
    fn storage(self) -> Option<Storage> {
        match self {
            Self::Local => storage::local(),
            Self::Session => storage::session(),
        }
    }

    /// Everything in it: key and text, by key.
    #[must_use]
    pub fn entries(self) -> Vec<(String, String)> {
        let Some(storage) = self.storage() else { return Vec::new() };
        let count = storage.length().unwrap_or_default();
        let keys = (0..count).filter_map(|at| storage.key(at).ok().flatten());
        let mut all: Vec<_> =
            keys.filter_map(|key| Some((key.clone(), storage.get_item(&key).ok().flatten()?))).collect();
        all.sort();
        all
    }

    /// Forgets a key.
    pub fn forget(self, key: &str) {
        if let Some(storage) = self.storage() {
            let _ = storage.remove_item(key);
        }
    }

    /// Forgets everything.
    pub fn clear(self) {
        if let Some(storage) = self.storage() {
            let _ = storage.clear();
        }
    }
}

/// What this page asked for, as far as the browser still knows: addresses, and bytes where it tells.
#[must_use]
pub fn requests() -> Vec<(String, f64)> {
    let Some(performance) = web_sys::window().and_then(|window| window.performance()) else {
        return Vec::new();
    };
    ["navigation", "resource"]
        .into_iter()
        .flat_map(|kind| performance.get_entries_by_type(kind).iter().collect::<Vec<_>>())
        .filter_map(|entry| request(&entry))
        .collect()
}

/// The address and the bytes of an entry of the browser's list.
pub(super) fn request(entry: &JsValue) -> Option<(String, f64)> {
    let text = Reflect::get(entry, &"name".into()).ok()?.as_string()?;
    let bytes = Reflect::get(entry, &"transferSize".into()).ok().and_then(|size| size.as_f64());
    Some((text, bytes.unwrap_or_default()))
}

/// The names of the readable cookies; the session's own can't be read by scripts.
#[must_use]
pub fn cookies() -> Vec<String> {
    let document = web_sys::window().and_then(|window| window.document());
    let text = document
        .and_then(|document| document.dyn_into::<web_sys::HtmlDocument>().ok())
        .and_then(|document| document.cookie().ok())
        .unwrap_or_default();
    text.split(';')
        .filter_map(|pair| pair.split('=').next())
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}
