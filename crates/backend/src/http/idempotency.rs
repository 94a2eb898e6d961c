//! `Idempotency-Key`: asking twice does once.

use super::AppState;
use super::error::{Answer, AppError};
use super::extract::{REPLAYED, raw_json};
use crate::faults;
use crate::store::idempotency::{self, Claim};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::future::Future;
use std::time::Duration;
use vitrine_api::ProblemCode;

/// The pause before a key is let go of again.
const FORGET_AGAIN: Duration = Duration::from_millis(500);

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
    let mut tx = shop.store.begin_single().await?;
    let claim =
        idempotency::claim(&mut tx, session, route, &key, &fingerprint, shop.store.holder(), shop.now()).await?;
    faults::point("keyed.claim.before_commit");
    tx.commit().await?;
    faults::point("keyed.claim.after_commit");
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
    let mut held =
        Held { shop: shop.clone(), session: session.to_owned(), route: route.to_owned(), key, settled: false };
    let answer = work().await;
    faults::point("keyed.work.after");
    settle(shop, session, route, &held.key, &answer).await?;
    held.settled = true;
    answer.map(|(status, body)| raw_json(status, body))
}

/// Keeps the answer for the key, or lets go of the key where the answer is none.
async fn settle(shop: &AppState, session: &str, route: &str, key: &str, answer: &Answer<Done>) -> Answer<()> {
    let (status, body) = match answer {
        Ok((status, body)) => (*status, body.clone()),
        Err(error) => (error.0.status, error.body()),
    };
    let mut tx = shop.store.begin_single().await?;
    // A payment that is still pending is a state of the moment, not the answer for this key.
    let passing = matches!(answer, Err(e) if e.0.code == ProblemCode::PaymentPending);
    if status >= 500 || passing {
        idempotency::forget(&mut tx, session, route, key).await?;
    } else {
        idempotency::keep(&mut tx, session, route, key, status, &body).await?;
    }
    faults::point("keyed.keep.before_commit");
    tx.commit().await?;
    faults::point("keyed.keep.after_commit");
    Ok(())
}

/// A key whose work runs. When the work ends without an answer that could be kept, by a panic or a
/// database that takes no writes, the key is let go of as soon as there are writes again: until then
/// it says that the first request still runs. Doing the work again is harmless.
struct Held {
    shop: AppState,
    session: String,
    route: String,
    key: String,
    settled: bool,
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.settled {
            return;
        }
        // Without a runtime the program is ending, and the next one lets go of all keys.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (shop, session) = (self.shop.clone(), std::mem::take(&mut self.session));
        let (route, key) = (std::mem::take(&mut self.route), std::mem::take(&mut self.key));
        runtime.spawn(async move {
            while forget(&shop, &session, &route, &key).await.is_err() {
                tokio::time::sleep(FORGET_AGAIN).await;
            }
        });
    }
}

async fn forget(shop: &AppState, session: &str, route: &str, key: &str) -> Answer<()> {
    let mut tx = shop.store.begin_single().await?;
    idempotency::forget(&mut tx, session, route, key).await?;
    Ok(tx.commit().await?)
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
