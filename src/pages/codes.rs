//! Promotion codes: those in the bag, and quietly a field for another. What they take off is the server's word.

use crate::{
    api::ApiError,
    browser::{focus, intl},
    i18n::{Locale, use_i18n},
    model::{cart_ops::CartOp, money_text::taken_off},
    state::{use_cart, use_toasts},
    ui::{Button, ButtonVariant, Field, Show, field_fault, live, live_mark, say, use_lang},
};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use vitrine_api::{FieldCode, ProblemCode, Promotion, PromotionReason};

/// The codes of the bag, and a field for another one.
#[component]
pub(super) fn Codes(
    /// The name of the field; two may be on the page, each with its own.
    name: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let settled = use_cart().settled();
    let codes =
        Memo::new(move |_| settled.with(|cart| cart.as_ref().map(|c| c.promotions.clone()).unwrap_or_default()));
    view! {
        <div class="codes">
            <Show when=move || !codes.with(Vec::is_empty)>
                <ul class="plain codes-list" aria-label=live(move || say!(i18n, code.list))>
                    <For each=move || codes.get() key=|promotion| promotion.code.clone() let:promotion>
                        <CodeRow code=promotion.code codes name />
                    </For>
                </ul>
            </Show>
            <details class="fold">
                <summary id=summary_id(name)>{live(move || say!(i18n, code.add))}</summary>
                <CodeForm name />
            </details>
        </div>
    }
}

fn summary_id(name: &str) -> String {
    format!("{name}-add")
}

#[component]
fn CodeRow(code: String, codes: Memo<Vec<Promotion>>, name: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let cart = use_cart();
    let busy = cart.pending();
    let (wanted, shown) = (code.clone(), code.clone());
    let own = Memo::new(move |_| codes.with(|all| all.iter().find(|one| one.code == wanted).cloned()));
    let about = move || {
        own.with(|own| {
            own.as_ref().map(|own| match &own.merchant {
                Some(merchant) => {
                    let only = say!(i18n, code.only_of, merchant = merchant.name.clone());
                    format!("{} · {only}", own.label)
                }
                None => own.label.clone(),
            })
        })
    };
    let reason = move || {
        let words = own.get().and_then(|own| reason_words(i18n, lang.get(), &own));
        words.map(|words| view! { <span class="line-notice">{words}</span> })
    };
    let amount = move || {
        let amount = own.get().map(|own| own.amount).filter(|amount| !amount.is_zero());
        amount.map(|amount| intl::money(lang.get(), &taken_off(amount)))
    };
    let remove = move |()| {
        cart.remove_code(code.clone());
        // The button goes with the row.
        focus::by_id(&summary_id(name));
    };
    view! {
        <li class="code-row">
            <span class="code-row-text">
                <span class="code-row-name">{shown.clone()}</span>
                <span class="quiet">{about}</span>
                {reason}
            </span>
            <span class="money" data-pending=live_mark(move || busy.get())>{amount}</span>
            <Button variant=ButtonVariant::Link on_press=remove>
                {live(move || say!(i18n, bag.remove))} <span class="visually-hidden">" " {shown}</span>
            </Button>
        </li>
    }
}

/// Why what was typed isn't in the bag.
#[derive(Clone, Debug, PartialEq)]
enum Fault {
    Empty,
    Refused(ApiError),
}

#[component]
fn CodeForm(name: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let cart = use_cart();
    let toasts = use_toasts();
    let value = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<Fault>);
    let show = move |found: Fault| {
        fault.try_set(Some(found));
        focus::by_id(&format!("field-{name}"));
    };
    let save = Action::new_local(move |code: &String| {
        let code = code.clone();
        async move {
            match cart.perform(CartOp::AddCode { code: code.clone() }).await {
                Ok(_) => {
                    value.try_set(String::new());
                    fault.try_set(None);
                    toasts.show(say!(i18n, code.added, code = code));
                }
                Err(error) => show(Fault::Refused(error)),
            }
        }
    });
    let pending: Signal<bool> = save.pending().into();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let code = value.get_untracked().trim().to_uppercase();
        if code.is_empty() {
            show(Fault::Empty);
        } else if !pending.get_untracked() {
            save.dispatch_local(code);
        }
    };
    let error = Signal::derive(move || fault.get().map(|fault| fault_words(i18n, lang.get(), &fault)));
    view! {
        <form class="codes-form" novalidate on:submit=submit>
            <Field
                name
                label=Signal::derive(move || say!(i18n, code.label))
                value
                error
                hint=Signal::derive(move || Some(say!(i18n, code.hint)))
                autocomplete="off"
            />
            <Button variant=ButtonVariant::Quiet submit=true pending>
                {live(move || say!(i18n, code.submit))}
            </Button>
        </form>
    }
}

fn fault_words(i18n: I18nContext<Locale>, lang: &str, fault: &Fault) -> String {
    let error = match fault {
        Fault::Empty => return field_fault(i18n, FieldCode::Required),
        Fault::Refused(error) => error,
    };
    let problem = error.problem();
    let reason = problem
        .and_then(|problem| problem.promotion.as_deref())
        .and_then(|promotion| reason_words(i18n, lang, promotion));
    if let Some(reason) = reason {
        return reason;
    }
    let field = problem.and_then(|problem| problem.errors.iter().find(|field| field.pointer == "/code"));
    match (field.map(|field| field.code), error) {
        (Some(FieldCode::NotOffered), _) => say!(i18n, code.unlisted),
        (Some(FieldCode::Format | FieldCode::TooLong), _) => say!(i18n, code.format),
        (Some(other), _) => field_fault(i18n, other),
        (None, ApiError::Offline) => say!(i18n, cart_error.offline),
        (None, _) if error.code() == Some(ProblemCode::RateLimited) => say!(i18n, code.too_fast),
        (None, _) => say!(i18n, cart_error.failed),
    }
}

/// Why a code takes nothing off, and what to do.
fn reason_words(i18n: I18nContext<Locale>, lang: &str, promotion: &Promotion) -> Option<String> {
    use PromotionReason as R;
    Some(match promotion.reason? {
        R::Market => say!(i18n, code.other_market),
        R::NotYet => say!(i18n, code.not_yet),
        R::Expired | R::Withdrawn => say!(i18n, code.expired),
        R::UsedUp => say!(i18n, code.used_up),
        R::UsedByYou => say!(i18n, code.used_by_you),
        R::Goods => say!(i18n, code.other_goods),
        R::Minimum => match &promotion.missing {
            Some(missing) => say!(i18n, code.minimum, amount = intl::money(lang, missing)),
            None => say!(i18n, code.unusable),
        },
        R::NothingLeft => say!(i18n, code.nothing_left),
        R::Full => say!(i18n, code.full),
        R::Unknown => say!(i18n, code.unusable),
    })
}
