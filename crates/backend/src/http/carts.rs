//! Bags.

use super::AppState;
use super::cookies;
use super::error::{Answer, AppError};
use super::extract::{Body, View, cart as cart_answer, if_match, json, with_cookie};
use crate::service::{Refusal, Shop};
use crate::store::Tx;
use crate::store::carts::{self as rows, CartRow};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use vitrine_api::{
    AddLine, AddPromotion, Cart, CreateCart, DeliveryGroup, FieldCode, Problem, ProblemCode, UpdateCart, UpdateLine,
};

/// Makes a bag, and a session where there is none.
#[utoipa::path(post, path = "/api/v1/carts", tag = "bag", request_body = CreateCart, params(View), responses(
    (status = 201, body = Cart), (status = 422, body = Problem)))]
pub async fn create(
    State(shop): State<AppState>,
    Query(view): Query<View>,
    headers: HeaderMap,
    Body(request): Body<CreateCart>,
) -> Answer<Response> {
    if shop.catalogue.market(request.market.as_str()).is_none() {
        return Err(AppError::field("/market", FieldCode::NotOffered, "We don't sell to this market."));
    }
    // Nobody else knows these rows yet, so that nothing can come in between.
    let mut tx = shop.store.begin_keyed().await?;
    let (session, cookie) = cookies::or_new(&shop, &mut tx, &headers).await?;
    let row = rows::create(&mut tx, &session, request.market.as_str(), shop.now()).await?;
    let cart = shop.cart_view(&mut tx, &row, view.lang()).await?;
    tx.commit().await?;
    Ok(with_cookie(cart_answer(201, &cart), cookie))
}

/// A bag.
#[utoipa::path(get, path = "/api/v1/carts/{id}", tag = "bag", params(("id" = String, Path), View), responses(
    (status = 200, body = Cart), (status = 404, body = Problem)))]
pub async fn get(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    Query(view): Query<View>,
    headers: HeaderMap,
) -> Answer<Response> {
    let browser = cookies::token_hash(&shop, &headers)?;
    let mut conn = shop.reader().await?;
    let row = rows::of_browser(&mut conn, &id, &browser).await?.ok_or_else(Refusal::not_found)?;
    Ok(cart_answer(200, &shop.cart_view(&mut conn, &row, view.lang()).await?))
}

/// How each parcel of a bag can be sent.
#[utoipa::path(get, path = "/api/v1/carts/{id}/shipping-options", tag = "bag", params(("id" = String, Path), View),
    responses((status = 200, body = Vec<DeliveryGroup>), (status = 404, body = Problem)))]
pub async fn shipping_options(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    Query(view): Query<View>,
    headers: HeaderMap,
) -> Answer<Response> {
    let browser = cookies::token_hash(&shop, &headers)?;
    let mut conn = shop.reader().await?;
    let row = rows::of_browser(&mut conn, &id, &browser).await?.ok_or_else(Refusal::not_found)?;
    Ok(json(200, &shop.cart_view(&mut conn, &row, view.lang()).await?.groups))
}

/// Opens a bag for writing: it is the session's, not bought yet, and of the version the shopper saw.
async fn open(shop: &AppState, headers: &HeaderMap, id: &str, lang: &str) -> Answer<(Tx, CartRow)> {
    let browser = cookies::token_hash(shop, headers)?;
    let version = if_match(headers)?;
    let mut tx = shop.store.begin_keyed().await?;
    let row = rows::hold_of_browser(&mut tx, id, &browser).await?.ok_or_else(Refusal::not_found)?;
    if row.order_id.is_some() {
        let view = shop.cart_view(&mut tx, &row, lang).await?;
        let detail = "This bag was bought already. Begin a new one.";
        return Err(Refusal::with_cart(ProblemCode::CartCompleted, detail, view, None).into());
    }
    if u64::try_from(row.version).ok() != Some(version) {
        let view = shop.cart_view(&mut tx, &row, lang).await?;
        let detail = "The bag was changed in between. Look at it and do it again.";
        return Err(Refusal::with_cart(ProblemCode::StaleVersion, detail, view, None).into());
    }
    Ok((tx, row))
}

async fn answer(shop: &Shop, mut tx: Tx, row: &CartRow, lang: &str, status: u16) -> Answer<Response> {
    let cart = shop.cart_view(&mut tx, row, lang).await?;
    tx.commit().await?;
    shop.wake_browsers();
    Ok(cart_answer(status, &cart))
}

/// Changes market, buyer, address, shipping, or accepts prices.
#[utoipa::path(patch, path = "/api/v1/carts/{id}", tag = "bag", params(("id" = String, Path), View),
    request_body = UpdateCart, responses(
    (status = 200, body = Cart), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    Query(view): Query<View>,
    headers: HeaderMap,
    Body(request): Body<UpdateCart>,
) -> Answer<Response> {
    let (mut tx, mut row) = open(&shop, &headers, &id, view.lang()).await?;
    shop.update_cart(&mut tx, &mut row, &request).await?;
    answer(&shop, tx, &row, view.lang(), 200).await
}

/// Adds pieces of a variant.
#[utoipa::path(post, path = "/api/v1/carts/{id}/lines", tag = "bag", params(("id" = String, Path), View),
    request_body = AddLine, responses(
    (status = 200, body = Cart), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn add_line(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    Query(view): Query<View>,
    headers: HeaderMap,
    Body(request): Body<AddLine>,
) -> Answer<Response> {
    let (mut tx, mut row) = open(&shop, &headers, &id, view.lang()).await?;
    shop.add_line(&mut tx, &mut row, &request, view.lang()).await?;
    answer(&shop, tx, &row, view.lang(), 200).await
}

/// Sets the quantity of a line.
#[utoipa::path(patch, path = "/api/v1/carts/{id}/lines/{line}", tag = "bag",
    params(("id" = String, Path), ("line" = String, Path), View), request_body = UpdateLine, responses(
    (status = 200, body = Cart), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_line(
    State(shop): State<AppState>,
    Path((id, line)): Path<(String, String)>,
    Query(view): Query<View>,
    headers: HeaderMap,
    Body(request): Body<UpdateLine>,
) -> Answer<Response> {
    let (mut tx, mut row) = open(&shop, &headers, &id, view.lang()).await?;
    shop.set_quantity(&mut tx, &mut row, &line, request.quantity, view.lang()).await?;
    answer(&shop, tx, &row, view.lang(), 200).await
}

/// Takes a line out.
#[utoipa::path(delete, path = "/api/v1/carts/{id}/lines/{line}", tag = "bag",
    params(("id" = String, Path), ("line" = String, Path), View), responses(
    (status = 200, body = Cart), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 412, body = Problem), (status = 428, body = Problem)))]
pub async fn remove_line(
    State(shop): State<AppState>,
    Path((id, line)): Path<(String, String)>,
    Query(view): Query<View>,
    headers: HeaderMap,
) -> Answer<Response> {
    let (mut tx, mut row) = open(&shop, &headers, &id, view.lang()).await?;
    if !rows::remove_line(&mut tx, &row.id, &line).await? {
        return Err(Refusal::not_found().into());
    }
    shop.touch(&mut tx, &mut row).await?;
    answer(&shop, tx, &row, view.lang(), 200).await
}

/// Puts a promotion code in. The same code again changes nothing.
#[utoipa::path(post, path = "/api/v1/carts/{id}/promotions", tag = "bag", params(("id" = String, Path), View),
    request_body = AddPromotion, responses(
    (status = 200, body = Cart), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    (status = 429, body = Problem)))]
pub async fn add_promotion(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    Query(view): Query<View>,
    headers: HeaderMap,
    Body(request): Body<AddPromotion>,
) -> Answer<Response> {
    let (mut tx, mut row) = open(&shop, &headers, &id, view.lang()).await?;
    shop.add_promotion(&mut tx, &mut row, &request.code, view.lang()).await?;
    answer(&shop, tx, &row, view.lang(), 200).await
}

/// Takes a promotion code out.
#[utoipa::path(delete, path = "/api/v1/carts/{id}/promotions/{code}", tag = "bag",
    params(("id" = String, Path), ("code" = String, Path), View), responses(
    (status = 200, body = Cart), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 412, body = Problem), (status = 428, body = Problem)))]
pub async fn remove_promotion(
    State(shop): State<AppState>,
    Path((id, code)): Path<(String, String)>,
    Query(view): Query<View>,
    headers: HeaderMap,
) -> Answer<Response> {
    let (mut tx, mut row) = open(&shop, &headers, &id, view.lang()).await?;
    shop.remove_promotion(&mut tx, &mut row, &code).await?;
    answer(&shop, tx, &row, view.lang(), 200).await
}
