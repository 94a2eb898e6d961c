//! Whom this page asks, counted while it lives: the browser's own list ends after 250 requests, which
//! a few films use up.

use super::device;
use crate::model::device::{Host, by_requests, count, hosts};
use js_sys::{Array, Function, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// The observer, and what it calls.
type Counter = (JsValue, Closure<dyn FnMut(JsValue)>);

thread_local! {
    static COUNTER: RefCell<Option<Counter>> = const { RefCell::new(None) };
    static HOSTS: RefCell<Vec<Host>> = const { RefCell::new(Vec::new()) };
}

fn call(of: &JsValue, name: &str, arguments: &Array) -> Option<JsValue> {
    let function: Function = Reflect::get(of, &name.into()).ok()?.dyn_into().ok()?;
    function.apply(of, arguments).ok()
}

/// Counts what was asked for already and what is from now on. The browser tells it in its own time, many
/// at once; hosts are kept, addresses are not.
pub fn begin() {
    let found = Reflect::get(&js_sys::global(), &"PerformanceObserver".into()).ok();
    let Some(observers) = found.and_then(|found| found.dyn_into::<Function>().ok()) else { return };
    let heard = Closure::<dyn FnMut(JsValue)>::new(|list: JsValue| {
        if let Some(entries) = call(&list, "getEntries", &Array::new()) {
            add(&entries);
        }
    });
    let Ok(observer) = Reflect::construct(&observers, &Array::of1(heard.as_ref())) else { return };
    for kind in ["navigation", "resource"] {
        let options = Object::new();
        let _ = Reflect::set(&options, &"type".into(), &kind.into());
        let _ = Reflect::set(&options, &"buffered".into(), &JsValue::TRUE);
        call(&observer, "observe", &Array::of1(&options));
    }
    COUNTER.set(Some((observer, heard)));
}

/// Whom this page asked since it was loaded, the most asked first.
#[must_use]
pub fn so_far() -> Vec<Host> {
    // What the browser hasn't told yet.
    let untold = COUNTER
        .with_borrow(|counter| counter.as_ref().and_then(|(observer, _)| call(observer, "takeRecords", &Array::new())));
    if let Some(entries) = untold {
        add(&entries);
    }
    let counted = HOSTS.with_borrow(Clone::clone);
    // A browser without observers has its list.
    if counted.is_empty() { hosts(&device::requests()) } else { by_requests(counted) }
}

fn add(entries: &JsValue) {
    HOSTS.with_borrow_mut(|hosts| {
        for (url, bytes) in Array::from(entries).iter().filter_map(|entry| device::request(&entry)) {
            count(hosts, &url, bytes);
        }
    });
}
