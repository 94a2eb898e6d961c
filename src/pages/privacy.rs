//! What left this device, and what is kept on it.

use crate::{
    api::use_api,
    browser::{
        asked,
        device::{self, Store},
        download, intl, kept, location, page, worker,
    },
    i18n::{Locale, use_i18n},
    model::device::{DATABASES, Host, Purpose, kilobytes, purpose},
    state::use_toasts,
    ui::{Button, ButtonVariant, Confirm, Show, live, say, use_lang},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_i18n::I18nContext;

fn purpose_words(i18n: I18nContext<Locale>, purpose: Purpose) -> String {
    match purpose {
        Purpose::Bag => say!(i18n, device.for_bag),
        Purpose::Checkout => say!(i18n, device.for_checkout),
        Purpose::OrderLink => say!(i18n, device.for_order),
        Purpose::Setting => say!(i18n, device.for_setting),
        Purpose::Film => say!(i18n, device.for_film),
        Purpose::Foreign => say!(i18n, device.for_nothing),
    }
}

/// `/privacy`
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let i18n = use_i18n();
    Effect::new(move |_| page::set_title(&format!("{} · Vitrine", say!(i18n, device.title))));
    // Raised by whatever changes what is kept.
    let changed = RwSignal::new(0_u32);
    view! {
        <div class="page device-page">
            <h1>{live(move || say!(i18n, device.title))}</h1>
            <p class="lead">{live(move || say!(i18n, device.text))}</p>
            <Asked />
            <Kept changed />
            <Everything changed />
        </div>
    }
}

/// The hosts that were asked since the page was loaded.
#[component]
fn Asked() -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let own = location::origin();
    let rows = asked::so_far().into_iter().map(move |host: Host| {
        let mine = own.ends_with(&format!("//{}", host.name));
        let size = kilobytes(host.bytes);
        view! {
            <li class="device-row">
                <span class="device-name">{host.name}</span>
                <span class="quiet">
                    {live(move || if mine { say!(i18n, device.own_host) } else { say!(i18n, device.other_host) })}
                </span>
                <span class="device-figure">
                    {live(move || say!(i18n, device.asked_n, count = host.requests, size = intl::decimal(lang.get(), size)))}
                </span>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="section">
            <h2>{live(move || say!(i18n, device.asked))}</h2>
            <ul class="device-list">{rows}</ul>
            <p class="quiet">{live(move || say!(i18n, device.asked_text))}</p>
        </section>
    }
}

/// Everything that is kept, with its purpose and a way to forget it.
#[component]
fn Kept(changed: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let entries = Memo::new(move |_| {
        changed.track();
        let of = |store: Store| store.entries().into_iter().map(move |(key, text)| (store, key, text.len()));
        of(Store::Local).chain(of(Store::Session)).collect::<Vec<_>>()
    });
    let rows = move || {
        entries
            .get()
            .into_iter()
            .map(|(store, key, size)| {
                let (shown, named) = (key.clone(), key.clone());
                let why = purpose(&key);
                let forget = move |()| {
                    store.forget(&key);
                    changed.update(|times| *times += 1);
                };
                let place = move || match store {
                    Store::Local => say!(i18n, device.until_cleared),
                    Store::Session => say!(i18n, device.until_closed),
                };
                view! {
                    <li class="device-row">
                        <span class="device-name">{shown}</span>
                        <span class="quiet">{live(move || purpose_words(i18n, why))} " " {place}</span>
                        <span class="device-figure">{live(move || say!(i18n, device.bytes, count = size))}</span>
                        <Button variant=ButtonVariant::Link on_press=forget>
                            {live(move || say!(i18n, device.forget))}
                            <span class="visually-hidden">" " {named.clone()}</span>
                        </Button>
                    </li>
                }
            })
            .collect_view()
    };
    let nothing = move || entries.with(Vec::is_empty);
    view! {
        <section class="section">
            <h2>{live(move || say!(i18n, device.kept))}</h2>
            <ul class="device-list">
                {rows}
                <CookieRow changed />
                <OrdersRow changed />
            </ul>
            <Show when=nothing>
                <p class="quiet">{live(move || say!(i18n, device.kept_nothing))}</p>
            </Show>
        </section>
    }
}

/// The session's cookie: the one thing scripts can't see, so that nobody can steal it.
#[component]
fn CookieRow(changed: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let toasts = use_toasts();
    let asking = RwSignal::new(false);
    let forget = Action::new_local(move |(): &()| {
        let failed = say!(i18n, order.try_failed);
        async move {
            match api.end_session().await {
                Ok(()) => changed.update(|times| *times += 1),
                Err(_) => toasts.show(failed),
            }
        }
    });
    view! {
        <li class="device-row">
            <span class="device-name">{live(move || say!(i18n, device.cookie))}</span>
            <span class="quiet">{live(move || say!(i18n, device.cookie_text))}</span>
            <Button variant=ButtonVariant::Link pending=forget.pending() on_press=move |()| asking.set(true)>
                {live(move || say!(i18n, device.forget))}
                <span class="visually-hidden">" " {live(move || say!(i18n, device.cookie))}</span>
            </Button>
            <Confirm
                open=asking
                title=Signal::derive(move || say!(i18n, device.cookie_ask))
                text=Signal::derive(move || say!(i18n, device.cookie_warning))
                yes=Signal::derive(move || say!(i18n, device.forget))
                on_yes=move |()| { forget.dispatch_local(()); }
            />
        </li>
    }
}

/// Orders and pages kept for times without a network.
#[component]
fn OrdersRow(changed: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let found = LocalResource::new(move || {
        changed.track();
        async move { (kept::orders().await.len(), worker::shelves().await) }
    });
    let forget = move |()| {
        spawn_local(async move {
            kept::clear().await;
            worker::remove().await;
            changed.update(|times| *times += 1);
        });
    };
    let forget = Callback::new(forget);
    move || {
        let (orders, shelves) = found.get()?;
        (orders + shelves.len() > 0).then(|| {
            // By the names the browser has for them, so that its own list and this one can be compared.
            let names = [DATABASES.map(ToOwned::to_owned).to_vec(), shelves].concat().join(", ");
            view! {
                <li class="device-row">
                    <span class="device-name">{live(move || say!(i18n, device.orders))}</span>
                    <span class="quiet">{live(move || say!(i18n, device.orders_text))} " (" {names} ")"</span>
                    <span class="device-figure">{live(move || say!(i18n, device.orders_n, count = orders))}</span>
                    <Button variant=ButtonVariant::Link on_press=forget>
                        {live(move || say!(i18n, device.forget))}
                        <span class="visually-hidden">" " {live(move || say!(i18n, device.orders))}</span>
                    </Button>
                </li>
            }
        })
    }
}

/// All of it as a file, and all of it gone.
#[component]
fn Everything(changed: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let asking = RwSignal::new(false);
    let export = Action::new_local(move |(): &()| {
        let failed = say!(i18n, device.export_failed);
        async move {
            let orders: Vec<serde_json::Value> =
                kept::orders().await.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
            let all = serde_json::json!({
                "local": Store::Local.entries(),
                "session": Store::Session.entries(),
                "orders": orders,
                "cookies": device::cookies(),
                "requests": device::requests(),
            });
            let text = serde_json::to_string_pretty(&all).unwrap_or_default();
            if !download::save("vitrine-this-device.json", "application/json", &text) {
                toasts.show(failed);
            }
        }
    });
    let clear = move |()| {
        let done = say!(i18n, device.cleared);
        Store::Local.clear();
        Store::Session.clear();
        spawn_local(async move {
            kept::clear().await;
            worker::remove().await;
            changed.update(|times| *times += 1);
            toasts.show(done);
        });
    };
    view! {
        <div class="order-actions">
            <Button variant=ButtonVariant::Quiet pending=export.pending() on_press=move |()| { export.dispatch_local(()); }>
                {live(move || say!(i18n, device.export))}
            </Button>
            <Button variant=ButtonVariant::Link on_press=move |()| asking.set(true)>
                {live(move || say!(i18n, device.clear))}
            </Button>
            <Confirm
                open=asking
                title=Signal::derive(move || say!(i18n, device.clear_ask))
                text=Signal::derive(move || say!(i18n, device.clear_warning))
                yes=Signal::derive(move || say!(i18n, device.clear))
                on_yes=clear
            />
        </div>
    }
}
