//! Products.

use super::error::Answer;
use super::extract::{View, json};
use super::{AppState, cookies};
use crate::store::taste;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use vitrine_api::{Problem, Product};

/// A product with its offers in a market.
#[utoipa::path(get, path = "/api/v1/products/{id}", tag = "catalogue", params(("id" = String, Path), View),
    responses((status = 200, body = Product), (status = 404, body = Problem)))]
pub async fn product(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    Query(view): Query<View>,
    headers: HeaderMap,
) -> Answer<Response> {
    let market = view.market(&shop)?;
    let session = cookies::session(&shop, &headers).await?;
    let mut conn = shop.reader().await?;
    let mut product = shop.product(&mut conn, &id, market, view.lang()).await?;
    if let Some(session) = session {
        product.interested = !taste::uninterested(&mut conn, &session).await?.contains(&id);
    }
    Ok(json(200, &product))
}
