//! Shippo: tells of parcels of many carriers, by messages and when asked.
//!
//! Sources, all at docs.goshippo.com: "Tracking" (statuses, substatuses), "Webhook security"
//! (signature, token), the public API's `GET /tracks/{carrier}/{number}` and `POST /tracks`.

mod wire;
pub mod words;

use super::Telling;
use super::provider::{Answer, AskError, Asked, Proof, Taken, TrackingProvider, Unreadable};
use crate::config::ShippoArgs;
use crate::secret::{hash, same};
use crate::{outgoing, webhook};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Client, StatusCode, Url};
use std::time::Duration;
use vitrine_api::TrackingEvent;

/// Its name in `/webhooks/{provider}`.
pub const NAME: &str = "shippo";
/// The header that carries the signature of its messages, in the form of [`webhook`].
pub const SIGNATURE: &str = "shippo-auth-signature";
/// Where its API is.
pub const API: &str = "https://api.goshippo.com";
/// The version of its API this file is written for.
const VERSION: &str = "2018-02-08";
/// No answer is larger, in bytes: the history of a parcel is a few dozen events of half a kilobyte.
const ANSWER_LIMIT: usize = 1024 * 1024;

/// Shippo's API and messages.
pub struct Shippo {
    client: Client,
    base: Url,
    secret: Option<String>,
}

impl Shippo {
    /// Shippo as the operator set it up; `None` without a token.
    ///
    /// # Errors
    /// A sentence for people when the token or the address can't be used.
    pub fn open(args: &ShippoArgs) -> Result<Option<Self>, String> {
        let Some(token) = args.token.as_ref().map(|token| token.reveal().trim()).filter(|t| !t.is_empty()) else {
            return Ok(None);
        };
        let mut authorization = HeaderValue::try_from(format!("ShippoToken {token}"))
            .map_err(|_| "SHIPPO_API_TOKEN has characters that no token has".to_owned())?;
        authorization.set_sensitive(true);
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, authorization);
        headers.insert("shippo-api-version", HeaderValue::from_static(VERSION));
        let base = Url::parse(&args.url).map_err(|error| format!("SHIPPO_API_URL is no address: {error}"))?;
        if !matches!(base.scheme(), "https" | "http") {
            return Err("SHIPPO_API_URL begins with https: or http:".to_owned());
        }
        let client = outgoing::client()
            .default_headers(headers)
            .connect_timeout(Duration::from_secs(3))
            .timeout(Duration::from_secs(10))
            .build()
            .map_err(|error| error.to_string())?;
        let secret = args.webhook_secret.as_ref().map(|secret| secret.reveal().to_owned());
        Ok(Some(Self { client, base, secret: secret.filter(|secret| !secret.is_empty()) }))
    }

    fn address(&self, segments: &[&str]) -> Result<Url, AskError> {
        let mut url = self.base.clone();
        // An http address always has segments.
        url.path_segments_mut()
            .map_err(|()| AskError::Unavailable("its address can't be extended".to_owned()))?
            .pop_if_empty()
            .extend(segments);
        Ok(url)
    }

    /// Asks for a parcel. The first time Shippo is told to follow it, so that messages come; its
    /// answer has the same form.
    async fn track(&self, parcel: &Asked) -> Result<Option<Telling>, AskError> {
        let request = if parcel.followed {
            self.client.get(self.address(&["tracks", &parcel.carrier, &parcel.tracking_number])?)
        } else {
            let body = serde_json::json!({
                "carrier": parcel.carrier, "tracking_number": parcel.tracking_number, "metadata": parcel.reference,
            });
            let request = self.client.post(self.address(&["tracks", ""])?);
            request.header(CONTENT_TYPE, "application/json").body(body.to_string())
        };
        let mut answer = request.send().await.map_err(unavailable)?;
        match answer.status() {
            status if status.is_success() => {}
            StatusCode::NOT_FOUND => return Ok(None),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                let wait = answer.headers().get(RETRY_AFTER).and_then(|wait| wait.to_str().ok()?.trim().parse().ok());
                return Err(AskError::Busy(wait));
            }
            status if status.is_server_error() => return Err(AskError::Unavailable(format!("HTTP {status}"))),
            status => return Err(AskError::Refused(status.as_u16())),
        }
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(unavailable)? {
            if body.len() + part.len() > ANSWER_LIMIT {
                return Err(Unreadable("the answer is too long".to_owned()).into());
            }
            body.extend_from_slice(&part);
        }
        let track = serde_json::from_slice(&body).map_err(Unreadable::from)?;
        Ok(Some(about(parcel, wire::telling(track)?)?))
    }
}

/// The answer as one about the parcel that was asked for: another number in it is the parcel's new one.
fn about(parcel: &Asked, mut told: Telling) -> Result<Telling, Unreadable> {
    if told.carrier != parcel.carrier.to_lowercase() {
        return Err(Unreadable("the answer is about another carrier's parcel".to_owned()));
    }
    if told.tracking_number != parcel.tracking_number {
        told.new_number = Some(std::mem::replace(&mut told.tracking_number, parcel.tracking_number.clone()));
    }
    Ok(told)
}

/// The address is left out: it has the parcel's number.
fn unavailable(error: reqwest::Error) -> AskError {
    AskError::Unavailable(error.without_url().to_string())
}

impl TrackingProvider for Shippo {
    fn name(&self) -> &'static str {
        NAME
    }

    fn signature_header(&self) -> &'static str {
        SIGNATURE
    }

    /// By the signature where there is one. Shippo signs only for accounts that asked for it; for
    /// others its guide names a token in the address. Both are the same secret here.
    fn verify(&self, proof: &Proof<'_>, body: &[u8], now: i64) -> bool {
        let Some(secret) = &self.secret else { return false };
        if proof.signature.is_empty() {
            return proof.token.is_some_and(|token| same(token.as_bytes(), secret.as_bytes()));
        }
        webhook::verify(secret.as_bytes(), proof.signature, body, now)
    }

    /// Its messages have no id: the same body is the same message.
    fn take(&self, body: &str) -> Result<Taken, Unreadable> {
        let hook: wire::Hook = serde_json::from_str(body)?;
        if hook.event != wire::TRACK_UPDATED {
            return Ok(Taken::Ignore);
        }
        hook.telling().map(|_| Taken::Keep(hash(body)))
    }

    fn read(&self, body: &str) -> Result<Telling, Unreadable> {
        serde_json::from_str::<wire::Hook>(body)?.telling()
    }

    fn ask<'a>(&'a self, parcel: &'a Asked) -> Answer<'a, Option<Telling>> {
        Box::pin(self.track(parcel))
    }

    /// Each carrier has its own pages; Shippo doesn't tell their addresses.
    fn page(&self, _number: &str) -> Option<String> {
        None
    }

    /// Its tracking object has no proof of delivery: neither a name nor a picture, only the carrier's words,
    /// which [`words::handed`] reads.
    fn picture(&self, _event: &TrackingEvent) -> Option<String> {
        None
    }
}
