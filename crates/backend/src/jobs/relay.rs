//! Tells event streams of announcements. On PostgreSQL it gives them their numbers, because those that are committed
//! later may have been made earlier: browsers go on from a number, and must not miss what gets a smaller one afterwards.
//! On SQLite they have numbers.

use crate::service::{Result, Shop};
use crate::store::messages;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often it looks when nobody wakes it.
const TICK: Duration = Duration::from_millis(250);

/// How long it gathers what comes shortly after: while many buy, each change says so, and on PostgreSQL transactions
/// that notify commit one after another.
const GATHER: Duration = Duration::from_millis(20);

/// Wakes the worker and whoever numbers announcements, as far as they are in this process.
pub(super) fn wake(shop: &Shop) {
    shop.work.notify_one();
    shop.news.notify_one();
}

/// Tells until it is told to stop.
pub async fn relay(shop: &Shop, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        let told = if shop.store.postgres().is_some() { number(shop).await } else { shop.look_for_news().await };
        if let Err(refusal) = told {
            tracing::warn!(?refusal, "announcements wait");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = shop.news.notified() => tokio::time::sleep(GATHER).await,
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

async fn number(shop: &Shop) -> Result<()> {
    let mut tx = shop.store.begin_single().await?;
    let newest = messages::relay(&mut tx).await?;
    tx.commit().await?;
    if let Some(newest) = newest {
        shop.heard_of(newest).await;
    }
    Ok(())
}
