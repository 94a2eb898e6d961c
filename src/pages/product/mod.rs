//! A product, as a sheet over the feed and as a page of its own.

mod buy;
mod choices;
mod delivery;
mod facts;
mod fresh;
mod gallery;
mod interest;
mod reviews;
mod view;

use crate::{
    api::use_api,
    browser::page,
    model::load::Load,
    routes::Route,
    state::{load_of, use_session, use_shelf},
    ui::{LoadView, Skeleton},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map, use_query_map},
};
use view::ProductView;
use vitrine_api::{PostId, Product, ProductId, VariantId};

/// Where a product is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a sheet over the feed.
    Sheet,
    /// On its own page.
    Page,
}

/// `/products/:id?variant=SKU`
#[component]
pub fn ProductPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let navigate = use_navigate();
    let id = Memo::new(move |_| ProductId::from(params.read().get("id").unwrap_or_default()));
    let variant = Signal::derive(move || query.read().get("variant").map(VariantId::from));
    let post = query.read_untracked().get("post").map(PostId::from);
    let choose = Callback::new(move |variant: VariantId| {
        let path = id.with_untracked(|id| Route::Product(id.clone()).href());
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&format!("{path}?variant={variant}"), options);
    });
    view! {
        <div class="page product-page">
            <ProductScreen id variant on_choose=choose post=StoredValue::new(post) place=Place::Page />
        </div>
    }
}

/// A product while it comes and once it is here.
#[component]
pub fn ProductScreen(
    /// Which.
    #[prop(into)]
    id: Signal<ProductId>,
    /// Which variant.
    #[prop(into)]
    variant: Signal<Option<VariantId>>,
    /// Another variant was chosen.
    #[prop(into)]
    on_choose: Callback<VariantId>,
    /// The post it was found in.
    post: StoredValue<Option<PostId>>,
    /// Where it is shown.
    place: Place,
) -> impl IntoView {
    let api = use_api();
    let (session, shelf) = (use_session(), use_shelf());
    // The one whose label was pressed is here already, most of the time: drawn at once, without its shape before.
    let here = RwSignal::new(id.with_untracked(|id| shelf.take(id)));
    let taken = StoredValue::new(here.get_untracked());
    let product = LocalResource::new(move || {
        let (id, market, lang) = (id.get(), session.market(), session.lang());
        let kept = taken.try_update_value(Option::take).flatten().or_else(|| shelf.take(&id));
        async move {
            match kept {
                Some(product) => Ok(product),
                None => api.product(&id, &market, lang).await,
            }
        }
    });
    let content = move |product: Product| {
        if place == Place::Page {
            page::set_title(&format!("{} · Vitrine", product.title));
        }
        view! { <ProductView product variant on_choose post place /> }.into_any()
    };
    let early = move || here.get().filter(|product| id.with(|id| product.id == *id));
    let load = Signal::derive(move || match product.get() {
        None => early().map_or(Load::Loading, Load::Ready),
        answer => load_of(answer),
    });
    view! {
        <LoadView
            load
            retry=move |()| product.refetch()
            skeleton=|| view! { <ProductSkeleton /> }
            content
        />
    }
}

#[component]
fn ProductSkeleton() -> impl IntoView {
    view! {
        <div class="product">
            <Skeleton class="skeleton-picture" />
            <div class="product-text">
                <Skeleton class="skeleton-label" />
                <Skeleton class="skeleton-title" />
                <Skeleton class="skeleton-label" />
                <Skeleton class="skeleton-block" />
                <Skeleton class="skeleton-button" />
            </div>
        </div>
    }
}
