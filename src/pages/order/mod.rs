//! An order: its parcels, what it cost, and what can still be done about it.

mod actions;
mod bill;
mod contacts;
mod handed;
mod keep;
mod parcel;
mod return_card;
mod return_form;
mod return_photos;
mod return_words;
mod returns;
mod share;
mod timeline;
mod way;
mod words;

use crate::{
    browser::{intl, location, net, notify, page},
    i18n::use_i18n,
    model::{load::Load, tone::Tone, tracking},
    pages::checkout::purchase,
    routes::Route,
    state::use_orders,
    ui::{ButtonLink, LoadView, Notice, Show, Skeleton, StatusTag, live, promise_text, say, use_lang},
};
use actions::OrderActions;
use bill::{Disputes, OrderBill, OrderPeople, Refunds};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;
use parcel::Parcel;
use returns::Returns;
use share::{ShareOrder, SharedNote};
use vitrine_api::{Order, OrderId, Shipment};
pub use words::{money_note, order_status};
use words::{now_timestamp, order_words, sentence};

/// Where an order's number and status stand.
const HEAD_ID: &str = "order-head";

/// `/orders/:id`, also opened by a link: with the order's own secret behind `#t=`, or a shared link's
/// behind `#k=`.
#[component]
pub fn OrderPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| OrderId::from(params.read().get("id").unwrap_or_default()));
    view! {
        <div class="page order-page">
            {move || view! { <OrderScreen id=id.get() /> }}
        </div>
    }
}

/// What stands behind the `#` of a link to an order: whether it is the order's own secret, and the secret.
fn secret_in_address() -> Option<(bool, String)> {
    let hash = location::hash();
    let (kind, token) = hash.split_once('=')?;
    matches!(kind, "t" | "k").then(|| (kind == "t", token.to_owned()))
}

#[component]
fn OrderScreen(id: OrderId) -> impl IntoView {
    let orders = use_orders();
    let id = StoredValue::new(id);
    // Kept until it has opened: where there was no answer, it is tried again.
    let secret = StoredValue::new(secret_in_address());
    let ask = move || {
        let id = id.get_value();
        let Some((own, token)) = secret.get_value() else {
            return orders.refresh(id);
        };
        spawn_local(async move {
            let opened = orders.open(&id, token.clone()).await;
            match (opened, own) {
                (true, true) => purchase::keep_token(&id, &token),
                // Nothing of a shared link stays here: the session remembers what it opened.
                (true, false) => {}
                // A link that is over may still lead to an order of this browser.
                (false, _) => orders.refresh(id),
            }
            if opened {
                secret.try_set_value(None);
            }
        });
    };
    if secret.with_value(Option::is_some) {
        // It leaves the address bar before anything else can read it there.
        location::clear_hash();
        ask();
        orders.watch_opened(id.get_value());
    } else {
        orders.watch(id.get_value());
    }
    // Another link to the page that is open already loads nothing by itself.
    location::on_hash(|| {
        if secret_in_address().is_some() {
            location::reload();
        }
    });
    let new = id.with_value(purchase::take_thanks);
    let order = Memo::new(move |_| id.with_value(|id| orders.load(id)));
    // The frame is drawn once; what changes in it follows the order.
    let state = Memo::new(move |_| match order.get() {
        Load::Ready(_) => Load::Ready(()),
        Load::Loading => Load::Loading,
        Load::Failed(fault) => Load::Failed(fault),
    });
    let known =
        Memo::new(move |before: Option<&Option<Order>>| order.get().ready().or_else(|| before.cloned().flatten()));
    view! {
        <LoadView
            load=state
            retry=move |()| ask()
            skeleton=|| {
                view! {
                    <Skeleton class="skeleton-title" />
                    <Skeleton class="skeleton-label" />
                    <Skeleton class="skeleton-block" />
                }
            }
            content=move |()| view! { <OrderBody known new id /> }.into_any()
        />
    }
}

#[component]
fn OrderBody(known: Memo<Option<Order>>, new: bool, id: StoredValue<OrderId>) -> impl IntoView {
    let keys = Memo::new(move |_| {
        known.with(|order| {
            order.iter().flat_map(|order| &order.shipments).map(|parcel| parcel.id.clone()).collect::<Vec<_>>()
        })
    });
    view! {
        <OrderHead known new id />
        <SharedNote known />
        <Announcer known />
        <Show when=move || keys.with(Vec::is_empty)>
            <NoParcels known />
        </Show>
        <For each=move || keys.get() key=Clone::clone let:key>
            <Parcel key known />
        </For>
        <Refunds known />
        <Disputes known />
        <Returns known />
        <OrderBill known />
        <OrderPeople known />
        <ShareOrder known id />
        <OrderActions known id />
    }
}

#[component]
fn OrderHead(known: Memo<Option<Order>>, new: bool, id: StoredValue<OrderId>) -> impl IntoView {
    let i18n = use_i18n();
    let read = move |of: fn(&Order) -> String| {
        Memo::new(move |_| known.with(|order| order.as_ref().map(of).unwrap_or_default()))
    };
    let number = read(|order| order.number.clone());
    let email = read(|order| order.contact.email.clone());
    let title = move || say!(i18n, order.title, number = number.get());
    Effect::new(move |_| page::set_title(&format!("{} · Vitrine", title())));
    let heading = if new {
        view! {
            <p class="label">{title}</p>
            <h1 class="order-thanks">{live(move || say!(i18n, order.thanks))}</h1>
            <p class="lead">{live(move || say!(i18n, order.thanks_text, email = email.get()))}</p>
        }
        .into_any()
    } else {
        view! { <h1>{title}</h1> }.into_any()
    };
    view! {
        <header class="order-head" id=HEAD_ID tabindex="-1">
            {heading}
            <StatusLine known id />
        </header>
    }
}

#[component]
fn StatusLine(known: Memo<Option<Order>>, id: StoredValue<OrderId>) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let orders = use_orders();
    let online = net::online();
    let status = Memo::new(move |_| known.with(|order| order.as_ref().map(|order| order.status)));
    let words =
        Memo::new(move |_| known.with(|order| order.as_ref().map(|o| order_words(i18n, o)).unwrap_or_default()));
    let text = Signal::derive(move || words.get());
    let money = move || known.with(|order| order.as_ref().and_then(|o| money_note(i18n, o.status, o.payment_status)));
    let tone = Signal::derive(move || status.get().map_or(Tone::Info, tracking::order_tone));
    let placed = move || {
        known.with(|order| {
            let at = &order.as_ref()?.created_at;
            Some(say!(i18n, order.placed, time = intl::date_time(lang.get(), at)))
        })
    };
    let as_of = move || {
        let at = now_timestamp(id.with_value(|id| orders.heard(id))?)?;
        let words = say!(i18n, order.as_of, time = intl::time(lang.get(), &at));
        let how = match (online.get(), orders.is_live()) {
            (false, _) => say!(i18n, order.offline),
            (true, true) => say!(i18n, order.live),
            (true, false) => say!(i18n, order.polling),
        };
        Some(format!("{words} · {how}"))
    };
    let test = Memo::new(move |_| known.with(|order| order.as_ref().is_some_and(|order| order.test_mode)));
    view! {
        <p class="order-status">
            <StatusTag tone text />
            {move || money().map(|words| view! { <span class="quiet">{words}</span> })}
            <span class="quiet">{placed}</span>
            <span class="quiet">{as_of}</span>
        </p>
        <Show when=move || test.get()>
            <p>
                <StatusTag tone=Tone::Warn text=Signal::derive(move || say!(i18n, checkout.test_mode)) />
            </p>
        </Show>
    }
}

/// Says aloud what changed since the page was opened.
#[component]
fn Announcer(known: Memo<Option<Order>>) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let said = RwSignal::new(String::new());
    let seen = page::visible();
    Effect::new(move |before: Option<Option<Order>>| {
        let now = known.get();
        if let (Some(Some(before)), Some(now)) = (&before, &now) {
            let words: Vec<_> = tracking::changed(before, now)
                .into_iter()
                .map(|parcel: &Shipment| {
                    let name = say!(i18n, order.parcel, merchant = parcel.merchant.name.clone());
                    let mut sentence = sentence(i18n, parcel);
                    if tracking::expected_anew(before, parcel) {
                        let days = promise_text(untrack(|| lang.get()), &parcel.estimate);
                        let expected = say!(i18n, order.estimate, days = days);
                        sentence = format!("{sentence} {}", say!(i18n, act.plain, what = expected));
                    }
                    say!(i18n, order.announce, parcel = name, sentence = sentence)
                })
                .collect();
            if !words.is_empty() {
                let words = words.join(" ");
                if !untrack(|| seen.get()) {
                    let url = Route::Order(now.id.clone()).href();
                    let title = say!(i18n, order.title, number = now.number.clone());
                    notify::show(&title, &words, now.id.as_str(), &url);
                }
                said.set(words);
            }
        }
        now
    });
    view! { <p class="visually-hidden" role="status" aria-live="polite">{said}</p> }
}

#[component]
fn NoParcels(known: Memo<Option<Order>>) -> impl IntoView {
    let i18n = use_i18n();
    let canceled = move || {
        known.with(|order| order.as_ref().is_some_and(|order| order.status == vitrine_api::OrderStatus::Canceled))
    };
    move || {
        if canceled() {
            view! {
                <Notice tone=Tone::Info><p>{live(move || say!(i18n, order.canceled))}</p></Notice>
                <ButtonLink href=Route::Feed.href()>{live(move || say!(i18n, not_found.action))}</ButtonLink>
            }
            .into_any()
        } else {
            view! {
                <section class="section">
                    <h2>{live(move || say!(i18n, order.no_parcels_title))}</h2>
                    <p class="quiet">{live(move || say!(i18n, order.no_parcels_text))}</p>
                </section>
            }
            .into_any()
        }
    }
}
