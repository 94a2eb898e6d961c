//! `Idempotency-Key`: asking twice does once.

use super::AppState;
use super::error::{Answer, AppError};
use super::extract::{REPLAYED, raw_json};
use crate::faults;
use crate::store::Tx;
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
    let keyed = Keyed::of(shop, headers, session, route, body)?;
    let mut tx = shop.store.begin_single().await?;
    if let Some(known) = keyed.claim(&mut tx).await? {
        // It may be another's work that isn't on the disk yet: several share a commit.
        tx.commit().await?;
        return Ok(known);
    }
    let held = keyed.claimed(tx).await?;
    let answer = work().await;
    held.settle(shop.store.begin_single().await?, &answer).await?;
    answer.map(|(status, body)| raw_json(status, body))
}

/// A keyed request, for work that shares its transactions with the key: each commit less is a wait less.
pub struct Keyed {
    shop: AppState,
    session: String,
    route: String,
    key: String,
    fingerprint: String,
}

impl Keyed {
    /// The key of a request. `route` names the resource with its id.
    ///
    /// # Errors
    /// 400 when it is missing or malformed.
    pub fn of(shop: &AppState, headers: &HeaderMap, session: &str, route: &str, body: &[u8]) -> Answer<Self> {
        Ok(Self {
            shop: shop.clone(),
            session: session.to_owned(),
            route: route.to_owned(),
            key: key(headers)?,
            fingerprint: hex::encode(Sha256::digest(body)),
        })
    }

    /// Claims the key in a write; the answer, where the work is done already.
    ///
    /// # Errors
    /// 409 while the first request runs, 422 with another body.
    pub async fn claim(&self, tx: &mut Tx) -> Answer<Option<Response>> {
        let claim = self.try_claim(tx).await?;
        faults::point("keyed.claim.before_commit");
        match claim {
            Claim::New => Ok(None),
            Claim::Done(status, body) => Ok(Some(replay(status, body))),
            Claim::InFlight => {
                let detail = "The first request with this key is still running. Ask again in a second.";
                Err(AppError::new(ProblemCode::IdempotencyInFlight, detail))
            }
            Claim::Mismatch => {
                let detail = "This key was used with another body. Use a new key for a new intent.";
                Err(AppError::new(ProblemCode::IdempotencyMismatch, detail))
            }
        }
    }

    async fn try_claim(&self, tx: &mut Tx) -> Answer<Claim> {
        let (shop, holder) = (&self.shop, self.shop.store.holder());
        let Self { session, route, key, fingerprint, .. } = self;
        Ok(idempotency::claim(tx, session, route, key, fingerprint, holder, shop.now()).await?)
    }

    /// Commits the claim and what was done with it, before the work that takes longer.
    ///
    /// # Errors
    /// When the database fails; then the key isn't claimed.
    pub async fn claimed(self, tx: Tx) -> Answer<Held> {
        // Before the commit: one whose answer gets lost may have been done, and the key is let go of then.
        let held = Held { keyed: self, settled: false };
        tx.commit().await?;
        faults::point("keyed.claim.after_commit");
        Ok(held)
    }

    /// Ends work that was done in the transaction of its claim: all of it and its answer last, or, where it was
    /// refused, the refusal alone.
    ///
    /// # Errors
    /// What the work answers, or when the database fails.
    pub async fn end(self, tx: Tx, answer: Answer<Done>) -> Answer<Response> {
        let error = match answer {
            Ok((status, body)) => {
                self.settle(tx, status, &body, false).await?;
                return Ok(raw_json(status, body));
            }
            Err(error) => error,
        };
        // Taken back also where the database says that it can't be.
        let _ = tx.rollback().await;
        if error.0.status < 500 {
            let mut tx = self.shop.store.begin_keyed().await?;
            // Whoever came in between with the same key has its own answer.
            if self.try_claim(&mut tx).await? == Claim::New {
                self.settle(tx, error.0.status, &error.body(), false).await?;
            }
        }
        Err(error)
    }

    /// Keeps the answer for the key, or lets go of the key where the answer is none.
    async fn settle(&self, mut tx: Tx, status: u16, body: &str, passing: bool) -> Answer<()> {
        faults::point("keyed.work.after");
        if status >= 500 || passing {
            idempotency::forget(&mut tx, &self.session, &self.route, &self.key).await?;
        } else {
            idempotency::keep(&mut tx, &self.session, &self.route, &self.key, status, body).await?;
        }
        faults::point("keyed.keep.before_commit");
        tx.commit().await?;
        faults::point("keyed.keep.after_commit");
        Ok(())
    }
}

/// A key whose work runs. When the work ends without an answer that could be kept, by a panic or a
/// database that takes no writes, the key is let go of as soon as there are writes again: until then
/// it says that the first request still runs. Doing the work again is harmless.
pub struct Held {
    keyed: Keyed,
    settled: bool,
}

impl Held {
    /// Keeps the answer in a write, which may hold the last of the work too.
    ///
    /// # Errors
    /// When the database fails; then the key is let go of.
    pub async fn settle(mut self, tx: Tx, answer: &Answer<Done>) -> Answer<()> {
        // A payment that is still pending is a state of the moment, not the answer for this key.
        let passing = matches!(answer, Err(e) if e.0.code == ProblemCode::PaymentPending);
        match answer {
            Ok((status, body)) => self.keyed.settle(tx, *status, body, passing).await?,
            Err(error) => self.keyed.settle(tx, error.0.status, &error.body(), passing).await?,
        }
        self.settled = true;
        Ok(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.settled {
            return;
        }
        // Without a runtime the program is ending, and the next one lets go of all keys.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (shop, session) = (self.keyed.shop.clone(), std::mem::take(&mut self.keyed.session));
        let (route, key) = (std::mem::take(&mut self.keyed.route), std::mem::take(&mut self.keyed.key));
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
