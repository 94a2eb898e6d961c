use super::Show;
use leptos::{leptos_dom::helpers::request_animation_frame, prelude::*};

/// What can wait: drawn once the rest has been seen, so that it doesn't hold the rest up.
#[component]
pub fn AfterPaint(
    /// How many frames it waits for: what is lower may come after what is higher.
    #[prop(default = 1)]
    paints: u32,
    /// It is wanted at once after all.
    #[prop(optional)]
    now: bool,
    /// The class of what keeps its place meanwhile.
    #[prop(optional)]
    space: Option<&'static str>,
    /// What can wait.
    children: ChildrenFn,
) -> impl IntoView {
    if now {
        return children();
    }
    let drawn = RwSignal::new(false);
    after(paints, move || {
        drawn.try_set(true);
    });
    let placeholder = move || space.map(|class| view! { <div class=class aria-hidden="true"></div> });
    view! { <Show when=move || drawn.get() fallback=placeholder>{children()}</Show> }.into_any()
}

/// Does something when so many frames are on the screen: the next one begins then.
fn after(paints: u32, job: impl FnOnce() + 'static) {
    request_animation_frame(move || match paints {
        0 => job(),
        left => after(left - 1, job),
    });
}
