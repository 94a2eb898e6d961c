//! Who gets what: every route, every kind of caller. A route without a row fails, and so does a row
//! without a route.

mod support;

use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::{Browser, Running, number, open, page};
use vitrine_backend::app::UNDESCRIBED;
use vitrine_backend::http::openapi;
use vitrine_backend::outgoing;
use vitrine_backend::store::stock;

const SKU: &str = "HAL-MUG-OAT";

/// Status by caller: nobody, another session, the owner, a made-up cookie; then the owner without the
/// header `X-Vitrine`, with a body of `text/plain`, and from another site.
type Statuses = [u16; 7];

/// Everybody may read.
const OPEN: Statuses = [200, 200, 200, 200, 200, 200, 200];
/// The owner reads; guards are for changes, another site's page can't see the answer.
const OWN: Statuses = [404, 404, 200, 404, 200, 200, 200];
/// The owner changes, on the shop's own pages.
const CHANGE: Statuses = [404, 404, 200, 404, 403, 415, 403];
/// The owner deletes; there is no body whose kind could be wrong.
const DELETE: Statuses = [404, 404, 200, 404, 403, 200, 403];
/// Whoever asks gets a session.
const ANYBODY: Statuses = [200, 200, 200, 200, 403, 415, 403];
/// The address is what opens the payment page, which is another party's.
const FORM: Statuses = [200, 200, 200, 200, 200, 415, 200];
/// Sends on to the payment page.
const FORWARD: Statuses = [303, 303, 303, 303, 303, 303, 303];
const UNSIGNED: Statuses = [401, 401, 401, 401, 401, 401, 401];
const NOTHING: Statuses = [404, 404, 404, 404, 404, 404, 404];

/// The table: method, route, statuses.
const TABLE: [(&str, &str, Statuses); 58] = [
    ("GET", "/", OPEN),
    ("GET", "/healthz", OPEN),
    ("GET", "/readyz", OPEN),
    ("GET", "/media/{*path}", NOTHING),
    ("GET", "/api/v1/openapi.json", OPEN),
    ("GET", "/api/v1/markets", OPEN),
    ("GET", "/api/v1/feed", OPEN),
    ("GET", "/api/v1/posts/{id}", OPEN),
    ("PUT", "/api/v1/posts/{id}/reaction", ANYBODY),
    ("PUT", "/api/v1/creators/{id}/follow", ANYBODY),
    ("GET", "/api/v1/products/{id}", OPEN),
    ("PUT", "/api/v1/products/{id}/interest", ANYBODY),
    ("DELETE", "/api/v1/session", [200, 200, 200, 200, 403, 200, 403]),
    ("POST", "/api/v1/carts", [201, 201, 201, 201, 403, 415, 403]),
    ("GET", "/api/v1/carts/{id}", OWN),
    ("PATCH", "/api/v1/carts/{id}", CHANGE),
    ("GET", "/api/v1/carts/{id}/shipping-options", OWN),
    ("POST", "/api/v1/carts/{id}/lines", CHANGE),
    ("PATCH", "/api/v1/carts/{id}/lines/{line}", CHANGE),
    ("DELETE", "/api/v1/carts/{id}/lines/{line}", DELETE),
    ("POST", "/api/v1/carts/{id}/promotions", CHANGE),
    // Of a code that isn't in the bag.
    ("DELETE", "/api/v1/carts/{id}/promotions/{code}", [404, 404, 404, 404, 403, 404, 403]),
    ("POST", "/api/v1/checkouts", [404, 404, 201, 404, 403, 415, 403]),
    ("GET", "/api/v1/checkouts/{id}", OWN),
    ("DELETE", "/api/v1/checkouts/{id}", DELETE),
    ("POST", "/api/v1/checkouts/{id}/payment", CHANGE),
    ("POST", "/api/v1/checkouts/{id}/complete", CHANGE),
    // Without a session there are no orders: an empty list, and nothing of anybody's.
    ("GET", "/api/v1/orders", OPEN),
    ("GET", "/api/v1/orders/{id}", OWN),
    ("GET", "/api/v1/orders/{id}/shipments", OWN),
    // With a wrong secret, which opens the order for nobody.
    ("POST", "/api/v1/orders/{id}/open", [404, 404, 404, 404, 403, 415, 403]),
    ("POST", "/api/v1/orders/{id}/cancel", CHANGE),
    // Nothing has been delivered yet.
    ("POST", "/api/v1/orders/{id}/returns", [404, 404, 409, 404, 403, 415, 403]),
    ("GET", "/api/v1/orders/{id}/links", OWN),
    ("POST", "/api/v1/orders/{id}/links", [404, 404, 201, 404, 403, 415, 403]),
    // Of a link, a picture and a return that there aren't.
    ("DELETE", "/api/v1/orders/{id}/links/{link}", [404, 404, 404, 404, 403, 404, 403]),
    ("POST", "/api/v1/orders/{id}/return-photos", [415, 415, 415, 415, 403, 415, 403]),
    ("GET", "/api/v1/orders/{id}/return-photos/{photo}", NOTHING),
    ("DELETE", "/api/v1/orders/{id}/return-photos/{photo}", [404, 404, 404, 404, 403, 404, 403]),
    ("POST", "/api/v1/orders/{id}/returns/{wish}/drop-off", [404, 404, 404, 404, 403, 415, 403]),
    // Of a parcel that there isn't.
    ("GET", "/api/v1/orders/{id}/shipments/{shipment}/proof", NOTHING),
    ("POST", "/api/v1/orders/{id}/shipments/{shipment}/not-received", [404, 404, 404, 404, 403, 415, 403]),
    ("POST", "/api/v1/orders/{id}/shipments/{shipment}/received", [404, 404, 404, 404, 403, 415, 403]),
    // Without a signature; sellers' programs have neither cookies nor headers of ours.
    ("GET", "/merchant/v1/orders", UNSIGNED),
    ("GET", "/merchant/v1/orders/{id}", UNSIGNED),
    ("POST", "/merchant/v1/orders/{id}/refunds", UNSIGNED),
    ("POST", "/merchant/v1/parcels/{id}/fulfill", UNSIGNED),
    ("POST", "/merchant/v1/parcels/{id}/split", UNSIGNED),
    ("POST", "/merchant/v1/parcels/{id}/missing-answer", UNSIGNED),
    ("POST", "/merchant/v1/returns/{id}/answer", UNSIGNED),
    // Each session hears its own news alone.
    ("GET", "/api/v1/events", [404, 200, 200, 404, 200, 200, 200]),
    // Without a signature; providers have neither cookies nor headers of ours.
    ("POST", "/api/v1/webhooks/{provider}", [401, 401, 401, 401, 401, 401, 401]),
    ("GET", "/sandbox/pay/{id}", OPEN),
    ("POST", "/sandbox/pay/{id}", FORM),
    ("GET", "/sandbox/pay/{id}/3ds", FORWARD),
    ("POST", "/sandbox/pay/{id}/3ds", [303, 303, 303, 303, 303, 415, 303]),
    ("GET", "/sandbox/track/{number}", OPEN),
    // Of a parcel that waits for no duty.
    ("POST", "/sandbox/track/{number}", NOTHING),
];

const CALLERS: [&str; 7] =
    ["nobody", "another session", "the owner", "a made-up cookie", "no X-Vitrine", "text/plain", "another site"];
const OWNER: usize = 2;
/// The owner's own call comes last, and before it the one that is as good where nothing has a body.
const ORDER: [usize; 7] = [0, 1, 3, 4, 6, 5, OWNER];

/// Changes of what belongs to somebody.
const CHANGES: &str = "SELECT (SELECT COALESCE(SUM(version), 0) FROM cart) + (SELECT COUNT(*) FROM session)
    + (SELECT COUNT(*) FROM stock_ledger) + (SELECT COUNT(*) FROM checkout) + (SELECT COUNT(*) FROM sandbox_payment)
    + (SELECT COALESCE(SUM(version), 0) FROM shop_order) + (SELECT COUNT(*) FROM refund)
    + (SELECT COUNT(*) FROM return_request) + (SELECT COUNT(*) FROM missing_report) + (SELECT COUNT(*) FROM inbox)";

/// What the owner has: an order, and another bag on its payment page.
struct Scene {
    cookie: String,
    cart: Value,
    paying: Value,
    ordered: Value,
}

async fn scene(running: &Running) -> Scene {
    let mut owner = Browser::new(&running.base);
    let cart = owner.ready_bag(SKU, 1).await;
    let checkout = owner.checkout(&cart, "k").await.body;
    let paying = owner.start_payment(&checkout, "p").await.body;
    owner.type_card(&page(&paying), "4242 4242 4242 4242").await;
    running.shop.apply_payment(paying["payment"]["id"].as_str().unwrap()).await.unwrap();
    let ordered = owner.get(&format!("/checkouts/{}", text(&paying["id"]))).await.body;
    let cart = owner.ready_bag(SKU, 1).await;
    let checkout = owner.checkout(&cart, "k2").await.body;
    let paying = owner.start_payment(&checkout, "p2").await.body;
    Scene { cookie: owner.cookie.unwrap(), cart, paying, ordered }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

impl Scene {
    fn path(&self, method: &str, route: &str) -> String {
        let id = match route
            .trim_start_matches("/api/v1")
            .trim_start_matches("/merchant/v1")
            .split('/')
            .nth(1)
            .unwrap_or("")
        {
            "carts" => text(&self.cart["id"]),
            "checkouts" if route.ends_with("/complete") => text(&self.ordered["id"]),
            "checkouts" => text(&self.paying["id"]),
            "orders" => text(&self.ordered["order_id"]),
            "posts" => "second-cup",
            "creators" => "tess",
            "products" => "mug",
            "parcels" | "returns" => "1",
            "sandbox" => text(&self.paying["payment"]["id"]),
            _ => "",
        };
        let path = route.replace("{id}", id).replace("{line}", text(&self.cart["lines"][0]["id"]));
        let path = path.replace("{provider}", "sandbox").replace("{number}", "1").replace("{*path}", "nothing.webp");
        let path =
            path.replace("{link}", "1").replace("{photo}", "1").replace("{wish}", "1").replace("{code}", "KILN15");
        let path = path.replace("{shipment}", "1");
        assert!(!path.contains('{'), "what stands for the name in {method} {route}?");
        path
    }

    fn body(&self, method: &str, route: &str) -> Option<String> {
        let body = match (method, route.trim_start_matches("/api/v1")) {
            ("GET" | "DELETE", _) => return None,
            (_, "/sandbox/pay/{id}") => return Some("number=4000000000000002".to_owned()),
            (_, "/sandbox/pay/{id}/3ds") => return Some("answer=approve".to_owned()),
            (_, "/posts/{id}/reaction") => json!({"liked": true}),
            (_, "/creators/{id}/follow") => json!({"following": true}),
            (_, "/products/{id}/interest") => json!({"interested": true}),
            (_, "/carts") => json!({"market": "DE"}),
            (_, "/carts/{id}") => json!({"contact": {"email": "bo@example.com"}}),
            (_, "/carts/{id}/lines") => json!({"variant_id": SKU, "quantity": 1}),
            (_, "/carts/{id}/lines/{line}") => json!({"quantity": 2}),
            (_, "/carts/{id}/promotions") => json!({"code": "WELCOME10"}),
            (_, "/checkouts") => json!({"cart_id": self.cart["id"], "cart_version": self.cart["version"]}),
            (_, "/checkouts/{id}/payment") => json!({"expected_total": self.paying["totals"]["total"]}),
            (_, "/checkouts/{id}/complete") => json!({"expected_total": self.ordered["totals"]["total"]}),
            (_, "/orders/{id}/links") => json!({"label": "Ada"}),
            (_, "/orders/{id}/open") => json!({"token": "AAAAAAAAAAAAAAAAAAAAAA"}),
            (_, "/orders/{id}/returns") => json!({"lines": [], "reason": "damaged"}),
            _ => json!({}),
        };
        Some(body.to_string())
    }

    /// What no stranger may read.
    fn secrets(&self) -> [&str; 4] {
        [text(&self.cart["id"]), text(&self.paying["id"]), text(&self.ordered["order_id"]), "ada@example.com"]
    }
}

/// Status and text of a caller's request.
async fn call(
    client: &Client,
    base: &str,
    caller: usize,
    other: &str,
    scene: &Scene,
    row: (&str, &str),
) -> (u16, String) {
    let (method, route) = row;
    let verb = Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = client.request(verb, format!("{base}{}", scene.path(method, route)));
    let made_up = format!("sid={}", "A".repeat(43));
    request = match caller {
        0 => request,
        1 => request.header("cookie", other),
        3 => request.header("cookie", made_up),
        _ => request.header("cookie", &scene.cookie),
    };
    if caller != 4 {
        request = request.header("x-vitrine", "1");
    }
    if caller == 6 {
        request = request.header("sec-fetch-site", "cross-site");
    }
    let usual = if route.starts_with("/sandbox/") { "application/x-www-form-urlencoded" } else { "application/json" };
    if method != "GET" {
        request = request.header("content-type", if caller == 5 { "text/plain" } else { usual });
        request = request.header("idempotency-key", format!("{caller}{}", route.len()));
        request = request.header("if-match", format!("\"{}\"", scene.cart["version"]));
    }
    if let Some(body) = scene.body(method, route) {
        request = request.body(body);
    }
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let endless = response.headers().get("content-type").is_some_and(|kind| kind == "text/event-stream");
    let body = if endless { String::new() } else { response.text().await.unwrap() };
    (status, body)
}

#[tokio::test]
async fn everybody_gets_what_the_table_says() {
    let running = open(false).await;
    let mut tx = running.shop.store.begin().await.unwrap();
    stock::set(&mut tx, SKU, None, 10_000).await.unwrap();
    tx.commit().await.unwrap();
    let client = outgoing::client().build().unwrap();
    let mut wrong = Vec::new();
    for (method, route, expected) in TABLE {
        let mut scene_now = scene(&running).await;
        let mut other = Browser::new(&running.base);
        other.write("POST", "/carts", json!({"market": "DE"}), None, None).await;
        let other = other.cookie.unwrap();
        for caller in ORDER {
            if caller == OWNER && method == "DELETE" {
                // The one before has deleted it.
                scene_now = scene(&running).await;
            }
            let before = number(&running.shop, CHANGES).await;
            let (status, body) = call(&client, &running.base, caller, &other, &scene_now, (method, route)).await;
            let who = CALLERS[caller];
            if status != expected[caller] {
                let wanted = expected[caller];
                wrong.push(format!("{method} {route}, {who}: {status} instead of {wanted}: {body}"));
            }
            if status >= 400 && number(&running.shop, CHANGES).await != before {
                wrong.push(format!("{method} {route}, {who}: refused, and something changed"));
            }
            let stranger = matches!(caller, 0 | 1 | 3) && !route.starts_with("/sandbox/");
            if stranger && scene_now.secrets().iter().any(|secret| body.contains(secret)) {
                wrong.push(format!("{method} {route}, {who}: reads what is the owner's: {body}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_route_has_a_row() {
    let description: Value = serde_json::from_str(&openapi::text()).unwrap();
    let mut routes: BTreeSet<(String, String)> =
        UNDESCRIBED.iter().map(|(method, path)| ((*method).to_owned(), (*path).to_owned())).collect();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            routes.insert((method.to_uppercase(), path.clone()));
        }
    }
    let rows: BTreeSet<(String, String)> =
        TABLE.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    assert_eq!(routes.difference(&rows).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "routes without a row");
    assert_eq!(rows.difference(&routes).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "rows without a route");
    // Nor is there a route that neither the description nor the constant beside the router knows.
    let source = include_str!("../src/app.rs");
    for rest in source.split(".route(\"").skip(1) {
        let (path, _) = rest.split_once('"').unwrap();
        let known = routes.iter().any(|(_, known)| known == path || known.strip_prefix("/api/v1") == Some(path));
        assert!(known, "{path} is in the router alone: describe it, or add it to UNDESCRIBED");
    }
}
