//! What a shopper says about creators and products, for the feed to keep to.

use super::AppState;
use super::cookies;
use super::error::{Answer, AppError};
use super::extract::{Body, json, with_cookie};
use crate::store::taste;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use vitrine_api::{Follow, Interest, Problem, ProblemCode};

/// Follows a creator, or no longer.
#[utoipa::path(put, path = "/api/v1/creators/{id}/follow", tag = "feed", params(("id" = String, Path)),
    request_body = Follow, responses((status = 200, body = Follow), (status = 404, body = Problem)))]
pub async fn follow(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(wish): Body<Follow>,
) -> Answer<Response> {
    if !shop.catalogue.creators.contains_key(&id) {
        return Err(AppError::new(ProblemCode::NotFound, "There is no such creator."));
    }
    let mut tx = shop.store.begin().await?;
    let (session, cookie) = cookies::or_new(&shop, &mut tx, &headers).await?;
    taste::follow(&mut tx, &session, &id, wish.following).await?;
    tx.commit().await?;
    Ok(with_cookie(json(200, &wish), cookie))
}

/// Says whether a product shall be shown in films.
#[utoipa::path(put, path = "/api/v1/products/{id}/interest", tag = "feed", params(("id" = String, Path)),
    request_body = Interest, responses((status = 200, body = Interest), (status = 404, body = Problem)))]
pub async fn interest(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(wish): Body<Interest>,
) -> Answer<Response> {
    if !shop.catalogue.products.contains_key(&id) {
        return Err(AppError::new(ProblemCode::NotFound, "There is no such product."));
    }
    let mut tx = shop.store.begin().await?;
    let (session, cookie) = cookies::or_new(&shop, &mut tx, &headers).await?;
    taste::interest(&mut tx, &session, &id, wish.interested).await?;
    tx.commit().await?;
    Ok(with_cookie(json(200, &wish), cookie))
}
