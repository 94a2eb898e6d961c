use crate::{
    i18n::use_i18n,
    ui::{live, say},
};
use leptos::prelude::*;
use vitrine_api::{CarrierContact, SellerContact, Shipment};

/// Whom to ask about a parcel. Nothing here is fetched: addresses become links only the shopper opens.
#[component]
pub(super) fn Contacts(parcel: Shipment) -> impl IntoView {
    let i18n = use_i18n();
    let (merchant, carrier) = (parcel.merchant.name, parcel.carrier.name);
    let known = parcel.contacts.filter(|known| known.seller.is_some() || known.carrier.is_some());
    known.map(|known| {
        let seller = known.seller.map(|seller| view! { <Seller name=merchant seller /> });
        let carrier = known.carrier.map(|contact| view! { <CarrierOf name=carrier contact /> });
        view! {
            <details class="fold">
                <summary>{live(move || say!(i18n, order.contacts))}</summary>
                <dl class="people contacts">{seller} {carrier}</dl>
            </details>
        }
    })
}

#[component]
fn Seller(name: String, seller: SellerContact) -> impl IntoView {
    let i18n = use_i18n();
    let SellerContact { email, phone, address } = seller;
    let lines = address.into_iter().map(|line| view! { <span class="envelope-line">{line}</span> }).collect_view();
    view! {
        <div>
            <dt class="label">{live(move || say!(i18n, order.contact_seller))}</dt>
            <dd>
                <span class="envelope-line">{name}</span>
                {lines}
                <span class="envelope-line"><a class="link" href=format!("mailto:{email}")>{email.clone()}</a></span>
                {phone.map(|phone| view! { <Phone phone /> })}
            </dd>
        </div>
    }
}

#[component]
fn CarrierOf(name: String, contact: CarrierContact) -> impl IntoView {
    let i18n = use_i18n();
    let CarrierContact { phone, claim_url } = contact;
    // Only web addresses become links.
    let claim = claim_url.filter(|url| url.starts_with("https://")).map(|url| {
        view! {
            <span class="envelope-line">{live(move || say!(i18n, order.claims))}</span>
            <span class="envelope-line">
                <a class="link" href=url.clone() target="_blank" rel="noopener noreferrer">{url.clone()}</a>
            </span>
        }
    });
    view! {
        <div>
            <dt class="label">{live(move || say!(i18n, order.contact_carrier))}</dt>
            <dd>
                <span class="envelope-line">{name}</span>
                {phone.map(|phone| view! { <Phone phone /> })}
                {claim}
            </dd>
        </div>
    }
}

/// A number that can be called where there is a phone.
#[component]
fn Phone(phone: String) -> impl IntoView {
    let href = format!("tel:{}", phone.replace(' ', ""));
    view! { <span class="envelope-line"><a class="link" href=href>{phone}</a></span> }
}
