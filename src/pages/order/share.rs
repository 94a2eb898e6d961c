//! Links that show this order to others, and what those see who came by one.

use crate::{
    api::{ApiError, use_api},
    browser::{clipboard, focus, intl, location},
    i18n::use_i18n,
    model::{load::Load, tone::Tone},
    routes::Route,
    state::{load_of, use_toasts},
    ui::{Button, ButtonVariant, Confirm, Field, Notice, Show, Skeleton, live, say, use_lang},
};
use leptos::prelude::*;
use vitrine_api::{CreateOrderLink, LinkId, Order, OrderId, OrderLink, ProblemCode};

/// The longest name of a link that the server takes.
const LONGEST_LABEL: usize = 60;

/// The links of an order, as far as this page knows them.
type Links = RwSignal<Load<Vec<OrderLink>>>;

/// Whether the order is shown to somebody it was shared with.
fn use_shared(known: Memo<Option<Order>>) -> Memo<bool> {
    Memo::new(move |_| known.with(|order| order.as_ref().is_some_and(|order| order.shared)))
}

/// Says to somebody who came by a shared link what this page is.
#[component]
pub(super) fn SharedNote(known: Memo<Option<Order>>) -> impl IntoView {
    let i18n = use_i18n();
    let shared = use_shared(known);
    view! {
        <Show when=move || shared.get()>
            <Notice tone=Tone::Info>
                <p>{live(move || say!(i18n, share.view))}</p>
            </Notice>
        </Show>
    }
}

/// Making links, and the ones there are. They are asked for when somebody looks.
#[component]
pub(super) fn ShareOrder(known: Memo<Option<Order>>, id: StoredValue<OrderId>) -> impl IntoView {
    let i18n = use_i18n();
    let shared = use_shared(known);
    let opened = RwSignal::new(false);
    view! {
        <Show when=move || !shared.get()>
            <details class="fold share" on:toggle=move |_| opened.set(true)>
                <summary>{live(move || say!(i18n, share.title))}</summary>
                <Show when=move || opened.get()>
                    <SharePanel id />
                </Show>
            </details>
        </Show>
    }
}

/// Where links are made and revoked.
const PANEL_ID: &str = "share-panel";

#[component]
fn SharePanel(id: StoredValue<OrderId>) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let links: Links = RwSignal::new(Load::Loading);
    let ask = Action::new_local(move |(): &()| {
        let id = id.get_value();
        async move {
            let answer = api.order_links(&id).await;
            links.try_set(load_of(Some(answer)));
        }
    });
    ask.dispatch_local(());
    let retry = Callback::new(move |()| {
        ask.dispatch_local(());
    });
    let list = move || match links.get() {
        Load::Loading => view! { <Skeleton class="skeleton-row" /> }.into_any(),
        Load::Ready(list) => view! { <LinkList id links list /> }.into_any(),
        Load::Failed(_) => view! { <NotListed retry /> }.into_any(),
    };
    view! {
        <div class="return-form" id=PANEL_ID tabindex="-1">
            <p class="quiet">{live(move || say!(i18n, share.text))}</p>
            <NewLink id links />
            {list}
        </div>
    }
}

#[component]
fn NotListed(retry: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>
            {live(move || say!(i18n, share.not_listed))} " "
            <Button variant=ButtonVariant::Link on_press=retry>
                {live(move || say!(i18n, fault.retry))}
            </Button>
        </p>
    }
}

/// The form that makes a link, and the link it made: its secret is shown this once.
#[component]
fn NewLink(id: StoredValue<OrderId>, links: Links) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let toasts = use_toasts();
    let label = RwSignal::new(String::new());
    let made = RwSignal::new(None::<String>);
    let make = Action::new_local(move |(): &()| {
        let id = id.get_value();
        let name: String = label.with_untracked(|text| text.trim().chars().take(LONGEST_LABEL).collect());
        let wish = CreateOrderLink { label: name };
        let (full, failed) = (say!(i18n, share.full), say!(i18n, order.try_failed));
        async move {
            match api.make_link(&id, &wish).await {
                Ok(new) => {
                    let path = Route::Order(id).href();
                    made.try_set(Some(format!("{}{path}#k={}", location::origin(), new.token)));
                    label.try_set(String::new());
                    links.try_update(|links| {
                        if let Load::Ready(list) = links {
                            list.insert(0, new.link);
                        }
                    });
                }
                Err(error) if error.code() == Some(ProblemCode::InvalidState) => toasts.show(full),
                Err(_) => toasts.show(failed),
            }
        }
    });
    let pending = make.pending();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !pending.get_untracked() {
            make.dispatch_local(());
        }
    };
    view! {
        <form class="return-form" on:submit=submit>
            <Field
                name="link-label"
                label=Signal::derive(move || say!(i18n, share.label))
                value=label
                optional=true
                autocomplete="off"
            />
            <Button submit=true variant=ButtonVariant::Quiet pending>
                {live(move || say!(i18n, share.make))}
            </Button>
        </form>
        {move || made.get().map(|link| view! { <MadeLink link /> })}
    }
}

#[component]
fn MadeLink(link: String) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let shown = link.clone();
    let copy = Action::new_local(move |(): &()| {
        let (copied, failed) = (say!(i18n, share.copied), say!(i18n, order.link_failed));
        let link = link.clone();
        async move {
            let done = clipboard::copy(link).await;
            toasts.show(if done { copied } else { failed });
        }
    });
    view! {
        <div class="share-made">
            <p>{live(move || say!(i18n, share.made))}</p>
            <output class="share-link">{shown}</output>
            <Button pending=copy.pending() on_press=move |()| { copy.dispatch_local(()); }>
                {live(move || say!(i18n, share.copy))}
            </Button>
        </div>
    }
}

/// The links that open something, and one question for whichever is to be revoked.
#[component]
fn LinkList(id: StoredValue<OrderId>, links: Links, list: Vec<OrderLink>) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let toasts = use_toasts();
    let asking = RwSignal::new(false);
    let chosen = RwSignal::new(None::<LinkId>);
    let revoke = Action::new_local(move |link: &LinkId| {
        let (id, link) = (id.get_value(), link.clone());
        let (done, failed) = (say!(i18n, share.revoked), say!(i18n, order.try_failed));
        async move {
            let answer = match api.revoke_link(&id, &link).await {
                // It was over already: what is left is asked for.
                Err(ApiError::NotFound) => api.order_links(&id).await,
                answer => answer,
            };
            match answer {
                Ok(left) => {
                    // The button goes with its link.
                    links.try_set(Load::Ready(left));
                    focus::by_id(PANEL_ID);
                    toasts.show(done);
                }
                Err(_) => toasts.show(failed),
            }
        }
    });
    if list.is_empty() {
        return view! { <p class="quiet">{live(move || say!(i18n, share.none))}</p> }.into_any();
    }
    let rows = list
        .into_iter()
        .map(|link| {
            let key = link.id.clone();
            let ask = move |()| {
                chosen.set(Some(key.clone()));
                asking.set(true);
            };
            view! { <LinkRow link pending=revoke.pending() ask /> }
        })
        .collect_view();
    view! {
        <ul class="device-list">{rows}</ul>
        <Confirm
            open=asking
            title=Signal::derive(move || say!(i18n, share.revoke_title))
            text=Signal::derive(move || say!(i18n, share.revoke_text))
            yes=Signal::derive(move || say!(i18n, share.revoke))
            on_yes=move |()| {
                if let Some(link) = chosen.get_untracked() {
                    revoke.dispatch_local(link);
                }
            }
        />
    }
    .into_any()
}

#[component]
fn LinkRow(link: OrderLink, #[prop(into)] pending: Signal<bool>, #[prop(into)] ask: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let OrderLink { label, created_at, expires_at, opened_at, .. } = link;
    let name = live(move || if label.is_empty() { say!(i18n, share.unnamed) } else { label.clone() });
    let life = live(move || {
        let made = intl::local_day(lang.get(), &created_at);
        say!(i18n, share.life, made = made, until = intl::local_day(lang.get(), &expires_at))
    });
    let seen = live(move || match &opened_at {
        Some(at) => say!(i18n, share.opened, time = intl::date_time(lang.get(), at)),
        None => say!(i18n, share.unopened),
    });
    view! {
        <li class="device-row">
            <span class="device-name">{name}</span>
            <span class="quiet">{life} " " {seen}</span>
            <Button variant=ButtonVariant::Link pending on_press=ask>
                {live(move || say!(i18n, share.revoke))}
                <span class="visually-hidden">" " {name}</span>
            </Button>
        </li>
    }
}
