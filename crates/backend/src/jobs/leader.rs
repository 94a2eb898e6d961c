//! One worker at a time on PostgreSQL, whichever process it is in: the one that holds a lock on a
//! connection of its own. When that connection dies, so does the lock, and the process stops working for
//! others until it has the lock again.

use super::hearing;
use crate::service::Shop;
use crate::store::{Presence, idempotency};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often a process that doesn't do the jobs tries to.
const AGAIN: Duration = Duration::from_secs(1);
/// How often the connection that holds the lock is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// A connection that doesn't answer for so long is lost.
const SILENCE: Duration = Duration::from_secs(5);
/// How old a key of a process that lives no more is let go of, in microseconds: one that has just begun to
/// serve may need a moment to say that it lives.
const GRACE: i64 = 2 * 1_000_000;

/// Says that this process lives, listens, and works when no other process does, until it is told to stop.
pub(super) async fn run(shop: &Arc<Shop>, webhooks: &str, url: &str, stop: &CancellationToken) {
    tokio::join!(hearing::run(shop, url, stop), async {
        while !stop.is_cancelled() {
            compete(shop, webhooks, url, stop).await;
            pause(AGAIN, stop).await;
        }
    });
}

/// From the connection to its end, or until it is told to stop.
async fn compete(shop: &Arc<Shop>, webhooks: &str, url: &str, stop: &CancellationToken) {
    let mut presence = match Presence::announce(url, shop.store.holder()).await {
        Ok(presence) => presence,
        Err(error) => return tracing::warn!(%error, "the database can't be reached; tried again"),
    };
    loop {
        if stop.is_cancelled() {
            return presence.leave().await;
        }
        match presence.lead().await {
            Ok(true) => break,
            Ok(false) => pause(AGAIN, stop).await,
            Err(error) => return tracing::warn!(%error, "the database can't be reached; tried again"),
        }
    }
    tracing::info!("this process does the jobs now");
    tokio::select! {
        () = super::work(shop, webhooks, stop) => return presence.leave().await,
        () = until_lost(&mut presence) => {}
    }
    // What was cut off is rolled back, as when a process dies.
    tracing::warn!("the connection is lost that let this process do the jobs");
}

async fn until_lost(presence: &mut Presence) {
    loop {
        tokio::time::sleep(LOOK).await;
        if !matches!(tokio::time::timeout(SILENCE, presence.check()).await, Ok(Ok(()))) {
            return;
        }
    }
}

async fn pause(time: Duration, stop: &CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(time) => {}
    }
}

/// Lets go of the keys of processes that live no more, once a second.
pub(super) async fn forget_the_dead(shop: &Shop, stop: &CancellationToken) {
    while shop.store.postgres().is_some() && !stop.is_cancelled() {
        if let Err(error) = forget(shop).await {
            tracing::warn!(%error, "keys of processes that are gone wait");
        }
        pause(AGAIN, stop).await;
    }
}

async fn forget(shop: &Shop) -> crate::store::Result<()> {
    let mut tx = shop.store.begin_keyed().await?;
    idempotency::forget_of_the_dead(&mut tx, shop.now() - GRACE).await?;
    Ok(tx.commit().await?)
}
