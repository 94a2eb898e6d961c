use super::{return_card::reason_words, return_photos::Photos, returns::RETURNS_ID};
use crate::{
    api::{idempotency_key, use_api},
    browser::{focus, intl},
    i18n::{Locale, use_i18n},
    model::{tone::Tone, variants::can_buy},
    state::{use_orders, use_toasts},
    ui::{Button, Notice, Quantity, Show, live, live_if, options_text, say, use_lang},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_i18n::I18nContext;
use std::collections::BTreeMap;
use vitrine_api::{
    CreateReturn, Day, FieldCode, FieldError, MarketId, OrderId, OrderLine, OrderLineId, PhotoId, ReturnLine,
    ReturnReason, VariantId,
};

const REASONS: [ReturnReason; 6] = [
    ReturnReason::Damaged,
    ReturnReason::WrongItem,
    ReturnReason::NotAsDescribed,
    ReturnReason::DoesNotFit,
    ReturnReason::ChangedMind,
    ReturnReason::Other,
];

/// What is being written in the form.
#[derive(Clone, Copy)]
struct Form {
    picked: RwSignal<BTreeMap<OrderLineId, u32>>,
    instead: RwSignal<BTreeMap<OrderLineId, VariantId>>,
    reason: RwSignal<Option<ReturnReason>>,
    photos: RwSignal<Vec<PhotoId>>,
    /// What is wrong with lines.
    line_faults: RwSignal<BTreeMap<OrderLineId, String>>,
    /// What is wrong with the whole.
    fault: RwSignal<Option<String>>,
}

impl Form {
    fn new() -> Self {
        Self {
            picked: RwSignal::new(BTreeMap::new()),
            instead: RwSignal::new(BTreeMap::new()),
            reason: RwSignal::new(None),
            photos: RwSignal::new(Vec::new()),
            line_faults: RwSignal::new(BTreeMap::new()),
            fault: RwSignal::new(None),
        }
    }

    fn lines(self) -> Vec<ReturnLine> {
        let instead = self.instead.get_untracked();
        let picked = self.picked.get_untracked();
        let line = |(line, quantity): (OrderLineId, u32)| ReturnLine {
            exchange_for: instead.get(&line).cloned(),
            order_line_id: line,
            quantity,
        };
        picked.into_iter().filter(|(_, quantity)| *quantity > 0).map(line).collect()
    }

    /// Shows what the server refused, by its field; false when it named none of this form.
    fn show(self, i18n: I18nContext<Locale>, sent: &CreateReturn, faults: &[FieldError]) -> bool {
        let mut named = false;
        for fault in faults {
            let mut parts = fault.pointer.split('/').skip(1);
            let (field, index) = (parts.next(), parts.next().and_then(|index| index.parse::<usize>().ok()));
            match (field, index.and_then(|index| sent.lines.get(index))) {
                (Some("lines"), Some(line)) => {
                    let words = if fault.code == FieldCode::Range {
                        say!(i18n, back.fault_range)
                    } else {
                        say!(i18n, back.fault_line)
                    };
                    self.line_faults.try_update(|all| all.insert(line.order_line_id.clone(), words));
                    named = true;
                }
                (Some("photos"), _) => {
                    self.fault.try_set(Some(say!(i18n, back.fault_photos)));
                    named = true;
                }
                _ => {}
            }
        }
        named
    }
}

/// The form that asks for a return.
#[component]
pub(super) fn ReturnForm(id: OrderId, until: Day, market: MarketId, lines: Vec<(OrderLine, u32)>) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let form = Form::new();
    let send = use_send(id.clone(), form);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let lines = form.lines();
        form.line_faults.set(BTreeMap::new());
        match (lines.is_empty(), form.reason.get_untracked()) {
            (true, _) => form.fault.set(Some(say!(i18n, back.nothing))),
            (false, None) => form.fault.set(Some(say!(i18n, back.no_reason))),
            (false, Some(reason)) => {
                form.fault.set(None);
                send.dispatch_local(CreateReturn { lines, reason, photos: form.photos.get_untracked() });
            }
        }
    };
    let rows = lines
        .into_iter()
        .map(|(line, left)| view! { <PickLine line left market=market.clone() form /> })
        .collect_view();
    view! {
        <details class="fold">
            <summary>{live(move || say!(i18n, back.until, day = intl::day(lang.get(), &until)))}</summary>
            <form class="return-form" on:submit=submit>
                <fieldset class="options">
                    <legend class="options-legend">{live(move || say!(i18n, back.which))}</legend>
                    {rows}
                </fieldset>
                <Reasons reason=form.reason />
                <Photos id photos=form.photos />
                {move || form.fault.get().map(|text| view! { <Notice tone=Tone::Bad><p>{text}</p></Notice> })}
                <Button submit=true pending=send.pending()>{live(move || say!(i18n, back.send))}</Button>
            </form>
        </details>
    }
}

fn use_send(id: OrderId, form: Form) -> Action<CreateReturn, ()> {
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
                    focus::by_id(RETURNS_ID);
                }
                Err(error) => {
                    // A refused wish is refused for its key too: the next try is another one. What broke on the
                    // way may have been done, and keeps its key.
                    if error.problem().is_some_and(|problem| problem.status < 500) {
                        last.try_set_value(None);
                    }
                    let faults = error.problem().map(|problem| problem.errors.as_slice()).unwrap_or_default();
                    if !form.show(i18n, &wish, faults) {
                        toasts.show(failed);
                    }
                }
            }
        }
    })
}

#[component]
fn PickLine(line: OrderLine, left: u32, market: MarketId, form: Form) -> impl IntoView {
    let i18n = use_i18n();
    let options = options_text(&line.options);
    let (id, title) = (StoredValue::new(line.id.clone()), line.title.clone());
    let value = Signal::derive(move || {
        id.with_value(|id| form.picked.with(|picked| picked.get(id).copied().unwrap_or_default()))
    });
    let label = Signal::derive(move || say!(i18n, quantity.label, title = title.clone()));
    let fault = move || id.with_value(|id| form.line_faults.with(|all| all.get(id).cloned()));
    let chosen = live_if(move || value.get() > 0);
    let line = StoredValue::new(line);
    let market = StoredValue::new(market);
    view! {
        <div class="pick">
            <span class="summary-line-text">
                <span>{line.with_value(|line| line.title.clone())}</span>
                <span class="quiet">{options}</span>
            </span>
            <Quantity
                value
                most=left
                label
                least=0
                on_change=move |quantity| {
                    form.picked.update(|picked| {
                        picked.insert(id.get_value(), quantity);
                    });
                }
            />
        </div>
        <Show when=chosen>
            <Instead line=line.get_value() market=market.get_value() form />
        </Show>
        {move || fault().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
    }
}

/// Money, or another variant of the same thing.
#[component]
fn Instead(line: OrderLine, market: MarketId, form: Form) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let api = use_api();
    let others = RwSignal::new(Vec::<(VariantId, String)>::new());
    let (product, own, id) = (line.product_id, line.variant_id, StoredValue::new(line.id));
    let asked = lang.get_untracked();
    spawn_local(async move {
        // Without an answer there is the money to choose, and nothing else.
        let Ok(product) = api.product(&product, &market, asked).await else { return };
        let variants = product.variants.into_iter().filter(|variant| variant.id != own && can_buy(variant));
        others.try_set(variants.map(|variant| (variant.id, options_text(&variant.options))).collect());
    });
    let choose = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        form.instead.update(|all| {
            if value.is_empty() {
                all.remove(&id.get_value());
            } else {
                all.insert(id.get_value(), VariantId::from(value));
            }
        });
    };
    let chosen = move || id.with_value(|id| form.instead.with(|all| all.get(id).cloned()));
    let choices = move || {
        others
            .get()
            .into_iter()
            .map(|(variant, text)| {
                let own = variant.clone();
                view! { <option value=variant.0 selected=move || chosen().as_ref() == Some(&own)>{text}</option> }
            })
            .collect_view()
    };
    view! {
        <label class="return-instead">
            <span class="field-label">{live(move || say!(i18n, back.instead))}</span>
            <select class="field-input" on:change=choose>
                <option value="">{live(move || say!(i18n, back.instead_money))}</option>
                {choices}
            </select>
        </label>
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
