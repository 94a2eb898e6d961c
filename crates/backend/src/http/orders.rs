//! Orders.

use super::AppState;
use super::cookies;
use super::error::Answer;
use super::extract::{Body, View, json, pack_cursor, parse, with_cookie};
use super::idempotency::{key, once};
use crate::faults;
use crate::store::orders as rows;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use vitrine_api::{CreateReturn, OpenOrder, Order, OrderSummary, Page, Problem, Shipment};

#[derive(Debug, Serialize, Deserialize)]
struct OrderCursor {
    t: i64,
    i: String,
}

/// This browser's orders, newest first.
#[utoipa::path(get, path = "/api/v1/orders", tag = "orders", params(View), responses(
    (status = 200, body = Page<OrderSummary>), (status = 422, body = Problem)))]
pub async fn list(State(shop): State<AppState>, Query(view): Query<View>, headers: HeaderMap) -> Answer<Response> {
    let limit = view.limit(20)?;
    let cursor: Option<OrderCursor> = view.cursor()?;
    let Some(session) = cookies::session(&shop, &headers).await? else {
        return Ok(json(200, &Page::<OrderSummary> { items: Vec::new(), next_cursor: None }));
    };
    let mut conn = shop.reader().await?;
    let after = cursor.map(|c| (c.t, c.i));
    let mut found = rows::of_session(&mut conn, &session, after, i64::from(limit) + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next_cursor = found
        .last()
        .filter(|_| more)
        .and_then(|last| pack_cursor(&OrderCursor { t: last.created_at, i: last.id.clone() }));
    let mut items = Vec::with_capacity(found.len());
    for row in &found {
        items.push(shop.order_summary(&mut conn, row).await?);
    }
    Ok(json(200, &Page { items, next_cursor }))
}

/// An order with its parcels.
#[utoipa::path(get, path = "/api/v1/orders/{id}", tag = "orders", params(("id" = String, Path)), responses(
    (status = 200, body = Order), (status = 404, body = Problem)))]
pub async fn get(State(shop): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Answer<Response> {
    let session = cookies::required(&shop, &headers).await?;
    let mut conn = shop.reader().await?;
    Ok(json(200, &shop.seen_order(&mut conn, &session, &id).await?))
}

/// The parcels of an order.
#[utoipa::path(get, path = "/api/v1/orders/{id}/shipments", tag = "orders", params(("id" = String, Path)), responses(
    (status = 200, body = Vec<Shipment>), (status = 404, body = Problem)))]
pub async fn shipments(State(shop): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Answer<Response> {
    let session = cookies::required(&shop, &headers).await?;
    let mut conn = shop.reader().await?;
    Ok(json(200, &shop.seen_order(&mut conn, &session, &id).await?.shipments))
}

/// Opens an order: whole by its own secret, in part by that of a shared link.
#[utoipa::path(post, path = "/api/v1/orders/{id}/open", tag = "orders", params(("id" = String, Path)),
    request_body = OpenOrder, responses((status = 200, body = Order), (status = 404, body = Problem),
    (status = 429, body = Problem)))]
pub async fn open(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(request): Body<OpenOrder>,
) -> Answer<Response> {
    // A wrong token costs a read; nobody waits for the one writer because of it, and no session is made.
    let mut conn = shop.reader().await?;
    shop.opened_by(&mut conn, &id, &request.token).await?;
    drop(conn);
    let mut tx = shop.store.begin().await?;
    let (session, cookie) = cookies::or_new(&shop, &mut tx, &headers).await?;
    shop.open_order(&mut tx, &session, &id, &request.token).await?;
    let view = shop.seen_order(&mut tx, &session, &id).await?;
    tx.commit().await?;
    Ok(with_cookie(json(200, &view), cookie))
}

/// Cancels an order while nothing has left.
#[utoipa::path(post, path = "/api/v1/orders/{id}/cancel", tag = "orders", params(("id" = String, Path)),
    request_body(content = String, content_type = "application/json", description = "An empty object"), responses(
    (status = 200, body = Order), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn cancel(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    let session = cookies::required(&shop, &headers).await?;
    let route = format!("POST /orders/{id}/cancel");
    once(&shop, &headers, &session, &route, &body, || async {
        let mut tx = shop.store.begin().await?;
        let order = shop.own_order(&mut tx, &session, &id).await?;
        let order = shop.cancel_order(&mut tx, order).await?;
        let view = shop.order_view(&mut tx, &order).await?;
        faults::point("cancel.before_commit");
        tx.commit().await?;
        faults::point("cancel.after_commit");
        shop.work.notify_one();
        Ok((200, serde_json::to_string(&view).unwrap_or_default()))
    })
    .await
}

/// Asks to send goods back.
#[utoipa::path(post, path = "/api/v1/orders/{id}/returns", tag = "orders", params(("id" = String, Path)),
    request_body = CreateReturn, responses((status = 201, body = Order), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn create_return(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    let session = cookies::required(&shop, &headers).await?;
    let request: CreateReturn = parse(&body)?;
    let route = format!("POST /orders/{id}/returns");
    let key = key(&headers)?;
    once(&shop, &headers, &session, &route, &body, || async {
        let mut tx = shop.store.begin().await?;
        let order = shop.own_order(&mut tx, &session, &id).await?;
        let order = shop.create_return(&mut tx, order, &session, &key, &request).await?;
        let view = shop.order_view(&mut tx, &order).await?;
        faults::point("return.ask.before_commit");
        tx.commit().await?;
        faults::point("return.ask.after_commit");
        shop.wake_browsers();
        Ok((201, serde_json::to_string(&view).unwrap_or_default()))
    })
    .await
}
