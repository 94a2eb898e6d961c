//! A whole shop on a free port with a clock in the test's hand, spoken to over HTTP.
#![allow(dead_code, missing_docs, unused_macros)]

pub mod buyer;
#[macro_use]
pub mod cluster;
pub mod database;
pub mod fake_stripe;
pub mod process;
pub mod returner;
pub mod scene;
pub mod shippo;

use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use vitrine_backend::clock::ManualClock;
use vitrine_backend::config::{ParcelPlan, Serve, ShippoArgs};
use vitrine_backend::payments::stripe::Settings;
use vitrine_backend::service::Shop;
use vitrine_backend::{app, audit, http::spa::Spa, jobs, outgoing};

/// As much of the application as the server has to know.
const INDEX: &str = "<!doctype html><body><div id=\"boot\"></div>\
<template id=\"first-answer-place\"></template><script></script></body>";

pub struct Running {
    pub shop: Arc<Shop>,
    pub base: String,
    pub clock: ManualClock,
    /// The data folder.
    pub data: PathBuf,
    stop: CancellationToken,
    /// The database, where it is on PostgreSQL.
    pub own: Option<database::Own>,
    _folder: tempfile::TempDir,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

pub fn demo() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../demo")
}

/// Opens a shop. `worker` says whether jobs run by themselves.
pub async fn open(worker: bool) -> Running {
    open_with(worker, ShippoArgs::default(), None).await
}

/// The same with Shippo.
pub async fn open_with_shippo(worker: bool, shippo: ShippoArgs) -> Running {
    open_with(worker, shippo, None).await
}

/// The same, paid by Stripe.
pub async fn open_with_stripe(worker: bool, stripe: Settings) -> Running {
    open_with(worker, ShippoArgs::default(), Some(stripe)).await
}

/// On SQLite, wherever the other tests' shops are.
pub async fn open_on_sqlite() -> Running {
    open_at(None, false, ShippoArgs::default(), None).await
}

async fn open_with(worker: bool, shippo: ShippoArgs, stripe: Option<Settings>) -> Running {
    open_at(database::Own::make(), worker, shippo, stripe).await
}

async fn open_at(own: Option<database::Own>, worker: bool, shippo: ShippoArgs, stripe: Option<Settings>) -> Running {
    let folder = tempfile::tempdir().unwrap();
    // The films aren't needed here; an empty media folder makes opening fast.
    let shop_folder = folder.path().join("demo");
    copy(&demo().join("catalogue"), &shop_folder.join("catalogue"));
    let config = Serve {
        addr: ([127, 0, 0, 1], 0).into(),
        data: folder.path().join("data"),
        database: database::args(own.as_ref()),
        dist: folder.path().join("dist"),
        demo: shop_folder,
        public_url: None,
        day_seconds: 0.05,
        parcel_plan: ParcelPlan::Smooth,
        reservation_seconds: 900,
        webhook_delay_ms: 0,
        rate_limit: 100_000,
        no_service_worker: false,
        log_json: false,
        shippo,
        stripe,
    };
    std::fs::create_dir_all(&config.dist).unwrap();
    std::fs::write(config.dist.join("index.html"), INDEX).unwrap();
    // A Monday before noon in Leipzig.
    let clock = ManualClock::at("2026-11-23T09:00:00Z".parse().unwrap());
    let listener = tokio::net::TcpListener::bind(config.addr).await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let shop = app::open(&config, base.clone(), Arc::new(clock.clone())).await.unwrap();
    let router = app::router(shop.clone(), Spa::load(&config.dist), config.rate_limit);
    let stop = CancellationToken::new();
    let closing = stop.clone();
    tokio::spawn(async move {
        axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
            .with_graceful_shutdown(closing.cancelled_owned())
            .await
    });
    if worker {
        tokio::spawn(jobs::run(shop.clone(), base.clone(), stop.clone()));
    } else {
        // Announcements get their numbers all the same, as they do at once on SQLite.
        let (shop, stop) = (shop.clone(), stop.clone());
        tokio::spawn(async move { jobs::relay(&shop, &stop).await });
    }
    Running { shop, base, clock, data: config.data, stop, own, _folder: folder }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { std::fs::copy(&path, &target).map(|_| ()).unwrap() }
    }
}

/// An answer: status, headers, JSON (null when there is none).
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Answer {
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or("")
    }
}

/// One browser with its cookie.
#[derive(Clone)]
pub struct Browser {
    client: reqwest::Client,
    pub base: String,
    pub cookie: Option<String>,
}

impl Browser {
    pub fn new(base: &str) -> Self {
        let client = outgoing::client().timeout(Duration::from_secs(30)).build().unwrap();
        Self { client, base: base.to_owned(), cookie: None }
    }

    /// The same browser at another address of the same shop.
    pub fn at(&self, base: &str) -> Self {
        Self { cookie: self.cookie.clone(), ..Self::new(base) }
    }

    pub async fn send(&mut self, method: &str, path: &str, body: Option<Value>, headers: &[(&str, &str)]) -> Answer {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie.clone());
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        if let Some(cookie) = headers.get("set-cookie").and_then(|v| v.to_str().ok()) {
            self.cookie = cookie.split(';').next().map(ToOwned::to_owned);
        }
        let text = response.text().await.unwrap();
        Answer { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::Null) }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", &format!("/api/v1{path}"), None, &[]).await
    }

    /// A page as text.
    pub async fn text(&self, path: &str, headers: &[(&str, &str)]) -> (u16, String) {
        let mut request = self.client.get(format!("{}{path}", self.base));
        for (name, value) in headers.iter().copied().chain(self.cookie.as_deref().map(|cookie| ("cookie", cookie))) {
            request = request.header(name, value);
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// What the event stream tells after a number, once it has told so many: names and snapshots.
    pub async fn told(&self, after: i64, count: usize) -> Vec<(String, Value)> {
        let request = self.client.get(format!("{}/api/v1/events", self.base));
        let request = request.header("cookie", self.cookie.clone().unwrap_or_default());
        let mut response = request.header("last-event-id", after.to_string()).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200);
        let mut bytes: Vec<u8> = Vec::new();
        loop {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let all: Vec<_> = text.split("\n\n").filter_map(message).collect();
            if all.len() >= count {
                return all;
            }
            bytes.extend_from_slice(&response.chunk().await.unwrap().expect("the stream goes on"));
        }
    }

    pub async fn write(
        &mut self,
        method: &str,
        path: &str,
        body: Value,
        version: Option<u64>,
        key: Option<&str>,
    ) -> Answer {
        let tag = version.map(|v| format!("\"{v}\""));
        let mut headers = vec![("x-vitrine", "1")];
        headers.extend(tag.as_deref().map(|t| ("if-match", t)));
        headers.extend(key.map(|k| ("idempotency-key", k)));
        self.send(method, &format!("/api/v1{path}"), Some(body), &headers).await
    }

    /// A bag with pieces of a variant, an email and an address: ready for checkout.
    pub async fn ready_bag(&mut self, sku: &str, quantity: u32) -> Value {
        let cart = self.write("POST", "/carts", json!({"market": "DE"}), None, None).await;
        assert_eq!(cart.status, 201, "{}", cart.body);
        let id = cart.body["id"].as_str().unwrap().to_owned();
        let line = json!({"variant_id": sku, "quantity": quantity});
        let cart = self.write("POST", &format!("/carts/{id}/lines"), line, Some(1), None).await;
        assert_eq!(cart.status, 200, "{}", cart.body);
        let fill = json!({
            "contact": {"email": "ada@example.com"},
            "shipping_address": {"name": "Ada Kern", "line1": "Karl-Heine-Str. 1", "postal_code": "04229", "city": "Leipzig"}
        });
        let cart = self.write("PATCH", &format!("/carts/{id}"), fill, cart.body["version"].as_u64(), None).await;
        assert_eq!(cart.status, 200, "{}", cart.body);
        cart.body
    }

    /// Puts a promotion code into a bag.
    pub async fn add_code(&mut self, cart: &Value, code: &str) -> Answer {
        let path = format!("/carts/{}/promotions", cart["id"].as_str().unwrap());
        self.write("POST", &path, json!({"code": code}), cart["version"].as_u64(), None).await
    }

    pub async fn checkout(&mut self, cart: &Value, key: &str) -> Answer {
        let body = json!({"cart_id": cart["id"], "cart_version": cart["version"]});
        self.write("POST", "/checkouts", body, None, Some(key)).await
    }

    pub async fn start_payment(&mut self, checkout: &Value, key: &str) -> Answer {
        let path = format!("/checkouts/{}/payment", checkout["id"].as_str().unwrap());
        let body = json!({"expected_total": checkout["totals"]["total"]});
        self.write("POST", &path, body, None, Some(key)).await
    }

    pub async fn complete(&mut self, checkout: &Value, key: &str) -> Answer {
        let path = format!("/checkouts/{}/complete", checkout["id"].as_str().unwrap());
        let body = json!({"expected_total": checkout["totals"]["total"]});
        self.write("POST", &path, body, None, Some(key)).await
    }

    /// Types a card into the provider's page. Returns the status and where it leads.
    pub async fn type_card(&self, url: &str, number: &str) -> (u16, Option<String>) {
        self.form(url, &format!("number={}", number.replace(' ', "+"))).await
    }

    pub async fn form(&self, url: &str, body: &str) -> (u16, Option<String>) {
        let response = self
            .client
            .post(format!("{}{url}", self.base))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.to_owned())
            .send()
            .await
            .unwrap();
        let to = response.headers().get("location").and_then(|v| v.to_str().ok()).map(ToOwned::to_owned);
        (response.status().as_u16(), to)
    }
}

/// A whole message of an event stream: its name and what it says.
fn message(block: &str) -> Option<(String, Value)> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    Some((field("event:")?.to_owned(), serde_json::from_str(field("data:")?).ok()?))
}

/// The page a checkout's payment leads to.
pub fn page(checkout: &Value) -> String {
    checkout["payment"]["next_action"]["url"].as_str().unwrap_or_else(|| panic!("no page: {checkout}")).to_owned()
}

/// Asks again until the block gives something; the worker needs a moment.
macro_rules! until {
    ($what:literal, $check:block) => {{
        let mut found = None;
        for _ in 0..400 {
            found = $check;
            if found.is_some() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        found.unwrap_or_else(|| panic!("never happened: {}", $what))
    }};
}

/// A single number of the database.
pub async fn number(shop: &Shop, sql: &'static str) -> i64 {
    let sql = sqlx::AssertSqlSafe(database::as_number(sql));
    sqlx::query_scalar(sql).fetch_one(shop.store.read()).await.unwrap()
}

/// Money and pieces add up.
pub async fn audited(running: &Running) {
    let report = audit::run(&running.shop.store, running.shop.now()).await.unwrap();
    let lines: Vec<String> = report.breaches.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}
