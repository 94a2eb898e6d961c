use crate::model::tone::Tone;
use leptos::prelude::*;
use lucide_leptos::{CircleAlert, CircleCheck, Info, TriangleAlert};

/// A message that stands in its place until its cause is gone.
#[component]
pub fn Notice(
    /// How it is meant.
    #[prop(optional)]
    tone: Tone,
    /// The message and what can be done about it.
    children: Children,
) -> impl IntoView {
    let icon = match tone {
        Tone::Info => view! { <Info size=20 /> }.into_any(),
        Tone::Ok => view! { <CircleCheck size=20 /> }.into_any(),
        Tone::Warn => view! { <TriangleAlert size=20 /> }.into_any(),
        Tone::Bad => view! { <CircleAlert size=20 /> }.into_any(),
    };
    view! {
        <div class="notice" data-tone=tone.name() role=if tone == Tone::Bad { "alert" } else { "status" }>
            <span class="icon" aria-hidden="true">{icon}</span>
            <div class="notice-body">{children()}</div>
        </div>
    }
}

/// Text that only screen readers have.
#[component]
pub fn VisuallyHidden(
    /// The text.
    children: Children,
) -> impl IntoView {
    view! { <span class="visually-hidden">{children()}</span> }
}
