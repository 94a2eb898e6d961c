use super::Flow;
use crate::{
    browser::{intl, media},
    i18n::use_i18n,
    routes::CheckoutStep,
    state::use_cart,
    ui::{TotalsBill, live, options_text, say, use_lang},
};
use leptos::prelude::*;
use vitrine_api::{CartLine, ChargeLine, DeliveryGroup, Totals};

/// What is bought and what it costs: beside the form, or folded above it with the total in sight.
#[component]
pub(super) fn Summary(flow: Flow, step: Memo<CheckoutStep>) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let cart = use_cart();
    let settled = cart.settled();
    let desktop = media::desktop();
    let shown = Memo::new(move |_| {
        let frozen = flow.frozen.get().filter(|_| step.get() == CheckoutStep::Review);
        match frozen {
            Some(checkout) => Some((checkout.lines, checkout.groups, checkout.totals)),
            None => settled.get().map(|cart| (cart.lines, cart.groups, cart.totals)),
        }
    });
    let total = move || shown.with(|shown| shown.as_ref().map(|(_, _, totals)| intl::money(lang.get(), &totals.total)));
    let pending = cart.pending();
    view! {
        <aside class="summary" aria-label=live(move || say!(i18n, checkout.summary))>
            <details class="summary-fold" prop:open=desktop>
                <summary class="summary-head">
                    <span class="summary-name">{live(move || say!(i18n, checkout.summary))}</span>
                    <span class="summary-total money">{total}</span>
                </summary>
                <div aria-busy=live(move || if pending.get() { "true" } else { "false" }) class="summary-body">
                    {move || {
                        shown.get().map(|(lines, groups, totals)| view! { <SummaryBody lines groups totals /> })
                    }}
                </div>
            </details>
        </aside>
    }
}

#[component]
fn SummaryBody(lines: Vec<CartLine>, groups: Vec<DeliveryGroup>, totals: Totals) -> impl IntoView {
    let duties: Vec<ChargeLine> = groups.into_iter().flat_map(|group| group.duty_lines).collect();
    let items = lines.into_iter().map(|line| view! { <SummaryLine line /> }).collect_view();
    view! {
        <ul class="summary-lines">{items}</ul>
        <TotalsBill totals duty_lines=duties />
    }
}

#[component]
fn SummaryLine(line: CartLine) -> impl IntoView {
    let lang = use_lang();
    let options = options_text(&line.options);
    let (quantity, sum) = (line.quantity, line.line_total);
    view! {
        <li class="summary-line">
            <img class="thumb thumb-small" src=line.thumbnail_url alt="" width="56" height="56" loading="lazy" />
            <span class="summary-line-text">
                <span>{line.title}</span>
                <span class="quiet">{(quantity > 1).then(|| format!("{quantity} × "))} {options}</span>
            </span>
            <span class="money">{live(move || intl::money(lang.get(), &sum))}</span>
        </li>
    }
}
