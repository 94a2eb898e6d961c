//! A seller that calls the signed API.
#![allow(missing_docs)]

use crate::support::{Answer, Browser, Running};
use serde_json::Value;
use vitrine_backend::desk::args::MerchantKeyArgs;
use vitrine_backend::desk::keys_on;
use vitrine_backend::signing::{self, Call};

/// A seller's program.
pub struct Seller {
    pub key: String,
    pub secret: String,
    pub nonces: u32,
}

impl Seller {
    pub async fn new(running: &Running, merchant: &str) -> Self {
        let made = keys(running, merchant, None).await.unwrap();
        let words: Vec<&str> = made.split_whitespace().collect();
        Self { key: words[1].to_owned(), secret: words[3].to_owned(), nonces: 0 }
    }

    pub async fn call(&mut self, running: &Running, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.nonces += 1;
        let nonce = format!("nonce-{:04}", self.nonces);
        self.call_at(running, method, path, body, &nonce, 0).await
    }

    /// With a nonce, and a time so many seconds off.
    pub async fn call_at(
        &self,
        running: &Running,
        method: &str,
        path: &str,
        body: Option<Value>,
        nonce: &str,
        off: i64,
    ) -> Answer {
        let target = format!("/merchant/v1{path}");
        let sent = body.as_ref().map(ToString::to_string).unwrap_or_default();
        let timestamp = running.shop.clock.now().as_second() + off;
        let call = Call { method, target: &target, timestamp, nonce, body: sent.as_bytes() };
        let (signature, time) = (signing::sign(&self.secret, &call), timestamp.to_string());
        let headers = [
            (signing::KEY, self.key.as_str()),
            (signing::TIMESTAMP, time.as_str()),
            (signing::NONCE, nonce),
            (signing::SIGNATURE, signature.as_str()),
            ("idempotency-key", nonce),
        ];
        Browser::new(&running.base).send(method, &target, body, &headers).await
    }
}

/// Makes a key of a merchant, or takes one back.
pub async fn keys(running: &Running, merchant: &str, revoke: Option<&str>) -> Result<String, String> {
    let revoke = revoke.map(ToOwned::to_owned);
    let database = crate::support::database::args(running.own.as_ref());
    let data = running.data.clone();
    let args = MerchantKeyArgs { data, database, merchant: merchant.to_owned(), list: false, revoke };
    keys_on(&running.shop.store, &running.shop.secret, &args, running.shop.now()).await
}
