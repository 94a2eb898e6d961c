use super::view::Chosen;
use crate::{
    browser::intl,
    i18n::use_i18n,
    ui::{LandedBill, SectionHeading, live, say, use_lang},
};
use leptos::prelude::*;

/// Everything one piece costs until it is in the shopper's hands.
#[component]
pub(super) fn Costs(chosen: Chosen) -> impl IntoView {
    let i18n = use_i18n();
    let cost = Memo::new(move |_| chosen.offer.get().and_then(|offer| offer.landed_cost));
    move || {
        cost.get().map(|cost| {
            view! {
                <section class="section">
                    <SectionHeading level=chosen.level>{live(move || say!(i18n, product.costs))}</SectionHeading>
                    <LandedBill cost />
                </section>
            }
        })
    }
}

/// What it is, and its facts.
#[component]
pub(super) fn Facts(chosen: Chosen) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let (text, facts, origin) = chosen
        .product
        .with_value(|product| (product.description.clone(), product.facts.clone(), product.origin_country.clone()));
    let rows = facts
        .into_iter()
        .map(|fact| view! { <div class="fact"><dt>{fact.label}</dt><dd>{fact.value}</dd></div> })
        .collect_view();
    view! {
        <section class="section">
            <SectionHeading level=chosen.level>{live(move || say!(i18n, product.about))}</SectionHeading>
            <p class="prose">{text}</p>
            <dl class="facts">
                {rows}
                <div class="fact">
                    <dt>{live(move || say!(i18n, product.made_in))}</dt>
                    <dd>{live(move || intl::country(lang.get(), &origin))}</dd>
                </div>
            </dl>
        </section>
    }
}
