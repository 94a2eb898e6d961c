//! This browser's orders.

use crate::{
    api::use_api,
    browser::{clock, focus, intl, page},
    i18n::use_i18n,
    model::{load::Load, tone::Tone, tracking::order_tone},
    pages::order::{money_note, order_status},
    routes::Route,
    state::{fault, load, use_orders},
    ui::{
        Button, ButtonLink, ButtonVariant, EmptyView, LoadView, Notice, Show, Skeleton, StatusTag, live, say, use_lang,
    },
};
use leptos::prelude::*;
use vitrine_api::{OrderSummary, Page};

/// `/orders`
#[component]
pub fn OrdersPage() -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let orders = use_orders();
    orders.restore();
    let first = LocalResource::new(move || async move { api.orders(None).await });
    // Without an answer, what this browser kept is shown with its age.
    let kept = Memo::new(move |_| match load(first).get() {
        Load::Failed(fault) if fault.is_retryable() => orders.known_list().filter(|(list, _)| !list.is_empty()),
        _ => None,
    });
    Effect::new(move |_| page::set_title(&format!("{} · Vitrine", say!(i18n, orders.title))));
    view! {
        <div class="page orders-page">
            <h1>{live(move || say!(i18n, orders.title))}</h1>
            {move || match kept.get() {
                Some((items, heard)) => {
                    view! { <KeptOrders items heard retry=move |()| first.refetch() /> }.into_any()
                }
                None => view! {
                    <LoadView
                        load=load(first)
                        retry=move |()| first.refetch()
                        skeleton=|| {
                            view! {
                                <Skeleton class="skeleton-row" />
                                <Skeleton class="skeleton-row" />
                                <Skeleton class="skeleton-row" />
                            }
                        }
                        content=|page| view! { <OrderList page /> }.into_any()
                    />
                }
                .into_any(),
            }}
        </div>
    }
}

/// What this browser knows of its orders while the shop can't be asked.
#[component]
fn KeptOrders(items: Vec<OrderSummary>, heard: Option<f64>, #[prop(into)] retry: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let as_of = move || {
        let at = heard.and_then(clock::timestamp).map(|at| intl::date_time(lang.get(), &at));
        say!(i18n, order.kept_title, time = at.unwrap_or_default())
    };
    let rows = items.into_iter().map(|order| view! { <OrderItem order /> }).collect_view();
    view! {
        <Notice tone=Tone::Warn>
            <p>{as_of}</p>
            <Button variant=ButtonVariant::Quiet on_press=retry>{live(move || say!(i18n, fault.retry))}</Button>
        </Notice>
        <ul class="orders">{rows}</ul>
    }
}

/// Where the orders are listed.
const LIST_ID: &str = "order-list";

#[component]
fn OrderList(page: Page<OrderSummary>) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let items = RwSignal::new(page.items);
    let cursor = RwSignal::new(page.next_cursor);
    let failed = RwSignal::new(false);
    let more = Action::new_local(move |(): &()| async move {
        let at = cursor.get_untracked();
        match api.orders(at.as_deref()).await {
            Ok(page) => {
                items.update(|items| items.extend(page.items));
                failed.set(false);
                if page.next_cursor.is_none() {
                    // The button goes when there is no more.
                    focus::by_id(LIST_ID);
                }
                cursor.set(page.next_cursor);
            }
            Err(error) => failed.set(fault(&error).is_retryable()),
        }
    });
    view! {
        <Show
            when=move || !items.with(Vec::is_empty)
            fallback=move || {
                view! {
                    <EmptyView
                        title=Signal::derive(move || say!(i18n, orders.empty_title))
                        text=Signal::derive(move || say!(i18n, orders.empty_text))
                    >
                        <ButtonLink href=Route::Feed.href()>{live(move || say!(i18n, bag.empty_action))}</ButtonLink>
                    </EmptyView>
                }
            }
        >
            <ul class="orders" id=LIST_ID tabindex="-1">
                <For each=move || items.get() key=|order| order.id.clone() let:order>
                    <OrderItem order />
                </For>
            </ul>
            <Show when=move || cursor.with(Option::is_some)>
                <Button variant=ButtonVariant::Quiet pending=more.pending() on_press=move |()| { more.dispatch_local(()); }>
                    {live(move || if failed.get() { say!(i18n, fault.retry) } else { say!(i18n, orders.more) })}
                </Button>
            </Show>
        </Show>
    }
}

#[component]
fn OrderItem(order: OrderSummary) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let OrderSummary { id, number, created_at, status, payment_status, total, pieces, thumbnails, latest } = order;
    let pictures = thumbnails
        .into_iter()
        .take(3)
        .map(|url| view! { <img class="thumb" src=url alt="" width="64" height="64" loading="lazy" /> })
        .collect_view();
    let facts = move || {
        let count = if pieces == 1 { say!(i18n, orders.pieces_1) } else { say!(i18n, orders.pieces_n, count = pieces) };
        let placed = intl::date_time(lang.get(), &created_at);
        let latest = latest.as_ref().map(|day| say!(i18n, orders.latest, day = intl::day(lang.get(), day)));
        let money = money_note(i18n, status, payment_status);
        [Some(placed), Some(count), latest, money].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    view! {
        <li class="order-item">
            <a class="order-link" href=Route::Order(id).href()>
                <span class="order-thumbs">{pictures}</span>
                <span class="order-item-text">
                    <StatusTag tone=order_tone(status) text=Signal::derive(move || order_status(i18n, status)) />
                    <span class="order-number">{live(move || say!(i18n, order.title, number = number.clone()))}</span>
                    <span class="quiet">{facts}</span>
                </span>
                <span class="money">{live(move || intl::money(lang.get(), &total))}</span>
            </a>
        </li>
    }
}
