//! Forgetting a browser when its shopper asks for it.

use super::AppState;
use super::cookies;
use super::error::Answer;
use super::extract::{json, with_cookie};
use crate::store::sessions;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;

/// Takes the cookie back. What it opened (bag, list of orders) can't be opened with it any more;
/// orders go on, and their links still open them.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", responses((status = 200)))]
pub async fn end(State(shop): State<AppState>, headers: HeaderMap) -> Answer<Response> {
    if let Some(session) = cookies::session(&shop, &headers).await? {
        let mut tx = shop.store.begin().await?;
        sessions::close(&mut tx, &session).await?;
        tx.commit().await?;
    }
    Ok(with_cookie(json(200, &json!({ "ended": true })), cookies::ended(&shop)))
}
