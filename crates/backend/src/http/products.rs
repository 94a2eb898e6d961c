//! Products.

use super::AppState;
use super::error::Answer;
use super::extract::{View, json};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use vitrine_api::{Problem, Product};

/// A product with its offers in a market.
#[utoipa::path(get, path = "/api/v1/products/{id}", tag = "catalogue", params(("id" = String, Path), View),
    responses((status = 200, body = Product), (status = 404, body = Problem)))]
pub async fn product(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    Query(view): Query<View>,
) -> Answer<Response> {
    let market = view.market(&shop)?;
    let mut conn = shop.reader().await?;
    Ok(json(200, &shop.product(&mut conn, &id, market, view.lang()).await?))
}
