//! So many requests are worked on at once; who comes on top of them is told when to come back. Otherwise all of them
//! wait, each longer than anybody does.

use super::error::AppError;
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use tokio::sync::Semaphore;
use vitrine_api::ProblemCode;

/// Requests at work at once. A thousand a second are done on two cores, so that the last of them waits a quarter of a
/// second for its turn; those that wait for a payment provider have room beside them.
const AT_ONCE: usize = 256;

/// Puts a limit around routes, which they share.
pub fn bounded<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    at_most(routes, AT_ONCE)
}

fn at_most<S: Clone + Send + Sync + 'static>(routes: Router<S>, most: usize) -> Router<S> {
    routes.layer(middleware::from_fn_with_state(Arc::new(Semaphore::new(most)), admit))
}

async fn admit(State(places): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let Ok(_place) = places.try_acquire() else {
        let detail = "Many people are here at once. Nothing was changed; try again in a second.";
        return AppError::new(ProblemCode::Unavailable, detail).into_response();
    };
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::{StatusCode, header};
    use axum::routing::get;
    use tokio::sync::Notify;
    use tower::ServiceExt;

    fn ask() -> Request {
        Request::builder().uri("/").body(Body::empty()).unwrap()
    }

    #[tokio::test]
    async fn who_comes_on_top_is_told_when_to_come_back_and_then_let_in() {
        let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (here, wait) = (begun.clone(), go.clone());
        let slow = move || {
            let (here, wait) = (here.clone(), wait.clone());
            async move {
                here.notify_one();
                wait.notified().await;
            }
        };
        let routes: Router = at_most(Router::new().route("/", get(slow)), 1);
        let first = tokio::spawn(routes.clone().oneshot(ask()));
        begun.notified().await;
        let second = routes.clone().oneshot(ask()).await.unwrap();
        assert_eq!(second.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(second.headers()[header::RETRY_AFTER], "1");
        go.notify_one();
        assert_eq!(first.await.unwrap().unwrap().status(), StatusCode::OK);
        go.notify_one();
        assert_eq!(routes.oneshot(ask()).await.unwrap().status(), StatusCode::OK);
    }
}
