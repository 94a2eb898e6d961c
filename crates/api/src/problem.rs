use crate::{Cart, Promotion};
use serde::{Deserialize, Serialize};

/// What went wrong, as RFC 9457 `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `about:blank#<code>`: the codes are listed in docs/API.md.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short sentence for people.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code a program may act on.
    pub code: ProblemCode,
    /// What to do about it, where there is something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Each field that is wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// How many pieces can still be had, with `out_of_stock`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available: Option<u32>,
    /// The bag as it is now, with every conflict that concerns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cart: Option<Box<Cart>>,
    /// The code that was refused, with why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion: Option<Box<Promotion>>,
    /// To find the request in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// One wrong field of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON pointer to the field: `/shipping_address/postal_code`.
    pub pointer: String,
    /// The stable code of the fault, for translated words.
    pub code: FieldCode,
    /// The fault in English.
    pub message: String,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    /// It must be given.
    Required,
    /// It is longer than allowed.
    TooLong,
    /// It does not look as it must.
    Format,
    /// It is not one of the values there are.
    NotOffered,
    /// It is outside its range.
    Range,
    /// A fault this program does not know.
    #[serde(other)]
    Unknown,
}

/// The stable codes of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// 400: the request can't be read.
    BadRequest,
    /// 400: `Idempotency-Key` is missing or malformed.
    IdempotencyKeyRequired,
    /// 401: this browser has no session that may do this.
    Unauthorized,
    /// 403: the request came from a foreign page.
    ForbiddenOrigin,
    /// 404: nothing is here, or it is not yours.
    NotFound,
    /// 405: the address does not take this method.
    MethodNotAllowed,
    /// 402: the card was declined.
    PaymentDeclined,
    /// 409: the first request with this key is still being worked on.
    IdempotencyInFlight,
    /// 422: the key was used with another body.
    IdempotencyMismatch,
    /// 409: a price or the total has changed.
    PriceChanged,
    /// 409: fewer pieces are left than wanted.
    OutOfStock,
    /// 409: a chosen way of shipping is gone, or none is chosen.
    ShippingUnavailable,
    /// 409: a code in the bag can't be used any more.
    PromotionUnavailable,
    /// 409: this bag was bought already.
    CartCompleted,
    /// 409: the bag has no lines.
    CartEmpty,
    /// 409: the reservation ran out.
    CheckoutExpired,
    /// 409: the payment has not been confirmed yet.
    PaymentPending,
    /// 409: the thing is in a state that does not allow this.
    InvalidState,
    /// 412: someone changed it in between (`If-Match`).
    StaleVersion,
    /// 428: a cart write needs `If-Match`.
    PreconditionRequired,
    /// 413: the body is too large.
    TooLarge,
    /// 415: only `application/json` is taken.
    UnsupportedMediaType,
    /// 422: fields are wrong, each named in `errors`.
    InvalidFields,
    /// 429: too many requests; see `Retry-After`.
    RateLimited,
    /// 500: our fault.
    Internal,
    /// 503: we or a provider can't do it now.
    Unavailable,
    /// A code this program does not know.
    #[serde(other)]
    Unknown,
}
