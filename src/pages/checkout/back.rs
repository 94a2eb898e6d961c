use super::{Flow, draft::Draft, pay, purchase};
use crate::{
    api::{Api, ApiError, idempotency_key, use_api},
    i18n::{Locale, use_i18n},
    model::{
        checkout_flow::{NextStep, Outcome, wait_before},
        load::Fault,
        tone::Tone,
    },
    routes::Route,
    state::{Cart, fault, use_cart},
    ui::{Button, ButtonLink, ButtonVariant, FaultView, Show, StatusTag, live, say},
};
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use leptos_i18n::I18nContext;
use leptos_router::hooks::use_query_map;
use vitrine_api::{Checkout, CheckoutId, CheckoutState, CompleteCheckout, PaymentIntentStatus};

/// What the way back from the payment page is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Asking,
    /// Nothing after a fair while; asking goes on when the shopper wants.
    Slow,
    Said(Outcome),
    Fault(Fault),
}

/// What one round of asking found.
fn outcome_of(checkout: &Checkout) -> Outcome {
    let error = checkout
        .payment
        .as_ref()
        .filter(|payment| {
            // While the bank works on a new try, the error of the last one means nothing.
            matches!(payment.status, PaymentIntentStatus::RequiresPaymentMethod | PaymentIntentStatus::Canceled)
        })
        .and_then(|payment| payment.last_error.as_ref())
        .map(|error| error.code);
    Outcome::of(checkout.state, error)
}

/// Asks once: looks, and where the money may be there, completes.
async fn ask(api: Api, id: &CheckoutId) -> Result<(Outcome, Option<Checkout>), ApiError> {
    let seen = api.checkout(id).await?;
    let outcome = outcome_of(&seen);
    if outcome != Outcome::Waiting || seen.state == CheckoutState::Unknown {
        return Ok((outcome, Some(seen)));
    }
    let expected = purchase::agreed_total(id).unwrap_or(seen.totals.total);
    // Each round is a question of its own: a kept "not yet" must not be repeated for ever.
    let wish = CompleteCheckout { expected_total: expected };
    match api.complete(id, &idempotency_key(), &wish).await {
        Ok(done) => Ok((outcome_of(&done), Some(done))),
        Err(error) => match error.code().and_then(Outcome::of_problem) {
            // The reason of a refusal stands in the checkout.
            Some(Outcome::Declined) => {
                let seen = api.checkout(id).await?;
                let reason = outcome_of(&seen);
                let told = if reason == Outcome::Waiting { Outcome::Declined } else { reason };
                Ok((told, Some(seen)))
            }
            Some(outcome) => Ok((outcome, Some(seen))),
            None => Err(error),
        },
    }
}

/// Back from the payment page: asks until the bank has said something.
#[component]
pub(super) fn ReturnStep(flow: Flow) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let cart = use_cart();
    let query = use_query_map();
    let told = RwSignal::new(Told::Asking);
    let test = RwSignal::new(false);
    let last = RwSignal::new(None::<Checkout>);
    let id = query.read_untracked().get("checkout").map(CheckoutId::from);
    // The provider sends people here after it took the money. That proves nothing, but it tells that
    // a refusal still standing in the checkout is the last card's: the news of this one is on its way.
    let took_money = query.read_untracked().get("result").as_deref() == Some("success");
    let round = StoredValue::new(0_u32);
    let asked_for = id.clone();
    let start = Callback::new(move |()| {
        let Some(id) = asked_for.clone() else {
            told.set(Told::Fault(Fault::NotFound));
            return;
        };
        told.set(Told::Asking);
        let mine = round.try_update_value(|round| {
            *round += 1;
            *round
        });
        spawn_local(async move {
            let mut attempt = 0;
            while let Some(wait) = wait_before(attempt) {
                TimeoutFuture::new(wait).await;
                // Gone, or asked anew.
                if round.try_get_value() != mine {
                    return;
                }
                let answer = ask(api, &id).await;
                if round.try_get_value() != mine {
                    return;
                }
                if let Ok((_, Some(checkout))) = &answer {
                    test.try_set(checkout.test_mode);
                }
                match answer {
                    Ok((Outcome::Waiting, _)) => {}
                    Ok((outcome, _)) if took_money && outcome.next_step() == NextStep::TryAnotherCard => {}
                    Ok((outcome, checkout)) => {
                        return finish(flow, cart, outcome, checkout, told, last);
                    }
                    Err(error) if error.is_retryable() || error == ApiError::Aborted => {}
                    Err(error) => {
                        told.try_set(Told::Fault(fault(&error)));
                        return;
                    }
                }
                attempt += 1;
            }
            told.try_set(Told::Slow);
        });
    });
    start.run(());
    on_cleanup(move || {
        round.try_set_value(0);
    });
    view! {
        <Show when=move || test.get()>
            <p>
                <StatusTag tone=Tone::Warn text=live(move || say!(i18n, checkout.test_mode)) />
            </p>
        </Show>
        <div class="outcome" role="status" aria-live="polite">
            {move || match told.get() {
                Told::Fault(fault) => view! { <FaultView fault retry=start /> }.into_any(),
                told => view! { <OutcomeView told last start flow /> }.into_any(),
            }}
        </div>
    }
}

fn finish(
    flow: Flow,
    cart: Cart,
    outcome: Outcome,
    checkout: Option<Checkout>,
    told: RwSignal<Told>,
    last: RwSignal<Option<Checkout>>,
) {
    let order = checkout.as_ref().and_then(|checkout| checkout.order_id.clone());
    if let (Outcome::Ordered, Some(checkout), Some(order)) = (outcome, &checkout, order) {
        purchase::bought(&order, checkout.order_token.as_deref());
        Draft::forget();
        cart.bought(&checkout.cart_id);
        told.try_set(Told::Said(outcome));
        flow.replace(Route::Order(order).href());
        return;
    }
    if outcome.next_step() == NextStep::BackToBag {
        purchase::forget();
        cart.refresh();
    }
    last.try_set(checkout);
    told.try_set(Told::Said(outcome));
}

#[component]
fn OutcomeView(told: Told, last: RwSignal<Option<Checkout>>, start: Callback<()>, flow: Flow) -> impl IntoView {
    let i18n = use_i18n();
    let step = match told {
        Told::Said(outcome) => outcome.next_step(),
        _ => NextStep::CheckAgain,
    };
    let waiting = matches!(told, Told::Asking | Told::Said(Outcome::Waiting | Outcome::Ordered));
    let action = match step {
        NextStep::TryAnotherCard => view! { <AnotherCard last start flow /> }.into_any(),
        NextStep::BackToBag => view! {
            <ButtonLink href=Route::Bag.href()>{live(move || say!(i18n, checkout.to_bag))}</ButtonLink>
        }
        .into_any(),
        NextStep::CheckAgain if told == Told::Slow => view! {
            <Button on_press=start>{live(move || say!(i18n, outcome.check_again))}</Button>
        }
        .into_any(),
        NextStep::CheckAgain | NextStep::SeeOrder => ().into_any(),
    };
    view! {
        <div class="empty">
            {waiting.then(|| view! { <span class="spinner" aria-hidden="true"></span> })}
            <h2 class="empty-title">{move || words(i18n, told).0}</h2>
            <p class="empty-text">{move || words(i18n, told).1}</p>
            {action}
        </div>
    }
}

/// Begins the payment again on the same checkout.
#[component]
fn AnotherCard(last: RwSignal<Option<Checkout>>, start: Callback<()>, flow: Flow) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let retry = Action::new_local(move |(): &()| async move {
        let Some(checkout) = last.get_untracked() else {
            start.try_run(());
            return;
        };
        match pay::start(api, &checkout.id, checkout.totals.total).await {
            Ok(checkout) => pay::follow(&checkout, flow),
            // Whatever is in the way now, the next round of asking tells it.
            Err(_) => {
                start.try_run(());
            }
        }
    });
    view! {
        <Button pending=retry.pending() on_press=move |()| { retry.dispatch_local(()); }>
            {live(move || say!(i18n, outcome.another_card))}
        </Button>
        <ButtonLink variant=ButtonVariant::Link href=Route::Bag.href()>
            {live(move || say!(i18n, checkout.to_bag))}
        </ButtonLink>
    }
}

/// Title and text of what is told.
fn words(i18n: I18nContext<Locale>, told: Told) -> (String, String) {
    match told {
        Told::Asking | Told::Fault(_) | Told::Said(Outcome::Waiting) => {
            (say!(i18n, outcome.waiting_title), say!(i18n, outcome.waiting_text))
        }
        Told::Slow => (say!(i18n, outcome.slow_title), say!(i18n, outcome.slow_text)),
        Told::Said(Outcome::Ordered) => (say!(i18n, outcome.ordered_title), say!(i18n, outcome.ordered_text)),
        Told::Said(Outcome::Declined) => (say!(i18n, outcome.declined_title), say!(i18n, outcome.declined_text)),
        Told::Said(Outcome::InsufficientFunds) => (say!(i18n, outcome.funds_title), say!(i18n, outcome.funds_text)),
        Told::Said(Outcome::AuthenticationFailed) => (say!(i18n, outcome.auth_title), say!(i18n, outcome.auth_text)),
        Told::Said(Outcome::Canceled) => (say!(i18n, outcome.canceled_title), say!(i18n, outcome.canceled_text)),
        Told::Said(Outcome::ProviderFault) => (say!(i18n, outcome.provider_title), say!(i18n, outcome.provider_text)),
        Told::Said(Outcome::Expired) => (say!(i18n, outcome.expired_title), say!(i18n, outcome.expired_text)),
        Told::Said(Outcome::RefundDue) => (say!(i18n, outcome.refund_title), say!(i18n, outcome.refund_text)),
        Told::Said(Outcome::PriceChanged) => (say!(i18n, outcome.price_title), say!(i18n, outcome.price_text)),
        Told::Said(Outcome::SoldOut) => (say!(i18n, outcome.sold_title), say!(i18n, outcome.sold_text)),
        Told::Said(Outcome::Failed) => (say!(i18n, outcome.failed_title), say!(i18n, outcome.failed_text)),
    }
}
