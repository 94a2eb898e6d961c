//! Links that show an order to others. Only its owner makes, sees and revokes them.

use super::AppState;
use super::cookies;
use super::error::Answer;
use super::extract::{Body, json};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use vitrine_api::{CreateOrderLink, NewOrderLink, OrderLink, Problem};

/// The links of an order that still open something, newest first.
#[utoipa::path(get, path = "/api/v1/orders/{id}/links", tag = "orders", params(("id" = String, Path)), responses(
    (status = 200, body = Vec<OrderLink>), (status = 404, body = Problem)))]
pub async fn list(State(shop): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Answer<Response> {
    let session = cookies::required(&shop, &headers).await?;
    let mut conn = shop.reader().await?;
    let order = shop.own_order(&mut conn, &session, &id).await?;
    Ok(json(200, &shop.links(&mut conn, &order.id).await?))
}

/// Makes a link. It has no `Idempotency-Key`: answers to keys are kept, and this one has a secret in it.
#[utoipa::path(post, path = "/api/v1/orders/{id}/links", tag = "orders", params(("id" = String, Path)),
    request_body = CreateOrderLink, responses((status = 201, body = NewOrderLink), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(wish): Body<CreateOrderLink>,
) -> Answer<Response> {
    let session = cookies::required(&shop, &headers).await?;
    let mut tx = shop.store.begin().await?;
    let order = shop.own_order(&mut tx, &session, &id).await?;
    let made = shop.make_link(&mut tx, &order.id, &wish).await?;
    tx.commit().await?;
    Ok(json(201, &made))
}

/// Revokes a link: whoever opened it sees nothing from now on. The answer is what is left.
#[utoipa::path(delete, path = "/api/v1/orders/{id}/links/{link}", tag = "orders",
    params(("id" = String, Path), ("link" = String, Path)), responses(
    (status = 200, body = Vec<OrderLink>), (status = 404, body = Problem)))]
pub async fn revoke(
    State(shop): State<AppState>,
    Path((id, link)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer<Response> {
    let session = cookies::required(&shop, &headers).await?;
    let mut tx = shop.store.begin().await?;
    let order = shop.own_order(&mut tx, &session, &id).await?;
    shop.revoke_link(&mut tx, &order.id, &link).await?;
    let left = shop.links(&mut tx, &order.id).await?;
    tx.commit().await?;
    shop.wake_browsers();
    Ok(json(200, &left))
}
