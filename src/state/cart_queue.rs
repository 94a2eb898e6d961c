//! Changes of the bag go to the server strictly one after another.

use super::cart::{Cart, ID_KEY, REVISION_KEY, Settled};
use crate::{
    api::ApiError,
    browser::storage,
    model::cart_ops::{CartOp, already_done},
};
use leptos::{prelude::*, task::spawn_local};
use vitrine_api::{self as wire, AddLine, AddPromotion, CreateCart, ProblemCode, UpdateCart, UpdateLine};

impl Cart {
    /// Works the queue off, unless somebody is at it.
    pub(super) fn run(self) {
        if self.running.get_value() {
            return;
        }
        self.running.set_value(true);
        spawn_local(async move {
            while let Some((ticket, op)) = self.next_op() {
                let answer = self.do_op(&op).await;
                self.finish(ticket, &op, answer);
            }
            self.running.try_set_value(false);
        });
    }

    fn next_op(self) -> Option<(u64, CartOp)> {
        self.queue.try_with_untracked(|queue| queue.first().cloned()).flatten()
    }

    fn finish(self, ticket: u64, op: &CartOp, answer: Settled) {
        match &answer {
            Ok(cart) => {
                self.accept(cart.clone());
                storage::local_set(REVISION_KEY, &format!("{}:{}", cart.id, cart.version));
            }
            Err(error) => {
                if let Some(fresh) = error.problem().and_then(|problem| problem.cart.as_deref()) {
                    self.accept(fresh.clone());
                }
            }
        }
        self.queue.try_update(|queue| queue.retain(|(of, _)| *of != ticket));
        let giver = self
            .givers
            .try_update_value(|all| all.iter().position(|(of, _)| *of == ticket).map(|at| all.swap_remove(at).1));
        match (giver.flatten(), &answer) {
            (Some(giver), _) => giver.give(answer),
            (None, Err(error)) => self.tell(op, error),
            (None, Ok(_)) => {}
        }
    }

    async fn do_op(self, op: &CartOp) -> Settled {
        let before = self.bag_for(op).await?;
        match self.send(&before, op).await {
            Err(error) => self.recover(&before, op, error).await,
            done => done,
        }
    }

    /// The bag to change: the known one, the kept one, or a new one to put something in.
    async fn bag_for(self, op: &CartOp) -> Settled {
        if let Some(known) = self.settled.get_untracked() {
            return Ok(known);
        }
        if let Some(id) = self.id.get_value() {
            match self.api.cart(&id, self.session.lang_untracked()).await {
                Err(ApiError::NotFound) => self.forget(),
                Ok(cart) if cart.order_id.is_some() => self.forget(),
                answer => return answer,
            }
        }
        match op {
            CartOp::Add { .. } => self.create().await,
            _ => Err(ApiError::NotFound),
        }
    }

    async fn create(self) -> Settled {
        let wish = CreateCart { market: self.session.market_untracked() };
        let cart = self.api.create_cart(&wish, self.session.lang_untracked()).await?;
        storage::local_set(ID_KEY, cart.id.as_str());
        self.id.set_value(Some(cart.id.clone()));
        self.settled.try_set(Some(cart.clone()));
        Ok(cart)
    }

    async fn recover(self, before: &wire::Cart, op: &CartOp, error: ApiError) -> Settled {
        match error.code() {
            Some(ProblemCode::StaleVersion) => self.again(before, op, error).await,
            Some(ProblemCode::CartCompleted) => self.anew(op, error).await,
            _ if error == ApiError::NotFound => {
                match (self.api.cart(&before.id, self.session.lang_untracked()).await, op) {
                    // The bag stands, so it is the line or code that is gone: what was wanted, or as good.
                    (Ok(fresh), CartOp::SetQuantity { .. } | CartOp::Remove { .. } | CartOp::RemoveCode { .. }) => {
                        Ok(fresh)
                    }
                    (Ok(_), _) => Err(error),
                    (Err(ApiError::NotFound), _) => self.anew(op, error).await,
                    (Err(error), _) => Err(error),
                }
            }
            _ => Err(error),
        }
    }

    /// Somebody changed the bag in between: once more on the fresh one.
    async fn again(self, before: &wire::Cart, op: &CartOp, error: ApiError) -> Settled {
        let fresh = match error.problem().and_then(|problem| problem.cart.as_deref()) {
            Some(fresh) => fresh.clone(),
            None => self.api.cart(&before.id, self.session.lang_untracked()).await?,
        };
        self.accept(fresh.clone());
        // One version on, with just our pieces: our own call whose answer was lost.
        if fresh.version == before.version + 1 && already_done(Some(before), &fresh, op) {
            return Ok(fresh);
        }
        self.send(&fresh, op).await
    }

    /// The bag is no more: something new goes into a new one.
    async fn anew(self, op: &CartOp, error: ApiError) -> Settled {
        self.forget();
        if !matches!(op, CartOp::Add { .. }) {
            return Err(error);
        }
        let bag = self.create().await?;
        self.send(&bag, op).await
    }

    async fn send(self, bag: &wire::Cart, op: &CartOp) -> Settled {
        let (api, lang) = (self.api, self.session.lang_untracked());
        match op {
            CartOp::Add { variant, quantity, post, seen } => {
                let (variant_id, post_id) = (variant.clone(), post.clone());
                let line = AddLine { variant_id, quantity: *quantity, post_id, seen: *seen };
                api.add_line(&bag.id, bag.version, &line, lang).await
            }
            CartOp::SetQuantity { line, quantity } => {
                let change = UpdateLine { quantity: *quantity };
                api.update_line(&bag.id, bag.version, line, &change, lang).await
            }
            CartOp::Remove { line } => api.remove_line(&bag.id, bag.version, line, lang).await,
            CartOp::Market(market) => {
                let change = UpdateCart { market: Some(market.clone()), ..UpdateCart::default() };
                api.update_cart(&bag.id, bag.version, &change, lang).await
            }
            CartOp::Update(change) => api.update_cart(&bag.id, bag.version, change, lang).await,
            CartOp::AddCode { code } => {
                let wish = AddPromotion { code: code.clone() };
                api.add_promotion(&bag.id, bag.version, &wish, lang).await
            }
            CartOp::RemoveCode { code } => api.remove_promotion(&bag.id, bag.version, code, lang).await,
        }
    }
}
