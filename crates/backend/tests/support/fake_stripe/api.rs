//! What Stripe answers.

use super::{Fault, KEY};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::{Json, extract::State};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use vitrine_backend::payments::stripe::VERSION;

pub(super) type Form = BTreeMap<String, String>;
type Told = (u16, Value);

#[derive(Default)]
pub(super) struct Inside {
    pub(super) sessions: BTreeMap<String, Value>,
    pub(super) refunds: Vec<Value>,
    pub(super) disputes: Vec<Value>,
    /// By key: what was asked and what was answered.
    answers: BTreeMap<String, (String, Told)>,
    pub(super) faults: Vec<(String, Fault)>,
    pub(super) events: Vec<Value>,
    pub(super) refund_status: Option<String>,
    made: u64,
}

pub(super) async fn handle(
    State(shared): State<Arc<Mutex<Inside>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: String,
) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
    assert_eq!(header("authorization"), format!("Bearer {KEY}"));
    assert_eq!(header("stripe-version"), VERSION);
    let call = format!("{method} {}", uri.path());
    let key = header("idempotency-key");
    let (told, lost) = {
        let mut inside = shared.lock().unwrap();
        let fault = inside.take_fault(&call);
        let asked = format!("{call} {body}");
        let known = inside.answers.get(&key).filter(|_| !key.is_empty()).cloned();
        let told = match (known, fault) {
            (Some((before, told)), _) if before == asked => told,
            (Some(_), _) => (400, json!({"error": {"type": "idempotency_error"}})),
            (None, Some(Fault::Status(status))) => (status, json!({"error": {"type": "api_error"}})),
            (None, Some(Fault::TimeOut)) => (0, Value::Null),
            (None, Some(Fault::BrokenAfter)) => {
                inside.answer(&method, uri.path(), &read(uri.query().unwrap_or("")), &read(&body));
                (500, json!({"error": {"type": "api_error"}}))
            }
            (None, _) => inside.answer(&method, uri.path(), &read(uri.query().unwrap_or("")), &read(&body)),
        };
        // What failed before anything ran isn't kept.
        if !key.is_empty() && (told.0 == 200 || told.0 >= 500) {
            inside.answers.entry(key).or_insert((asked, told.clone()));
        }
        (told, matches!(fault, Some(Fault::TimeOut | Fault::LostAnswer)))
    };
    if lost {
        // Longer than anybody waits.
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    let status = StatusCode::from_u16(told.0).unwrap_or(StatusCode::GATEWAY_TIMEOUT);
    (status, Json(told.1)).into_response()
}

fn read(form: &str) -> Form {
    let url = reqwest::Url::parse(&format!("http://localhost/?{form}")).unwrap();
    url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

fn wrong(code: &str) -> Told {
    (400, json!({"error": {"type": "invalid_request_error", "code": code}}))
}

fn missing() -> Told {
    (404, json!({"error": {"type": "invalid_request_error", "code": "resource_missing"}}))
}

impl Inside {
    pub(super) fn next(&mut self) -> u64 {
        self.made += 1;
        self.made
    }

    fn take_fault(&mut self, call: &str) -> Option<Fault> {
        let at = self.faults.iter().position(|(wanted, _)| call.ends_with(wanted.as_str()))?;
        Some(self.faults.remove(at).1)
    }

    pub(super) fn tell(&mut self, kind: &str, object: Value) {
        let number = self.next();
        self.events
            .push(json!({"id": format!("evt_{number}"), "object": "event", "type": kind, "data": {"object": object}}));
    }

    /// A session in an event names its money by the id alone.
    pub(super) fn tell_of_session(&mut self, kind: &str, id: &str) {
        let mut session = self.sessions[id].clone();
        session["payment_intent"] = session["payment_intent"]["id"].clone();
        self.tell(kind, session);
    }

    pub(super) fn set(&mut self, id: &str, fields: Value) {
        let session = self.sessions.get_mut(id).unwrap();
        for (name, value) in fields.as_object().unwrap() {
            session[name.as_str()] = value.clone();
        }
    }

    /// The money behind a page takes a status.
    pub(super) fn intent(&mut self, id: &str, status: &str, error: Value) -> Value {
        let known = self.sessions[id]["payment_intent"]["id"].as_str().map(ToOwned::to_owned);
        let intent_id = known.unwrap_or_else(|| format!("pi_{}", self.next()));
        let intent =
            json!({"id": intent_id, "object": "payment_intent", "status": status, "last_payment_error": error});
        self.set(id, json!({"payment_intent": intent.clone()}));
        intent
    }

    fn answer(&mut self, method: &Method, path: &str, query: &Form, form: &Form) -> Told {
        let parts: Vec<&str> = path.trim_start_matches("/v1/").split('/').collect();
        let about =
            |value: &&Value| value["payment_intent"].as_str() == query.get("payment_intent").map(String::as_str);
        match (method.as_str(), parts.as_slice()) {
            ("POST", ["checkout", "sessions"]) => self.create(form),
            ("GET", ["checkout", "sessions"]) => {
                let wanted = query.get("payment_intent").map(String::as_str);
                let found = self.sessions.values().filter(|one| one["payment_intent"]["id"].as_str() == wanted);
                (200, json!({"object": "list", "data": found.collect::<Vec<_>>(), "has_more": false}))
            }
            ("GET", ["checkout", "sessions", id]) => {
                self.sessions.get(*id).map_or_else(missing, |one| (200, one.clone()))
            }
            ("POST", ["checkout", "sessions", id, "expire"]) => self.expire(id),
            ("POST", ["refunds"]) => self.refund(form),
            ("GET", ["refunds"]) => {
                (200, json!({"object": "list", "data": self.refunds.iter().filter(about).collect::<Vec<_>>()}))
            }
            ("GET", ["disputes"]) => {
                (200, json!({"object": "list", "data": self.disputes.iter().filter(about).collect::<Vec<_>>()}))
            }
            _ => missing(),
        }
    }

    fn create(&mut self, form: &Form) -> Told {
        let field = |name: &str| form.get(name).cloned().unwrap_or_default();
        let Ok(amount) = field("line_items[0][price_data][unit_amount]").parse::<i64>() else {
            return wrong("parameter_invalid_integer");
        };
        if field("mode") != "payment" || field("expires_at").parse::<i64>().is_err() {
            return wrong("parameter_missing");
        }
        let id = format!("cs_test_{}", self.next());
        let session = json!({
            "id": id, "object": "checkout.session", "status": "open", "payment_status": "unpaid",
            "url": format!("https://checkout.stripe.test/c/pay/{id}"), "amount_total": amount,
            "currency": field("line_items[0][price_data][currency]"),
            "client_reference_id": field("client_reference_id"), "payment_intent": null,
            "success_url": field("success_url"), "cancel_url": field("cancel_url"),
        });
        self.sessions.insert(id, session.clone());
        (200, session)
    }

    fn expire(&mut self, id: &str) -> Told {
        match self.sessions.get(id) {
            None => missing(),
            Some(session) if session["status"] != "open" => wrong("session_not_open"),
            Some(_) => {
                self.set(id, json!({"status": "expired", "url": null}));
                self.tell_of_session("checkout.session.expired", id);
                (200, self.sessions[id].clone())
            }
        }
    }

    pub(super) fn refund(&mut self, form: &Form) -> Told {
        let intent = form.get("payment_intent").cloned().unwrap_or_default();
        let Some(session) = self.sessions.values().find(|one| one["payment_intent"]["id"] == intent.as_str()) else {
            return missing();
        };
        let (paid, currency) = (session["amount_total"].as_i64().unwrap(), session["currency"].clone());
        let amount: i64 = form["amount"].parse().unwrap();
        let of_it =
            self.refunds.iter().filter(|one| one["payment_intent"] == intent.as_str() && one["status"] != "failed");
        let back: i64 = of_it.map(|one| one["amount"].as_i64().unwrap()).sum();
        if back + amount > paid {
            return wrong("charge_already_refunded");
        }
        let status = self.refund_status.clone().unwrap_or_else(|| "succeeded".to_owned());
        let mut refund = json!({"id": format!("re_{}", self.next()), "object": "refund", "amount": amount,
            "currency": currency, "payment_intent": intent, "status": status, "metadata": {}});
        if let Some(ours) = form.get("metadata[refund]") {
            refund["metadata"]["refund"] = json!(ours);
        }
        self.refunds.push(refund.clone());
        (200, refund)
    }
}
