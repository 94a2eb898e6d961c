//! HTTP to Stripe: forms out, JSON back, and what each failure means for the next try.

use super::settings::Settings;
use crate::outgoing;
use crate::payments::ProviderError;
use reqwest::{RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// The version of the API this code was written for; without it, Stripe answers in the account's own.
/// Source: <https://docs.stripe.com/sdks/set-version> (the release stripe-ruby 18.2.0 pins).
pub const VERSION: &str = "2025-12-15.clover";

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(3);

/// One key's way to one address.
pub(super) struct Client {
    http: reqwest::Client,
    base: String,
    key: String,
}

/// Stripe's errors (<https://docs.stripe.com/api/errors>).
#[derive(Default, Deserialize)]
struct Failure {
    #[serde(default)]
    error: Fault,
}

#[derive(Default, Deserialize)]
struct Fault {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    code: Option<String>,
}

impl Client {
    /// # Errors
    /// A sentence for people when no client can be built.
    pub(super) fn new(settings: &Settings) -> Result<Self, String> {
        let http = outgoing::client()
            .connect_timeout(CONNECT)
            .timeout(settings.timeout)
            .build()
            .map_err(|error| format!("no client for Stripe: {error}"))?;
        Ok(Self { http, base: settings.api_url.clone(), key: settings.secret_key.clone() })
    }

    /// Reads. `path` begins with `/v1/`.
    pub(super) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ProviderError> {
        self.send(self.http.get(format!("{}{path}", self.base))).await
    }

    /// Changes something, once for each key.
    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        form: &[(&str, &str)],
        key: Option<&str>,
    ) -> Result<T, ProviderError> {
        let mut request = self.http.post(format!("{}{path}", self.base)).form(form);
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        self.send(request).await
    }

    async fn send<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, ProviderError> {
        let sent = request.bearer_auth(&self.key).header("stripe-version", VERSION).send().await;
        let response = sent.map_err(away)?;
        if response.status().is_success() {
            return response.json().await.map_err(away);
        }
        Err(refusal(response).await)
    }
}

/// Whether Stripe did it is unknown: asking again with the same key tells.
fn away(error: reqwest::Error) -> ProviderError {
    ProviderError::Unavailable(error.without_url().to_string())
}

async fn refusal(response: Response) -> ProviderError {
    let status = response.status();
    let request = response.headers().get("request-id").and_then(|id| id.to_str().ok()).unwrap_or("-").to_owned();
    let fault = response.json::<Failure>().await.unwrap_or_default().error;
    let words =
        format!("{} {} {}, request {request}", status.as_u16(), fault.kind, fault.code.as_deref().unwrap_or("-"));
    meaning(status, &fault.kind, words)
}

fn meaning(status: StatusCode, kind: &str, words: String) -> ProviderError {
    match status.as_u16() {
        404 => ProviderError::NotFound,
        401 | 403 => {
            tracing::error!(words, "Stripe doesn't take the key; look at STRIPE_SECRET_KEY");
            ProviderError::Unavailable(words)
        }
        // Another request with this key is running, or there are too many of all kinds.
        409 | 429 => ProviderError::Unavailable(words),
        // The key was used with other words: it is of no use any more.
        400 if kind == "idempotency_error" => ProviderError::Broken(words),
        400..=499 => ProviderError::Refused(words),
        // Stripe keeps the answer for the key, faults too (https://docs.stripe.com/api/idempotent_requests).
        _ => ProviderError::Broken(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_says_what_to_do_next() {
        let of = |status: u16, kind: &str| meaning(StatusCode::from_u16(status).unwrap(), kind, String::new());
        assert!(matches!(of(404, ""), ProviderError::NotFound));
        assert!(matches!(of(429, ""), ProviderError::Unavailable(_)));
        assert!(matches!(of(401, ""), ProviderError::Unavailable(_)));
        assert!(matches!(of(409, "idempotency_error"), ProviderError::Unavailable(_)));
        assert!(matches!(of(400, "idempotency_error"), ProviderError::Broken(_)));
        assert!(matches!(of(400, "invalid_request_error"), ProviderError::Refused(_)));
        assert!(matches!(of(402, "card_error"), ProviderError::Refused(_)));
        assert!(matches!(of(500, "api_error"), ProviderError::Broken(_)));
    }
}
