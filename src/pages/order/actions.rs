use super::{HEAD_ID, keep::KeepOrder};
use crate::{
    api::{idempotency_key, use_api},
    browser::{
        clipboard, focus, location,
        notify::{self, Permission},
    },
    i18n::use_i18n,
    model::tracking::is_moving,
    pages::checkout::purchase,
    routes::Route,
    state::{use_orders, use_toasts},
    ui::{Button, ButtonVariant, Confirm, Show, live, say},
};
use leptos::{prelude::*, task::tick};
use vitrine_api::{Order, OrderId, ProblemCode};

/// What can be done about an order: cancel it while nothing was sent, open it elsewhere.
#[component]
pub(super) fn OrderActions(known: Memo<Option<Order>>, id: StoredValue<OrderId>) -> impl IntoView {
    let cancelable = Memo::new(move |_| known.with(|order| order.as_ref().is_some_and(|order| order.cancelable)));
    let moving = Memo::new(move |_| known.with(|order| order.as_ref().is_some_and(is_moving)));
    let token = id.with_value(purchase::order_token);
    view! {
        <div class="order-actions">
            {token.map(|token| view! { <CopyLink id token /> })}
            <KeepOrder known />
            <Show when=move || moving.get()>
                <TellMe />
            </Show>
            <Show when=move || cancelable.get()>
                <CancelOrder id />
            </Show>
        </div>
    }
}

/// Where it stands whether messages come.
const TOLD_ID: &str = "notify-told";

/// Messages of the system, for those who ask for them; only a press makes the browser ask.
#[component]
fn TellMe() -> impl IntoView {
    let i18n = use_i18n();
    let permission = RwSignal::new(notify::permission());
    let ask = Action::new_local(move |(): &()| {
        async move {
            permission.try_set(notify::ask().await);
            // The button has gone; what was answered stands in its place.
            tick().await;
            focus::by_id(TOLD_ID);
        }
    });
    let told = move || match permission.get() {
        Permission::Granted => Some(say!(i18n, order.notify_on)),
        Permission::Denied => Some(say!(i18n, order.notify_off)),
        Permission::Ask | Permission::Absent => None,
    };
    view! {
        <Show when=move || permission.get() == Permission::Ask>
            <Button variant=ButtonVariant::Quiet pending=ask.pending() on_press=move |()| { ask.dispatch_local(()); }>
                {live(move || say!(i18n, order.notify))}
            </Button>
        </Show>
        {move || told().map(|words| view! { <p class="quiet notify-told" id=TOLD_ID tabindex="-1">{words}</p> })}
    }
}

#[component]
fn CopyLink(id: StoredValue<OrderId>, token: String) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let path = id.with_value(|id| Route::Order(id.clone()).href());
    let copy = Action::new_local(move |(): &()| {
        let (copied, failed) = (say!(i18n, order.link_copied), say!(i18n, order.link_failed));
        let link = format!("{}{path}#t={token}", location::origin());
        async move {
            let done = clipboard::copy(link).await;
            toasts.show(if done { copied } else { failed });
        }
    });
    view! {
        <Button variant=ButtonVariant::Quiet pending=copy.pending() on_press=move |()| { copy.dispatch_local(()); }>
            {live(move || say!(i18n, order.copy_link))}
        </Button>
    }
}

#[component]
fn CancelOrder(id: StoredValue<OrderId>) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let orders = use_orders();
    let toasts = use_toasts();
    let asking = RwSignal::new(false);
    // One intent, one key, however often it is tried.
    let key = StoredValue::new(idempotency_key());
    let cancel = Action::new_local(move |(): &()| {
        // All that is needed later: the page may be gone by then.
        let (id, key) = (id.get_value(), key.get_value());
        let done = say!(i18n, order.canceled);
        let (too_late, failed) = (say!(i18n, order.cancel_failed), say!(i18n, order.try_failed));
        async move {
            match api.cancel_order(&id, &key).await {
                Ok(order) => {
                    // The button goes; at the top stands what became of the order.
                    orders.take(order);
                    focus::by_id(HEAD_ID);
                    toasts.show(done);
                }
                Err(error) if error.code() == Some(ProblemCode::InvalidState) => {
                    orders.refresh(id);
                    toasts.show(too_late);
                }
                Err(_) => toasts.show(failed),
            }
        }
    });
    view! {
        <Button variant=ButtonVariant::Link pending=cancel.pending() on_press=move |()| asking.set(true)>
            {live(move || say!(i18n, order.cancel))}
        </Button>
        <Confirm
            open=asking
            title=Signal::derive(move || say!(i18n, order.cancel_title))
            text=Signal::derive(move || say!(i18n, order.cancel_text))
            yes=Signal::derive(move || say!(i18n, order.cancel))
            on_yes=move |()| { cancel.dispatch_local(()); }
        />
    }
}
