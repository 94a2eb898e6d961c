//! Posts the stand-ins' webhooks over real HTTP, so that the shop can't tell them from real ones.

use crate::carriers::simulated;
use crate::faults;
use crate::outgoing;
use crate::payments::sandbox;
use crate::service::Shop;
use crate::store::messages::{self, Delivery};
use crate::webhook;
use std::time::Duration;

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

    /// Sends what is due; what fails is tried again a little later, as providers do.
    pub(super) async fn deliver(&self, shop: &Shop) {
        let due = match shop.store.read().acquire().await {
            Ok(mut conn) => messages::due_deliveries(&mut conn, shop.now()).await.unwrap_or_default(),
            Err(_) => return,
        };
        for delivery in due {
            faults::point("outside.before_post");
            let arrived = self.send(shop, &delivery).await;
            faults::point("outside.after_post");
            let now = shop.now();
            let wait = 500_000 << delivery.attempts.clamp(0, 6);
            if let Ok(mut tx) = shop.store.begin_keyed().await {
                let settled =
                    messages::settle_delivery(&mut tx, &delivery.id, arrived.then_some(now), now + wait).await;
                if settled.is_ok() {
                    faults::point("outside.before_commit");
                    let _ = tx.commit().await;
                    faults::point("outside.after_commit");
                }
            }
        }
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
