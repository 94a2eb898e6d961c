use super::{Flow, form::StepTitle, pay::PayBar, purchase};
use crate::{
    api::{ApiError, use_api},
    i18n::use_i18n,
    model::{address::envelope, load::Load, tone::Tone},
    pages::codes::Codes,
    routes::{CheckoutStep, Route},
    state::{load_of, use_cart},
    ui::{ButtonLink, FaultView, Notice, Promise, Skeleton, StatusTag, live, options_text, say},
};
use leptos::prelude::*;
use vitrine_api::{Checkout, DeliveryGroup, ProblemCode};

/// Everything once more, frozen, then pay.
#[component]
pub(super) fn ReviewStep(flow: Flow) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let cart = use_cart();
    let settled = cart.settled();
    let version = Memo::new(move |_| settled.with(|cart| cart.as_ref().map(|cart| (cart.id.clone(), cart.version))));
    let attempt = LocalResource::new(move || {
        let version = version.get();
        async move {
            let (id, version) = version.ok_or(ApiError::NotFound)?;
            purchase::begin(api, id, version).await
        }
    });
    Effect::new(move |_| match attempt.get() {
        Some(Ok(checkout)) => {
            if purchase::is_paid(checkout.state) {
                flow.replace(format!("{}?checkout={}", Route::Checkout(CheckoutStep::Return).href(), checkout.id));
            }
            flow.frozen.set(Some(checkout));
        }
        Some(Err(error)) => {
            // A refusal carries the bag as it is now.
            if let Some(fresh) = error.problem().and_then(|problem| problem.cart.as_deref()) {
                cart.accept(fresh.clone());
            }
        }
        None => {}
    });
    on_cleanup(move || {
        flow.frozen.try_set(None);
        flow.refused.try_set(None);
    });
    let again = Callback::new(move |()| {
        purchase::forget();
        attempt.refetch();
    });
    view! {
        <div class="step-form">
            <StepTitle text=Signal::derive(move || say!(i18n, checkout.review_title)) />
            {move || match attempt.get() {
                Some(Err(error)) => view! { <Refused error again /> }.into_any(),
                answer => match load_of(answer) {
                    Load::Ready(checkout) => view! { <Frozen checkout /> }.into_any(),
                    _ => view! { <Preparing /> }.into_any(),
                },
            }}
            // Outside of what is drawn anew with each attempt: a code makes another one.
            <Codes name="review-code" />
            {move || match attempt.get() {
                Some(Ok(checkout)) => view! { <PayBar checkout again flow /> }.into_any(),
                _ => ().into_any(),
            }}
        </div>
    }
}

#[component]
fn Preparing() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="quiet" role="status">{live(move || say!(i18n, checkout.prepare))}</p>
        <Skeleton class="skeleton-block" />
        <Skeleton class="skeleton-button" />
    }
}

/// Why the bag can't be bought as it is.
#[component]
fn Refused(error: ApiError, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let step = match error.code() {
        Some(ProblemCode::PriceChanged) => say!(i18n, outcome.price_text),
        Some(ProblemCode::OutOfStock) => say!(i18n, outcome.sold_text),
        Some(ProblemCode::PromotionUnavailable) => say!(i18n, checkout.code_unavailable),
        Some(ProblemCode::ShippingUnavailable) => say!(i18n, checkout.no_shipping),
        Some(ProblemCode::InvalidFields) => say!(i18n, checkout.save_failed),
        _ => {
            let fault = crate::state::fault(&error);
            return view! { <FaultView fault retry=again /> }.into_any();
        }
    };
    let fields = error.code() == Some(ProblemCode::InvalidFields);
    let address = error
        .problem()
        .is_some_and(|problem| problem.errors.iter().any(|field| field.pointer.starts_with("/shipping_address")));
    let (href, words) = if fields {
        let step = if address { CheckoutStep::Address } else { CheckoutStep::Contact };
        (Route::Checkout(step).href(), say!(i18n, checkout.change))
    } else {
        (Route::Bag.href(), say!(i18n, checkout.to_bag))
    };
    view! {
        <Notice tone=Tone::Warn><p>{step}</p></Notice>
        <ButtonLink href>{words}</ButtonLink>
    }
    .into_any()
}

/// The frozen checkout.
#[component]
fn Frozen(checkout: Checkout) -> impl IntoView {
    let i18n = use_i18n();
    let email = checkout.contact.email.clone();
    let address = envelope(&checkout.shipping_address)
        .into_iter()
        .map(|line| view! { <span class="envelope-line">{line}</span> })
        .collect_view();
    let parcels = checkout
        .groups
        .iter()
        .map(|group| view! { <ParcelLine group=group.clone() checkout=checkout.clone() /> })
        .collect_view();
    view! {
        {checkout
            .test_mode
            .then(|| {
                let text = Signal::derive(move || say!(i18n, checkout.test_mode));
                view! { <p><StatusTag tone=Tone::Warn text /></p> }
            })}
        <dl class="review-list">
            <ReviewRow step=CheckoutStep::Contact name=Signal::derive(move || say!(i18n, checkout.review_contact))>
                {email}
            </ReviewRow>
            <ReviewRow step=CheckoutStep::Address name=Signal::derive(move || say!(i18n, checkout.review_address))>
                {address}
            </ReviewRow>
            <ReviewRow step=CheckoutStep::Delivery name=Signal::derive(move || say!(i18n, checkout.review_delivery))>
                {parcels}
            </ReviewRow>
        </dl>
    }
}

#[component]
fn ReviewRow(step: CheckoutStep, name: Signal<String>, children: Children) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="review-row">
            <dt class="label">{name}</dt>
            <dd class="review-value">{children()}</dd>
            <dd class="review-change">
                <a class="link" href=Route::Checkout(step).href()>
                    {live(move || say!(i18n, checkout.change))} <span class="visually-hidden">": " {name}</span>
                </a>
            </dd>
        </div>
    }
}

#[component]
fn ParcelLine(group: DeliveryGroup, checkout: Checkout) -> impl IntoView {
    let option = group
        .shipping_options
        .iter()
        .find(|option| Some(&option.id) == group.selected.as_ref())
        .or(group.shipping_options.first())
        .cloned();
    let inside = checkout
        .lines
        .iter()
        .filter(|line| group.line_ids.contains(&line.id))
        .map(|line| {
            let options = options_text(&line.options);
            let name = if options.is_empty() { line.title.clone() } else { format!("{} ({options})", line.title) };
            if line.quantity > 1 { format!("{} × {name}", line.quantity) } else { name }
        })
        .collect::<Vec<_>>()
        .join(", ");
    view! {
        <span class="review-parcel">
            {option
                .map(|option| {
                    view! { <span class="review-when"><Promise promise=option.promise /> " · " {option.carrier}</span> }
                })}
            <span class="quiet">{inside}</span>
        </span>
    }
}
