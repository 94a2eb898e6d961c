//! A browser that buys from a shop that may die: each intent has one key, however often it is asked.

use super::Answer;
use super::database::number_of;
use super::process::Process;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

pub const SKU: &str = "HAL-MUG-OAT";
/// A code that each shopper has once, without a time.
const CODE: &str = "WELCOME10";

/// How often something is looked for, 25 ms apart.
pub(super) const LOOKS: u32 = 600;

/// What the worker still has to do.
pub const WORK: &str = "SELECT (SELECT COUNT(*) FROM outside_delivery WHERE delivered_at IS NULL)
    + (SELECT COUNT(*) FROM inbox WHERE processed_at IS NULL) + (SELECT COUNT(*) FROM refund WHERE status = 'pending')
    + (SELECT COUNT(*) FROM checkout WHERE state = 'paid')";

pub struct Buyer {
    pub shop: Process,
    cookie: Option<String>,
}

impl Buyer {
    pub fn new(shop: Process) -> Self {
        Self { shop, cookie: None }
    }

    /// Bag, reservation, payment, order; then the order is canceled and the money comes back.
    pub async fn buys_and_cancels(&mut self) -> Result<(), String> {
        let order = self.buys().await?;
        let canceled = self.keyed(&format!("/api/v1/orders/{order}/cancel"), json!({}), "cancel").await?;
        expect(canceled.status == 200, "the cancellation", &canceled)?;
        self.sees(&format!("/api/v1/orders/{order}"), "payment_status", "refunded").await
    }

    /// Bag, reservation, payment, order; gives the order's id.
    pub(super) async fn buys(&mut self) -> Result<String, String> {
        let checkout = self.begins_to_pay().await?;
        let id = word(&checkout["id"])?;
        let page = word(&checkout["payment"]["next_action"]["url"])?;
        let paid = self.types_card(&page).await?;
        expect(paid.status == 303, "the card", &paid)?;
        self.completes(&id, &checkout["totals"]["total"]).await
    }

    /// Bag, reservation, a payment page that is left; then the time runs out.
    pub async fn leaves(&mut self) -> Result<(), String> {
        let checkout = self.begins_to_pay().await?;
        self.sees(&format!("/api/v1/checkouts/{}", word(&checkout["id"])?), "state", "expired").await
    }

    /// Waits until the shop has died once and nothing is left to do.
    pub async fn rests(&mut self) -> Result<(), String> {
        let mut left = 0;
        for _ in 0..LOOKS {
            self.shop.revive();
            left = number_of(&self.shop.database(), WORK).await?;
            if left == 0 && self.shop.deaths > 0 {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        if self.shop.deaths == 0 {
            return Err("the step was never passed".to_owned());
        }
        Err(format!("{left} things are never done"))
    }

    async fn begins_to_pay(&mut self) -> Result<Value, String> {
        let bag = self.fills_a_bag().await?;
        let body = json!({"cart_id": bag["id"], "cart_version": bag["version"]});
        let reserved = self.keyed("/api/v1/checkouts", body, "reserve").await?;
        expect(reserved.status == 201, "the reservation", &reserved)?;
        let path = format!("/api/v1/checkouts/{}/payment", word(&reserved.body["id"])?);
        let body = json!({"expected_total": reserved.body["totals"]["total"]});
        let paying = self.keyed(&path, body, "pay").await?;
        expect(paying.status == 200, "the payment page", &paying)?;
        Ok(paying.body)
    }

    async fn fills_a_bag(&mut self) -> Result<Value, String> {
        let bag = self.call("POST", "/api/v1/carts", Some(json!({"market": "DE"})), &[]).await?;
        expect(bag.status == 201, "the bag", &bag)?;
        let path = format!("/api/v1/carts/{}", word(&bag.body["id"])?);
        let line = json!({"variant_id": SKU, "quantity": 2});
        let bag = self.writes("POST", &format!("{path}/lines"), line, &bag.body).await?;
        let bag = self.writes("POST", &format!("{path}/promotions"), json!({"code": CODE}), &bag).await?;
        let fill = json!({
            "contact": {"email": "ada@example.com"},
            "shipping_address": {"name": "Ada Kern", "line1": "Karl-Heine-Str. 1", "postal_code": "04229", "city": "Leipzig"}
        });
        self.writes("PATCH", &path, fill, &bag).await
    }

    async fn writes(&mut self, method: &str, path: &str, body: Value, bag: &Value) -> Result<Value, String> {
        let tag = format!("\"{}\"", bag["version"]);
        let answer = self.call(method, path, Some(body), &[("if-match", &tag)]).await?;
        if answer.status == 412 {
            // Nobody else has this bag: it is our own write, whose answer got lost.
            return Ok(answer.body["cart"].clone());
        }
        expect(answer.status == 200, "a write of the bag", &answer)?;
        Ok(answer.body)
    }

    async fn types_card(&mut self, page: &str) -> Result<Answer, String> {
        self.shop
            .ask(|client, base| {
                client
                    .post(format!("{base}{page}"))
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body("number=4242424242424242")
            })
            .await
    }

    /// Asks for the order until it is there; gives its id.
    async fn completes(&mut self, checkout: &str, total: &Value) -> Result<String, String> {
        let path = format!("/api/v1/checkouts/{checkout}/complete");
        for _ in 0..LOOKS {
            let answer = self.keyed(&path, json!({"expected_total": total}), "complete").await?;
            if answer.status == 200 {
                return word(&answer.body["order_id"]);
            }
            expect(answer.code() == "payment_pending", "the order", &answer)?;
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        Err("the paid checkout never becomes an order".to_owned())
    }

    /// Looks until a field has a word.
    async fn sees(&mut self, path: &str, field: &str, wanted: &str) -> Result<(), String> {
        for _ in 0..LOOKS {
            let answer = self.call("GET", path, None, &[]).await?;
            expect(answer.status == 200, path, &answer)?;
            if answer.body[field] == wanted {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        Err(format!("{field} of {path} never becomes {wanted}"))
    }

    pub(super) async fn keyed(&mut self, path: &str, body: Value, key: &str) -> Result<Answer, String> {
        for _ in 0..LOOKS {
            let answer = self.call("POST", path, Some(body.clone()), &[("idempotency-key", key)]).await?;
            // The key of a process that died is let go of after a moment.
            if answer.code() != "idempotency_in_flight" {
                return Ok(answer);
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        Err(format!("the first request with the key {key} never ends"))
    }

    pub(super) async fn call(
        &mut self,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Result<Answer, String> {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let cookie = self.cookie.clone();
        let answer = self
            .shop
            .ask(|client, base| {
                let mut request = client.request(method.clone(), format!("{base}{path}")).header("x-vitrine", "1");
                for (name, value) in headers.iter().copied().chain(cookie.as_deref().map(|cookie| ("cookie", cookie))) {
                    request = request.header(name, value);
                }
                match &body {
                    Some(body) => request.header("content-type", "application/json").body(body.to_string()),
                    None => request,
                }
            })
            .await?;
        if let Some(cookie) = answer.headers.get("set-cookie").and_then(|v| v.to_str().ok()) {
            self.cookie = cookie.split(';').next().map(ToOwned::to_owned);
        }
        Ok(answer)
    }
}

pub(super) fn expect(is_so: bool, what: &str, answer: &Answer) -> Result<(), String> {
    if is_so { Ok(()) } else { Err(format!("{what}: {} {}", answer.status, answer.body)) }
}

fn word(value: &Value) -> Result<String, String> {
    value.as_str().map(ToOwned::to_owned).ok_or_else(|| format!("no text: {value}"))
}
