//! A buyer whose seller sends a part of the money back by hand, and who sends everything back when it has
//! arrived.

use super::Answer;
use super::buyer::{Buyer, LOOKS, expect};
use serde_json::{Value, json};
use std::cell::Cell;
use std::time::Duration;
use vitrine_backend::clock::{Clock, SystemClock};
use vitrine_backend::signing::{self, Call};

/// The seller of [`super::buyer::SKU`].
const SELLER: &str = "halm";
/// What it sends back by hand, in cents.
const BY_HAND: i64 = 100;

impl Buyer {
    /// Buys; the seller sends a part of the money back; the parcel comes, goes back, and the rest of the
    /// money with it.
    pub async fn buys_and_returns(&mut self) -> Result<(), String> {
        let order = self.buys().await?;
        self.seller_sends_back(&order).await?;
        let path = format!("/api/v1/orders/{order}");
        let arrived = self.sees_at(&path, "/shipments/0/status", "delivered").await?;
        let line = json!({"order_line_id": arrived["lines"][0]["id"], "quantity": arrived["lines"][0]["quantity"]});
        let wish = json!({"lines": [line], "reason": "changed_mind", "photos": []});
        let asked = self.keyed(&format!("{path}/returns"), wish, "return").await?;
        expect(asked.status == 201, "the wish to send it back", &asked)?;
        let approved = self.sees_at(&path, "/returns/0/status", "approved").await?;
        let wish = approved["returns"][0]["id"].as_str().unwrap_or_default().to_owned();
        let dropped = self.keyed(&format!("{path}/returns/{wish}/drop-off"), json!({}), "drop").await?;
        // After a death the parcel may have arrived before we ask again.
        expect(matches!(dropped.status, 200 | 409), "handing it over", &dropped)?;
        self.sees_at(&path, "/returns/0/status", "refunded").await?;
        self.sees_at(&path, "/payment_status", "refunded").await.map(drop)
    }

    /// By the signed API. A nonce is used once, also by a call that dies; the key says that it is one wish.
    async fn seller_sends_back(&mut self, order: &str) -> Result<(), String> {
        let made = self.shop.run(&["merchant-key", SELLER])?;
        let words: Vec<&str> = made.split_whitespace().collect();
        let (Some(key), Some(secret)) = (words.get(1), words.get(3)) else {
            return Err(format!("no key: {made}"));
        };
        let target = format!("/merchant/v1/orders/{order}/refunds");
        let (body, tries) = (json!({"amount": BY_HAND}).to_string(), Cell::new(0));
        for _ in 0..LOOKS {
            let answer: Answer = self
                .shop
                .ask(|client, base| {
                    tries.set(tries.get() + 1);
                    let (nonce, timestamp) = (format!("nonce-{:04}", tries.get()), SystemClock.now().as_second());
                    let call =
                        Call { method: "POST", target: &target, timestamp, nonce: &nonce, body: body.as_bytes() };
                    client
                        .post(format!("{base}{target}"))
                        .header("content-type", "application/json")
                        .header("idempotency-key", "by-hand")
                        .header(signing::KEY, *key)
                        .header(signing::TIMESTAMP, timestamp.to_string())
                        .header(signing::NONCE, &nonce)
                        .header(signing::SIGNATURE, signing::sign(secret, &call))
                        .body(body.clone())
                })
                .await?;
            // The key of a process that died is let go of after a moment.
            if answer.code() != "idempotency_in_flight" {
                return expect(answer.status == 201, "the seller's refund", &answer);
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        Err("the seller's refund never ends".to_owned())
    }

    async fn look(&mut self, path: &str) -> Result<Value, String> {
        let answer = self.call("GET", path, None, &[]).await?;
        expect(answer.status == 200, path, &answer)?;
        Ok(answer.body)
    }

    /// Looks until a word stands at a place; gives all there is then.
    async fn sees_at(&mut self, path: &str, pointer: &str, wanted: &str) -> Result<Value, String> {
        let mut last = Value::Null;
        for _ in 0..LOOKS {
            let body = self.look(path).await?;
            last = body.pointer(pointer).cloned().unwrap_or_default();
            if last == wanted {
                return Ok(body);
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        Err(format!("{pointer} of {path} never becomes {wanted}, it is {last}"))
    }
}
