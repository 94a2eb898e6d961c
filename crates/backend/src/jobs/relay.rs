//! Gives announcements their numbers on PostgreSQL, where those that are committed later may have been
//! made earlier: browsers go on from a number, and must not miss what gets a smaller one afterwards.

use crate::service::Shop;
use crate::store::{Result, messages};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often it looks when nobody wakes it.
const TICK: Duration = Duration::from_millis(250);

/// Wakes the worker and whoever numbers announcements, as far as they are in this process.
pub(super) fn wake(shop: &Shop) {
    shop.work.notify_one();
    shop.news.notify_one();
}

/// Numbers announcements until it is told to stop; on SQLite, where they have numbers, it does nothing.
pub async fn relay(shop: &Shop, stop: &CancellationToken) {
    while shop.store.postgres().is_some() && !stop.is_cancelled() {
        match number(shop).await {
            Ok(Some(newest)) => shop.heard_of(newest),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "announcements wait for their numbers"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = shop.news.notified() => {}
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

async fn number(shop: &Shop) -> Result<Option<i64>> {
    let mut tx = shop.store.begin_keyed().await?;
    let newest = messages::relay(&mut tx).await?;
    tx.commit().await?;
    Ok(newest)
}
