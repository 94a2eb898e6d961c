//! Messages of the system, for a tab nobody looks at.

use super::worker;
use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Whether the person lets us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Nobody was asked.
    Ask,
    /// Yes.
    Granted,
    /// No.
    Denied,
    /// This browser has none, or not on this page.
    Absent,
}

fn class() -> Option<Function> {
    Reflect::get(&js_sys::global(), &"Notification".into()).ok()?.dyn_into().ok()
}

/// What was decided.
#[must_use]
pub fn permission() -> Permission {
    let Some(class) = class() else { return Permission::Absent };
    let word = Reflect::get(&class, &"permission".into()).ok().and_then(|word| word.as_string());
    match word.as_deref() {
        Some("default") => Permission::Ask,
        Some("granted") => Permission::Granted,
        _ => Permission::Denied,
    }
}

/// Asks; only after a press of the person.
pub async fn ask() -> Permission {
    if let Some(promise) = class().and_then(|class| worker::method(&class, "requestPermission", &[])) {
        let _ = JsFuture::from(promise).await;
    }
    permission()
}

/// Shows a message. One with the same `tag` takes the place of the one before.
pub fn show(title: &str, body: &str, tag: &str, url: &str) {
    if permission() != Permission::Granted {
        return;
    }
    let options = Object::new();
    for (name, value) in [("body", body), ("tag", tag), ("icon", "/favicon.svg"), ("data", url)] {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let (title, options) = (JsValue::from(title), JsValue::from(options));
    spawn_local(async move {
        // Phones show messages of a worker alone; elsewhere the page does without one.
        let shown = match worker::registration().await {
            Some(found) => worker::method(&found, "showNotification", &[title.clone(), options.clone()]),
            None => None,
        };
        let done = match shown {
            Some(promise) => JsFuture::from(promise).await.is_ok(),
            None => false,
        };
        if !done && let Some(class) = class() {
            let _ = Reflect::construct(&class, &js_sys::Array::of2(&title, &options));
        }
    });
}
