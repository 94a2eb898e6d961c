//! The checkout: contact, address, delivery, review, and the way back from the payment page.

mod address;
mod back;
mod contact;
mod delivery;
mod draft;
mod form;
mod pay;
/// The attempt to buy and what is kept of it in this tab.
pub(crate) mod purchase;
mod review;
mod steps;
mod summary;

use crate::{
    browser::page,
    i18n::use_i18n,
    model::{
        checkout_flow::{allowed, needs_the_bag, next},
        load::Load,
    },
    pages::{bag::EmptyBag, not_found::NotFoundPage},
    routes::{CheckoutStep, Route},
    state::use_cart,
    ui::{ButtonLink, EmptyView, FaultView, Skeleton, live, say},
};
use address::AddressStep;
use back::ReturnStep;
use contact::ContactStep;
use delivery::DeliveryStep;
use draft::Draft;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use review::ReviewStep;
use steps::{Steps, step_name};
use summary::Summary;
use vitrine_api::{Checkout, ProblemCode};

/// What the steps share.
#[derive(Clone, Copy)]
struct Flow {
    draft: Draft,
    /// The frozen checkout of the review, whose numbers are the last word.
    frozen: RwSignal<Option<Checkout>>,
    /// Why the last press of "Pay" was refused; it outlives the checkout it was about.
    refused: RwSignal<Option<ProblemCode>>,
    go: Callback<(String, bool)>,
}

impl Flow {
    /// Goes on to the step after this one.
    fn go_after(self, step: CheckoutStep) {
        if let Some(next) = next(step) {
            // Whoever asked may be gone by the time the server has answered.
            self.go.try_run((Route::Checkout(next).href(), false));
        }
    }

    /// Goes somewhere and leaves no way back.
    fn replace(self, path: String) {
        self.go.try_run((path, true));
    }
}

/// `/checkout/:step`
#[component]
pub fn CheckoutPage() -> impl IntoView {
    let params = use_params_map();
    let navigate = use_navigate();
    let go = Callback::new(move |(path, replace): (String, bool)| {
        navigate(&path, NavigateOptions { replace, ..NavigateOptions::default() });
    });
    let flow = Flow { draft: Draft::open(), frozen: RwSignal::new(None), refused: RwSignal::new(None), go };
    let known = Memo::new(move |_| {
        let slug = params.read().get("step").unwrap_or_default();
        CheckoutStep::from_slug(&slug)
    });
    let step = Memo::new(move |_| known.get().unwrap_or(CheckoutStep::Contact));
    let returning = Memo::new(move |_| step.get() == CheckoutStep::Return);
    let there = Memo::new(move |_| known.get().is_some());
    move || {
        if there.get() {
            view! { <CheckoutScreen flow step returning /> }.into_any()
        } else {
            view! { <NotFoundPage /> }.into_any()
        }
    }
}

#[component]
fn CheckoutScreen(flow: Flow, step: Memo<CheckoutStep>, returning: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    Effect::new(move |_| {
        let name = step_name(i18n, step.get());
        page::set_title(&format!("{name} · {} · Vitrine", say!(i18n, checkout.title)));
    });
    view! {
        <div class="page checkout-page">
            <h1 class="checkout-title">{live(move || say!(i18n, checkout.title))}</h1>
            {move || {
                if returning.get() {
                    view! { <ReturnStep flow /> }.into_any()
                } else {
                    view! { <Walk flow step /> }.into_any()
                }
            }}
        </div>
    }
}

/// What the bag allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gate {
    Empty,
    BagFirst,
    Open,
}

/// The four steps, as far as the bag allows.
#[component]
fn Walk(flow: Flow, step: Memo<CheckoutStep>) -> impl IntoView {
    let cart = use_cart();
    let settled = cart.settled();
    // What the server knows fills what was not typed in this tab.
    Effect::new(move |_| {
        settled.with(|cart| {
            if let Some(cart) = cart {
                flow.draft.fill_from(cart);
            }
        });
    });
    // An address for a later step leads to the furthest one that makes sense.
    Effect::new(move |_| {
        let wanted = step.get();
        let shown =
            settled.with(|cart| cart.as_ref().filter(|cart| !needs_the_bag(cart)).map(|cart| allowed(cart, wanted)));
        if let Some(shown) = shown
            && shown != wanted
        {
            flow.replace(Route::Checkout(shown).href());
        }
    });
    let gate = Memo::new(move |_| match (settled.with(|cart| cart.as_ref().map(needs_the_bag)), cart.load().get()) {
        (Some(false), _) => Load::Ready(Gate::Open),
        (Some(true), _) if cart.is_empty() => Load::Ready(Gate::Empty),
        (Some(true), _) => Load::Ready(Gate::BagFirst),
        (None, Load::Ready(())) if !cart.is_empty() => Load::Loading,
        (None, Load::Ready(())) => Load::Ready(Gate::Empty),
        (None, Load::Loading) => Load::Loading,
        (None, Load::Failed(fault)) => Load::Failed(fault),
    });
    move || match gate.get() {
        Load::Ready(Gate::Open) => view! { <OpenWalk flow step /> }.into_any(),
        Load::Ready(Gate::BagFirst) => view! { <BagFirst /> }.into_any(),
        Load::Ready(Gate::Empty) => view! { <EmptyBag /> }.into_any(),
        Load::Loading => view! { <Skeleton class="skeleton-block" /> }.into_any(),
        Load::Failed(fault) => view! { <FaultView fault retry=move |()| cart.refresh() /> }.into_any(),
    }
}

#[component]
fn OpenWalk(flow: Flow, step: Memo<CheckoutStep>) -> impl IntoView {
    let settled = use_cart().settled();
    // Never past what the bag is ready for, not even for the moment until the address follows.
    let step = Memo::new(move |_| {
        let wanted = step.get();
        settled.with(|cart| cart.as_ref().map_or(CheckoutStep::Contact, |cart| allowed(cart, wanted)))
    });
    view! {
        <Steps step />
        <div class="checkout-columns">
            <div class="checkout-main">
                {move || match step.get() {
                    CheckoutStep::Contact => view! { <ContactStep flow /> }.into_any(),
                    CheckoutStep::Address => view! { <AddressStep flow /> }.into_any(),
                    CheckoutStep::Delivery => view! { <DeliveryStep flow /> }.into_any(),
                    CheckoutStep::Review | CheckoutStep::Return => view! { <ReviewStep flow /> }.into_any(),
                }}
            </div>
            <Summary flow step />
        </div>
    }
}

#[component]
fn BagFirst() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyView
            title=Signal::derive(move || say!(i18n, checkout.bag_first_title))
            text=Signal::derive(move || say!(i18n, checkout.bag_first_text))
        >
            <ButtonLink href=Route::Bag.href()>{live(move || say!(i18n, checkout.to_bag))}</ButtonLink>
        </EmptyView>
    }
}
