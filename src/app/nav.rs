use super::settings::Settings;
use crate::{
    browser::turns::Turn,
    i18n::use_i18n,
    routes::{Route, is_feed},
    state::{feed::use_feed, use_cart},
    ui::{InTurn, Show, live, live_if},
};
use leptos::prelude::*;
use leptos_i18n::t_string;
use leptos_router::hooks::use_location;
use lucide_leptos::{Clapperboard, Package, ShoppingBag, UserCheck};
use vitrine_api::FeedTab;

/// The way to every screen: a column on desktops, a bar over the film on phones.
#[component]
pub fn Nav() -> impl IntoView {
    let i18n = use_i18n();
    let pathname = use_location().pathname;
    let here = move |prefix: &'static str| pathname.with(|path| path.starts_with(prefix)).then_some("page");
    let feed = move || pathname.with(|path| is_feed(path)).then_some("page");
    let films = use_feed();
    let tab = move |tab: FeedTab| feed().filter(|_| films.wish().tab == tab);
    view! {
        <header class="nav" class:on-ink=live_if(move || feed().is_some())>
            <a class="nav__brand" href=Route::Feed.href()>"Vitrine"</a>
            <nav class="nav__links" aria-label=live(move || t_string!(i18n, common.main_navigation))>
                <a class="nav__link" href=Route::Feed.href() aria-current=move || tab(FeedTab::ForYou)>
                    <Clapperboard size=22 />
                    <span>{live(move || t_string!(i18n, common.nav_for_you))}</span>
                </a>
                <a
                    class="nav__link"
                    href=Route::Following.href()
                    aria-current=move || tab(FeedTab::Following)
                >
                    <UserCheck size=22 />
                    <span>{live(move || t_string!(i18n, common.nav_following))}</span>
                </a>
                <a
                    class="nav__link nav__link--orders"
                    href=Route::Orders.href()
                    aria-label=live(move || t_string!(i18n, common.nav_orders))
                    aria-current=move || here("/orders")
                >
                    <Package size=22 />
                    <span class="nav__word">{live(move || t_string!(i18n, common.nav_orders))}</span>
                </a>
                <InTurn turn=Turn::Ways>
                    <BagLink current=Signal::derive(move || here("/bag")) />
                </InTurn>
            </nav>
            <InTurn turn=Turn::Ways>
                <Settings />
            </InTurn>
        </header>
    }
}

#[component]
fn BagLink(current: Signal<Option<&'static str>>) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let name = move || match cart.count() {
        0 => t_string!(i18n, common.nav_bag).to_owned(),
        1 => t_string!(i18n, common.bag_count_1, count = 1),
        count => t_string!(i18n, common.bag_count_n, count = count),
    };
    view! {
        <a
            class="nav__link nav__link--bag"
            href=Route::Bag.href()
            aria-label=name
            aria-current=move || current.get()
        >
            <ShoppingBag size=22 />
            <span class="nav__word">{live(move || t_string!(i18n, common.nav_bag))}</span>
            <Show when=move || { cart.count() > 0 }>
                // Drawn by the style sheet: the link's name says it in words already.
                <span class="nav__count" aria-hidden="true" data-count=live(move || cart.count().to_string())></span>
            </Show>
        </a>
    }
}
