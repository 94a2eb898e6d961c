use super::{film::SoundChip, leader::Leader, words::words};
use crate::{
    browser::intl,
    i18n::use_i18n,
    model::moment::{moment, product_count},
    state::{Panel, feed::Item, playback::use_playback, use_panel},
    ui::{promise_text, use_lang},
};
use leptos::{html, prelude::*};
use vitrine_api::{Availability, PostId, ProductAnchor};

/// The label of the product whose moment it is, the way to the others, and the offer of sound.
#[component]
pub(super) fn Labels(index: usize, item: Item, slide: NodeRef<html::Article>) -> impl IntoView {
    let playback = use_playback();
    let post = item.post.clone();
    let anchors = StoredValue::new(post.anchors.clone());
    let at = Memo::new(move |_| {
        let current = playback.current() == index;
        let at_ms = if current { (playback.time().at * 1000.0) as u32 } else { 0 };
        anchors.with_value(|anchors| moment(anchors, at_ms))
    });
    let (count, id) = (product_count(&post.anchors), post.id.clone());
    let offer = post.clip.has_audio;
    let current = move || playback.current() == index;
    let label_id = post.id.clone();
    view! {
        {move || {
            let anchor = at.get().and_then(|at| anchors.with_value(|all| all.get(at).cloned()));
            let clip = item.post.clip.clone();
            anchor.map(|anchor| view! {
                <Label anchor post=label_id.clone() film=(clip.width, clip.height) slide />
            })
        }}
        <div class="slide__chips">
            <Show when=move || { count > 1 || (count == 1 && at.get().is_none()) }>
                <CountChip count id=id.clone() />
            </Show>
            <Show when=move || offer && current() && playback.offers_sound()>
                <SoundChip />
            </Show>
        </div>
    }
}

/// A small paper label, as beside a thing in a shop window.
#[component]
fn Label(anchor: ProductAnchor, post: PostId, film: (u32, u32), slide: NodeRef<html::Article>) -> impl IntoView {
    let i18n = use_i18n();
    let (panel, lang) = (use_panel(), use_lang());
    let label = NodeRef::<html::Button>::new();
    let hotspot = anchor.x.zip(anchor.y);
    let product = anchor.product;
    let (title, money, varies) = (product.title.clone(), product.price, product.price_varies);
    let price = Signal::derive(move || {
        let price = intl::money(lang.get(), &money);
        if varies { words!(i18n, from_price, price = price) } else { price }
    });
    let (promise, availability) = (product.promise.clone(), product.availability);
    let when = move || match (availability, &promise) {
        (Availability::SoldOut, _) => words!(i18n, sold_out),
        (_, Some(promise)) => promise_text(lang.get(), promise),
        (_, None) => String::new(),
    };
    let id = product.id.clone();
    let open = move |_| panel.open_from(post.clone(), id.clone(), None);
    view! {
        <Leader hotspot film label slide />
        <button type="button" class="paper-label" node_ref=label on:click=open>
            <img class="paper-label__picture" src=product.thumbnail_url alt="" width="44" height="44" />
            <span class="paper-label__words">
                <span class="paper-label__name">{title}</span>
                <span class="paper-label__facts">
                    <span class="paper-label__price">{price}</span>
                    <span class="paper-label__when">{when}</span>
                </span>
            </span>
        </button>
    }
}

#[component]
fn CountChip(count: usize, id: PostId) -> impl IntoView {
    let i18n = use_i18n();
    let panel = use_panel();
    let text = move || {
        if count == 1 { words!(i18n, products_1, count = count) } else { words!(i18n, products_n, count = count) }
    };
    view! {
        <button
            type="button"
            class="chip"
            aria-haspopup="dialog"
            on:click=move |_| panel.open(Panel::Products { post: id.clone() })
        >
            {text}
        </button>
    }
}
