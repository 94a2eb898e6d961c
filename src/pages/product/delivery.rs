use super::view::Chosen;
use crate::model::tone::Tone;
use crate::{
    browser::{clock, intl},
    i18n::{Locale, use_i18n},
    model::money_text::{Span, span},
    ui::{Promise, StatusTag, live, say, use_lang, use_server_now},
};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use vitrine_api::{Availability, DeliveryPromise, Offer};

/// How much is left and when it would be there.
#[component]
pub(super) fn DeliveryLines(chosen: Chosen) -> impl IntoView {
    let i18n = use_i18n();
    // That it was asked for again is no news: the region would say it all once more.
    let offer = Memo::new_with_compare(move |_| chosen.offer.get(), is_news);
    let lines = move || match offer.get() {
        Some(offer) => view! { <OfferLines offer /> }.into_any(),
        None => view! { <p class="stock" data-tone="warn">{say!(i18n, stock.not_sold_here)}</p> }.into_any(),
    };
    view! { <div class="delivery-lines" aria-live="polite">{lines}</div> }
}

/// Whether an offer says something else about stock or delivery than the one before.
fn is_news(before: Option<&Option<Offer>>, now: Option<&Option<Offer>>) -> bool {
    let told = |offer: Option<&Option<Offer>>| {
        offer.map(|offer| offer.as_ref().map(|o| (o.availability, o.available, o.promise.clone())))
    };
    told(before) != told(now)
}

#[component]
fn OfferLines(offer: Offer) -> impl IntoView {
    let i18n = use_i18n();
    let left = offer.available;
    let availability = if left == 0 { Availability::SoldOut } else { offer.availability };
    let text = Signal::derive(move || match availability {
        Availability::InStock => say!(i18n, stock.in_stock),
        Availability::LowStock if left == 1 => say!(i18n, stock.last_piece),
        Availability::LowStock => say!(i18n, stock.only_left, left = left),
        Availability::SoldOut => say!(i18n, stock.sold_out),
    });
    let tone = match availability {
        Availability::InStock => Tone::Ok,
        Availability::LowStock => Tone::Warn,
        Availability::SoldOut => Tone::Bad,
    };
    let now = use_server_now(&offer.checked_at, 20_000);
    view! {
        <p class="stock"><StatusTag tone text /></p>
        {offer.promise.filter(|_| left > 0).map(|promise| view! { <PromiseLine promise now /> })}
    }
}

#[component]
fn PromiseLine(promise: DeliveryPromise, now: Signal<f64>) -> impl IntoView {
    let i18n = use_i18n();
    let cutoff = clock::parse_ms(&promise.cutoff);
    let until = move || cutoff_text(i18n, span(cutoff - now.get()));
    view! {
        <p class="delivery-promise">
            <span class="delivery-at">{live(move || say!(i18n, product.delivered))} " " <Promise promise /></span>
            <span class="quiet">{until}</span>
        </p>
    }
}

fn cutoff_text(i18n: I18nContext<Locale>, left: Span) -> Option<String> {
    match left {
        Span::Hours(hours, minutes) => Some(say!(i18n, product.order_within_hours, hours = hours, minutes = minutes)),
        Span::Minutes(minutes) => Some(say!(i18n, product.order_within_minutes, minutes = minutes)),
        Span::Over | Span::Long => None,
    }
}

/// Who sells it and where it is sent from.
#[component]
pub(super) fn Seller(chosen: Chosen) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let merchant = StoredValue::new(chosen.product.with_value(|product| product.merchant.clone()));
    let sold_by = move || {
        merchant.with_value(|merchant| {
            say!(
                i18n,
                product.sold_by,
                name = merchant.name.clone(),
                country = intl::country(lang.get(), &merchant.country)
            )
        })
    };
    let sent_from = move || {
        chosen.offer.get().and_then(|offer| offer.dispatch).map(|from| {
            let country = intl::country(lang.get(), &from.country);
            let text = if merchant.with_value(|merchant| merchant.country == from.country) {
                say!(i18n, product.sent_from, city = from.city)
            } else {
                say!(i18n, product.sent_from_country, city = from.city, country = country)
            };
            view! { " · " {text} }
        })
    };
    let returns = move || merchant.with_value(|merchant| say!(i18n, product.returns, days = merchant.return_days));
    let (about, mark) = merchant.with_value(|merchant| (merchant.about.clone(), merchant.mark_url.clone()));
    view! {
        <section class="seller">
            <img class="seller-mark" src=mark alt="" width="40" height="40" loading="lazy" />
            <div>
                <p class="seller-name">{sold_by} {sent_from}</p>
                <p class="quiet">{about}</p>
                <p class="quiet">{returns}</p>
            </div>
        </section>
    }
}
