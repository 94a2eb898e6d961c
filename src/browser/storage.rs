use super::listen::on_window;
use web_sys::{Storage, StorageEvent};

// Storage may be blocked, full or hold anything: reading then gives nothing, writing does nothing.

pub(super) fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

pub(super) fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

/// What is kept under a key, for every tab.
#[must_use]
pub fn local_get(key: &str) -> Option<String> {
    local()?.get_item(key).ok().flatten()
}

/// Keeps a text under a key, for every tab.
pub fn local_set(key: &str, value: &str) {
    if let Some(storage) = local() {
        let _ = storage.set_item(key, value);
    }
}

/// Forgets a key.
pub fn local_remove(key: &str) {
    if let Some(storage) = local() {
        let _ = storage.remove_item(key);
    }
}

/// What is kept under a key, for this tab.
#[must_use]
pub fn session_get(key: &str) -> Option<String> {
    session()?.get_item(key).ok().flatten()
}

/// Keeps a text under a key, for this tab.
pub fn session_set(key: &str, value: &str) {
    if let Some(storage) = session() {
        let _ = storage.set_item(key, value);
    }
}

/// Forgets a key of this tab.
pub fn session_remove(key: &str) {
    if let Some(storage) = session() {
        let _ = storage.remove_item(key);
    }
}

/// Calls back when another tab changes a key, until the current owner is cleaned up.
pub fn on_local_change(key: &'static str, callback: impl Fn() + 'static) {
    on_window("storage", move |event: StorageEvent| {
        // No key means that everything was cleared.
        if event.key().is_none_or(|changed| changed == key) {
            callback();
        }
    });
}
