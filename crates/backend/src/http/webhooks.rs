//! What providers tell us: verify, keep, answer; the worker applies it.

use super::AppState;
use super::error::{Answer, AppError};
use crate::carriers::simulated;
use crate::store::messages;
use crate::webhook;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use vitrine_api::{Problem, ProblemCode};

/// Takes a provider's message: raw body, signature, age, then the inbox.
#[utoipa::path(post, path = "/api/v1/webhooks/{provider}", tag = "operations", params(("provider" = String, Path)),
    request_body(content = String, content_type = "application/json"), responses(
    (status = 200, description = "Taken, or known"), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 404, body = Problem)))]
pub async fn receive(
    State(shop): State<AppState>,
    Path(provider): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<StatusCode> {
    let signature = |header: &str| headers.get(header).and_then(|v| v.to_str().ok()).unwrap_or("");
    let now = shop.clock.now().as_second();
    let genuine = if provider == shop.payments.name() {
        shop.payments.verify(signature(shop.payments.signature_header()), &body, now)
    } else if provider == simulated::NAME {
        shop.carrier.verify(signature(webhook::HEADER), &body, now)
    } else {
        return Err(AppError::new(ProblemCode::NotFound, "There is no such provider."));
    };
    if !genuine {
        return Err(AppError::new(ProblemCode::Unauthorized, "The signature is wrong or too old."));
    }
    let text =
        std::str::from_utf8(&body).map_err(|_| AppError::new(ProblemCode::BadRequest, "The body is no text."))?;
    let id = serde_json::from_str::<serde_json::Value>(text)
        .ok()
        .and_then(|value| value.get("id")?.as_str().map(ToOwned::to_owned))
        .ok_or_else(|| AppError::new(ProblemCode::BadRequest, "The message has no id."))?;
    let mut tx = shop.store.begin().await?;
    messages::receive(&mut tx, &provider, &id, text, shop.now()).await?;
    tx.commit().await?;
    shop.work.notify_one();
    Ok(StatusCode::OK)
}
