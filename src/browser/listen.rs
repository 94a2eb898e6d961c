use leptos::prelude::StoredValue;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AddEventListenerOptions, Event, EventTarget};

/// A listener; dropping it removes it.
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    first: bool,
    closure: Closure<dyn FnMut(Event)>,
}

/// How a listener is told.
#[derive(Clone, Copy, Default)]
struct Way {
    /// It may prevent what the browser would do.
    active: bool,
    /// Before whatever the event is for.
    first: bool,
}

impl Listener {
    /// Calls `handle` for every `event` at `target`.
    #[must_use]
    pub fn new<E: JsCast>(target: &EventTarget, event: &'static str, mut handle: impl FnMut(E) + 'static) -> Self {
        Self::attach(target, event, Way::default(), Box::new(move |event: Event| handle(event.unchecked_into())))
    }

    /// As [`Listener::new`], for events whose default the handler prevents.
    #[must_use]
    pub fn active<E: JsCast>(target: &EventTarget, event: &'static str, mut handle: impl FnMut(E) + 'static) -> Self {
        Self::attach(
            target,
            event,
            Way { active: true, first: false },
            Box::new(move |event: Event| handle(event.unchecked_into())),
        )
    }

    fn attach(target: &EventTarget, event: &'static str, way: Way, handle: Box<dyn FnMut(Event)>) -> Self {
        let closure = Closure::wrap(handle);
        let options = AddEventListenerOptions::new();
        options.set_passive(!way.active);
        options.set_capture(way.first);
        // Fails only for a callback that isn't a function.
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
            event,
            closure.as_ref().unchecked_ref(),
            &options,
        );
        Self { target: target.clone(), event, first: way.first, closure }
    }

    /// Keeps it until the current reactive owner is cleaned up.
    pub fn until_cleanup(self) {
        StoredValue::new_local(self);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback_and_bool(
            self.event,
            self.closure.as_ref().unchecked_ref(),
            self.first,
        );
    }
}

/// Listens at the window until the current owner is cleaned up.
pub fn on_window<E: JsCast>(event: &'static str, handle: impl FnMut(E) + 'static) {
    if let Some(window) = web_sys::window() {
        Listener::new(&window, event, handle).until_cleanup();
    }
}

/// As [`on_window`], but told before whatever the event is for.
pub fn on_window_first<E: JsCast>(event: &'static str, mut handle: impl FnMut(E) + 'static) {
    if let Some(window) = web_sys::window() {
        let handle = Box::new(move |event: Event| handle(event.unchecked_into()));
        Listener::attach(&window, event, Way { active: false, first: true }, handle).until_cleanup();
    }
}

/// Listens at the document until the current owner is cleaned up.
pub fn on_document<E: JsCast>(event: &'static str, handle: impl FnMut(E) + 'static) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        Listener::new(&document, event, handle).until_cleanup();
    }
}
