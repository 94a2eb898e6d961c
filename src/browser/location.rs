/// Leaves the application for another address.
pub fn assign(url: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().assign(url);
    }
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// The part behind `#`, without it.
#[must_use]
pub fn hash() -> String {
    web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .map(|hash| hash.trim_start_matches('#').to_owned())
        .unwrap_or_default()
}

/// Calls when this page gets another part behind `#`, until the current owner is cleaned up.
pub fn on_hash(mut handle: impl FnMut() + 'static) {
    super::listen::on_window("hashchange", move |_: web_sys::Event| handle());
}

/// Takes the part behind `#` out of the address bar, without navigation.
pub fn clear_hash() {
    let path = path() + &search();
    super::history::replace(&path);
}

/// The path.
#[must_use]
pub fn path() -> String {
    web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_else(|| "/".to_owned())
}

/// The query with its `?`, or nothing.
#[must_use]
pub fn search() -> String {
    web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default()
}

/// Scheme, host and port.
#[must_use]
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}
