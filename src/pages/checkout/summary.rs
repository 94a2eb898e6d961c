use super::Flow;
use crate::{
    browser::{intl, media},
    i18n::use_i18n,
    routes::CheckoutStep,
    state::use_cart,
    ui::{SummaryLine, TotalsBill, live, options_text, say, use_lang},
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
    let item = |line: CartLine| {
        let (options, quantity, sum) = (options_text(&line.options), line.quantity, line.line_total);
        view! { <SummaryLine thumbnail=line.thumbnail_url title=line.title options quantity sum /> }
    };
    let items = lines.into_iter().map(item).collect_view();
    view! {
        <ul class="summary-lines">{items}</ul>
        <TotalsBill totals duty_lines=duties />
    }
}
