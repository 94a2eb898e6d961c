//! The service worker of the orders' pages (`public/sw.js`).

use js_sys::{Array, Function, Promise, Reflect};
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

const SCRIPT: &str = "/sw.js";
/// Only the orders' pages: the feed and its films never pass through it.
const SCOPE: &str = "/orders";

fn container() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"serviceWorker".into()).ok().filter(JsValue::is_object)
}

/// Calls a method that gives a promise.
pub(super) fn method(of: &JsValue, name: &str, arguments: &[JsValue]) -> Option<Promise> {
    let function: Function = Reflect::get(of, &name.into()).ok()?.dyn_into().ok()?;
    function.apply(of, &arguments.iter().collect::<Array>()).ok()?.dyn_into().ok()
}

thread_local! {
    static INSTALLED: Cell<bool> = const { Cell::new(false) };
}

/// Lets the orders of this browser be read without a network from now on.
pub fn install() {
    // Each call makes the browser ask for the script again: once a page is enough.
    let Some(container) = container().filter(|_| !INSTALLED.replace(true)) else { return };
    let options = js_sys::Object::new();
    let _ = Reflect::set(&options, &"scope".into(), &SCOPE.into());
    let _ = Reflect::set(&options, &"updateViaCache".into(), &"none".into());
    if let Some(promise) = method(&container, "register", &[SCRIPT.into(), options.into()]) {
        spawn_local(async move {
            // Private windows and some settings refuse; then orders need the network.
            let _ = JsFuture::from(promise).await;
        });
    }
}

/// The worker that is registered, if there is one.
pub(super) async fn registration() -> Option<JsValue> {
    let promise = method(&container()?, "getRegistration", &[SCOPE.into()])?;
    JsFuture::from(promise).await.ok().filter(JsValue::is_object)
}

/// Removes the worker and every page it kept.
pub async fn remove() {
    INSTALLED.set(false);
    if let Some(promise) = registration().await.and_then(|found| method(&found, "unregister", &[])) {
        let _ = JsFuture::from(promise).await;
    }
    for name in shelves().await {
        if let Some(promise) = caches().and_then(|caches| method(&caches, "delete", &[name.as_str().into()])) {
            let _ = JsFuture::from(promise).await;
        }
    }
}

fn caches() -> Option<JsValue> {
    Reflect::get(&js_sys::global(), &"caches".into()).ok().filter(JsValue::is_object)
}

/// The names under which pages are kept.
pub async fn shelves() -> Vec<String> {
    let Some(promise) = caches().and_then(|caches| method(&caches, "keys", &[])) else {
        return Vec::new();
    };
    let names = JsFuture::from(promise).await.unwrap_or_default();
    Array::from(&names).iter().filter_map(|name| name.as_string()).collect()
}
