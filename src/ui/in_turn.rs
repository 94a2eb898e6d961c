use super::Show;
use crate::browser::turns::{self, Turn};
use leptos::prelude::*;

/// Something that is made in a task of its own while the application starts, and at once when it stands.
#[component]
pub fn InTurn(
    /// How urgent it is.
    turn: Turn,
    /// What is made.
    children: ChildrenFn,
) -> impl IntoView {
    if !turns::is_starting() {
        return children();
    }
    let made = RwSignal::new(false);
    turns::later(turn, move || {
        made.try_set(true);
    });
    view! { <Show when=move || made.get()>{children()}</Show> }.into_any()
}

/// Does something in a task of its own while the application starts, and at once when it stands. What it
/// makes belongs to the current owner.
pub fn in_turn(turn: Turn, job: impl FnOnce() + 'static) {
    match Owner::current().filter(|_| turns::is_starting()) {
        Some(owner) => turns::later(turn, move || owner.with(job)),
        None => job(),
    }
}
