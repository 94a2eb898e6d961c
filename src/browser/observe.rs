use js_sys::Array;
use leptos::prelude::StoredValue;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// Tells how much of each observed element is seen inside a scroller.
pub struct Visibility {
    observer: IntersectionObserver,
    _closure: Closure<dyn FnMut(Array)>,
}

impl Visibility {
    /// Observes inside `root`; the callback gets element and share (0..1) at each threshold. Of what happened at once
    /// it hears of the largest share first: what came, then what left.
    #[must_use]
    pub fn new(root: &Element, thresholds: &[f64], callback: impl Fn(&Element, f64) + 'static) -> Option<Self> {
        let closure = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            let mut entries: Vec<IntersectionObserverEntry> = entries.iter().map(JsCast::unchecked_into).collect();
            entries.sort_by(|one, other| other.intersection_ratio().total_cmp(&one.intersection_ratio()));
            for entry in entries {
                callback(&entry.target(), entry.intersection_ratio());
            }
        });
        let init = IntersectionObserverInit::new();
        init.set_root(Some(root));
        let steps: Array = thresholds.iter().map(|step| wasm_bindgen::JsValue::from(*step)).collect();
        init.set_threshold(&steps);
        let observer = IntersectionObserver::new_with_options(closure.as_ref().unchecked_ref(), &init).ok()?;
        Some(Self { observer, _closure: closure })
    }

    /// Begins with an element.
    pub fn observe(&self, element: &Element) {
        self.observer.observe(element);
    }

    /// Ends with an element.
    pub fn unobserve(&self, element: &Element) {
        self.observer.unobserve(element);
    }

    /// Keeps it until the current reactive owner is cleaned up.
    #[must_use]
    pub fn until_cleanup(self) -> StoredValue<Self, leptos::prelude::LocalStorage> {
        StoredValue::new_local(self)
    }
}

impl Drop for Visibility {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
