use super::return_words::clock_words;
use crate::{
    browser::intl,
    i18n::use_i18n,
    model::address::envelope,
    ui::{Show, SummaryLine, TotalsBill, live, options_text, say, use_lang},
};
use leptos::prelude::*;
use vitrine_api::{Dispute, DisputeStatus, Order, OrderLine, Refund, RefundStatus};

/// What was bought and what it cost.
#[component]
pub(super) fn OrderBill(known: Memo<Option<Order>>) -> impl IntoView {
    let i18n = use_i18n();
    let lines = Memo::new(move |_| known.with(|order| order.as_ref().map(|o| o.lines.clone()).unwrap_or_default()));
    let bill = Memo::new(move |_| {
        known.with(|order| order.as_ref().map(|order| (order.totals.clone(), order.promotions.clone())))
    });
    let item = |line: OrderLine| {
        let (options, quantity, sum) = (options_text(&line.options), line.quantity, line.line_total);
        view! { <SummaryLine thumbnail=line.thumbnail_url title=line.title options quantity sum /> }
    };
    view! {
        <section class="section">
            <h2>{live(move || say!(i18n, order.items))}</h2>
            <ul class="summary-lines">
                {move || lines.get().into_iter().map(item).collect_view()}
            </ul>
            <h3 class="label">{live(move || say!(i18n, order.bill))}</h3>
            {move || bill.get().map(|(totals, promotions)| view! { <TotalsBill totals promotions /> })}
        </section>
    }
}

/// Where it goes and where news go.
#[component]
pub(super) fn OrderPeople(known: Memo<Option<Order>>) -> impl IntoView {
    let i18n = use_i18n();
    let address = move || {
        known.with(|order| {
            order.as_ref().map(|order| {
                envelope(&order.shipping_address)
                    .into_iter()
                    .map(|line| view! { <span class="envelope-line">{line}</span> })
                    .collect_view()
            })
        })
    };
    let lang = use_lang();
    // A street tells the country; where only a city is told, it is said.
    let country = move || {
        let market = known.with(|order| order.as_ref().filter(|order| order.shared).map(|o| o.market.clone()))?;
        Some(view! { <span class="envelope-line">{live(move || intl::country(lang.get(), market.as_str()))}</span> })
    };
    let email = Memo::new(move |_| {
        known.with(|order| order.as_ref().map(|order| order.contact.email.clone()).unwrap_or_default())
    });
    view! {
        <dl class="people">
            <div>
                <dt class="label">{live(move || say!(i18n, order.goes_to))}</dt>
                <dd>{address} {country}</dd>
            </div>
            <Show when=move || !email.with(String::is_empty)>
                <div>
                    <dt class="label">{live(move || say!(i18n, order.contact))}</dt>
                    <dd>{email}</dd>
                </div>
            </Show>
        </dl>
    }
}

/// Money on its way back.
#[component]
pub(super) fn Refunds(known: Memo<Option<Order>>) -> impl IntoView {
    let i18n = use_i18n();
    let refunds = Memo::new(move |_| known.with(|order| order.as_ref().map(|o| o.refunds.clone()).unwrap_or_default()));
    view! {
        <Show when=move || !refunds.with(Vec::is_empty)>
            <section class="section">
                <h2>{live(move || say!(i18n, order.refunds))}</h2>
                <ul class="plain">
                    {move || refunds.get().into_iter().map(|refund| view! { <RefundLine refund /> }).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn RefundLine(refund: Refund) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let shown = refund.clone();
    let text = move || {
        let refund = &shown;
        let amount = intl::money(lang.get(), &refund.amount);
        match refund.status {
            RefundStatus::Succeeded => say!(i18n, order.refund_done, amount = amount),
            RefundStatus::Failed => say!(i18n, order.refund_failed, amount = amount),
            RefundStatus::Pending | RefundStatus::Unknown => {
                say!(i18n, order.refund_pending, amount = amount, day = intl::day(lang.get(), &refund.expected_by))
            }
        }
    };
    let clock = refund.clock.clone().filter(|clock| clock.due.is_some());
    let clock = clock.map(|clock| {
        let words = live(move || clock_words(i18n, lang.get(), &clock, true));
        view! { <p class="quiet">{words}</p> }
    });
    let text = live(text);
    view! { <li>{text} {clock}</li> }
}

/// What the shopper's bank asks about the payment.
#[component]
pub(super) fn Disputes(known: Memo<Option<Order>>) -> impl IntoView {
    let i18n = use_i18n();
    let disputes =
        Memo::new(move |_| known.with(|order| order.as_ref().map(|o| o.disputes.clone()).unwrap_or_default()));
    view! {
        <Show when=move || !disputes.with(Vec::is_empty)>
            <section class="section">
                <h2>{live(move || say!(i18n, order.disputes))}</h2>
                <ul class="plain">
                    {move || disputes.get().into_iter().map(|dispute| view! { <DisputeLine dispute /> }).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn DisputeLine(dispute: Dispute) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let text = live(move || {
        let amount = intl::money(lang.get(), &dispute.amount);
        match dispute.status {
            DisputeStatus::Won => say!(i18n, order.dispute_won, amount = amount),
            DisputeStatus::Lost => say!(i18n, order.dispute_lost, amount = amount),
            DisputeStatus::Open | DisputeStatus::Unknown => {
                let day = intl::local_day(lang.get(), &dispute.opened_at);
                say!(i18n, order.dispute_open, amount = amount, day = day)
            }
        }
    });
    view! { <li>{text}</li> }
}
