//! Server-sent events: this session's orders and bags as they change.

use super::AppState;
use super::cookies;
use super::error::Answer;
use super::extract::View;
use crate::store::{carts, messages};
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use std::convert::Infallible;
use std::time::Duration;
use vitrine_api::ServerEvent;

/// A comment line this often keeps proxies from closing a silent stream.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// The pause before a stream that couldn't read looks again.
const AGAIN: Duration = Duration::from_millis(500);

/// A stream of what changes.
#[utoipa::path(get, path = "/api/v1/events", tag = "orders", params(View), responses(
    (status = 200, description = "A stream of ServerEvent", body = ServerEvent, content_type = "text/event-stream")))]
pub async fn stream(
    State(shop): State<AppState>,
    Query(view): Query<View>,
    headers: HeaderMap,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let mut conn = shop.reader().await?;
    let session = cookies::required_in(&shop, &mut conn, &headers).await?;
    let last = headers.get("last-event-id").and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<i64>().ok());
    let (newest, oldest) = messages::span(&mut conn).await?;
    drop(conn);
    let missed_some = last.is_some_and(|last| last > newest || last + 1 < oldest);
    let mut after = if missed_some { newest } else { last.unwrap_or(newest) };
    let lang = view.lang().to_owned();
    // Before it looks for the first time: what is told from here on it hears.
    let listening = shop.listeners.join(&session);
    let mut announced = shop.announced.subscribe();
    let stream = async_stream::stream! {
        if missed_some {
            yield Ok(event(newest, &ServerEvent::Reset));
        } else {
            // So that a reconnect knows where it was even if nothing happens in between.
            yield Ok(Event::default().id(after.to_string()).comment("hello"));
        }
        'open: loop {
            let told = listening.newest();
            let heard = news(&shop, after, &session).await;
            let (failed, full) = (heard.is_none(), heard.as_ref().is_some_and(|news| news.len() == messages::MOST));
            for (seq, kind, subject) in heard.unwrap_or_default() {
                after = seq;
                if let Some(change) = snapshot(&shop, &session, &kind, &subject, &lang).await {
                    yield Ok(event(seq, &change));
                }
            }
            // Nobody wakes it for what is there already.
            if failed {
                tokio::time::sleep(AGAIN).await;
            }
            if (failed || full) && *announced.borrow() != i64::MAX {
                continue;
            }
            // What was told before it looked and isn't among it isn't for it any more.
            after = after.max(told);
            loop {
                // The sender goes with the shop: then the stream ends, and shutdown needn't wait.
                if announced.changed().await.is_err() || *announced.borrow() == i64::MAX {
                    break 'open;
                }
                if listening.newest() > after {
                    break;
                }
            }
        }
    };
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
}

/// Announcements for a session; nothing when they can't be read now.
async fn news(shop: &AppState, after: i64, session: &str) -> Option<Vec<(i64, String, String)>> {
    let mut conn = shop.store.read().acquire().await.ok()?;
    messages::since(&mut conn, after, session, shop.now()).await.ok()
}

async fn snapshot(shop: &AppState, session: &str, kind: &str, subject: &str, lang: &str) -> Option<ServerEvent> {
    let mut conn = shop.store.read().acquire().await.ok()?;
    if kind == "order" {
        // Asked anew each time: a link may have been revoked or have run out since.
        let order = shop.seen_order(&mut conn, session, subject).await.ok()?;
        return Some(ServerEvent::Order { order: Box::new(order) });
    }
    if kind == "link" {
        // What it showed is gone; whoever asks again hears so.
        return Some(ServerEvent::Reset);
    }
    let row = carts::find(&mut conn, subject, session).await.ok()??;
    let cart = shop.cart_view(&mut conn, &row, lang).await.ok()?;
    Some(ServerEvent::Cart { cart: Box::new(cart) })
}

fn event(seq: i64, change: &ServerEvent) -> Event {
    let name = match change {
        ServerEvent::Order { .. } => "order",
        ServerEvent::Cart { .. } => "cart",
        ServerEvent::Reset => "reset",
    };
    Event::default().id(seq.to_string()).event(name).data(serde_json::to_string(change).unwrap_or_default())
}
