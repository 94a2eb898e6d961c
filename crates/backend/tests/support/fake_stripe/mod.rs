//! A stand-in for Stripe on 127.0.0.1: the part of its API that the shop uses, with switches for
//! what goes wrong on the way. Idempotency keys behave as Stripe's: the first answer is repeated,
//! faults too, and other words under the same key are refused.

mod api;

use super::Running;
use api::{Form, Inside};
use axum::Router;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use vitrine_backend::payments::stripe::Settings;
use vitrine_backend::webhook;

const KEY: &str = "sk_test_fake";
/// The secret that webhooks are signed with.
pub const SECRET: &str = "whsec_fake";

/// What happens to one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is done, and this status is the answer.
    Status(u16),
    /// Nothing is done, and no answer comes.
    TimeOut,
    /// It is done, and no answer comes.
    LostAnswer,
    /// It is done, and the answer says that Stripe had a fault.
    BrokenAfter,
}

/// How the messages that wait are delivered.
#[derive(Clone, Copy, Debug)]
pub enum How {
    AsSent,
    Twice,
    Backwards,
}

pub struct FakeStripe {
    url: String,
    inside: Arc<Mutex<Inside>>,
}

impl FakeStripe {
    pub async fn start() -> Self {
        let inside = Arc::new(Mutex::new(Inside::default()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(api::handle).with_state(inside.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, inside }
    }

    pub fn settings(&self) -> Settings {
        self.settings_with(&[SECRET])
    }

    pub fn settings_with(&self, secrets: &[&str]) -> Settings {
        Settings { timeout: Duration::from_millis(1_500), ..Settings::new(KEY, secrets, &self.url) }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap()
    }

    /// The next call that ends so (`POST /v1/refunds`) fails.
    pub fn fail_next(&self, call: &str, fault: Fault) {
        self.inside().faults.push((call.to_owned(), fault));
    }

    /// Every page.
    pub fn sessions(&self) -> Vec<Value> {
        self.inside().sessions.values().cloned().collect()
    }

    pub fn session(&self, id: &str) -> Value {
        self.inside().sessions[id].clone()
    }

    pub fn refunds(&self) -> Vec<Value> {
        self.inside().refunds.clone()
    }

    /// Refunds begin with this status instead of `succeeded`.
    pub fn refunds_begin_as(&self, status: &str) {
        self.inside().refund_status = Some(status.to_owned());
    }

    /// The card pays, where the page still takes money. What was to pay may have been changed before.
    pub fn pay(&self, id: &str) -> bool {
        if self.session(id)["status"] != "open" {
            return false;
        }
        self.money_comes(id);
        true
    }

    /// Money comes, whatever the page says.
    pub fn money_comes(&self, id: &str) {
        let mut inside = self.inside();
        inside.intent(id, "succeeded", Value::Null);
        inside.set(id, json!({"status": "complete", "payment_status": "paid"}));
        inside.tell_of_session("checkout.session.completed", id);
    }

    /// The bank asks for 3-D Secure.
    pub fn ask_for_authentication(&self, id: &str) {
        let mut inside = self.inside();
        let intent = inside.intent(id, "requires_action", Value::Null);
        inside.tell("payment_intent.requires_action", intent);
    }

    /// The card is declined.
    pub fn decline(&self, id: &str, code: &str) {
        let mut inside = self.inside();
        let error = json!({"code": "card_declined", "decline_code": code});
        let intent = inside.intent(id, "requires_payment_method", error);
        inside.tell("payment_intent.payment_failed", intent);
    }

    /// The shopper is done, and the bank answers in days.
    pub fn pay_by_debit(&self, id: &str) {
        let mut inside = self.inside();
        inside.intent(id, "processing", Value::Null);
        inside.set(id, json!({"status": "complete", "payment_status": "unpaid"}));
        inside.tell_of_session("checkout.session.completed", id);
    }

    /// The bank has answered.
    pub fn debit_ends(&self, id: &str, paid: bool) {
        let mut inside = self.inside();
        if paid {
            inside.intent(id, "succeeded", Value::Null);
            inside.set(id, json!({"payment_status": "paid"}));
            inside.tell_of_session("checkout.session.async_payment_succeeded", id);
        } else {
            inside.intent(id, "requires_payment_method", Value::Null);
            inside.tell_of_session("checkout.session.async_payment_failed", id);
        }
    }

    /// What is charged is another amount than was asked for.
    pub fn charge_instead(&self, id: &str, amount: i64, currency: &str) {
        self.inside().set(id, json!({"amount_total": amount, "currency": currency}));
    }

    /// Somebody sends a part back on Stripe's own pages.
    pub fn refund_by_hand(&self, id: &str, amount: i64) {
        let mut inside = self.inside();
        let intent = inside.sessions[id]["payment_intent"]["id"].clone();
        let form = Form::from([
            ("payment_intent".to_owned(), intent.as_str().unwrap().to_owned()),
            ("amount".to_owned(), amount.to_string()),
        ]);
        let (status, refund) = inside.refund(&form);
        assert_eq!(status, 200, "{refund}");
        inside.tell("charge.refunded", json!({"id": "ch_1", "payment_intent": intent}));
    }

    /// A refund ends.
    pub fn refund_ends(&self, index: usize, status: &str) {
        let mut inside = self.inside();
        inside.refunds[index]["status"] = json!(status);
        let refund = inside.refunds[index].clone();
        let kind = if status == "failed" { "refund.failed" } else { "refund.updated" };
        inside.tell(kind, refund);
    }

    /// A bank disputes a payment, or what it decides.
    pub fn dispute(&self, id: &str, status: &str, amount: i64) {
        let mut inside = self.inside();
        let (intent, currency) =
            (inside.sessions[id]["payment_intent"]["id"].clone(), inside.sessions[id]["currency"].clone());
        let opened = inside.disputes.iter().position(|dispute| dispute["payment_intent"] == intent);
        let at = opened.unwrap_or_else(|| {
            let number = inside.next();
            inside.disputes.push(json!({"id": format!("dp_{number}"), "object": "dispute", "amount": amount,
                "currency": currency, "payment_intent": intent, "created": 1_763_888_400}));
            inside.disputes.len() - 1
        });
        inside.disputes[at]["status"] = json!(status);
        let dispute = inside.disputes[at].clone();
        let kind = if matches!(status, "won" | "lost") { "charge.dispute.closed" } else { "charge.dispute.created" };
        inside.tell(kind, dispute);
    }

    /// The messages that wait; they are told no more.
    pub fn take_events(&self) -> Vec<Value> {
        std::mem::take(&mut self.inside().events)
    }

    /// Delivers what waits, signed, and lets the shop apply it.
    pub async fn deliver(&self, running: &Running, how: How) {
        let mut events = self.take_events();
        match how {
            How::AsSent => {}
            How::Twice => events = events.iter().flat_map(|event| [event.clone(), event.clone()]).collect(),
            How::Backwards => events.reverse(),
        }
        for event in events {
            let text = event.to_string();
            let signature = webhook::sign(SECRET.as_bytes(), text.as_bytes(), running.shop.clock.now().as_second());
            assert_eq!(post(running, &text, &signature).await, 200, "{text}");
            running.shop.process_inbox().await.unwrap();
        }
    }
}

/// Posts a message with a signature; gives the status.
pub async fn post(running: &Running, text: &str, signature: &str) -> u16 {
    let client = vitrine_backend::outgoing::client().build().unwrap();
    let url = format!("{}/api/v1/webhooks/stripe", running.base);
    let request = client.post(url).header("stripe-signature", signature).header("content-type", "application/json");
    request.body(text.to_owned()).send().await.unwrap().status().as_u16()
}
