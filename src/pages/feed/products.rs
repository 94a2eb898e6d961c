use super::words::words;
use crate::{
    browser::{intl, media},
    i18n::use_i18n,
    model::moment::distinct,
    routes::is_feed,
    state::{feed::use_feed, playback::use_playback, use_panel},
    ui::{Show, live, promise_text, use_lang},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use vitrine_api::{Availability, PostId, ProductCard};

/// The column beside the film on desktops, while no panel is open there.
#[component]
pub fn FeedProducts() -> impl IntoView {
    let panel = use_panel();
    let desktop = media::desktop();
    let pathname = use_location().pathname;
    let shown = Memo::new(move |_| desktop.get() && !panel.is_open() && pathname.with(|path| is_feed(path)));
    view! {
        <Show when=move || shown.get()>
            <ProductColumn />
        </Show>
    }
}

#[component]
fn ProductColumn() -> impl IntoView {
    let i18n = use_i18n();
    let feed = use_feed();
    let playback = use_playback();
    let cards = move || {
        // The end of the feed is no film: nothing is in it.
        let item = feed.current().filter(|_| !playback.is_past_the_end());
        item.map(|item| {
            let cards: Vec<_> = distinct(&item.post.anchors).map(|anchor| anchor.product.clone()).collect();
            (item.post.id.clone(), cards)
        })
    };
    let cards = Memo::new(move |_| cards());
    move || {
        cards.get().filter(|(_, cards)| !cards.is_empty()).map(|(post, cards)| {
            view! {
                <aside class="feed-products on-ink" aria-labelledby="feed-products-title">
                    <h2 class="feed-products__title" id="feed-products-title">
                        {live(move || words!(i18n, in_this_film))}
                    </h2>
                    <ul class="feed-products__list">
                        {cards
                            .into_iter()
                            .map(|card| view! { <li><ProductRow card post=post.clone() /></li> })
                            .collect_view()}
                    </ul>
                </aside>
            }
        })
    }
}

#[component]
fn ProductRow(card: ProductCard, post: PostId) -> impl IntoView {
    let i18n = use_i18n();
    let (panel, lang) = (use_panel(), use_lang());
    let (money, varies) = (card.price, card.price_varies);
    let price = move || {
        let price = intl::money(lang.get(), &money);
        if varies { words!(i18n, from_price, price = price) } else { price }
    };
    let (promise, availability) = (card.promise.clone(), card.availability);
    let when = move || match (availability, &promise) {
        (Availability::SoldOut, _) => words!(i18n, sold_out),
        (_, Some(promise)) => promise_text(lang.get(), promise),
        (_, None) => String::new(),
    };
    let id = card.id.clone();
    view! {
        <button
            type="button"
            class="product-row"
            on:click=move |_| panel.open_from(post.clone(), id.clone(), None)
        >
            <img class="product-row__picture" src=card.thumbnail_url alt="" width="72" height="72" />
            <span class="product-row__words">
                <span class="product-row__name">{card.title}</span>
                <span class="product-row__merchant">{card.merchant.name}</span>
                <span class="product-row__facts">
                    <span class="paper-label__price">{price}</span>
                    <span class="product-row__when">{when}</span>
                </span>
            </span>
        </button>
    }
}
