use super::words::{charge_name, discount_name, say, use_lang};
use crate::{
    browser::intl,
    i18n::use_i18n,
    model::money_text::{added, included, taken_off},
};
use leptos::prelude::*;
use vitrine_api::{ChargeLine, LandedCost, Money, Promotion, Totals};

/// A line of a bill: what it is, and how much.
#[component]
pub fn BillRow(
    /// What it is.
    #[prop(into)]
    name: Signal<String>,
    /// How much.
    money: Money,
    /// Whether nothing is said as "free".
    #[prop(optional)]
    free: bool,
    /// Whether it is the sum.
    #[prop(optional)]
    sum: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let amount = move || {
        if free && money.is_zero() { say!(i18n, bill.free) } else { intl::money(lang.get(), &money) }
    };
    view! {
        <div class="bill-row" data-sum=sum.then_some("true")>
            <dt>{name}</dt>
            <dd class="money">{amount}</dd>
        </div>
    }
}

fn charge_rows(lines: &[ChargeLine]) -> Vec<AnyView> {
    let i18n = use_i18n();
    added(lines)
        .map(|line| {
            let (amount, line) = (line.amount, line.clone());
            let name = Signal::derive(move || charge_name(i18n, &line));
            view! { <BillRow name money=amount /> }.into_any()
        })
        .collect()
}

/// What the price contains, and what is due at the door, in quiet words.
#[component]
fn BillNotes(taxes: Vec<ChargeLine>, due_at_door: Money) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let contained: Vec<_> = included(&taxes).cloned().collect();
    let contains = move || {
        contained
            .iter()
            .map(|line| {
                let text = say!(
                    i18n,
                    bill.included,
                    amount = intl::money(lang.get(), &line.amount),
                    name = charge_name(i18n, line)
                );
                view! { <p class="bill-note">{text}</p> }
            })
            .collect_view()
    };
    let door = move || {
        if due_at_door.is_zero() {
            say!(i18n, bill.nothing_due)
        } else {
            say!(i18n, bill.due_at_door, amount = intl::money(lang.get(), &due_at_door))
        }
    };
    view! {
        {contains}
        <p class="bill-note" data-due=(!due_at_door.is_zero()).then_some("true")>{door}</p>
    }
}

/// The bill of a bag, a checkout or an order. Its parts make its total.
#[component]
pub fn TotalsBill(
    /// The server's numbers.
    totals: Totals,
    /// Duties and import taxes one by one; their sum where there are none.
    #[prop(optional)]
    duty_lines: Vec<ChargeLine>,
    /// The codes, to name those that take something off.
    #[prop(optional)]
    promotions: Vec<Promotion>,
) -> impl IntoView {
    let i18n = use_i18n();
    let discount = totals.discount.map(|discount| {
        let name = Signal::derive(move || discount_name(i18n, &promotions));
        view! { <BillRow name money=taken_off(discount) /> }
    });
    let duties = if duty_lines.is_empty() && !totals.duties.is_zero() {
        let name = Signal::derive(move || say!(i18n, bill.duties));
        vec![view! { <BillRow name money=totals.duties /> }.into_any()]
    } else {
        charge_rows(&duty_lines)
    };
    let taxes = if totals.tax.is_zero() { Vec::new() } else { charge_rows(&totals.tax_lines) };
    let settled = totals.settled;
    let total = Signal::derive(move || if settled { say!(i18n, bill.total) } else { say!(i18n, bill.estimated_total) });
    view! {
        <div class="bill" data-settled=if settled { "true" } else { "false" }>
            <dl class="bill-rows">
                <BillRow name=Signal::derive(move || say!(i18n, bill.items)) money=totals.items />
                {discount}
                <BillRow name=Signal::derive(move || say!(i18n, bill.shipping)) money=totals.shipping free=true />
                {duties}
                {taxes}
                <BillRow name=total money=totals.total sum=true />
            </dl>
            <BillNotes taxes=totals.tax_lines due_at_door=totals.due_at_door />
        </div>
    }
}

/// Everything one piece costs until it is in the shopper's hands.
#[component]
pub fn LandedBill(
    /// The numbers.
    cost: LandedCost,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="bill">
            <dl class="bill-rows">
                <BillRow name=Signal::derive(move || say!(i18n, bill.one_piece)) money=cost.items />
                <BillRow name=Signal::derive(move || say!(i18n, bill.shipping)) money=cost.shipping free=true />
                {charge_rows(&cost.duty_lines)}
                {charge_rows(&cost.tax_lines)}
                <BillRow name=Signal::derive(move || say!(i18n, bill.total)) money=cost.total sum=true />
            </dl>
            <BillNotes taxes=cost.tax_lines due_at_door=cost.due_at_door />
        </div>
    }
}
