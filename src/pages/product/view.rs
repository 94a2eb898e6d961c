use super::{
    Place,
    buy::BuyBar,
    choices::Choices,
    delivery::{DeliveryLines, Seller},
    facts::{Costs, Facts},
    fresh::{Fresh, PriceMoved, use_fresh},
    gallery::Gallery,
    interest::NotInterested,
    reviews::{Reviews, Stars},
};
use crate::{
    browser::intl,
    i18n::use_i18n,
    model::variants,
    ui::{AfterPaint, Price, say, use_lang},
};
use leptos::prelude::*;
use vitrine_api::{Offer, PostId, Product, Variant, VariantId};

/// The product on this screen with what is chosen of it.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    /// The product.
    pub product: StoredValue<Product>,
    /// The chosen variant.
    pub variant: Memo<Option<Variant>>,
    /// Its price and stock.
    pub offer: Memo<Option<Offer>>,
    /// The level of the headings below the title.
    pub level: u8,
}

/// A product with everything there is to it.
#[component]
pub(super) fn ProductView(
    product: Product,
    #[prop(into)] variant: Signal<Option<VariantId>>,
    on_choose: Callback<VariantId>,
    post: StoredValue<Option<PostId>>,
    place: Place,
) -> impl IntoView {
    let product = StoredValue::new(product);
    let fresh = use_fresh(product);
    let variant = Memo::new(move |_| {
        fresh.answers.track();
        let asked = variant.get();
        product.with_value(|product| variants::initial(product, asked.as_ref()).cloned())
    });
    let offer = Memo::new(move |_| variant.get().and_then(|variant| variant.offer));
    let level = if place == Place::Page { 2 } else { 3 };
    let chosen = Chosen { product, variant, offer, level };
    view! {
        <article class="product" data-place=if place == Place::Page { "page" } else { "sheet" }>
            <Gallery chosen place />
            <div class="product-text">
                <Head chosen place fresh />
                // A sheet slides in meanwhile; the bar stands at its foot, whatever comes above it.
                <AfterPaint now={place == Place::Page} paints=4 space="product-space">
                    <Choices chosen on_choose />
                    <DeliveryLines chosen />
                </AfterPaint>
                <BuyBar chosen post />
                <AfterPaint paints={if place == Place::Page { 2 } else { RISEN }}>
                    <Seller chosen />
                    <Costs chosen />
                    <Facts chosen />
                    <Reviews chosen />
                    <NotInterested chosen />
                </AfterPaint>
            </div>
        </article>
    }
}

/// So many frames are drawn while a sheet slides in, at sixty a second; where there are more, it comes a little sooner.
const RISEN: u32 = 14;

#[component]
fn Head(chosen: Chosen, place: Place, fresh: Fresh) -> impl IntoView {
    let (title, merchant) = chosen.product.with_value(|product| (product.title.clone(), product.merchant.name.clone()));
    let heading = match place {
        Place::Page => view! { <h1 class="product-title">{title}</h1> }.into_any(),
        Place::Sheet => view! { <h2 class="product-title">{title}</h2> }.into_any(),
    };
    let price = move || {
        chosen.offer.get().map(|offer| {
            view! { <Price money=offer.price compare_at=Signal::stored(offer.compare_at) /> }
        })
    };
    view! {
        <header class="product-head">
            <p class="label">{merchant}</p>
            {heading}
            <p class="product-price">{price}</p>
            <PriceMoved fresh variant=chosen.variant />
            <Checked chosen />
            {chosen.product.with_value(|product| product.rating).map(|rating| view! { <Stars rating /> })}
        </header>
    }
}

/// How old the price is, right below it.
#[component]
fn Checked(chosen: Chosen) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let text = move || {
        chosen.offer.get().map(|offer| say!(i18n, product.checked, time = intl::time(lang.get(), &offer.checked_at)))
    };
    view! { <p class="quiet">{text}</p> }
}
