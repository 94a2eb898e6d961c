//! How the bag keeps up with the server, the language, the market and the other tabs.

use super::{
    cart::{Cart, ID_KEY, REVISION_KEY},
    fault, keep_fresh,
};
use crate::{
    api::ApiError,
    browser::{clock, storage},
    model::{
        cart_ops::{CartOp, is_newer},
        load::Load,
    },
};
use leptos::{prelude::*, task::spawn_local};
use vitrine_api::{self as wire, CartId, MarketId};

impl Cart {
    /// Follows language, market and the other tabs.
    pub(super) fn watch(self) {
        let session = self.session;
        Effect::new(move |_| {
            let _ = session.lang();
            self.refresh();
        });
        Effect::new(move |before: Option<MarketId>| {
            let market = session.market();
            if before.is_some_and(|before| before != market) {
                self.follow_market(&market);
            }
            market
        });
        storage::on_local_change(REVISION_KEY, move || self.refresh());
        keep_fresh(move || self.heard.get_value(), move || self.refresh());
        storage::on_local_change(ID_KEY, move || {
            let id = storage::local_get(ID_KEY).filter(|id| !id.is_empty()).map(CartId::from);
            if self.id.get_value() != id {
                self.id.set_value(id);
                self.settled.set(None);
                self.refresh();
            }
        });
    }

    fn follow_market(self, market: &MarketId) {
        let elsewhere = self
            .settled
            .with_untracked(|cart| cart.as_ref().is_some_and(|cart| cart.market != *market && cart.order_id.is_none()));
        if elsewhere {
            self.enqueue(CartOp::Market(market.clone()), None);
        }
    }

    /// The bag became an order: the next one begins empty.
    pub fn bought(self, cart: &CartId) {
        if self.id.with_value(|id| id.as_ref() == Some(cart)) {
            self.forget();
        }
    }

    /// Asks the server for the bag.
    pub fn refresh(self) {
        let Some(id) = self.id.get_value() else {
            self.first.set(Load::Ready(()));
            return;
        };
        let lang = self.session.lang_untracked();
        spawn_local(async move {
            match self.api.cart(&id, lang).await {
                Ok(cart) => {
                    self.accept(cart);
                    self.first.try_set(Load::Ready(()));
                    self.follow_market(&self.session.market_untracked());
                }
                Err(ApiError::NotFound) => {
                    self.forget();
                    self.first.try_set(Load::Ready(()));
                }
                Err(error) => {
                    if self.settled.with_untracked(Option::is_none) {
                        self.first.try_set(Load::Failed(fault(&error)));
                    }
                }
            }
        });
    }

    /// Takes the server's word, unless it is older than what is known.
    pub fn accept(self, cart: wire::Cart) {
        // An answer from before the purchase may come after it: that bag is gone.
        if self.id.with_value(|id| id.as_ref() != Some(&cart.id)) {
            return;
        }
        self.heard.try_set_value(clock::now_ms());
        if cart.order_id.is_some() {
            self.forget();
        } else if self.settled.with_untracked(|known| is_newer(known.as_ref(), &cart))
            && self.settled.with_untracked(|known| known.as_ref() != Some(&cart))
        {
            self.settled.try_set(Some(cart));
        }
    }

    pub(super) fn forget(self) {
        storage::local_remove(ID_KEY);
        self.id.set_value(None);
        self.settled.try_set(None);
    }
}
