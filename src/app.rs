//! Contexts, router and the frame around every screen.

mod banner;
mod nav;
mod settings;

use crate::{
    api::Api,
    browser::{boot, focus, turns::Turn},
    i18n::use_i18n,
    pages::{
        bag::BagPage,
        checkout::CheckoutPage,
        feed::{FeedHost, FeedProducts},
        not_found::NotFoundPage,
        order::OrderPage,
        orders::OrdersPage,
        panels::{PanelHost, ToastHost},
        privacy::PrivacyPage,
        product::ProductPage,
    },
    routes::is_feed,
    state::{self, feed::use_feed, language::Language},
    ui::{InTurn, Show, in_turn, live},
};
use banner::Banners;
use leptos::prelude::*;
use leptos_i18n::t_string;
use leptos_router::{
    components::{Route, Router, Routes},
    hooks::use_location,
    path,
};
use nav::Nav;

/// The application.
#[component]
pub fn App() -> impl IntoView {
    in_turn(Turn::Ground, || {
        Language::provide();
        Api::new().provide();
    });
    for provide in state::PROVIDERS {
        in_turn(Turn::Ground, provide);
    }
    let ready = RwSignal::new(false);
    in_turn(Turn::Ground, move || ready.set(true));
    view! {
        <Show when=move || ready.get()>
            <Router>
                <InTurn turn=Turn::Ground>
                    <Shell />
                </InTurn>
            </Router>
        </Show>
    }
}

/// Navigation, the screen, and what lies beside it.
#[component]
fn Shell() -> impl IntoView {
    let i18n = use_i18n();
    let pathname = use_location().pathname;
    let on_feed = Memo::new(move |_| pathname.with(|path| is_feed(path)));
    // The feed's own things come before the ways out of it; elsewhere the bar stands above the screen.
    let ways = if on_feed.get_untracked() { Turn::Ways } else { Turn::Screen };
    // What is seen before the application stays until the first film, or the screen, is in its place.
    let feed = use_feed();
    in_turn(Turn::Words, move || {
        Effect::new(move |_| {
            if !on_feed.get() || !feed.is_waiting() {
                boot::remove_shell();
            }
        });
    });
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        focus::by_id("main");
    };
    view! {
        <a class="skip" href="#main" on:click=skip>
            {live(move || t_string!(i18n, common.skip_to_content))}
        </a>
        <div class="shell" data-screen=live(move || if on_feed.get() { "feed" } else { "page" })>
            <InTurn turn=ways>
                <Nav />
            </InTurn>
            <main class="shell__main" id="main" tabindex="-1">
                <InTurn turn=ways>
                    <Banners />
                </InTurn>
                <FeedHost />
                <InTurn turn=ways>
                    <Screens />
                </InTurn>
            </main>
            <InTurn turn=Turn::Panels>
                <FeedProducts />
            </InTurn>
            <InTurn turn=Turn::Panels>
                <PanelHost />
            </InTurn>
        </div>
        <InTurn turn=Turn::Panels>
            <ToastHost />
        </InTurn>
    }
}

/// The screens by their addresses, as `crate::routes` makes them. The feed isn't among
/// them: it stays where it is, so its addresses show nothing here.
#[component]
fn Screens() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <NotFoundPage /> }>
            <Route path=path!("/") view=|| () />
            <Route path=path!("/following") view=|| () />
            <Route path=path!("/p/:id") view=|| () />
            <Route path=path!("/products/:id") view=ProductPage />
            <Route path=path!("/bag") view=BagPage />
            <Route path=path!("/checkout/:step") view=CheckoutPage />
            <Route path=path!("/orders") view=OrdersPage />
            <Route path=path!("/orders/:id") view=OrderPage />
            <Route path=path!("/privacy") view=PrivacyPage />
        </Routes>
    }
}
