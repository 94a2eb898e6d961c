use super::listen::{on_document, on_window};
use leptos::prelude::*;
use web_sys::{Event, PageTransitionEvent, VisibilityState};

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// Sets the window's title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Says which language the page is in.
pub fn set_lang(lang: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", lang);
    }
}

/// The languages the person prefers, best first.
#[must_use]
pub fn preferred_languages() -> Vec<String> {
    let Some(window) = web_sys::window() else {
        return Vec::new();
    };
    window.navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// Whether this tab is seen, as a signal of the current owner.
#[must_use]
pub fn visible() -> Signal<bool> {
    let now = || document().is_none_or(|page| page.visibility_state() == VisibilityState::Visible);
    let visible = RwSignal::new(now());
    on_document("visibilitychange", move |_: Event| visible.set(now()));
    visible.into()
}

/// Calls back when the page comes out of the back/forward cache, whose media are dead.
pub fn on_restored(callback: impl Fn() + 'static) {
    on_window("pageshow", move |event: PageTransitionEvent| {
        if event.persisted() {
            callback();
        }
    });
}

/// Calls back when the page is left or put away.
pub fn on_leaving(callback: impl Fn() + 'static) {
    on_window("pagehide", move |_: PageTransitionEvent| callback());
}

/// Opens the print dialog.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}
