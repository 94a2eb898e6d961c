//! What processes on one PostgreSQL tell each other: that there is work, and news for browsers.

use super::relay;
use crate::service::Shop;
use sqlx::postgres::PgListener;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Announcements have numbers; the payload is the newest.
const NEWS: &str = "vitrine_news";
/// There is something to do.
const WORK: &str = "vitrine_work";
/// The pause before connecting again.
const PAUSE: Duration = Duration::from_secs(1);

/// Listens until it is told to stop, and begins again when the connection is lost.
pub(super) async fn run(shop: &Shop, url: &str, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => return,
            outcome = hear(shop, url) => {
                if let Err(error) = outcome {
                    tracing::warn!(%error, "nothing is heard of other processes; tried again");
                }
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

async fn hear(shop: &Shop, url: &str) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen_all([NEWS, WORK]).await?;
    catch_up(shop).await;
    loop {
        let told = listener.try_recv().await?;
        shop.store.heard();
        match told {
            Some(told) if told.channel() == NEWS => {
                if let Ok(newest) = told.payload().parse() {
                    shop.heard_of(newest).await;
                }
            }
            Some(_) => relay::wake(shop),
            // The connection was lost and is there again.
            None => catch_up(shop).await,
        }
    }
}

/// Looks at what was told while nobody listened.
async fn catch_up(shop: &Shop) {
    relay::wake(shop);
    if let Err(refusal) = shop.look_for_news().await {
        tracing::warn!(?refusal, "browsers wait for the next news");
    }
}
