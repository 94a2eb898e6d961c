use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

/// Focuses an element by id without scrolling; false when it isn't there.
pub fn by_id(id: &str) -> bool {
    let element =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id(id));
    element.is_some_and(|element| element.dyn_ref().is_some_and(quietly))
}

/// Focuses an element without scrolling.
pub fn quietly(element: &HtmlElement) -> bool {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    element.focus_with_options(&options).is_ok()
}

/// The element that has the focus.
#[must_use]
pub fn active() -> Option<Element> {
    web_sys::window()?.document()?.active_element()
}

/// Whether key presses belong to what has the focus: a field, a choice, or an open dialog.
#[must_use]
pub fn takes_keys() -> bool {
    let Some(element) = active() else {
        return false;
    };
    let selector = "input, textarea, select, [contenteditable], dialog, [role=dialog], [role=listbox]";
    element.closest(selector).ok().flatten().is_some()
        || web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.query_selector("dialog[open]").ok().flatten())
            .is_some()
}

/// Whether a press of Space or Enter works the focused control.
#[must_use]
pub fn on_control() -> bool {
    active().is_some_and(|element| {
        element.closest("a[href], button, summary, [role=button], video[controls]").ok().flatten().is_some()
    })
}
