use leptos::prelude::*;

/// A quiet heading of a section. `level` is its place in the page's order, 2 to 4: the same content
/// stands under an `h1` on a page and under the title of a sheet.
#[component]
pub fn SectionHeading(level: u8, children: Children) -> impl IntoView {
    match level {
        2 => view! { <h2 class="label">{children()}</h2> }.into_any(),
        3 => view! { <h3 class="label">{children()}</h3> }.into_any(),
        _ => view! { <h4 class="label">{children()}</h4> }.into_any(),
    }
}
