use super::{Cart, Session, fault, use_cart, use_session};
use crate::{
    api::{Api, ApiError, use_api},
    browser::{clock, kept, shared_events::SharedEvents, worker},
    model::{
        kept::{Kept, list, read},
        load::{Fault, Load},
        tracking::{is_moving, merge},
    },
};
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use std::collections::HashMap;
use vitrine_api::{OpenOrder, Order, OrderId, OrderSummary, ServerEvent};

const EVENTS: &str = "/api/v1/events";
/// How old a kept order may become before it is written again though nothing changed, in
/// milliseconds: its "as of" shall be about right.
const REWRITE_MS: f64 = 60_000.0;
/// How often an order is asked for while the stream is broken.
const POLL_MS: u32 = 15_000;

/// What is known of an order.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    order: Option<Order>,
    fault: Option<Fault>,
    /// When it was last heard of, by this browser's clock.
    heard: f64,
    /// When that was last kept, by the same clock; nothing before.
    kept: Option<f64>,
}

/// The orders of this browser, kept up to date by one event stream.
#[derive(Clone, Copy)]
pub struct Orders {
    api: Api,
    cart: Cart,
    session: Session,
    known: RwSignal<HashMap<OrderId, Known>>,
    stream: StoredValue<Option<SharedEvents>, LocalStorage>,
    connected: RwSignal<bool>,
    watched: StoredValue<Vec<OrderId>>,
    /// What was kept was read.
    restored: RwSignal<bool>,
}

impl Orders {
    pub(super) fn provide() -> Self {
        let orders = Self {
            api: use_api(),
            cart: use_cart(),
            session: use_session(),
            known: RwSignal::new(HashMap::new()),
            stream: StoredValue::new_local(None),
            connected: RwSignal::new(false),
            watched: StoredValue::new(Vec::new()),
            restored: RwSignal::new(false),
        };
        provide_context(orders);
        orders
    }

    /// What is known of an order; tracked.
    #[must_use]
    pub fn load(self, id: &OrderId) -> Load<Order> {
        self.known.with(|all| match all.get(id) {
            Some(Known { order: Some(order), .. }) => Load::Ready(order.clone()),
            Some(Known { fault: Some(fault), .. }) => Load::Failed(*fault),
            _ => Load::Loading,
        })
    }

    /// When an order was last heard of, by this browser's clock; tracked.
    #[must_use]
    pub fn heard(self, id: &OrderId) -> Option<f64> {
        self.known.with(|all| all.get(id).filter(|known| known.order.is_some()).map(|known| known.heard))
    }

    /// Whether news come by themselves; tracked.
    #[must_use]
    pub fn is_live(self) -> bool {
        self.connected.get()
    }

    /// Reads what is kept for times without a network; what the server said since stands.
    pub fn restore(self) {
        if self.restored.get_untracked() {
            return;
        }
        spawn_local(async move {
            let texts = kept::orders().await;
            self.known.try_update(|all| {
                for Kept { heard, order } in texts.iter().filter_map(|text| read(text)) {
                    let known = all.entry(order.id.clone()).or_insert(Known {
                        order: None,
                        fault: None,
                        heard,
                        kept: Some(heard),
                    });
                    if known.order.is_none() {
                        (known.order, known.heard) = (Some(order), heard);
                    }
                }
            });
            self.restored.try_set(true);
        });
    }

    /// The orders of this browser that are known, newest first, and when the oldest news of them is from;
    /// nothing before what is kept was read; tracked.
    #[must_use]
    pub fn known_list(self) -> Option<(Vec<OrderSummary>, Option<f64>)> {
        self.restored.get().then(|| {
            self.known.with(|all| {
                let own = |known: &Known| known.order.clone().filter(|order| !order.shared);
                let kept = all.values().filter_map(|known| Some(Kept { heard: known.heard, order: own(known)? }));
                list(&kept.collect::<Vec<_>>())
            })
        })
    }

    /// Keeps an order up to date until the current owner is cleaned up.
    pub fn watch(self, id: OrderId) {
        self.restore();
        self.refresh(id.clone());
        self.watch_opened(id);
    }

    /// As [`Orders::watch`], for an order that is being opened with its secret.
    pub fn watch_opened(self, id: OrderId) {
        self.watched.update_value(|all| all.push(id.clone()));
        self.connect();
        let ended = StoredValue::new(false);
        let polled = id.clone();
        spawn_local(async move {
            loop {
                TimeoutFuture::new(POLL_MS).await;
                if ended.try_get_value() != Some(false) {
                    return;
                }
                let moving = matches!(self.load_untracked(&polled), Some(order) if is_moving(&order));
                let live = self.connected.try_get_untracked() == Some(true);
                if !live && (moving || self.load_untracked(&polled).is_none()) {
                    self.refresh(polled.clone());
                }
            }
        });
        on_cleanup(move || {
            self.watched.try_update_value(|all| {
                if let Some(at) = all.iter().position(|watched| *watched == id) {
                    all.swap_remove(at);
                }
            });
            if self.watched.try_with_value(Vec::is_empty) == Some(true) {
                self.stream.try_set_value(None);
                self.connected.try_set(false);
            }
        });
    }

    /// Asks for an order.
    pub fn refresh(self, id: OrderId) {
        let lang = self.session.lang_untracked();
        spawn_local(async move {
            match self.api.order(&id, lang).await {
                Ok(order) => self.take(order),
                Err(error) => self.failed(&id, &error),
            }
        });
    }

    /// Opens an order with the secret of a link, then knows it; false when it didn't open.
    pub async fn open(self, id: &OrderId, token: String) -> bool {
        match self.api.open_order(id, &OpenOrder { token }).await {
            Ok(order) => {
                self.take(order);
                true
            }
            Err(error) => {
                self.failed(id, &error);
                false
            }
        }
    }

    /// Puts a snapshot on what is known.
    pub fn take(self, order: Order) {
        self.known.try_update(|all| {
            let old = all.remove(&order.id);
            let (id, written) = (order.id.clone(), old.as_ref().and_then(|known| known.kept));
            let before = old.and_then(|known| known.order);
            let heard = clock::now_ms();
            let order = merge(before.clone(), order);
            let same = before.as_ref() == Some(&order) && written.is_some_and(|at| heard - at < REWRITE_MS);
            let kept = if same { written } else { Some(heard) };
            // Somebody else's order isn't kept: its link may be revoked.
            if !same && !order.shared {
                keep(Kept { heard, order: order.clone() });
            }
            all.insert(id, Known { order: Some(order), fault: None, heard, kept });
        });
    }

    fn failed(self, id: &OrderId, error: &ApiError) {
        if *error == ApiError::Aborted {
            return;
        }
        let fault = fault(error);
        // The server has the last word: an order that isn't this browser's is not shown from memory.
        let gone = matches!(fault, Fault::NotFound);
        if gone {
            let id = id.to_string();
            spawn_local(async move { kept::forget_order(&id).await });
        }
        self.known.try_update(|all| {
            let known = all.entry(id.clone()).or_insert(Known { order: None, fault: None, heard: 0.0, kept: None });
            known.fault = Some(fault);
            if gone {
                known.order = None;
            }
        });
    }

    fn load_untracked(self, id: &OrderId) -> Option<Order> {
        self.known.try_with_untracked(|all| all.get(id).and_then(|known| known.order.clone())).flatten()
    }

    fn connect(self) {
        if self.stream.with_value(Option::is_some) {
            return;
        }
        let events = SharedEvents::open(
            EVENTS,
            move |event| self.receive(event),
            move |connected| {
                self.connected.try_set(connected);
            },
        );
        self.stream.set_value(Some(events));
    }

    fn receive(self, event: ServerEvent) {
        match event {
            ServerEvent::Order { order } => self.take(*order),
            ServerEvent::Cart { cart } => self.cart.accept(*cart),
            ServerEvent::Reset => {
                self.cart.refresh();
                for id in self.watched.try_get_value().unwrap_or_default() {
                    self.refresh(id);
                }
            }
        }
    }
}

/// Keeps an order for times without a network, and with the first one what shows it.
fn keep(kept: Kept) {
    let Ok(text) = serde_json::to_string(&kept) else { return };
    spawn_local(async move {
        kept::put_order(kept.order.id.as_str(), &text).await;
        worker::install();
    });
}

/// The orders from the context.
#[must_use]
pub fn use_orders() -> Orders {
    use_context().unwrap_or_else(Orders::provide)
}
