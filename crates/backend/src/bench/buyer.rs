//! One purchase over HTTP, as a browser makes it.

use reqwest::{Client, Method, header};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What everybody buys.
pub(super) const SKU: &str = "HAL-MUG-OAT";

/// A browser with its cookie.
pub(super) struct Buyer<'a> {
    client: &'a Client,
    base: &'a str,
    cookie: Option<String>,
}

impl<'a> Buyer<'a> {
    /// A browser that was never here.
    pub fn new(client: &'a Client, base: &'a str) -> Self {
        Self { client, base, cookie: None }
    }

    /// Its cookie, once it has one.
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// Makes an empty bag, and with it the session.
    ///
    /// # Errors
    /// A sentence for people, when the shop doesn't take it.
    pub async fn bag(&mut self) -> Result<Value, String> {
        self.send(Method::POST, "/carts", &json!({"market": "DE"}), &[]).await
    }

    /// Bag, line, address, checkout, payment, card. Gives the time of the two calls of the checkout
    /// itself: the one that reserves and the one that opens the payment.
    ///
    /// # Errors
    /// A sentence for people, when the shop refuses a step.
    pub async fn buy(&mut self) -> Result<Duration, String> {
        let cart = self.bag().await?;
        let path = format!("/carts/{}", text(&cart, "id")?);
        let line = json!({"variant_id": SKU, "quantity": 1});
        let cart = self.send(Method::POST, &format!("{path}/lines"), &line, &[("if-match", tag(&cart))]).await?;
        let fill = json!({
            "contact": {"email": "ada@example.com"},
            "shipping_address": {"name": "Ada Kern", "line1": "Karl-Heine-Str. 1", "postal_code": "04229", "city": "Leipzig"}
        });
        let cart = self.send(Method::PATCH, &path, &fill, &[("if-match", tag(&cart))]).await?;
        let started = Instant::now();
        let wanted = json!({"cart_id": cart["id"], "cart_version": cart["version"]});
        let checkout = self.send(Method::POST, "/checkouts", &wanted, &[("idempotency-key", key())]).await?;
        let path = format!("/checkouts/{}/payment", text(&checkout, "id")?);
        let total = json!({"expected_total": checkout["totals"]["total"]});
        let paying = self.send(Method::POST, &path, &total, &[("idempotency-key", key())]).await?;
        let took = started.elapsed();
        let page = paying["payment"]["next_action"]["url"].as_str().ok_or("the payment has no page")?;
        let card = self.client.post(format!("{}{page}", self.base));
        let card =
            card.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body("number=4242424242424242");
        let status = card.send().await.map_err(|e| e.to_string())?.status();
        if status.is_redirection() { Ok(took) } else { Err(format!("the payment page answered {status}")) }
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: &Value,
        more: &[(&str, String)],
    ) -> Result<Value, String> {
        let mut request = self.client.request(method, format!("{}/api/v1{path}", self.base));
        request = request.header("x-vitrine", "1").header(header::CONTENT_TYPE, "application/json");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie.as_str());
        }
        for (name, value) in more {
            request = request.header(*name, value.as_str());
        }
        let answer = request.body(body.to_string()).send().await.map_err(|e| e.to_string())?;
        let status = answer.status();
        if let Some(cookie) = answer.headers().get(header::SET_COOKIE).and_then(|value| value.to_str().ok()) {
            self.cookie = cookie.split(';').next().map(ToOwned::to_owned);
        }
        let text = answer.text().await.map_err(|e| e.to_string())?;
        if !status.is_success() {
            return Err(format!("{path} answered {status}: {text}"));
        }
        serde_json::from_str(&text).map_err(|e| format!("{path} answered no JSON: {e}"))
    }
}

fn text(value: &Value, name: &str) -> Result<String, String> {
    value[name].as_str().map(ToOwned::to_owned).ok_or_else(|| format!("an answer has no {name}"))
}

fn tag(cart: &Value) -> String {
    format!("\"{}\"", cart["version"])
}

fn key() -> String {
    crate::secret::token::<16>()
}
