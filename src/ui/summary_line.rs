use super::{live, use_lang};
use crate::browser::intl;
use leptos::prelude::*;
use vitrine_api::Money;

/// A line of what is bought or was: its picture, how many of what, and what they cost.
#[component]
pub fn SummaryLine(
    /// The picture's address.
    thumbnail: String,
    /// The product's name.
    title: String,
    /// Color, size and the like in words.
    options: String,
    /// How many.
    quantity: u32,
    /// What all of them cost.
    sum: Money,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <li class="summary-line">
            <img class="thumb thumb-small" src=thumbnail alt="" width="56" height="56" loading="lazy" />
            <span class="summary-line-text">
                <span>{title}</span>
                <span class="quiet">{(quantity > 1).then(|| format!("{quantity} × "))} {options}</span>
            </span>
            <span class="money">{live(move || intl::money(lang.get(), &sum))}</span>
        </li>
    }
}
