//! Parcels: the picture of how one was handed over, the word that one isn't there, and that it is after all.

use super::AppState;
use super::cookies;
use super::error::Answer;
use super::idempotency::once;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use vitrine_api::{Order, Problem};

/// The picture of a parcel's proof of delivery, for whoever bought it. A shared link doesn't open it.
#[utoipa::path(get, path = "/api/v1/orders/{id}/shipments/{shipment}/proof", tag = "orders",
    params(("id" = String, Path), ("shipment" = String, Path)), responses(
    (status = 200, body = String, content_type = "image/svg+xml"), (status = 404, body = Problem)))]
pub async fn proof(
    State(shop): State<AppState>,
    Path((id, shipment)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer<Response> {
    let session = cookies::required(&shop, &headers).await?;
    let mut conn = shop.reader().await?;
    let order = shop.own_order(&mut conn, &session, &id).await?;
    let picture = shop.proof_picture(&mut conn, &order, &shipment).await?;
    let mut response = picture.into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    // It is small and nobody else's: a browser that was told to forget its session shows it no more.
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// Says that a parcel told as delivered isn't there.
#[utoipa::path(post, path = "/api/v1/orders/{id}/shipments/{shipment}/not-received", tag = "orders",
    params(("id" = String, Path), ("shipment" = String, Path)),
    request_body(content = String, content_type = "application/json", description = "An empty object"), responses(
    (status = 200, body = Order), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn not_received(
    State(shop): State<AppState>,
    Path((id, shipment)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    told(&shop, &headers, (&id, &shipment), &body, Word::NotReceived).await
}

/// Says that a parcel reported missing turned up after all.
#[utoipa::path(post, path = "/api/v1/orders/{id}/shipments/{shipment}/received", tag = "orders",
    params(("id" = String, Path), ("shipment" = String, Path)),
    request_body(content = String, content_type = "application/json", description = "An empty object"), responses(
    (status = 200, body = Order), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn received(
    State(shop): State<AppState>,
    Path((id, shipment)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    told(&shop, &headers, (&id, &shipment), &body, Word::Received).await
}

/// What whoever bought says of a parcel.
#[derive(Clone, Copy)]
enum Word {
    NotReceived,
    Received,
}

/// Takes a word in, once for each key, and gives the order as it is then.
async fn told(
    shop: &AppState,
    headers: &HeaderMap,
    (id, shipment): (&str, &str),
    body: &[u8],
    word: Word,
) -> Answer<Response> {
    let session = cookies::required(shop, headers).await?;
    let name = match word {
        Word::NotReceived => "not-received",
        Word::Received => "received",
    };
    let route = format!("POST /orders/{id}/shipments/{shipment}/{name}");
    once(shop, headers, &session, &route, body, || async {
        let mut tx = shop.store.begin().await?;
        let order = shop.own_order(&mut tx, &session, id).await?;
        let order = match word {
            Word::NotReceived => shop.report_missing(&mut tx, order, shipment).await?,
            Word::Received => shop.turned_up(&mut tx, order, shipment).await?,
        };
        let view = shop.order_view(&mut tx, &order).await?;
        tx.commit().await?;
        shop.wake_browsers();
        Ok((200, serde_json::to_string(&view).unwrap_or_default()))
    })
    .await
}
