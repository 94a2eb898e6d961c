use super::{Flow, purchase};
use crate::{
    api::{ApiError, idempotency_key, use_api},
    browser::{clock, intl, location, page},
    i18n::use_i18n,
    model::{
        money_text::{Span, span},
        tone::Tone,
    },
    routes::{CheckoutStep, Route},
    state::use_cart,
    ui::{Button, Notice, Show, TotalsBill, live, say, use_lang, use_server_now},
};
use leptos::prelude::*;
use vitrine_api::{ChargeLine, Checkout, CheckoutId, Money, NextAction, ProblemCode, StartPayment};

/// Begins paying: one press is one intent with one key.
pub(super) async fn start(api: crate::api::Api, id: &CheckoutId, total: Money) -> Result<Checkout, ApiError> {
    purchase::agree(id, total);
    api.start_payment(id, &idempotency_key(), &StartPayment { expected_total: total }).await
}

/// Where the browser goes after paying has begun.
pub(super) fn follow(checkout: &Checkout, flow: Flow) {
    let action = checkout.payment.as_ref().and_then(|payment| payment.next_action.as_ref());
    match action {
        Some(NextAction::Redirect { url }) => location::assign(url),
        None => flow.replace(format!("{}?checkout={}", Route::Checkout(CheckoutStep::Return).href(), checkout.id)),
    }
}

/// Pressing "Pay".
#[derive(Clone, Copy)]
struct Pay {
    press: Action<(), ()>,
    pending: Signal<bool>,
    failed: RwSignal<bool>,
}

fn use_pay(id: CheckoutId, total: Money, again: Callback<()>, flow: Flow) -> Pay {
    let api = use_api();
    let cart = use_cart();
    let failed = RwSignal::new(false);
    // Stays pending after a success: the browser is on its way to the payment page.
    let leaving = RwSignal::new(false);
    let press = Action::new_local(move |(): &()| {
        let id = id.clone();
        async move {
            failed.set(false);
            flow.refused.set(None);
            match start(api, &id, total).await {
                Ok(checkout) => {
                    leaving.set(true);
                    follow(&checkout, flow);
                }
                Err(error) => match error.code().filter(|code| starts_anew(*code)) {
                    Some(code) => {
                        flow.refused.set(Some(code));
                        cart.refresh();
                        again.try_run(());
                    }
                    None => failed.set(true),
                },
            }
        }
    });
    // Back from the payment page by the browser's own button: the page may be a kept one.
    page::on_restored(move || {
        leaving.try_set(false);
    });
    let pending = Signal::derive(move || press.pending().get() || leaving.get() || cart.pending().get());
    Pay { press, pending, failed }
}

/// Whether a refusal means that this checkout is over and another one must be made.
fn starts_anew(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::PriceChanged | ProblemCode::CheckoutExpired | ProblemCode::InvalidState)
}

/// The total once more, how long it is held, and the button.
#[component]
pub(super) fn PayBar(checkout: Checkout, again: Callback<()>, flow: Flow) -> impl IntoView {
    let i18n = use_i18n();
    let total = checkout.totals.total;
    let pay = use_pay(checkout.id.clone(), total, again, flow);
    let now = use_server_now(&checkout.now, 5_000);
    let until = clock::parse_ms(&checkout.expires_at);
    let over = Memo::new(move |_| span(until - now.get()) == Span::Over);
    let duties: Vec<ChargeLine> = checkout.groups.iter().flat_map(|group| group.duty_lines.clone()).collect();
    let refusal = move || {
        let words = match flow.refused.get() {
            Some(ProblemCode::PriceChanged) => Some(say!(i18n, checkout.total_changed)),
            Some(_) => Some(say!(i18n, checkout.held_anew)),
            None => pay.failed.get().then(|| say!(i18n, checkout.pay_failed)),
        };
        words.map(|words| view! { <Notice tone=Tone::Bad><p>{words}</p></Notice> })
    };
    let button = move || {
        if over.get() {
            let words = move || say!(i18n, checkout.hold_again);
            view! { <Button full=true on_press=again>{words}</Button> }.into_any()
        } else {
            view! { <PayButton pay total /> }.into_any()
        }
    };
    view! {
        <div class="pay">
            <TotalsBill totals=checkout.totals.clone() duty_lines=duties promotions=checkout.promotions.clone() />
            <Held checkout now until />
            {refusal}
            {button}
        </div>
    }
}

#[component]
fn PayButton(pay: Pay, total: Money) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let pending = pay.pending;
    let hint = move || {
        if pending.get() { say!(i18n, checkout.paying) } else { say!(i18n, checkout.pay_text) }
    };
    view! {
        <Button full=true pending on_press=move |()| { pay.press.dispatch_local(()); }>
            {live(move || say!(i18n, checkout.pay, amount = intl::money(lang.get(), &total)))}
        </Button>
        <p class="quiet" aria-live="polite">{hint}</p>
    }
}

/// How long the stock is held, quietly.
#[component]
fn Held(checkout: Checkout, now: Signal<f64>, until: f64) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let at = checkout.expires_at;
    let over = Memo::new(move |_| span(until - now.get()) == Span::Over);
    let words = Memo::new(move |_| match span(until - now.get()) {
        Span::Over => String::new(),
        Span::Minutes(minutes) if minutes <= 5 => {
            let held = say!(i18n, checkout.held_until, time = intl::time(lang.get(), &at));
            format!("{held} · {}", say!(i18n, checkout.held_minutes, minutes = minutes))
        }
        _ => say!(i18n, checkout.held_until, time = intl::time(lang.get(), &at)),
    });
    view! {
        <Show when=move || over.get() fallback=move || view! { <p class="held quiet">{words}</p> }>
            <Notice tone=Tone::Warn>
                <p>{live(move || say!(i18n, checkout.held_over))}</p>
            </Notice>
        </Show>
    }
}
