//! The client of the HTTP API (docs/API.md).
//!
//! Reads are aborted when the owner that asked for them goes; writes run to their end,
//! because closing a sheet must not undo "Add to bag".

mod cart;
mod checkout;
mod feed;
mod links;
mod order;
mod product;
mod send;
mod session;

pub use crate::model::api_error::ApiError;
pub use feed::FeedWish;
pub use order::{photo_url, proof_url};

use crate::{
    browser::{
        boot, net,
        turns::{self, Turn},
    },
    model::json,
};
use leptos::prelude::*;
use send::Call;
use serde::{Serialize, de::DeserializeOwned};

/// The way to the server.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    missing: RwSignal<bool>,
}

impl Default for Api {
    fn default() -> Self {
        Self::new()
    }
}

impl Api {
    /// A client for the server this page came from.
    #[must_use]
    pub fn new() -> Self {
        Self { missing: RwSignal::new(false) }
    }

    /// Makes it the context of everything below.
    pub fn provide(self) {
        provide_context(self);
    }

    /// Whether nothing answers at all although the browser is online: the shop's server
    /// is not running.
    #[must_use]
    pub fn backend_missing(self) -> Signal<bool> {
        self.missing.into()
    }

    async fn get<T: DeserializeOwned>(self, path: String) -> Result<T, ApiError> {
        self.call(Call::get(path)).await
    }

    /// As [`Api::get`], for what boot/boot.js may have asked for already.
    async fn get_first<T: DeserializeOwned>(self, path: String) -> Result<T, ApiError> {
        if let Some(body) = boot::answer(&path).await {
            // Reading it is a task of its own.
            turns::turn(Turn::Screen).await;
            if let Ok(value) = json::read(&body) {
                return Ok(value);
            }
        }
        self.get(path).await
    }

    async fn call<T: DeserializeOwned>(self, call: Call) -> Result<T, ApiError> {
        let answer = send::send(&call).await;
        let missing = matches!(&answer, Err(error) if error.is_backend_missing(net::is_online()));
        if !matches!(&answer, Err(ApiError::Aborted)) && self.missing.try_get_untracked() == Some(!missing) {
            self.missing.try_set(missing);
        }
        json::read(&answer?).map_err(|error| ApiError::Decode(error.to_string()))
    }
}

/// The client from the context.
#[must_use]
pub fn use_api() -> Api {
    use_context().unwrap_or_default()
}

/// A key for one intent: keep it for every try of the same thing.
#[must_use]
pub fn idempotency_key() -> String {
    crate::browser::ids::uuid()
}

/// A part of a path or a query, escaped.
fn escape(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// A body as JSON. Our types always serialize; should one not, the server refuses the empty body.
fn body<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
