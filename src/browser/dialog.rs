use super::{focus, listen::Listener, turns};
use gloo_timers::callback::Timeout;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, MouseEvent, PointerEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Shows or closes a modal dialog. The browser keeps the focus in it, makes the rest
/// inert and gives the focus back when it closes.
pub fn toggle(dialog: &HtmlDialogElement, open: bool) {
    if open == dialog.open() {
        return;
    }
    if open {
        clear_offset(dialog);
        // Fails only for a dialog that is open already or not in the document.
        let _ = dialog.show_modal();
    } else {
        dialog.close();
    }
}

/// On a sheet that is seen and not modal yet.
const RISING: &str = "data-rising";

/// As long as a sheet slides in or away, `--motion-slow`, and a little, in milliseconds.
pub const SLIDE_MS: u32 = 260;

/// Shows or closes a sheet, as [`toggle`]. Being modal styles the whole page anew and lays it out, which is a long wait
/// on a phone: opened by a finger or a mouse, a sheet is modal when it has slid in, and by a key, which wants the focus
/// in it, one frame after it begins to.
pub fn toggle_sheet(sheet: &HtmlDialogElement, open: bool) {
    if open == sheet.open() {
        return;
    }
    if !open {
        let _ = sheet.remove_attribute(RISING);
        sheet.close();
        give_back(sheet);
        return;
    }
    let outside = focused().filter(|element| !sheet.contains(Some(element)));
    let by_key = outside.as_ref().is_some_and(|element| element.matches(":focus-visible").unwrap_or(false));
    if outside.is_some() {
        OPENER.set(outside);
    }
    clear_offset(sheet);
    let _ = sheet.set_attribute(RISING, "");
    sheet.set_open(true);
    let sheet = sheet.clone();
    let risen = move || {
        if sheet.open() && is_rising(&sheet) {
            let _ = sheet.remove_attribute(RISING);
            // In one task, so that nobody sees it closed.
            sheet.set_open(false);
            if sheet.show_modal().is_err() {
                sheet.set_open(true);
            }
        }
    };
    if by_key {
        turns::after_frame(risen);
    } else {
        Timeout::new(SLIDE_MS, risen).forget();
    }
}

/// Whether it is seen and not modal yet: the browser doesn't hear Escape for it then.
#[must_use]
pub fn is_rising(sheet: &HtmlDialogElement) -> bool {
    sheet.has_attribute(RISING)
}

/// The browser gives the focus back at once, when what opened the sheet may still be hidden: again when all that
/// follows the sheet has changed.
fn give_back(sheet: &HtmlDialogElement) {
    let Some(opener) = OPENER.take() else { return };
    let sheet = sheet.clone();
    turns::later(turns::Turn::Ground, move || {
        let lost = focused().is_none_or(|now| now.tag_name() == "BODY" || sheet.contains(Some(&now)));
        if lost && !sheet.open() && opener.is_connected() {
            focus::quietly(&opener);
        }
    });
}

fn focused() -> Option<HtmlElement> {
    focus::active().and_then(|element| element.dyn_into::<HtmlElement>().ok())
}

thread_local! {
    /// What had the focus when a sheet began to rise.
    static OPENER: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
    /// What had the focus before a panel beside the page took it.
    static BEFORE: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// Gives a panel that is not modal the focus when it opens, and gives it back when it closes.
pub fn follow_panel(panel: &HtmlElement, open: bool) {
    if open {
        let outside = focused().filter(|element| !panel.contains(Some(element)));
        if outside.is_some() {
            BEFORE.set(outside);
        }
        focus::quietly(panel);
    } else if let Some(before) = BEFORE.take() {
        // What opened it may be gone: a label goes with its moment.
        if !before.is_connected() || !focus::quietly(&before) {
            focus::by_id("main");
        }
    }
}

/// Whether a click is on the shade beside a dialog rather than in it.
#[must_use]
pub fn is_backdrop(event: &MouseEvent, dialog: &HtmlDialogElement) -> bool {
    let on_dialog = event.target().is_some_and(|target| target == *dialog.unchecked_ref());
    let area = dialog.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    // A click made by the keyboard has no place.
    let has_place = event.detail() > 0;
    let inside = x >= area.left() && x <= area.right() && y >= area.top() && y <= area.bottom();
    on_dialog && has_place && !inside
}

fn offset(sheet: &HtmlElement, pixels: f64) {
    let _ = sheet.style().set_property("--sheet-offset", &format!("{pixels}px"));
}

fn clear_offset(sheet: &HtmlElement) {
    let _ = sheet.style().remove_property("--sheet-offset");
    let _ = sheet.remove_attribute("data-dragged");
}

/// Lets a sheet be pulled down by its handle; far enough, it wants to close.
pub fn drag_to_close(handle: &HtmlElement, sheet: &HtmlElement, on_close: impl Fn() + 'static) {
    const FAR: f64 = 96.0;
    let from: Rc<Cell<Option<f64>>> = Rc::default();
    let start = {
        let (from, handle, sheet) = (from.clone(), handle.clone(), sheet.clone());
        move |event: PointerEvent| {
            from.set(Some(f64::from(event.client_y())));
            let _ = sheet.set_attribute("data-dragged", "");
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
    };
    let follow = {
        let (from, sheet) = (from.clone(), sheet.clone());
        move |event: PointerEvent| {
            if let Some(from) = from.get() {
                offset(&sheet, (f64::from(event.client_y()) - from).max(0.0));
            }
        }
    };
    let end = {
        let sheet = sheet.clone();
        move |event: PointerEvent| {
            if let Some(from) = from.take() {
                clear_offset(&sheet);
                if f64::from(event.client_y()) - from > FAR && event.type_() == "pointerup" {
                    on_close();
                }
            }
        }
    };
    let end = Rc::new(end);
    let canceled = end.clone();
    Listener::new(handle, "pointerdown", start).until_cleanup();
    Listener::new(handle, "pointermove", follow).until_cleanup();
    Listener::new(handle, "pointerup", move |event| end(event)).until_cleanup();
    Listener::new(handle, "pointercancel", move |event| canceled(event)).until_cleanup();
}

/// Brings an element into view, as far as needed.
pub fn reveal(id: &str) {
    let element =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Start);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Scrolls a row sideways to its nth child.
pub fn show_nth(row: &HtmlElement, nth: u32) {
    let width = row.client_width();
    let Ok(nth) = i32::try_from(nth) else {
        return;
    };
    let direction = if is_rtl(row) { -1 } else { 1 };
    row.set_scroll_left(width.saturating_mul(nth) * direction);
}

/// Which child of a row is in view.
#[must_use]
pub fn nth_in_view(row: &HtmlElement) -> u32 {
    let width = f64::from(row.client_width().max(1));
    (f64::from(row.scroll_left().abs()) / width).round() as u32
}

fn is_rtl(element: &HtmlElement) -> bool {
    web_sys::window()
        .and_then(|window| window.get_computed_style(element).ok().flatten())
        .and_then(|style| style.get_property_value("direction").ok())
        .is_some_and(|direction| direction == "rtl")
}
