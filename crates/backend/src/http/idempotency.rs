//! `Idempotency-Key`: asking twice does once.

use super::AppState;
use super::error::{Answer, AppError};
use super::extract::{REPLAYED, raw_json};
use crate::store::idempotency::{self, Claim};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::future::Future;
use vitrine_api::ProblemCode;

/// What work answers: a status and a JSON body.
pub type Done = (u16, String);

/// Does the work of a keyed request once. `route` names the resource with its id.
///
/// # Errors
/// 400 without a key, 409 while the first request runs, 422 with another body, and whatever the work
/// answers. Answers of 5xx are not kept, so that they can be tried again with the same key.
pub async fn once<F, W>(
    shop: &AppState,
    headers: &HeaderMap,
    session: &str,
    route: &str,
    body: &[u8],
    work: F,
) -> Answer<Response>
where
    F: FnOnce() -> W,
    W: Future<Output = Answer<Done>>,
{
    let key = key(headers)?;
    let fingerprint = hex::encode(Sha256::digest(body));
    let mut tx = shop.store.begin().await?;
    let claim = idempotency::claim(&mut tx, session, route, &key, &fingerprint, shop.now()).await?;
    tx.commit().await?;
    match claim {
        Claim::New => {}
        Claim::InFlight => {
            let detail = "The first request with this key is still running. Ask again in a second.";
            return Err(AppError::new(ProblemCode::IdempotencyInFlight, detail));
        }
        Claim::Mismatch => {
            let detail = "This key was used with another body. Use a new key for a new intent.";
            return Err(AppError::new(ProblemCode::IdempotencyMismatch, detail));
        }
        Claim::Done(status, body) => return Ok(replay(status, body)),
    }
    let answer = work().await;
    let (status, body) = match &answer {
        Ok((status, body)) => (*status, body.clone()),
        Err(error) => (error.0.status, error.body()),
    };
    let mut tx = shop.store.begin().await?;
    // A payment that is still pending is a state of the moment, not the answer for this key.
    let passing = matches!(&answer, Err(e) if e.0.code == ProblemCode::PaymentPending);
    if status >= 500 || passing {
        idempotency::forget(&mut tx, session, route, &key).await?;
    } else {
        idempotency::keep(&mut tx, session, route, &key, status, &body).await?;
    }
    tx.commit().await?;
    answer.map(|(status, body)| raw_json(status, body))
}

fn replay(status: u16, body: String) -> Response {
    let mut response = raw_json(status, body).into_response();
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    if status >= 400 {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    }
    response
}

/// The key of a request.
///
/// # Errors
/// 400 when it is missing or malformed.
pub(super) fn key(headers: &HeaderMap) -> Answer<String> {
    let text = headers.get("idempotency-key").and_then(|v| v.to_str().ok()).map(str::trim).unwrap_or("");
    if (1..=255).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(text.to_owned());
    }
    let detail = "Send an Idempotency-Key of 1 to 255 visible characters, such as a UUID; the same for each try.";
    Err(AppError::new(ProblemCode::IdempotencyKeyRequired, detail))
}
