use super::words::say;
use super::{live, live_mark};
use crate::i18n::use_i18n;
use leptos::prelude::*;
use lucide_leptos::{Minus, Plus};

/// How many: one less, the number, one more.
#[component]
pub fn Quantity(
    /// How many now.
    #[prop(into)]
    value: Signal<u32>,
    /// How many at most.
    #[prop(into)]
    most: Signal<u32>,
    /// What it counts, for those who don't see it.
    #[prop(into)]
    label: Signal<String>,
    /// The smallest number.
    #[prop(default = 1)]
    least: u32,
    /// What happens.
    #[prop(into)]
    on_change: Callback<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    let at_least = move || value.get() <= least;
    let at_most = move || value.get() >= most.get();
    view! {
        <div class="quantity" role="group" aria-label=label>
            <button
                type="button"
                class="quantity-step"
                aria-label=live(move || say!(i18n, quantity.less))
                aria-disabled=live_mark(at_least)
                on:click=move |_| {
                    if value.get_untracked() > least {
                        on_change.run(value.get_untracked() - 1);
                    }
                }
            >
                <span class="icon" aria-hidden="true"><Minus size=16 /></span>
            </button>
            <output class="quantity-value">{value}</output>
            <button
                type="button"
                class="quantity-step"
                aria-label=live(move || say!(i18n, quantity.more))
                aria-disabled=live_mark(at_most)
                on:click=move |_| {
                    if value.get_untracked() < most.get_untracked() {
                        on_change.run(value.get_untracked() + 1);
                    }
                }
            >
                <span class="icon" aria-hidden="true"><Plus size=16 /></span>
            </button>
        </div>
    }
}
