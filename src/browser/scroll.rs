use super::listen::Listener;
use crate::model::moment::{Point, Size};
use js_sys::Array;
use leptos::prelude::StoredValue;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, ResizeObserver, ResizeObserverEntry, ScrollBehavior, ScrollToOptions};

/// Scrolls so that the item with this index fills the scroller.
pub fn to_index(scroller: &Element, index: usize, smooth: bool) {
    let options = ScrollToOptions::new();
    options.set_top(index as f64 * f64::from(scroller.client_height()));
    options.set_behavior(if smooth { ScrollBehavior::Smooth } else { ScrollBehavior::Instant });
    scroller.scroll_to_with_scroll_to_options(&options);
}

/// The height of an element in pixels of the screen.
#[must_use]
pub fn pixel_height(element: &Element) -> f64 {
    let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
    f64::from(element.client_height()) * ratio
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

/// Calls back when the person begins to scroll by finger or wheel, until the current
/// owner is cleaned up.
pub fn on_scroll(element: &Element, callback: impl Fn() + 'static) {
    Listener::new(element, "scroll", move |_: web_sys::Event| callback()).until_cleanup();
}
