use super::listen::Listener;
use std::{cell::Cell, rc::Rc};
use web_sys::{Element, PointerEvent};

/// Where a finger is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum At {
    /// It came down here, in pixels of the page.
    Down {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
    },
    /// It moved here.
    Move {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
    },
    /// It left.
    End,
    /// The browser took it for scrolling.
    Taken,
}

/// Follows one finger (or the mouse's button) from touching an element to leaving, until the
/// current owner is cleaned up. The callback says whether it wants to keep the finger even
/// outside of the element.
pub fn follow(element: &Element, tell: impl Fn(At) -> bool + 'static) {
    let held: Rc<Cell<Option<i32>>> = Rc::default();
    let tell = Rc::new(tell);
    let place = |event: &PointerEvent| (f64::from(event.client_x()), f64::from(event.client_y()));
    let down = {
        let (held, tell) = (held.clone(), tell.clone());
        move |event: PointerEvent| {
            // A second finger is no part of it.
            if held.get().is_none() && event.is_primary() && event.button() == 0 {
                held.set(Some(event.pointer_id()));
                let (x, y) = place(&event);
                tell(At::Down { x, y });
            }
        }
    };
    let moved = {
        let (held, tell, element) = (held.clone(), tell.clone(), element.clone());
        move |event: PointerEvent| {
            if held.get() == Some(event.pointer_id()) {
                let (x, y) = place(&event);
                if tell(At::Move { x, y }) && !element.has_pointer_capture(event.pointer_id()) {
                    let _ = element.set_pointer_capture(event.pointer_id());
                }
            }
        }
    };
    let end = move |event: PointerEvent, how: At| {
        if held.get() == Some(event.pointer_id()) {
            held.set(None);
            tell(how);
        }
    };
    let end = Rc::new(end);
    Listener::new(element, "pointerdown", down).until_cleanup();
    Listener::new(element, "pointermove", moved).until_cleanup();
    for (name, how) in [("pointerup", At::End), ("pointercancel", At::Taken), ("pointerleave", At::End)] {
        let end = end.clone();
        Listener::new(element, name, move |event: PointerEvent| end(event, how)).until_cleanup();
    }
}
