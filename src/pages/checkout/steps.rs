use crate::{
    i18n::{Locale, use_i18n},
    model::checkout_flow::{furthest, needs_the_bag},
    routes::{CheckoutStep, Route},
    state::use_cart,
    ui::{live, say},
};
use leptos::prelude::*;
use leptos_i18n::I18nContext;

/// The name of a step.
pub(super) fn step_name(i18n: I18nContext<Locale>, step: CheckoutStep) -> String {
    match step {
        CheckoutStep::Contact => say!(i18n, checkout.step_contact),
        CheckoutStep::Address => say!(i18n, checkout.step_address),
        CheckoutStep::Delivery => say!(i18n, checkout.step_delivery),
        CheckoutStep::Review | CheckoutStep::Return => say!(i18n, checkout.step_review),
    }
}

/// The steps in order: those behind, this one, and those the bag is ready for are links.
#[component]
pub(super) fn Steps(step: Memo<CheckoutStep>) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let settled = cart.settled();
    let reached = Memo::new(move |_| {
        settled.with(|cart| match cart {
            Some(cart) if !needs_the_bag(cart) => furthest(cart),
            _ => CheckoutStep::Contact,
        })
    });
    let items = CheckoutStep::WALK
        .into_iter()
        .map(|each| view! { <StepItem each step reached=reached.into() /> })
        .collect_view();
    view! {
        <nav class="steps" aria-label=live(move || say!(i18n, checkout.steps))>
            <ol class="steps-list">{items}</ol>
        </nav>
    }
}

#[component]
fn StepItem(each: CheckoutStep, step: Memo<CheckoutStep>, reached: Signal<CheckoutStep>) -> impl IntoView {
    let i18n = use_i18n();
    let state = move || match step.get().cmp(&each) {
        std::cmp::Ordering::Equal => "current",
        std::cmp::Ordering::Greater => "done",
        std::cmp::Ordering::Less => "ahead",
    };
    let name = move || step_name(i18n, each);
    let body = move || {
        if step.get() != each && each <= reached.get() {
            view! { <a href=Route::Checkout(each).href()>{name}</a> }.into_any()
        } else {
            view! { <span>{name}</span> }.into_any()
        }
    };
    view! {
        <li
            class="step"
            data-state=state
            aria-current=move || (step.get() == each).then_some("step")
        >
            {body}
            {move || {
                (state() == "done")
                    .then(|| view! { <span class="visually-hidden">", " {say!(i18n, checkout.done)}</span> })
            }}
        </li>
    }
}
