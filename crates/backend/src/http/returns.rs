//! Returns: pictures, and the parcel that is handed over. Asking for one is in [`super::orders`].

use super::AppState;
use super::cookies;
use super::error::{Answer, AppError};
use super::extract::json;
use super::idempotency::once;
use crate::faults;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use vitrine_api::{Order, Problem, ProblemCode, ReturnPhoto};

/// Takes a picture that shows why goods go back: its bytes as the body.
#[utoipa::path(post, path = "/api/v1/orders/{id}/return-photos", tag = "orders", params(("id" = String, Path)),
    request_body(content = Vec<u8>, content_type = "image/jpeg"), responses((status = 201, body = ReturnPhoto),
    (status = 404, body = Problem), (status = 409, body = Problem), (status = 413, body = Problem),
    (status = 415, body = Problem)))]
pub async fn take_photo(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Answer<Response> {
    let session = cookies::required(&shop, &headers).await?;
    let body = body.map_err(|_| AppError::new(ProblemCode::TooLarge, "A picture has at most 5 MB."))?;
    let photo = shop.take_photo(&session, &id, &body).await?;
    Ok(json(201, &ReturnPhoto { id: photo.into() }))
}

/// A picture, for the browser that took it and the one that bought.
#[utoipa::path(get, path = "/api/v1/orders/{id}/return-photos/{photo}", tag = "orders",
    params(("id" = String, Path), ("photo" = String, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "image/jpeg"), (status = 404, body = Problem)))]
pub async fn photo(
    State(shop): State<AppState>,
    Path((id, photo)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer<Response> {
    let session = cookies::required(&shop, &headers).await?;
    let (bytes, kind) = shop.photo(&session, &id, &photo).await?;
    let mut response = bytes.into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind.mime()));
    // It is nobody else's: a browser that was told to forget its session shows it no more.
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// Takes a picture back, while its return isn't asked for.
#[utoipa::path(delete, path = "/api/v1/orders/{id}/return-photos/{photo}", tag = "orders",
    params(("id" = String, Path), ("photo" = String, Path)), responses((status = 200),
    (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn drop_photo(
    State(shop): State<AppState>,
    Path((id, photo)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer<Response> {
    let session = cookies::required(&shop, &headers).await?;
    shop.drop_photo(&session, &id, &photo).await?;
    Ok(json(200, &serde_json::json!({})))
}

/// Says that a parcel was handed over to the carrier.
#[utoipa::path(post, path = "/api/v1/orders/{id}/returns/{wish}/drop-off", tag = "orders",
    params(("id" = String, Path), ("wish" = String, Path)),
    request_body(content = String, content_type = "application/json", description = "An empty object"), responses(
    (status = 200, body = Order), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn drop_off(
    State(shop): State<AppState>,
    Path((id, wish)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    let session = cookies::required(&shop, &headers).await?;
    let route = format!("POST /orders/{id}/returns/{wish}/drop-off");
    once(&shop, &headers, &session, &route, &body, || async {
        let mut tx = shop.store.begin().await?;
        let order = shop.own_order(&mut tx, &session, &id).await?;
        let order = shop.drop_off(&mut tx, order, &wish).await?;
        let view = shop.order_view(&mut tx, &order).await?;
        faults::point("return.drop.before_commit");
        tx.commit().await?;
        faults::point("return.drop.after_commit");
        shop.wake_browsers();
        Ok((200, serde_json::to_string(&view).unwrap_or_default()))
    })
    .await
}
