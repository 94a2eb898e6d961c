//! What providers tell us: verify, keep, answer; the worker applies it.

use super::AppState;
use super::error::{Answer, AppError};
use crate::carriers::provider::{Proof, Taken, TrackingProvider};
use crate::faults;
use crate::service::{Refusal, Shop};
use crate::store::messages;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
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
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<StatusCode> {
    let now = shop.clock.now().as_second();
    let signed = |header: &str| headers.get(header).and_then(|v| v.to_str().ok()).unwrap_or("");
    let tracker = shop.trackers.named(&provider);
    let genuine = match tracker {
        Some(tracker) => {
            let token = query.as_deref().and_then(token);
            tracker.verify(&Proof { signature: signed(tracker.signature_header()), token }, &body, now)
        }
        None if provider == shop.payments.name() => {
            shop.payments.verify(signed(shop.payments.signature_header()), &body, now)
        }
        None => return Err(AppError::new(ProblemCode::NotFound, "There is no such provider.")),
    };
    if !genuine {
        return Err(AppError::new(ProblemCode::Unauthorized, "The signature is wrong or too old."));
    }
    faults::point("webhook.after_signature");
    let text =
        std::str::from_utf8(&body).map_err(|_| AppError::new(ProblemCode::BadRequest, "The body is no text."))?;
    let Taken::Keep(id) = taken(tracker, text)? else {
        return Ok(StatusCode::OK);
    };
    keep(&shop, &provider, &id, text).await?;
    shop.work.notify_one();
    Ok(StatusCode::OK)
}

/// The `token` of an address. Tokens are made of characters that stand for themselves there.
fn token(query: &str) -> Option<&str> {
    query.split('&').find_map(|part| part.strip_prefix("token="))
}

/// Whether to keep a genuine message, and under which id.
fn taken(tracker: Option<&dyn TrackingProvider>, text: &str) -> Answer<Taken> {
    if let Some(tracker) = tracker {
        return Ok(tracker.take(text).map_err(Refusal::from)?);
    }
    serde_json::from_str::<serde_json::Value>(text)
        .ok()
        .and_then(|value| value.get("id")?.as_str().map(|id| Taken::Keep(id.to_owned())))
        .ok_or_else(|| AppError::new(ProblemCode::BadRequest, "The message has no id."))
}

async fn keep(shop: &Shop, provider: &str, id: &str, text: &str) -> Answer<()> {
    let mut tx = shop.store.begin_single().await?;
    messages::receive(&mut tx, provider, id, text, shop.now()).await?;
    faults::point("webhook.before_commit");
    tx.commit().await?;
    faults::point("webhook.after_commit");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::token;

    #[test]
    fn the_token_of_an_address_is_found_and_nothing_like_it() {
        assert_eq!(token("token=abc"), Some("abc"));
        assert_eq!(token("a=b&token=abc&token=x"), Some("abc"));
        assert_eq!(token("mytoken=abc"), None);
        assert_eq!(token(""), None);
    }
}
