use super::view::Chosen;
use crate::{
    browser::intl,
    i18n::use_i18n,
    ui::{SectionHeading, live, say, use_lang},
};
use leptos::prelude::*;
use lucide_leptos::Star;
use vitrine_api::{Rating, Review};

/// The mean of all reviews, and how many there are.
#[component]
pub(super) fn Stars(rating: Rating) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let mean = move || intl::decimal(lang.get(), f64::from(rating.tenths) / 10.0);
    let count = rating.count;
    view! {
        <p class="stars">
            <Star size=16 fill="currentColor" />
            <span>{live(move || say!(i18n, reviews.summary, mean = mean(), count = count))}</span>
        </p>
    }
}

/// What buyers say.
#[component]
pub(super) fn Reviews(chosen: Chosen) -> impl IntoView {
    let i18n = use_i18n();
    let reviews = chosen.product.with_value(|product| product.reviews.clone());
    if reviews.is_empty() {
        return ().into_any();
    }
    let items = reviews.into_iter().map(|review| view! { <Words review /> }).collect_view();
    view! {
        <section class="section">
            <SectionHeading level=chosen.level>{live(move || say!(i18n, reviews.title))}</SectionHeading>
            <ul class="reviews">{items}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Words(review: Review) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let Review { author, rating, text, variant, at } = review;
    let day = move || intl::long_date(lang.get(), &at);
    view! {
        <li class="review">
            <p class="review__head">
                <span class="review__author">{author}</span>
                <span class="review__stars" role="img" aria-label=live(move || say!(i18n, reviews.stars, count = rating))>
                    {(0..rating).map(|_| view! { <Star size=14 fill="currentColor" /> }).collect_view()}
                </span>
            </p>
            <p class="review__text">{text}</p>
            <p class="quiet">
                {variant.map(|variant| format!("{variant} · "))}
                {day}
            </p>
        </li>
    }
}
