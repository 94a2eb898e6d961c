//! What lies over the feed on phones and beside it on desktops.

use super::{
    bag::BagView,
    feed::FilmControls,
    keys::KeysHelp,
    product::{Place, ProductScreen},
};
use crate::{
    api::use_api,
    browser::{focus, media},
    i18n::use_i18n,
    state::{Panel, load, use_panel, use_session, use_toasts},
    ui::{LoadView, Price, Promise, Sheet, Show, Skeleton, Toasts, live, say},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use vitrine_api::{Post, PostId, ProductCard, ProductId, VariantId};

/// The open panel: a modal bottom sheet on phones, a column on desktops.
#[component]
pub fn PanelHost() -> impl IntoView {
    let i18n = use_i18n();
    let panel = use_panel();
    let desktop = media::desktop();
    let pathname = use_location().pathname;
    // Another screen has other things beside it.
    Effect::new(move |before: Option<String>| {
        let now = pathname.get();
        if before.is_some_and(|before| before != now) {
            panel.close();
        }
        now
    });
    let title = Signal::derive(move || match panel.get() {
        Panel::Bag => say!(i18n, bag.title),
        Panel::Products { .. } => say!(i18n, panel.products),
        Panel::Keys => say!(i18n, keys.title),
        Panel::Product { .. } | Panel::None => say!(i18n, product.panel),
    });
    view! {
        <Sheet
            open=Signal::derive(move || panel.is_open())
            modal=Signal::derive(move || !desktop.get())
            title
            on_close=move |()| panel.close()
            bar=|| view! { <FilmControls /> }
        >
            <PanelContent />
            // A modal sheet makes everything outside inert: messages must be in it.
            <Show when=move || !desktop.get()>
                <ToastList />
            </Show>
        </Sheet>
    }
}

#[component]
fn PanelContent() -> impl IntoView {
    let panel = use_panel();
    // What was shown stays while the sheet slides away.
    let now = Memo::new(move |before: Option<&Panel>| match (panel.get(), before) {
        (Panel::None, Some(before)) => before.clone(),
        (now, _) => now,
    });
    // Another thing in the same sheet: what had the focus is gone.
    Effect::new(move |before: Option<Panel>| {
        let now = now.get();
        if before.is_some_and(|before| before != now) {
            focus::by_id("sheet-body");
        }
        now
    });
    move || match now.get() {
        Panel::None => ().into_any(),
        Panel::Product { id, variant } => view! { <ProductPanel id variant /> }.into_any(),
        Panel::Products { post } => view! { <ProductsPanel post /> }.into_any(),
        Panel::Bag => view! { <BagView heading=2 /> }.into_any(),
        Panel::Keys => view! { <KeysHelp /> }.into_any(),
    }
}

#[component]
fn ProductPanel(id: ProductId, variant: Option<VariantId>) -> impl IntoView {
    let chosen = RwSignal::new(variant);
    let post = StoredValue::new(use_panel().post_untracked());
    view! {
        <ProductScreen
            id=Signal::stored(id)
            variant=chosen
            on_choose=move |variant| chosen.set(Some(variant))
            post
            place=Place::Sheet
        />
    }
}

/// Every product of a film.
#[component]
fn ProductsPanel(post: PostId) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let session = use_session();
    let answer = LocalResource::new(move || {
        let (post, market, lang) = (post.clone(), session.market(), session.lang());
        async move { api.post(&post, &market, lang).await }
    });
    let content = |post: Post| {
        let mut cards: Vec<ProductCard> = Vec::new();
        for anchor in post.anchors {
            if !cards.iter().any(|card| card.id == anchor.product.id) {
                cards.push(anchor.product);
            }
        }
        let items = cards.into_iter().map(|card| view! { <CardItem card post=post.id.clone() /> }).collect_view();
        view! { <ul class="cards">{items}</ul> }.into_any()
    };
    view! {
        <div class="panel-products">
            <h2 class="panel-title">{live(move || say!(i18n, panel.products))}</h2>
            <LoadView
                load=load(answer)
                retry=move |()| answer.refetch()
                skeleton=|| view! { <Skeleton class="skeleton-row" /> <Skeleton class="skeleton-row" /> }
                content
            />
        </div>
    }
}

#[component]
fn CardItem(card: ProductCard, post: PostId) -> impl IntoView {
    let panel = use_panel();
    let (id, variant) = (card.id, card.variant_id);
    let open = move |_| panel.open_from(post.clone(), id.clone(), Some(variant.clone()));
    let price = card.price;
    view! {
        <li>
            <button class="card" type="button" on:click=open>
                <img class="thumb" src=card.thumbnail_url alt="" width="80" height="80" loading="lazy" />
                <span class="card-text">
                    <span class="card-title">{card.title}</span>
                    <span class="quiet">{card.merchant.name}</span>
                    <span class="card-line">
                        <Price money=price from=card.price_varies />
                        {card.promise.map(|promise| view! { <Promise promise /> })}
                    </span>
                </span>
            </button>
        </li>
    }
}

/// The short messages of the whole application.
#[component]
pub fn ToastHost() -> impl IntoView {
    let panel = use_panel();
    let desktop = media::desktop();
    let in_sheet = Memo::new(move |_| panel.is_open() && !desktop.get());
    view! {
        <Show when=move || !in_sheet.get()>
            <ToastList />
        </Show>
    }
}

#[component]
fn ToastList() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <Toasts
            items=toasts.items()
            on_action=move |id| toasts.act(id)
            on_dismiss=move |id| toasts.dismiss(id)
        />
    }
}
