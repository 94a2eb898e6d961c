//! What changes in a view, as few types: leptos compiles all that draws a closure anew for every closure
//! and every `Show` that stands in a view (docs/adr/0007-erased-views.md).

use leptos::{children::ViewFn, prelude::*};

/// Something that is there while a condition holds.
#[component]
pub fn Show(
    /// The condition.
    #[prop(into)]
    when: Signal<bool>,
    /// What is there instead.
    #[prop(optional, into)]
    fallback: ViewFn,
    /// What is there.
    children: ChildrenFn,
) -> impl IntoView {
    let when = Memo::new(move |_| when.get());
    (move || if when.get() { children() } else { fallback.run() }).into_any()
}

/// A text that changes.
pub fn live<T: Into<String>>(f: impl Fn() -> T + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(move || f().into())
}

/// A condition that changes.
pub fn live_if(f: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(f)
}

/// An attribute that is `true` or isn't there.
pub fn live_mark(f: impl Fn() -> bool + Send + Sync + 'static) -> Signal<Option<&'static str>> {
    Signal::derive(move || f().then_some("true"))
}
