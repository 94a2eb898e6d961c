use super::Show;
use leptos::{leptos_dom::helpers::request_animation_frame, prelude::*};

/// What lies below the first screen: drawn once the rest has been seen, so that it doesn't hold the
/// rest up.
#[component]
pub fn AfterPaint(
    /// What can wait.
    children: ChildrenFn,
) -> impl IntoView {
    let drawn = RwSignal::new(false);
    // The first frame is the one that is waited for; the second begins when it is on the screen.
    request_animation_frame(move || {
        request_animation_frame(move || {
            drawn.try_set(true);
        });
    });
    view! { <Show when=move || drawn.get()>{children()}</Show> }
}
