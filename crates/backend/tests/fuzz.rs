//! Rubbish over HTTP: whatever is sent, the shop answers, never with a 5xx, and everything still adds
//! up after it.

mod support;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use reqwest::{Client, Method};
use serde_json::{Map, Value, json};
use std::time::Duration;
use support::{Browser, Running, audited, open, page};
use tokio::runtime::Runtime;
use vitrine_backend::carriers::simulated;
use vitrine_backend::http::openapi;
use vitrine_backend::payments::sandbox;
use vitrine_backend::{outgoing, webhook};

const CASES: u32 = 300;
const SKU: &str = "HAL-MUG-OAT";

/// Names that mean something somewhere, so that rubbish comes past the first door.
static FIELDS: [&str; 36] = [
    "id",
    "market",
    "variant_id",
    "quantity",
    "post_id",
    "contact",
    "email",
    "shipping_address",
    "name",
    "line1",
    "postal_code",
    "city",
    "region",
    "phone",
    "shipping",
    "group_id",
    "option_id",
    "confirm_prices",
    "seen_prices",
    "line_id",
    "price",
    "seen",
    "cart_id",
    "cart_version",
    "expected_total",
    "amount",
    "currency",
    "token",
    "lines",
    "reason",
    "liked",
    "saved",
    "following",
    "interested",
    "payment",
    "tracking_number",
];

static WORDS: [&str; 8] = ["DE", "HAL-MUG-OAT", "EUR", "ada@example.com", "04229", "damaged", "", "\u{0}\u{202e}"];

/// A shop, a browser that has bought something and has another bag at its payment page.
struct Scene {
    running: Running,
    client: Client,
    cookie: String,
    cart: String,
    line: String,
    paying: Value,
    order: String,
    runtime: Runtime,
}

fn scene() -> Scene {
    let runtime = Runtime::new().unwrap();
    let (running, browser, cart, paying, order) = runtime.block_on(async {
        let running = open(false).await;
        let mut browser = Browser::new(&running.base);
        let cart = browser.ready_bag(SKU, 1).await;
        let checkout = browser.checkout(&cart, "k").await.body;
        let paying = browser.start_payment(&checkout, "p").await.body;
        browser.type_card(&page(&paying), "4242 4242 4242 4242").await;
        running.shop.apply_payment(paying["payment"]["id"].as_str().unwrap()).await.unwrap();
        let ordered = browser.get(&format!("/checkouts/{}", paying["id"].as_str().unwrap())).await.body;
        let order = ordered["order_id"].as_str().unwrap().to_owned();
        let cart = browser.ready_bag(SKU, 1).await;
        let checkout = browser.checkout(&cart, "k2").await.body;
        let paying = browser.start_payment(&checkout, "p2").await.body;
        (running, browser, cart, paying, order)
    });
    Scene {
        client: outgoing::client().timeout(Duration::from_secs(30)).build().unwrap(),
        cookie: browser.cookie.unwrap(),
        cart: cart["id"].as_str().unwrap().to_owned(),
        line: cart["lines"][0]["id"].as_str().unwrap().to_owned(),
        running,
        paying,
        order,
        runtime,
    }
}

impl Scene {
    /// Status, kind and text of an answer.
    fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<Vec<u8>>,
        headers: &[(&str, String)],
    ) -> (u16, String, String) {
        let verb = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.client.request(verb, format!("{}{path}", self.running.base));
        request = request.header("cookie", &self.cookie).header("x-vitrine", "1");
        for (name, value) in headers {
            request = request.header(*name, value.as_str());
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body);
        }
        self.runtime.block_on(async {
            let response = request.send().await.unwrap();
            let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or("");
            let (status, kind) = (response.status().as_u16(), kind.to_owned());
            (status, kind, response.text().await.unwrap())
        })
    }

    /// Everything adds up and the shop still serves.
    fn holds(&self) {
        self.runtime.block_on(audited(&self.running));
        assert_eq!(self.send("GET", "/readyz", None, &[]).0, 200);
    }

    /// The routes that take a body, with real ids in them.
    fn writes(&self) -> Vec<(String, String)> {
        let description: Value = serde_json::from_str(&openapi::text()).unwrap();
        let mut found = Vec::new();
        for (route, methods) in description["paths"].as_object().unwrap() {
            let id = match route.split('/').nth(3).unwrap_or("") {
                "carts" => self.cart.as_str(),
                "checkouts" => self.paying["id"].as_str().unwrap(),
                "orders" => self.order.as_str(),
                "posts" => "second-cup",
                "creators" => "tess",
                "products" => "mug",
                _ => "x",
            };
            let path = route.replace("{id}", id).replace("{line}", &self.line).replace("{provider}", sandbox::NAME);
            for method in methods.as_object().unwrap().keys() {
                if matches!(method.as_str(), "post" | "put" | "patch") {
                    found.push((method.to_uppercase(), path.clone()));
                }
            }
        }
        assert!(found.len() > 10, "{found:?}");
        found
    }
}

fn run<S: Strategy>(strategy: S, check: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    // Fewer than proptest's own number, because each case asks a shop; more where more are asked for.
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    if let Err(error) = TestRunner::new(config).run(&strategy, check) {
        panic!("{error}");
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![select(&WORDS[..]).prop_map(ToOwned::to_owned), ".{0,40}"]
}

fn any_object(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let name = prop_oneof![4 => select(&FIELDS[..]).prop_map(ToOwned::to_owned), 1 => any_text()];
    btree_map(name, inner, 0..6).prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>()))
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        (0..100_i64).prop_map(Value::from),
        any_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![vec(inner.clone(), 0..4).prop_map(Value::from), any_object(inner)]
    })
}

/// A body: mostly an object of known names, at times anything, at times no JSON at all.
fn any_body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        6 => any_object(any_json()).prop_map(|body| body.to_string().into_bytes()),
        2 => any_json().prop_map(|body| body.to_string().into_bytes()),
        1 => vec(any::<u8>(), 0..200),
        1 => Just("[".repeat(5_000).into_bytes()),
    ]
}

#[test]
fn any_body_on_any_route_gets_an_answer() {
    let scene = scene();
    let routes = scene.writes();
    run((any_body(), any::<u32>()), |(body, number)| {
        let cart = scene.send("GET", &format!("/api/v1/carts/{}", scene.cart), None, &[]).2;
        let cart: Value = serde_json::from_str(&cart).unwrap_or(Value::Null);
        for (method, path) in &routes {
            let headers =
                [("if-match", format!("\"{}\"", cart["version"])), ("idempotency-key", format!("fuzz-{number}"))];
            let (status, kind, text) = scene.send(method, path, Some(body.clone()), &headers);
            prop_assert!(status < 500, "{method} {path}: {status} {text}");
            prop_assert!(status < 400 || kind == "application/problem+json", "{method} {path}: {status} {kind} {text}");
        }
        Ok(())
    });
    scene.holds();
}

/// Every byte as `%XX`: what stands in the query is then just these bytes.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn any_cursor_gets_an_answer() {
    let scene = scene();
    let ours = (any::<i64>(), any::<i64>(), any_text(), any::<bool>())
        .prop_map(|(s, t, i, x)| URL_SAFE_NO_PAD.encode(json!({"s": s, "t": t, "i": i, "x": x}).to_string()));
    let packed = any_json().prop_map(|value| URL_SAFE_NO_PAD.encode(value.to_string()));
    let cursor = prop_oneof![ours, packed, any_text()];
    let limit = prop_oneof![(0..60_u32).prop_map(|limit| limit.to_string()), any::<i64>().prop_map(|n| n.to_string())];
    run((cursor, limit), |(cursor, limit)| {
        for list in ["feed", "orders"] {
            let path = format!("/api/v1/{list}?cursor={}&limit={limit}", encoded(&cursor));
            let (status, _, text) = scene.send("GET", &path, None, &[]);
            prop_assert!(status < 500, "{path}: {status} {text}");
        }
        Ok(())
    });
    scene.holds();
}

#[test]
fn no_total_but_the_right_one_opens_a_page() {
    let scene = scene();
    let path = format!("/api/v1/checkouts/{}/payment", scene.paying["id"].as_str().unwrap());
    let right = &scene.paying["totals"]["total"];
    let amount = prop_oneof![
        any::<i64>().prop_map(|n| n.to_string()),
        any::<u64>().prop_map(|n| n.to_string()),
        any::<f64>().prop_map(|n| json!(n).to_string()),
        "-?[0-9]{1,30}(\\.[0-9]{1,3})?(e-?[0-9]{1,3})?",
        Just(right["amount"].to_string()),
        Just("\"1\"".to_owned()),
    ];
    let currency = prop_oneof![Just("EUR".to_owned()), "[A-Z]{3}", any_text()];
    run((amount, currency, any::<u64>()), |(amount, currency, number)| {
        let body = format!("{{\"expected_total\":{{\"amount\":{amount},\"currency\":{}}}}}", json!(currency));
        let headers = [("idempotency-key", format!("money-{number}"))];
        let (status, _, text) = scene.send("POST", &path, Some(body.clone().into_bytes()), &headers);
        prop_assert!(status < 500, "{body}: {status} {text}");
        let digits = right["amount"].to_string();
        let is_right = amount == digits && right["currency"] == currency.as_str();
        prop_assert_eq!(status == 200, is_right, "{}: {} {}", body, status, text);
        Ok(())
    });
    scene.holds();
}

#[test]
fn any_signed_message_is_taken_or_refused_and_applied_without_a_panic() {
    let scene = scene();
    let payment = scene.paying["payment"]["id"].as_str().unwrap().to_owned();
    let named = (any_text(), any_object(any_json()), any::<bool>()).prop_map(move |(id, mut body, real)| {
        body["id"] = json!(id);
        if real {
            body["payment"] = json!(payment);
        }
        body.to_string().into_bytes()
    });
    let body = prop_oneof![3 => named, 1 => any_body()];
    let (sandbox_key, carrier_key) = (*scene.running.shop.sandbox.key(), *scene.running.shop.carrier.key());
    run(body, |body| {
        let now = scene.running.shop.clock.now().as_second();
        for (provider, key) in [(sandbox::NAME, &sandbox_key), (simulated::NAME, &carrier_key)] {
            let headers = [(webhook::HEADER, webhook::sign(key, &body, now))];
            let (status, _, text) =
                scene.send("POST", &format!("/api/v1/webhooks/{provider}"), Some(body.clone()), &headers);
            prop_assert!(matches!(status, 200 | 400), "{provider}: {status} {text}");
        }
        Ok(())
    });
    for _ in 0..10 {
        scene.runtime.block_on(scene.running.shop.process_inbox()).unwrap();
    }
    scene.holds();
}
