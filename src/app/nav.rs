use crate::{
    browser::intl,
    i18n::{I18nLocaleTrait, use_i18n},
    routes::{Route, is_feed},
    state::{
        language::{Language, use_language},
        use_cart, use_session,
    },
    ui::use_lang,
};
use leptos::prelude::*;
use leptos_i18n::{t_string, td_string};
use leptos_router::hooks::use_location;
use lucide_leptos::{Clapperboard, Globe, Package, ShoppingBag};
use vitrine_api::{Market, MarketId};

/// The way to every screen: a column on desktops, a bar over the film on phones.
#[component]
pub fn Nav() -> impl IntoView {
    let i18n = use_i18n();
    let pathname = use_location().pathname;
    let here = move |prefix: &'static str| pathname.with(|path| path.starts_with(prefix)).then_some("page");
    let feed = move || pathname.with(|path| is_feed(path)).then_some("page");
    view! {
        <header class="nav" class:on-ink=move || feed().is_some()>
            <a class="nav__brand" href=Route::Feed.href()>"Vitrine"</a>
            <nav class="nav__links" aria-label=move || t_string!(i18n, common.main_navigation)>
                <a class="nav__link" href=Route::Feed.href() aria-current=feed>
                    <Clapperboard size=22 />
                    <span>{move || t_string!(i18n, common.nav_feed)}</span>
                </a>
                <a
                    class="nav__link"
                    href=Route::Orders.href()
                    aria-current=move || here("/orders")
                >
                    <Package size=22 />
                    <span>{move || t_string!(i18n, common.nav_orders)}</span>
                </a>
                <BagLink current=Signal::derive(move || here("/bag")) />
            </nav>
            <Region />
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
            <span class="nav__word">{move || t_string!(i18n, common.nav_bag)}</span>
            <Show when=move || { cart.count() > 0 }>
                // Drawn by the style sheet: the link's name says it in words already.
                <span class="nav__count" aria-hidden="true" data-count=move || cart.count().to_string()></span>
            </Show>
        </a>
    }
}

/// Where to deliver, and in which language. Open on desktops, behind a globe on phones.
#[component]
fn Region() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let name = move || {
        let (market, language) = (t_string!(i18n, common.market), t_string!(i18n, common.language));
        // What is read on the button begins its name, so that people can say it to a machine.
        format!("{} · {}: {market}, {language}", session.market(), session.lang().to_uppercase())
    };
    view! {
        <details class="region">
            <summary class="region__summary" aria-label=name>
                <Globe size=22 />
                <span class="region__now">
                    {move || session.market().to_string()} " · " {move || session.lang().to_uppercase()}
                </span>
            </summary>
            <div class="region__fields">
                <MarketSelect />
                <LanguageSelect />
            </div>
        </details>
    }
}

#[component]
fn MarketSelect() -> impl IntoView {
    let i18n = use_i18n();
    let (session, lang) = (use_session(), use_lang());
    let markets = session.markets();
    let known = move || match markets.get() {
        Some(Ok(markets)) => markets,
        _ => Vec::new(),
    };
    let option = move |market: Market| {
        let id = market.id.clone();
        let chosen = move || session.market() == id;
        view! {
            <option value=market.id.to_string() selected=chosen>
                {move || intl::country(lang.get(), &market.country)}
            </option>
        }
    };
    view! {
        <label class="region__field">
            <span>{move || t_string!(i18n, common.market)}</span>
            <select
                prop:value=move || session.market().to_string()
                on:change=move |event| session.set_market(MarketId(event_target_value(&event)))
            >
                <For each=known key=|market| market.id.clone() children=option />
            </select>
        </label>
    }
}

#[component]
fn LanguageSelect() -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let choose = move |event: leptos::ev::Event| {
        let code = event_target_value(&event);
        let all = Language::all().iter();
        if let Some(locale) = all.copied().find(|locale| locale.as_str() == code) {
            language.set(locale);
        }
    };
    view! {
        <label class="region__field">
            <span>{move || t_string!(i18n, common.language)}</span>
            <select prop:value=move || language.code() on:change=choose>
                {Language::all()
                    .iter()
                    .map(|locale| {
                        let locale = *locale;
                        view! {
                            <option
                                value=locale.as_str()
                                lang=locale.as_str()
                                selected=move || language.locale() == locale
                            >
                                {td_string!(locale, common.language_name)}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </label>
    }
}
