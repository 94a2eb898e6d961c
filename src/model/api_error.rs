use super::json;
use vitrine_api::{Problem, ProblemCode};

/// The `type` given to answers that didn't come from our server (a proxy's 502).
const GATEWAY: &str = "about:blank#gateway";

/// Why a call brought nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// No answer came.
    Offline,
    /// No answer came in time.
    Timeout,
    /// This browser may not see it.
    Unauthorized,
    /// It isn't there, or it isn't this browser's.
    NotFound,
    /// The server says what is wrong.
    Problem(Box<Problem>),
    /// The answer can't be read.
    Decode(String),
    /// Whoever asked is gone.
    Aborted,
}

impl ApiError {
    /// Whether the same call may work later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Offline | Self::Timeout => true,
            Self::Problem(problem) => {
                problem.status >= 500
                    || matches!(problem.code, ProblemCode::RateLimited | ProblemCode::IdempotencyInFlight)
            }
            Self::Unauthorized | Self::NotFound | Self::Decode(_) | Self::Aborted => false,
        }
    }

    /// Whether an answer came at all.
    #[must_use]
    pub fn is_unanswered(&self) -> bool {
        matches!(self, Self::Offline | Self::Timeout) || self.is_gateway()
    }

    /// What the server says, where it said something.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            _ => None,
        }
    }

    /// The stable code, where the server gave one.
    #[must_use]
    pub fn code(&self) -> Option<ProblemCode> {
        self.problem().map(|problem| problem.code)
    }

    /// Whether the shop's server seems not to run, where the browser says whether it is online.
    #[must_use]
    pub fn is_backend_missing(&self, online: bool) -> bool {
        (matches!(self, Self::Offline) && online) || self.is_gateway()
    }

    fn is_gateway(&self) -> bool {
        self.problem().is_some_and(|problem| problem.kind == GATEWAY)
    }

    /// Reads an answer that isn't a 2xx.
    #[must_use]
    pub fn from_answer(status: u16, body: &str) -> Self {
        match (status, json::read::<Problem>(body)) {
            (401, _) => Self::Unauthorized,
            (404, _) => Self::NotFound,
            (_, Ok(problem)) => Self::Problem(Box::new(problem)),
            (500.., Err(_)) => Self::Problem(Box::new(Problem {
                kind: GATEWAY.to_owned(),
                title: "No answer from the server".to_owned(),
                status,
                code: ProblemCode::Unavailable,
                detail: None,
                errors: Vec::new(),
                available: None,
                cart: None,
                promotion: None,
                request_id: None,
            })),
            (_, Err(error)) => Self::Decode(format!("{status}: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_become_typed_errors() {
        assert_eq!(ApiError::from_answer(404, ""), ApiError::NotFound);
        assert_eq!(ApiError::from_answer(401, "{}"), ApiError::Unauthorized);
        let gateway = ApiError::from_answer(502, "<html>Bad gateway</html>");
        assert!(gateway.is_backend_missing(false) && gateway.is_unanswered() && gateway.is_retryable());
        let body = r#"{"type":"about:blank#out_of_stock","title":"Sold out","status":409,"code":"out_of_stock","available":1}"#;
        let sold_out = ApiError::from_answer(409, body);
        assert_eq!(sold_out.code(), Some(ProblemCode::OutOfStock));
        assert!(!sold_out.is_retryable() && !sold_out.is_unanswered());
        assert!(ApiError::Offline.is_backend_missing(true) && !ApiError::Offline.is_backend_missing(false));
        assert!(matches!(ApiError::from_answer(418, "tea"), ApiError::Decode(_)));
    }
}
