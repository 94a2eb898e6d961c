//! A stand-in for Shippo's API on a free port: it answers what a test put there.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use vitrine_backend::config::ShippoArgs;

pub const TOKEN: &str = "shippo_test_token";
pub const SECRET: &str = "a-secret-of-thirty-two-characters";

/// What it says of a number.
#[derive(Clone)]
pub struct Reply {
    pub status: u16,
    pub body: String,
    pub retry_after: Option<&'static str>,
}

#[derive(Clone, Default)]
pub struct FakeShippo {
    pub url: String,
    replies: Arc<Mutex<HashMap<String, Reply>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl FakeShippo {
    pub async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let fake = Self { url, ..Self::default() };
        let router = Router::new().fallback(answer).with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        fake
    }

    /// Settings of a shop that asks here.
    pub fn settings(&self) -> ShippoArgs {
        ShippoArgs { token: Some(TOKEN.into()), webhook_secret: Some(SECRET.into()), url: self.url.clone() }
    }

    pub fn knows(&self, number: &str, track: &Value) {
        self.fails(number, 200, &track.to_string());
    }

    pub fn fails(&self, number: &str, status: u16, body: &str) {
        let retry_after = (status == 429).then_some("3600");
        let reply = Reply { status, body: body.to_owned(), retry_after };
        self.replies.lock().unwrap().insert(number.to_owned(), reply);
    }

    /// The requests since this was last asked: method and path.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

async fn answer(State(fake): State<FakeShippo>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    fake.asked.lock().unwrap().push(format!("{method} {}", uri.path()));
    let has = |name: &str, value: &str| headers.get(name).is_some_and(|v| v == value);
    if !has("authorization", &format!("ShippoToken {TOKEN}")) || !has("shippo-api-version", "2018-02-08") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let number = if method == Method::POST {
        let body: Value = serde_json::from_slice(&body).unwrap();
        body["tracking_number"].as_str().unwrap().to_owned()
    } else {
        uri.path().rsplit('/').next().unwrap_or_default().to_owned()
    };
    let reply = fake.replies.lock().unwrap().get(&number).cloned();
    let Some(reply) = reply else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let status = StatusCode::from_u16(reply.status).unwrap();
    let mut response = (status, reply.body).into_response();
    if let Some(wait) = reply.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, wait.parse().unwrap());
    }
    response
}

/// A tracking object: (time, status, substatus, the carrier's words), oldest first.
pub fn track(carrier: &str, number: &str, eta: Option<&str>, steps: &[(&str, &str, &str, &str)]) -> Value {
    let history: Vec<Value> = steps
        .iter()
        .map(|(at, status, code, words)| {
            json!({
                "object_created": at, "object_updated": at, "object_id": format!("{number}{at}"), "status": status,
                "status_details": words, "status_date": at,
                "substatus": {"code": code, "text": words, "action_required": false},
                "location": {"city": "Leipzig", "state": "SN", "zip": "04435", "country": "DE"}
            })
        })
        .collect();
    json!({
        "carrier": carrier, "tracking_number": number, "messages": [], "metadata": "", "eta": eta,
        "original_eta": eta, "servicelevel": {"token": "standard", "name": "Standard"}, "transaction": null,
        "address_from": null, "address_to": null, "tracking_status": history.last(), "tracking_history": history
    })
}

/// The message that carries a tracking object.
pub fn message(track: &Value) -> Value {
    json!({"event": "track_updated", "test": false, "data": track})
}
