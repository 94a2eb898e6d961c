use crate::{
    api::use_api,
    browser::clock,
    i18n::use_i18n,
    model::price::{Shown, note},
    state::{keep_fresh, use_session},
    ui::{price_moved, use_lang},
};
use leptos::{prelude::*, task::spawn_local};
use vitrine_api::{Product, Variant};

/// How a product that is on the screen keeps up with the shop.
#[derive(Clone, Copy)]
pub(super) struct Fresh {
    /// Counts the answers since it was opened; tracked by what shows prices and stock.
    pub answers: RwSignal<u32>,
    /// Prices that were shown and are other ones now.
    shown: RwSignal<Shown>,
}

/// Asks for the product again when the tab is seen again or what is known is old. What is chosen stays.
pub(super) fn use_fresh(product: StoredValue<Product>) -> Fresh {
    let (api, session) = (use_api(), use_session());
    let fresh = Fresh { answers: RwSignal::new(0), shown: RwSignal::new(Shown::new()) };
    let heard = StoredValue::new(clock::now_ms());
    let ask = move || {
        let id = product.with_value(|product| product.id.clone());
        let (market, lang) = (session.market_untracked(), session.lang_untracked());
        spawn_local(async move {
            // Without an answer the old one stands, with the time it was checked at.
            let Ok(now) = api.product(&id, &market, lang).await else { return };
            heard.try_set_value(clock::now_ms());
            fresh.shown.try_update(|shown| product.try_with_value(|before| note(shown, before, &now)));
            product.try_set_value(now);
            fresh.answers.try_update(|answers| *answers += 1);
        });
    };
    keep_fresh(move || heard.get_value(), ask);
    fresh
}

/// What the chosen variant cost when it was first shown, where that is another price. It is told aloud: the
/// place stands empty before.
#[component]
pub(super) fn PriceMoved(fresh: Fresh, variant: Memo<Option<Variant>>) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let words = move || {
        let variant = variant.get()?;
        let now = variant.offer?.price;
        let before = fresh.shown.with(|all| all.iter().find(|(id, _)| *id == variant.id).map(|(_, first)| *first))?;
        price_moved(i18n, lang.get(), before, now)
    };
    view! { <p class="price-moved" role="status">{words}</p> }
}
