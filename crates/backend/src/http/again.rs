//! Requests that others came in between are worked on again, from their beginning: PostgreSQL lets one of
//! two that touch the same rows end and turns the other away. SQLite has one writer and needs none of this.
//!
//! Handlers bear it. A keyed one lets go of its key before it says so, because its answer is a 5xx, and
//! claims it anew; what it asked of a provider had a key of its own.

use super::error::{Again, AppError};
use super::{AppState, BODY_LIMIT};
use crate::service::photos::LARGEST_PHOTO;
use crate::store::Tries;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use tokio::sync::Semaphore;
use vitrine_api::ProblemCode;

/// Requests that were turned away are worked on one after another, so that they don't turn each other away
/// again while many want the same.
static TURN: Semaphore = Semaphore::const_new(1);
/// How long one waits for its turn: a provider that is slow must not hold up all others.
const PATIENCE: Duration = Duration::from_secs(2);

/// Puts [`conflicts`] around routes where the database may turn a request away.
pub fn where_needed(shop: &AppState, routes: Router<AppState>) -> Router<AppState> {
    if shop.store.postgres().is_some() { routes.layer(middleware::from_fn(conflicts)) } else { routes }
}

/// Works on a request again while its answer is marked with [`Again`]; after many times the answer is that
/// of a database that is busy: 503 with a time to wait.
pub async fn conflicts(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, largest(parts.uri.path())).await else {
        return AppError::new(ProblemCode::TooLarge, "A picture has at most 5 MB, any other body 64 KiB.")
            .into_response();
    };
    let mut tries = Tries::default();
    let mut turn = None;
    loop {
        let request = Request::from_parts(parts.clone(), Body::from(body.clone()));
        let response = next.clone().run(request).await;
        if response.extensions().get::<Again>().is_none() || !tries.another().await {
            return response;
        }
        if turn.is_none() {
            turn = tokio::time::timeout(PATIENCE, TURN.acquire()).await.ok().and_then(Result::ok);
        }
        tracing::debug!(path = parts.uri.path(), "others came in between; the request is worked on again");
    }
}

/// No body is kept that is larger, in bytes; each handler takes less or as much.
fn largest(path: &str) -> usize {
    if path.ends_with("/return-photos") { LARGEST_PHOTO } else { BODY_LIMIT }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{StatusCode, header};
    use axum::routing::post;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use tower::ServiceExt;

    /// A handler that is turned away so many times, and how often it was asked.
    fn turned_away(times: u32) -> (Router, Arc<AtomicU32>) {
        let asked = Arc::new(AtomicU32::new(0));
        let count = asked.clone();
        let handler = move |body: String| async move {
            if count.fetch_add(1, Ordering::Relaxed) < times {
                return Err(AppError::new(ProblemCode::Unavailable, "Many want the same.").again());
            }
            Ok(body)
        };
        (Router::new().route("/", post(handler)).layer(middleware::from_fn(conflicts)), asked)
    }

    async fn ask(router: Router) -> Response {
        let request = Request::builder().method("POST").uri("/").body(Body::from("a mug")).unwrap();
        router.oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn it_is_worked_on_again_with_the_same_body() {
        let (router, asked) = turned_away(3);
        let response = ask(router).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(to_bytes(response.into_body(), 100).await.unwrap(), "a mug");
        assert_eq!(asked.load(Ordering::Relaxed), 4);
    }

    #[tokio::test]
    async fn after_many_times_it_is_told_when_to_ask_again() {
        let (router, asked) = turned_away(u32::MAX);
        let response = ask(router).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
        assert_eq!(asked.load(Ordering::Relaxed), 11);
    }

    #[tokio::test]
    async fn only_a_picture_may_be_large() {
        let large = || async { "taken" };
        let router = Router::new().route("/", post(large)).route("/orders/1/return-photos", post(large));
        let router = router.layer(middleware::from_fn(conflicts));
        for (path, size, wanted) in [
            ("/", BODY_LIMIT, StatusCode::OK),
            ("/", BODY_LIMIT + 1, StatusCode::PAYLOAD_TOO_LARGE),
            ("/orders/1/return-photos", LARGEST_PHOTO, StatusCode::OK),
            ("/orders/1/return-photos", LARGEST_PHOTO + 1, StatusCode::PAYLOAD_TOO_LARGE),
        ] {
            let request = Request::builder().method("POST").uri(path).body(Body::from(vec![b'a'; size])).unwrap();
            assert_eq!(router.clone().oneshot(request).await.unwrap().status(), wanted, "{path} {size}");
        }
    }
}
