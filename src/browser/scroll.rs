use super::listen::{Listener, on_window};
use crate::model::moment::{Point, Size};
use js_sys::Array;
use leptos::prelude::StoredValue;
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, ResizeObserver, ResizeObserverEntry, ScrollBehavior, ScrollToOptions};

/// Scrolls so that the item with this index fills the scroller.
pub fn to_index(scroller: &Element, index: usize, smooth: bool) {
    let options = ScrollToOptions::new();
    options.set_top(index as f64 * f64::from(scroller.client_height()));
    options.set_behavior(if smooth { ScrollBehavior::Smooth } else { ScrollBehavior::Instant });
    scroller.scroll_to_with_scroll_to_options(&options);
}

/// How high the window is, in pixels of the screen. It is asked for once, and again after it changed:
/// asking while the page is being built lays it out.
#[derive(Debug, Default)]
pub struct WindowHeight(Rc<Cell<Option<f64>>>);

impl WindowHeight {
    /// Forgets what it knows when the window changes, until the current owner is cleaned up.
    pub fn follow(&self) {
        let known = self.0.clone();
        on_window("resize", move |_: web_sys::Event| known.set(None));
    }

    /// The height.
    #[must_use]
    pub fn pixels(&self) -> f64 {
        self.0.get().unwrap_or_else(|| {
            let asked = web_sys::window().and_then(|window| {
                let height = window.inner_height().ok()?.as_f64()?;
                Some(height * window.device_pixel_ratio())
            });
            self.0.set(asked);
            asked.unwrap_or_default()
        })
    }
}

/// Where the middle of an element's upper edge is inside an ancestor, whatever transforms
/// are on their way.
#[must_use]
pub fn top_middle(element: &Element, ancestor: &Element) -> Option<Point> {
    let mut at: HtmlElement = element.clone().dyn_into().ok()?;
    let mut point = Point { x: f64::from(at.offset_width()) / 2.0, y: 0.0 };
    loop {
        point.x += f64::from(at.offset_left());
        point.y += f64::from(at.offset_top());
        let parent = at.offset_parent()?;
        if &parent == ancestor {
            return Some(point);
        }
        at = parent.dyn_into().ok()?;
    }
}

struct Resizes {
    observer: ResizeObserver,
    _closure: Closure<dyn FnMut(Array)>,
}

impl Drop for Resizes {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls back with the size of an element's content now and whenever it changes, until the current
/// owner is cleaned up.
pub fn on_resize(element: &Element, callback: impl Fn(Size) + 'static) {
    let closure = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
        for entry in entries.iter() {
            // As it is told: asking the element would lay the page out again after each change.
            let entry: ResizeObserverEntry = entry.unchecked_into();
            let area = entry.content_rect();
            callback(Size { width: area.width(), height: area.height() });
        }
    });
    if let Ok(observer) = ResizeObserver::new(closure.as_ref().unchecked_ref()) {
        observer.observe(element);
        StoredValue::new_local(Resizes { observer, _closure: closure });
    }
}

/// Whether an element has more in it than it shows. Asked in [`on_resize`] it costs nothing.
#[must_use]
pub fn has_more(element: &Element) -> bool {
    // Heights are rounded, each for itself.
    element.scroll_height() > element.client_height() + 1
}

/// Calls back when the person begins to scroll by finger or wheel, until the current
/// owner is cleaned up.
pub fn on_scroll(element: &Element, callback: impl Fn() + 'static) {
    Listener::new(element, "scroll", move |_: web_sys::Event| callback()).until_cleanup();
}
