//! Reading requests: bodies with faults named, market and language, versions.

use super::AppState;
use super::error::{Answer, AppError};
use crate::demo::catalogue::MarketFile;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use vitrine_api::{Cart, FieldCode, ProblemCode};

/// A JSON body. What can't be read is told by field.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = AppError;
    async fn from_request(request: Request, state: &S) -> Result<Self, AppError> {
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| AppError::new(ProblemCode::TooLarge, "A body has at most 64 KiB."))?;
        parse(&bytes).map(Self)
    }
}

/// Reads JSON.
///
/// # Errors
/// 400 for what isn't JSON, 422 with a pointer for what has the wrong shape.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Answer<T> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        if inner.is_data() {
            let pointer = if path == "." {
                String::new()
            } else {
                format!("/{}", path.replace(['.', '['], "/").replace(']', ""))
            };
            AppError::field(&pointer, FieldCode::Format, plain(&inner))
        } else {
            AppError::new(ProblemCode::BadRequest, format!("The body is no JSON: {inner}."))
        }
    })?;
    reader.end().map_err(|_| AppError::new(ProblemCode::BadRequest, "Something follows the JSON of the body."))?;
    Ok(value)
}

fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

/// `?market&lang&cursor&limit`.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct View {
    /// A market's id; the first market when absent.
    pub market: Option<String>,
    /// A language; English when absent or unknown.
    pub lang: Option<String>,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// How many items, 1 to 50.
    pub limit: Option<u32>,
}

impl View {
    /// The language to answer in.
    #[must_use]
    pub fn lang(&self) -> &str {
        match self.lang.as_deref() {
            Some("de") => "de",
            _ => "en",
        }
    }

    /// The market asked for.
    ///
    /// # Errors
    /// 422 when there is no such market.
    pub fn market<'a>(&self, shop: &'a AppState) -> Answer<&'a MarketFile> {
        let found = match &self.market {
            Some(id) => shop.catalogue.market(id),
            None => shop.catalogue.markets.first(),
        };
        found.ok_or_else(|| AppError::field("/market", FieldCode::NotOffered, "We don't sell to this market."))
    }

    /// How many items to send.
    ///
    /// # Errors
    /// 422 outside 1 to 50.
    pub fn limit(&self, usual: u32) -> Answer<u32> {
        match self.limit.unwrap_or(usual) {
            limit @ 1..=50 => Ok(limit),
            _ => Err(AppError::field("/limit", FieldCode::Range, "A page has 1 to 50 items.")),
        }
    }

    /// What the cursor says, if there is one.
    ///
    /// # Errors
    /// 422 when it isn't one of ours.
    pub fn cursor<T: DeserializeOwned>(&self) -> Answer<Option<T>> {
        let Some(text) = &self.cursor else {
            return Ok(None);
        };
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        let value = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        value
            .map(Some)
            .ok_or_else(|| AppError::field("/cursor", FieldCode::Format, "Send a cursor just as you got it, or none."))
    }
}

/// Packs a cursor.
#[must_use]
pub fn pack_cursor<T: Serialize>(value: &T) -> Option<String> {
    serde_json::to_vec(value).ok().map(|bytes| URL_SAFE_NO_PAD.encode(bytes))
}

/// The version of `If-Match: "<version>"`.
///
/// # Errors
/// 428 when it is missing, 400 when it is no version.
pub fn if_match(headers: &HeaderMap) -> Answer<u64> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        let detail = "Send If-Match with the version you saw, such as \"3\".";
        return Err(AppError::new(ProblemCode::PreconditionRequired, detail));
    };
    let text = value.to_str().unwrap_or("").trim();
    let version = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).and_then(|t| t.parse().ok());
    version.ok_or_else(|| AppError::new(ProblemCode::BadRequest, "If-Match is a version in quotes, such as \"3\"."))
}

/// An answer as JSON.
pub fn json<T: Serialize>(status: u16, value: &T) -> Response {
    let body = serde_json::to_string(value).unwrap_or_default();
    raw_json(status, body)
}

/// An answer of JSON that is ready.
pub fn raw_json(status: u16, body: impl Into<axum::body::Body>) -> Response {
    let status = axum::http::StatusCode::from_u16(status).unwrap_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, body.into()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// A bag as an answer, with its version as `ETag`.
pub fn cart(status: u16, cart: &Cart) -> Response {
    let mut response = json(status, cart);
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", cart.version)) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// Puts a session's cookie on an answer.
pub fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// The header that marks a replayed answer.
pub const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_api::AddLine;

    #[test]
    fn a_wrong_field_is_named() {
        let error = parse::<AddLine>(br#"{"variant_id":"A","quantity":-1}"#).unwrap_err();
        assert_eq!(error.0.status, 422);
        assert_eq!(error.0.errors[0].pointer, "/quantity");
        assert_eq!(parse::<AddLine>(b"{").unwrap_err().0.status, 400);
        assert_eq!(parse::<AddLine>(br#"{"variant_id":"A","quantity":1} x"#).unwrap_err().0.status, 400);
        let doubled = parse::<AddLine>(br#"{"variant_id":"A","quantity":1,"quantity":2}"#).unwrap_err();
        assert_eq!(doubled.0.status, 422);
    }
}
