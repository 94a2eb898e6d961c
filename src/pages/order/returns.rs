use crate::{
    api::{idempotency_key, use_api},
    browser::intl,
    i18n::{Locale, use_i18n},
    model::tone::Tone,
    state::{use_orders, use_toasts},
    ui::{Button, Notice, Quantity, Show, live, options_text, say, use_lang},
};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use std::collections::BTreeMap;
use vitrine_api::{
    CreateReturn, Day, Order, OrderId, OrderLine, OrderLineId, ReturnLine, ReturnReason, ReturnRequest, ReturnStatus,
};

const REASONS: [ReturnReason; 6] = [
    ReturnReason::Damaged,
    ReturnReason::WrongItem,
    ReturnReason::NotAsDescribed,
    ReturnReason::DoesNotFit,
    ReturnReason::ChangedMind,
    ReturnReason::Other,
];

fn reason_words(i18n: I18nContext<Locale>, reason: ReturnReason) -> String {
    match reason {
        ReturnReason::Damaged => say!(i18n, back.damaged),
        ReturnReason::WrongItem => say!(i18n, back.wrong_item),
        ReturnReason::NotAsDescribed => say!(i18n, back.not_as_described),
        ReturnReason::DoesNotFit => say!(i18n, back.does_not_fit),
        ReturnReason::ChangedMind => say!(i18n, back.changed_mind),
        ReturnReason::Other => say!(i18n, back.unlisted),
    }
}

/// How many pieces of a line can still go back.
fn left_of(order: &Order, line: &OrderLine) -> u32 {
    let asked: u32 = order
        .returns
        .iter()
        .filter(|wish| !matches!(wish.status, ReturnStatus::Declined | ReturnStatus::Lapsed))
        .flat_map(|wish| &wish.lines)
        .filter(|wish| wish.order_line_id == line.id)
        .map(|wish| wish.quantity)
        .sum();
    line.quantity.saturating_sub(asked)
}

/// What was asked to go back, and the form to ask for more.
#[component]
pub(super) fn Returns(known: Memo<Option<Order>>) -> impl IntoView {
    let i18n = use_i18n();
    let wishes = Memo::new(move |_| known.with(|order| order.as_ref().map(|o| o.returns.clone()).unwrap_or_default()));
    let open = Memo::new(move |_| {
        known.with(|order| {
            let order = order.as_ref()?;
            let until = order.returnable_until.clone()?;
            let lines: Vec<_> = order
                .lines
                .iter()
                .map(|line| (line.clone(), left_of(order, line)))
                .filter(|(_, left)| *left > 0)
                .collect();
            Some((order.id.clone(), until, lines))
        })
    });
    view! {
        <Show when=move || open.with(Option::is_some) || !wishes.with(Vec::is_empty)>
            <section class="section">
                <h2>{live(move || say!(i18n, back.title))}</h2>
                {move || wishes.get().into_iter().map(|wish| view! { <Wish wish /> }).collect_view()}
                {move || {
                    open.get()
                        .filter(|(_, _, lines)| !lines.is_empty())
                        .map(|(id, until, lines)| view! { <ReturnForm id until lines /> })
                }}
            </section>
        </Show>
    }
}

#[component]
fn Wish(wish: ReturnRequest) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let state = move || match wish.status {
        ReturnStatus::Requested => say!(i18n, back.requested),
        ReturnStatus::Approved => say!(i18n, back.approved),
        ReturnStatus::Received => say!(i18n, back.received),
        ReturnStatus::Refunded => say!(i18n, back.refunded),
        ReturnStatus::Declined => say!(i18n, back.declined),
        ReturnStatus::Sent => say!(i18n, back.on_its_way),
        ReturnStatus::Exchanged => say!(i18n, back.exchanged),
        ReturnStatus::Lapsed => say!(i18n, back.lapsed),
        ReturnStatus::Unknown => say!(i18n, back.working),
    };
    view! {
        <div class="wish">
            <p>{state}</p>
            <p class="quiet">
                {live(move || say!(i18n, back.asked, time = intl::date_time(lang.get(), &wish.created_at)))} " · "
                {live(move || reason_words(i18n, wish.reason))}
            </p>
        </div>
    }
}

#[component]
fn ReturnForm(id: OrderId, until: Day, lines: Vec<(OrderLine, u32)>) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let picked = RwSignal::new(BTreeMap::<OrderLineId, u32>::new());
    let reason = RwSignal::new(None::<ReturnReason>);
    let fault = RwSignal::new(None::<String>);
    let send = use_send(id);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let lines: Vec<_> = picked.with_untracked(|picked| {
            picked
                .iter()
                .filter(|(_, quantity)| **quantity > 0)
                .map(|(line, quantity)| ReturnLine {
                    order_line_id: line.clone(),
                    quantity: *quantity,
                    exchange_for: None,
                })
                .collect()
        });
        match (lines.is_empty(), reason.get_untracked()) {
            (true, _) => fault.set(Some(say!(i18n, back.nothing))),
            (false, None) => fault.set(Some(say!(i18n, back.no_reason))),
            (false, Some(reason)) => {
                fault.set(None);
                send.dispatch_local(CreateReturn { lines, reason, photos: Vec::new() });
            }
        }
    };
    let rows = lines.into_iter().map(|(line, left)| view! { <PickLine line left picked /> }).collect_view();
    view! {
        <details class="fold">
            <summary>{live(move || say!(i18n, back.until, day = intl::day(lang.get(), &until)))}</summary>
            <form class="return-form" on:submit=submit>
                <fieldset class="options">
                    <legend class="options-legend">{live(move || say!(i18n, back.which))}</legend>
                    {rows}
                </fieldset>
                <Reasons reason />
                {move || fault.get().map(|text| view! { <Notice tone=Tone::Bad><p>{text}</p></Notice> })}
                <Button submit=true pending=send.pending()>{live(move || say!(i18n, back.send))}</Button>
            </form>
        </details>
    }
}

fn use_send(id: OrderId) -> Action<CreateReturn, ()> {
    let i18n = use_i18n();
    let api = use_api();
    let orders = use_orders();
    let toasts = use_toasts();
    // A key for each wish; the same wish tried again keeps it.
    let last = StoredValue::new(None::<(CreateReturn, String)>);
    Action::new_local(move |wish: &CreateReturn| {
        let key = last.get_value().filter(|(before, _)| before == wish).map_or_else(idempotency_key, |(_, key)| key);
        last.set_value(Some((wish.clone(), key.clone())));
        let (id, wish) = (id.clone(), wish.clone());
        let (sent, failed) = (say!(i18n, back.sent), say!(i18n, order.try_failed));
        async move {
            match api.create_return(&id, &key, &wish).await {
                Ok(order) => {
                    toasts.show(sent);
                    last.try_set_value(None);
                    orders.take(order);
                }
                Err(_) => toasts.show(failed),
            }
        }
    })
}

#[component]
fn PickLine(line: OrderLine, left: u32, picked: RwSignal<BTreeMap<OrderLineId, u32>>) -> impl IntoView {
    let i18n = use_i18n();
    let options = options_text(&line.options);
    let (id, title) = (line.id.clone(), line.title.clone());
    let shown = line.id;
    let value = Signal::derive(move || picked.with(|picked| picked.get(&shown).copied().unwrap_or_default()));
    let label = Signal::derive(move || say!(i18n, quantity.label, title = title.clone()));
    view! {
        <div class="pick">
            <span class="summary-line-text">
                <span>{line.title}</span>
                <span class="quiet">{options}</span>
            </span>
            <Quantity
                value
                most=left
                label
                least=0
                on_change=move |quantity| {
                    picked.update(|picked| {
                        picked.insert(id.clone(), quantity);
                    });
                }
            />
        </div>
    }
}

#[component]
fn Reasons(reason: RwSignal<Option<ReturnReason>>) -> impl IntoView {
    let i18n = use_i18n();
    let items = REASONS
        .into_iter()
        .map(|each| {
            view! {
                <label class="option">
                    <input
                        type="radio"
                        name="return-reason"
                        prop:checked=move || reason.get() == Some(each)
                        on:change=move |_| reason.set(Some(each))
                    />
                    <span class="option-text">{live(move || reason_words(i18n, each))}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="options">
            <legend class="options-legend">{live(move || say!(i18n, back.why))}</legend>
            {items}
        </fieldset>
    }
}
