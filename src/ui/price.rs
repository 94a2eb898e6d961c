use super::live;
use super::words::{promise_text, say, use_lang};
use crate::{browser::intl, i18n::use_i18n};
use leptos::prelude::*;
use vitrine_api::{DeliveryPromise, Money};

/// A price in tabular figures, with the old one where it is reduced.
#[component]
pub fn Price(
    /// What it costs.
    #[prop(into)]
    money: Signal<Money>,
    /// What it cost before.
    #[prop(optional, into)]
    compare_at: Signal<Option<Money>>,
    /// Whether it is the lowest of several.
    #[prop(optional)]
    from: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let text = move || {
        let price = intl::money(lang.get(), &money.get());
        if from { say!(i18n, price.from, price = price) } else { price }
    };
    let before = move || {
        compare_at.get().map(|before| {
            view! {
                <s class="price-before">
                    <span class="visually-hidden">{say!(i18n, price.before)} " "</span>
                    {intl::money(lang.get(), &before)}
                </s>
            }
        })
    };
    // One that rose is told, and not praised.
    let reduced = move || compare_at.get().filter(|before| before.amount() > money.get().amount()).map(|_| "true");
    view! {
        <span class="price" data-reduced=reduced>
            <span class="price-now">{text}</span>
            {before}
        </span>
    }
}

/// The days a parcel comes between.
#[component]
pub fn Promise(
    /// The promise.
    #[prop(into)]
    promise: Signal<DeliveryPromise>,
) -> impl IntoView {
    let lang = use_lang();
    view! { <span class="promise">{live(move || promise.with(|promise| promise_text(lang.get(), promise)))}</span> }
}
