//! Every error as RFC 9457 `application/problem+json`.

use crate::service::Refusal;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use vitrine_api::{FieldCode, FieldError, Problem, ProblemCode};

/// An answer that is a problem; the second says whether the work may go well when it is begun anew.
#[derive(Debug)]
pub struct AppError(pub Box<Problem>, bool);

/// Marks an answer that is only of use when the work can't be begun anew ([`super::again`]).
#[derive(Clone, Copy, Debug)]
pub struct Again;

/// Short for answers of handlers.
pub type Answer<T> = Result<T, AppError>;

impl AppError {
    /// A problem with a code and a sentence.
    #[must_use]
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        let (status, title) = describe(code);
        let problem = Problem {
            kind: format!("about:blank#{}", crate::store::word(&code).unwrap_or_default()),
            title: title.to_owned(),
            status: status.as_u16(),
            code,
            detail: Some(detail.into()),
            errors: Vec::new(),
            available: None,
            cart: None,
            promotion: None,
            request_id: None,
        };
        Self(Box::new(problem), false)
    }

    /// The same, of work in which others came in between.
    #[must_use]
    pub fn again(mut self) -> Self {
        self.1 = true;
        self
    }

    /// A problem of one field.
    #[must_use]
    pub fn field(pointer: &str, code: FieldCode, message: impl Into<String>) -> Self {
        let mut error = Self::new(ProblemCode::InvalidFields, "Some fields need another look.");
        error.0.errors.push(FieldError { pointer: pointer.to_owned(), code, message: message.into() });
        error
    }

    /// The JSON of it.
    #[must_use]
    pub fn body(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_else(|_| String::from(r#"{"status":500,"code":"internal"}"#))
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// Makes a problem of what the framework refuses in plain words: an address or a query that can't be read,
/// a body that is too large, time that ran out.
pub async fn as_problem(response: Response) -> Response {
    let status = response.status();
    let told = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json");
    if told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (code, detail) = match status {
        StatusCode::NOT_FOUND => (ProblemCode::NotFound, "There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => (ProblemCode::MethodNotAllowed, "This address does not take that method."),
        StatusCode::PAYLOAD_TOO_LARGE => (ProblemCode::TooLarge, "Send less at once."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (ProblemCode::UnsupportedMediaType, "Send application/json."),
        StatusCode::SERVICE_UNAVAILABLE => (ProblemCode::Unavailable, "It took too long. Nothing was lost; try again."),
        status if status.is_server_error() => (ProblemCode::Internal, "Something broke on our side; try again."),
        _ => (ProblemCode::BadRequest, "The address, its query or the body can't be read."),
    };
    let mut error = AppError::new(code, detail);
    error.0.status = status.as_u16();
    error.into_response()
}

fn describe(code: ProblemCode) -> (StatusCode, &'static str) {
    use ProblemCode as P;
    use StatusCode as S;
    match code {
        P::BadRequest => (S::BAD_REQUEST, "The request can't be read"),
        P::IdempotencyKeyRequired => (S::BAD_REQUEST, "An Idempotency-Key is needed"),
        P::Unauthorized => (S::UNAUTHORIZED, "This browser has no session"),
        P::ForbiddenOrigin => (S::FORBIDDEN, "The request came from a foreign page"),
        P::NotFound => (S::NOT_FOUND, "Nothing is here"),
        P::MethodNotAllowed => (S::METHOD_NOT_ALLOWED, "This address does not take that method"),
        P::PaymentDeclined => (S::PAYMENT_REQUIRED, "The payment was declined"),
        P::IdempotencyInFlight => (S::CONFLICT, "The first request is still being worked on"),
        P::IdempotencyMismatch => (S::UNPROCESSABLE_ENTITY, "The key was used for something else"),
        P::PriceChanged => (S::CONFLICT, "A price has changed"),
        P::OutOfStock => (S::CONFLICT, "Not enough pieces are left"),
        P::ShippingUnavailable => (S::CONFLICT, "It can't be sent this way"),
        P::PromotionUnavailable => (S::CONFLICT, "A code can't be used any more"),
        P::CartCompleted => (S::CONFLICT, "This bag was bought already"),
        P::CartEmpty => (S::CONFLICT, "The bag is empty"),
        P::CheckoutExpired => (S::CONFLICT, "The reservation ran out"),
        P::PaymentPending => (S::CONFLICT, "The payment isn't confirmed yet"),
        P::InvalidState => (S::CONFLICT, "This is not possible now"),
        P::StaleVersion => (S::PRECONDITION_FAILED, "It was changed in between"),
        P::PreconditionRequired => (S::PRECONDITION_REQUIRED, "If-Match is needed"),
        P::TooLarge => (S::PAYLOAD_TOO_LARGE, "The body is too large"),
        P::UnsupportedMediaType => (S::UNSUPPORTED_MEDIA_TYPE, "This kind of content isn't taken"),
        P::InvalidFields => (S::UNPROCESSABLE_ENTITY, "Some fields are wrong"),
        P::RateLimited => (S::TOO_MANY_REQUESTS, "Too many requests"),
        P::Unavailable => (S::SERVICE_UNAVAILABLE, "This can't be done now"),
        P::Internal | P::Unknown => (S::INTERNAL_SERVER_ERROR, "Something broke on our side"),
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Problem { code, detail, errors, available, cart, promotion } => {
                let mut error = Self::new(code, detail);
                error.0.errors = errors;
                error.0.available = available;
                error.0.cart = cart;
                error.0.promotion = promotion;
                error
            }
            Refusal::Store(error) => error.into(),
            Refusal::Provider(error) => {
                tracing::warn!(error, "a provider can't answer");
                Self::new(
                    ProblemCode::Unavailable,
                    "The payment provider can't answer now. Nothing was charged; try again.",
                )
            }
        }
    }
}

impl From<crate::store::StoreError> for AppError {
    fn from(error: crate::store::StoreError) -> Self {
        if error.again() {
            let detail = "Many want the same at the moment. Nothing was lost; try again.";
            return Self::new(ProblemCode::Unavailable, detail).again();
        }
        if error.is_unkeepable() {
            return Self::new(ProblemCode::BadRequest, "A text holds a character that can't be kept.");
        }
        if error.passes() {
            tracing::warn!(%error, "the database can't answer now");
            return Self::new(
                ProblemCode::Unavailable,
                "The shop can't do this at the moment. Nothing was lost; try again.",
            );
        }
        tracing::error!(%error, "the database failed");
        Self::new(ProblemCode::Internal, "Something broke on our side. Nothing was lost; try again.")
    }
}

impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        crate::store::StoreError::from(error).into()
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let mut response = (self.status(), self.body()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if matches!(
            self.0.code,
            ProblemCode::IdempotencyInFlight | ProblemCode::PaymentPending | ProblemCode::Unavailable
        ) {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        if self.1 {
            response.extensions_mut().insert(Again);
        }
        response
    }
}
