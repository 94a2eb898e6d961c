//! Posts the stand-ins' webhooks over real HTTP, so that the shop can't tell them from real ones.

use crate::carriers::simulated;
use crate::faults;
use crate::outgoing;
use crate::payments::sandbox;
use crate::service::Shop;
use crate::store::Result;
use crate::store::messages::{self, Delivery};
use crate::webhook;
use futures_util::future::join_all;
use std::time::Duration;

/// So many messages of payments are on their way at once.
const AT_ONCE: usize = 32;

/// A message, and whether it arrived.
type Sent = (Delivery, bool);

/// The stand-ins' way to the shop.
pub(super) struct Outside {
    client: reqwest::Client,
    base: String,
}

impl Outside {
    pub(super) fn new(base: String) -> Self {
        let client = outgoing::client().timeout(Duration::from_secs(5)).build();
        Self { client: client.expect("what the client is made of is compiled in"), base }
    }

    /// Sends what is due; what fails is tried again a little later, as providers do. What happened to parcels is told
    /// in its order; payments don't wait for that, nor for each other.
    pub(super) async fn deliver(&self, shop: &Shop) {
        let due = match shop.store.read().acquire().await {
            Ok(mut conn) => messages::due_deliveries(&mut conn, shop.now()).await.unwrap_or_default(),
            Err(_) => return,
        };
        let (parcels, payments): (Vec<_>, Vec<_>) =
            due.into_iter().partition(|delivery| delivery.provider == simulated::NAME);
        let (told, paid) = tokio::join!(self.one_by_one(shop, parcels), self.at_once(shop, payments));
        if let Err(error) = settle(shop, told.into_iter().chain(paid)).await {
            tracing::warn!(%error, "messages that were sent are sent again");
        }
    }

    async fn one_by_one(&self, shop: &Shop, due: Vec<Delivery>) -> Vec<Sent> {
        let mut sent = Vec::with_capacity(due.len());
        for delivery in due {
            sent.push(self.post(shop, delivery).await);
        }
        sent
    }

    async fn at_once(&self, shop: &Shop, due: Vec<Delivery>) -> Vec<Sent> {
        let (mut sent, mut due) = (Vec::with_capacity(due.len()), due.into_iter().peekable());
        while due.peek().is_some() {
            let posts: Vec<_> = due.by_ref().take(AT_ONCE).map(|delivery| self.post(shop, delivery)).collect();
            sent.extend(join_all(posts).await);
        }
        sent
    }

    async fn post(&self, shop: &Shop, delivery: Delivery) -> Sent {
        faults::point("outside.before_post");
        let arrived = self.send(shop, &delivery).await;
        faults::point("outside.after_post");
        (delivery, arrived)
    }

    async fn send(&self, shop: &Shop, delivery: &Delivery) -> bool {
        let key = if delivery.provider == simulated::NAME { shop.carrier.key() } else { shop.sandbox.key() };
        debug_assert!(delivery.provider == simulated::NAME || delivery.provider == sandbox::NAME);
        let signature = webhook::sign(key, delivery.payload.as_bytes(), shop.clock.now().as_second());
        let answer = self
            .client
            .post(format!("{}/api/v1/webhooks/{}", self.base, delivery.provider))
            .header("content-type", "application/json")
            .header(webhook::HEADER, signature)
            .body(delivery.payload.clone())
            .send()
            .await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }
}

/// Notes what arrived and what is to be tried again.
async fn settle(shop: &Shop, sent: impl Iterator<Item = Sent>) -> Result<()> {
    let mut sent = sent.peekable();
    if sent.peek().is_none() {
        return Ok(());
    }
    let now = shop.now();
    let mut tx = shop.store.begin_keyed().await?;
    for (delivery, arrived) in sent {
        let wait = 500_000 << delivery.attempts.clamp(0, 6);
        messages::settle_delivery(&mut tx, &delivery.id, arrived.then_some(now), now + wait).await?;
    }
    faults::point("outside.before_commit");
    tx.commit().await?;
    faults::point("outside.after_commit");
    Ok(())
}
