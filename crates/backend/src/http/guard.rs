//! Who may change things: only our own pages, only with JSON; pictures of returns as they are.

use super::AppState;
use super::error::AppError;
use crate::domain::photo::Kind;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use vitrine_api::ProblemCode;

/// Refuses mutations of foreign pages: a non-safelisted header, an allowed `Origin`, an own
/// `Sec-Fetch-Site`, and JSON where there is a body.
pub async fn mutations(State(shop): State<AppState>, request: Request, next: Next) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // Webhooks come from servers and prove themselves by signature.
    let webhook = request.uri().path().starts_with("/api/v1/webhooks/");
    if !reading
        && !webhook
        && let Err(error) = check(&shop, request.headers(), request.method(), request.uri().path())
    {
        return error.into_response();
    }
    next.run(request).await
}

/// Lets a change run to its end though nobody waits for the answer any more: a page that is left
/// drops its connection, and with it the work would stop between two transactions and leave its
/// idempotency key in flight for ever.
pub async fn to_the_end(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        // A panic goes on to the layer that answers for it; nobody aborts the task.
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(_) => {
            AppError::new(ProblemCode::Unavailable, "The shop is stopping. Try again in a moment.").into_response()
        }
    }
}

fn check(shop: &AppState, headers: &HeaderMap, method: &Method, path: &str) -> Result<(), AppError> {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let foreign_site = text("sec-fetch-site").is_some_and(|site| site != "same-origin");
    let foreign_origin = text("origin").is_some_and(|origin| !own_origin(shop, headers, origin));
    if foreign_site || foreign_origin || text("x-vitrine") != Some("1") {
        let detail = "Changes are taken only from this shop's own pages, with the header X-Vitrine: 1.";
        return Err(AppError::new(ProblemCode::ForbiddenOrigin, detail));
    }
    let kind = text(header::CONTENT_TYPE.as_str()).and_then(|kind| kind.split(';').next()).map(str::trim);
    if path.ends_with("/return-photos") {
        // No form can send these without asking first, as with JSON; the first bytes decide later.
        return if kind.and_then(Kind::named).is_some() {
            Ok(())
        } else {
            let detail = "Send image/jpeg, image/png, image/webp or image/avif.";
            Err(AppError::new(ProblemCode::UnsupportedMediaType, detail))
        };
    }
    let json = kind == Some("application/json");
    if !json && method != Method::DELETE {
        return Err(AppError::new(ProblemCode::UnsupportedMediaType, "Send application/json."));
    }
    Ok(())
}

/// The public address, or on loopback another port of the same machine: trunk's proxy passes the
/// browser's `Origin` on.
fn own_origin(shop: &AppState, headers: &HeaderMap, origin: &str) -> bool {
    if origin == shop.public_url {
        return true;
    }
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or("");
    let local = |h: &str| h.starts_with("127.0.0.1:") || h.starts_with("localhost:");
    origin.strip_prefix("http://").is_some_and(|o| local(o) && local(host))
}
