//! `/healthz` and `/readyz`.

use super::AppState;
use super::error::{Answer, AppError};
use axum::extract::State;
use vitrine_api::ProblemCode;

/// The process runs.
#[utoipa::path(get, path = "/healthz", tag = "operations", responses((status = 200, description = "It runs")))]
pub async fn healthz() -> &'static str {
    "ok"
}

/// The shop can serve: its database answers and its catalogue is loaded.
#[utoipa::path(get, path = "/readyz", tag = "operations", responses(
    (status = 200, description = "It serves"), (status = 503, description = "Not yet", body = vitrine_api::Problem)))]
pub async fn readyz(State(shop): State<AppState>) -> Answer<&'static str> {
    shop.store.ping().await.map_err(|_| AppError::new(ProblemCode::Unavailable, "The database doesn't answer."))?;
    if shop.catalogue.markets.is_empty() {
        return Err(AppError::new(ProblemCode::Unavailable, "The catalogue is empty."));
    }
    Ok("ready")
}
