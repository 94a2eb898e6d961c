use super::{film::SoundChip, leader::Leader, words::words};
use crate::{
    browser::{intl, turns::Turn},
    i18n::use_i18n,
    model::{
        feed_window::Place,
        moment::{clock_text, distinct, moment, product_count},
    },
    state::{
        Panel,
        feed::{Item, use_feed},
        playback::use_playback,
        use_panel, use_prefs, use_shelf,
    },
    ui::{InTurn, Show, live_if, promise_text, use_lang},
};
use leptos::{html, prelude::*};
use vitrine_api::{Availability, PostId, ProductAnchor, ProductId};

/// The label of the product whose moment it is, the way to the others, and the offer of sound.
#[component]
pub(super) fn Labels(index: usize, item: Item, slide: NodeRef<html::Article>, turn: Turn) -> impl IntoView {
    let (playback, feed) = (use_playback(), use_feed());
    let place = playback.place(index);
    let current = Memo::new(move |_| place.get() == Place::Current);
    let post = item.post.clone();
    let anchors = StoredValue::new(post.anchors.clone());
    // Asked with every frame; what is drawn changes with the moment alone. A film that was just left keeps
    // its label until it is further off: taking it down would cost the swipe a frame.
    let at = Memo::new(move |before: Option<&Option<usize>>| {
        let moment_at = |at_ms| anchors.with_value(|anchors| moment(anchors, at_ms));
        let now = match (place.get(), before) {
            (Place::Current, _) => moment_at((playback.frame() * 1000.0) as u32),
            (Place::Beside, Some(before)) => *before,
            _ => moment_at(0),
        };
        now.filter(|at| {
            anchors.with_value(|all| all.get(*at).is_some_and(|a| feed.interest(&a.product.id) != Some(false)))
        })
    });
    fetch_ahead(current, anchors, at);
    let (count, id) = (product_count(&post.anchors), post.id.clone());
    let offer = post.clip.has_audio;
    let label_id = post.id.clone();
    let id = StoredValue::new(id);
    view! {
        {move || {
            let anchor = at.get().and_then(|at| anchors.with_value(|all| all.get(at).cloned()));
            let clip = item.post.clip.clone();
            anchor.map(|anchor| view! {
                <Label index anchor post=label_id.clone() film=(clip.width, clip.height) slide />
            })
        }}
        <div class="slide__chips">
            <InTurn turn>
                // In the slides beside too: made while the feed rests, not by the swipe.
                <Show when=move || offer && playback.offers_sound()>
                    <SoundChip />
                </Show>
                <Show when=move || { count > 1 || (count == 1 && at.get().is_none()) }>
                    <CountChip count id=id.get_value() />
                </Show>
                <Show when=move || { count > 1 }>
                    <MomentChips anchors at />
                </Show>
            </InTurn>
        </div>
    }
}

/// Fetches the product whose label is on the screen once the swipe to it has come to rest, and again
/// after a sheet was closed: a press then opens it without waiting for the line.
fn fetch_ahead(current: Memo<bool>, anchors: StoredValue<Vec<ProductAnchor>>, at: Memo<Option<usize>>) {
    let (playback, panel, prefs, shelf) = (use_playback(), use_panel(), use_prefs(), use_shelf());
    Effect::new(move |_| {
        let rests = current.get() && playback.is_calm() && !panel.is_open();
        if let Some(at) = at.get().filter(|_| rests && !prefs.saver()) {
            let id = anchors.with_value(|all| all.get(at).map(|anchor| anchor.product.id.clone()));
            id.iter().for_each(|id| shelf.fetch(id));
        }
    });
}

/// A small paper label, as beside a thing in a shop window.
#[component]
fn Label(
    index: usize,
    anchor: ProductAnchor,
    post: PostId,
    film: (u32, u32),
    slide: NodeRef<html::Article>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (panel, lang) = (use_panel(), use_lang());
    let label = NodeRef::<html::Button>::new();
    let (rest, track) = (anchor.x.zip(anchor.y), StoredValue::new(anchor.track));
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
        <InTurn turn=Turn::Ways>
            <Leader index rest track=track.get_value() film label slide />
        </InTurn>
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

/// The other products, each with the second of its moment: a press goes there.
#[component]
fn MomentChips(anchors: StoredValue<Vec<ProductAnchor>>, at: Memo<Option<usize>>) -> impl IntoView {
    let (playback, feed) = (use_playback(), use_feed());
    let now = Memo::new(move |_| {
        at.get().and_then(|at| anchors.with_value(|all| all.get(at).map(|anchor| anchor.product.id.clone())))
    });
    let others: Vec<(ProductId, String, u32)> = anchors
        .with_value(|all| distinct(all).map(|a| (a.product.id.clone(), a.product.title.clone(), a.start_ms)).collect());
    others
        .into_iter()
        .map(|(id, title, start_ms)| {
            let seconds = f64::from(start_ms) / 1000.0;
            view! {
                <button
                    type="button"
                    class="chip chip--moment"
                    hidden=live_if(move || now.with(|now| now.as_ref() == Some(&id)) || feed.interest(&id) == Some(false))
                    on:click=move |_| playback.seek(seconds)
                >
                    <span class="chip__time">{clock_text(seconds)}</span>
                    " "
                    {title}
                </button>
            }
        })
        .collect_view()
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
