//! Answers that many get, compressed once and not for each of them.

use super::extract::raw_json;
use crate::service::pages::Ready;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderValue, Request, header};
use axum::response::Response;
use bytes::Bytes;
use std::convert::Infallible;
use tower::{ServiceExt, service_fn};
use tower_http::compression::Compression;

/// How an answer is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Brotli,
    Gzip,
}

impl Coding {
    /// The best one that a request takes, if it takes any.
    fn of(headers: &HeaderMap) -> Option<Self> {
        let lists = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let items: Vec<&str> = lists.flat_map(|list| list.split(',')).collect();
        let takes = |coding: &Self| {
            items.iter().any(|item| {
                let mut parts = item.split(';').map(str::trim);
                parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding.name())) && !parts.any(is_zero)
            })
        };
        [Self::Brotli, Self::Gzip].into_iter().find(takes)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }
}

/// Whether a parameter says that a coding is not taken.
fn is_zero(parameter: &str) -> bool {
    parameter.strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok()).is_some_and(|weight| weight <= 0.0)
}

/// A page as an answer, compressed as the request takes it. Otherwise it passes the middleware for all answers, which
/// leaves it as it is.
pub async fn answer(page: &Ready, headers: &HeaderMap) -> Response {
    let Some(coding) = Coding::of(headers) else { return raw_json(200, page.json.clone()) };
    let kept = match coding {
        Coding::Brotli => &page.brotli,
        Coding::Gzip => &page.gzip,
    };
    let Some(bytes) = kept.get_or_init(|| compressed(page.json.clone(), coding)).await.clone() else {
        return raw_json(200, page.json.clone());
    };
    let mut response = raw_json(200, bytes);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// The same bytes compressed, by the middleware that compresses everything else.
async fn compressed(plain: Bytes, coding: Coding) -> Option<Bytes> {
    let service = Compression::new(service_fn(move |_: Request<Body>| {
        let answer = Response::new(Body::from(plain.clone()));
        async move { Ok::<_, Infallible>(answer) }
    }));
    let request = Request::builder().header(header::ACCEPT_ENCODING, coding.name()).body(Body::empty()).ok()?;
    let answer = service.oneshot(request).await.ok()?;
    let done = answer.headers().get(header::CONTENT_ENCODING).is_some_and(|value| value == coding.name());
    if done { to_bytes(Body::new(answer.into_body()), usize::MAX).await.ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(text: &'static str) -> Option<Coding> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(text));
        Coding::of(&headers)
    }

    #[test]
    fn the_best_coding_is_chosen_that_is_taken() {
        assert_eq!(takes("gzip, deflate, br, zstd"), Some(Coding::Brotli));
        assert_eq!(takes("GZIP;q=0.5"), Some(Coding::Gzip));
        assert_eq!(takes("br;q=0, gzip;q=1.0"), Some(Coding::Gzip));
        assert_eq!(takes("br; q=0.000"), None);
        assert_eq!(takes("identity"), None);
        assert_eq!(Coding::of(&HeaderMap::new()), None);
    }

    #[tokio::test]
    async fn a_page_is_compressed_once_for_each_coding() {
        let page = Ready::new(Bytes::from("a film, a mug, ".repeat(1_000)));
        let mut headers = HeaderMap::new();
        for (text, coding) in [("br", Coding::Brotli), ("gzip", Coding::Gzip)] {
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(text));
            let response = answer(&page, &headers).await;
            assert_eq!(response.headers()[header::CONTENT_ENCODING], text);
            assert_eq!(response.headers()[header::VARY], "accept-encoding");
            let first = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            assert!(first.len() < page.json.len() / 10, "{}", first.len());
            let again = to_bytes(answer(&page, &headers).await.into_body(), usize::MAX).await.unwrap();
            assert_eq!(first.as_ptr(), again.as_ptr(), "{coding:?}");
        }
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        let response = answer(&page, &headers).await;
        assert!(!response.headers().contains_key(header::CONTENT_ENCODING));
        assert_eq!(to_bytes(response.into_body(), usize::MAX).await.unwrap(), page.json);
    }
}
