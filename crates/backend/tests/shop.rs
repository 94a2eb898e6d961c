//! The shop over HTTP: feed, bags, webhooks, access, headers.

#[macro_use]
mod support;

use serde_json::json;
use support::{Browser, number, open, page};
use vitrine_backend::webhook;

#[tokio::test]
async fn the_feed_shows_each_post_once_whatever_the_page() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = browser.get(&format!("/feed?market=DE&lang=de&limit=5{cursor}")).await;
        assert_eq!(page.status, 200, "{}", page.body);
        seen.extend(page.body["items"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap().to_owned()));
        match page.body["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let posts = std::fs::read_to_string("../../demo/catalogue/posts.json").unwrap();
    let posts: Vec<serde_json::Value> = serde_json::from_str(&posts).unwrap();
    assert_eq!(seen.len(), posts.len());
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), posts.len());
    assert_eq!(browser.get("/feed?sell=little").await.body["errors"][0]["pointer"], "/sell");
    assert_eq!(browser.get("/feed?cursor=nonsense").await.status, 422);
    assert_eq!(browser.get("/feed?limit=0").await.status, 422);
    assert_eq!(browser.get("/feed?market=XX").await.body["errors"][0]["pointer"], "/market");
}

/// Every post of a feed, page by page.
async fn whole_feed(browser: &mut Browser, query: &str) -> Vec<serde_json::Value> {
    let (mut posts, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = browser.get(&format!("/feed?market=DE&limit=3{query}{cursor}")).await;
        assert_eq!(page.status, 200, "{}", page.body);
        posts.extend(page.body["items"].as_array().unwrap().iter().cloned());
        match page.body["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return posts,
        }
    }
}

#[tokio::test]
async fn the_shopping_dial_is_kept_across_pages() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let sells = |posts: &[serde_json::Value]| posts.iter().map(|p| !p["disclosure"].is_null()).collect::<Vec<_>>();
    let all = sells(&whole_feed(&mut browser, "").await);
    assert!(all.contains(&true) && all.contains(&false));
    let none = sells(&whole_feed(&mut browser, "&sell=none").await);
    assert_eq!(none.len(), all.iter().filter(|sells| !**sells).count());
    assert!(!none.contains(&true));
    let some = sells(&whole_feed(&mut browser, "&sell=some").await);
    assert!(some.windows(2).all(|pair| pair != [true, true]), "{some:?}");
    assert!(some.contains(&true));
}

#[tokio::test]
async fn following_and_not_interested_are_this_browsers_alone() {
    let running = open(false).await;
    let (mut browser, mut other) = (Browser::new(&running.base), Browser::new(&running.base));
    assert!(whole_feed(&mut browser, "&tab=following").await.is_empty());
    let put = async |browser: &mut Browser, path: &str, body| browser.write("PUT", path, body, None, None).await.status;
    assert_eq!(put(&mut browser, "/creators/nobody/follow", json!({"following": true})).await, 404);
    assert_eq!(put(&mut browser, "/creators/tess/follow", json!({"following": 1})).await, 422);
    assert_eq!(put(&mut browser, "/creators/tess/follow", json!({"following": true})).await, 200);
    assert_eq!(put(&mut browser, "/creators/tess/follow", json!({"following": true})).await, 200, "twice is once");
    let followed = whole_feed(&mut browser, "&tab=following").await;
    assert!(!followed.is_empty());
    assert!(followed.iter().all(|p| p["creator"]["id"] == "tess" && p["creator"]["following"] == true));
    assert!(whole_feed(&mut other, "&tab=following").await.is_empty());

    let shows = |posts: &[serde_json::Value], product: &str| {
        posts.iter().flat_map(|p| p["anchors"].as_array().unwrap()).any(|a| a["product"]["id"] == product)
    };
    let before = whole_feed(&mut browser, "").await;
    assert!(shows(&before, "mug"));
    assert_eq!(put(&mut browser, "/products/nothing/interest", json!({"interested": false})).await, 404);
    assert_eq!(put(&mut browser, "/products/mug/interest", json!({"interested": false})).await, 200);
    let after = whole_feed(&mut browser, "").await;
    assert!(!shows(&after, "mug"), "neither in its own films nor beside others");
    assert!(!after.iter().any(|p| p["id"] == "second-cup"), "a film about the mug alone is left out");
    assert!(after.iter().any(|p| p["id"] == "slow-breakfast"), "a film of several things loses one label");
    assert_eq!(browser.get("/products/mug?market=DE").await.body["interested"], false);
    assert!(shows(&whole_feed(&mut other, "").await, "mug"));
    assert_eq!(put(&mut browser, "/products/mug/interest", json!({"interested": true})).await, 200);
    assert_eq!(whole_feed(&mut browser, "").await.len(), before.len());
}

#[tokio::test]
async fn bad_input_names_the_field_and_is_never_a_5xx() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag("HAL-MUG-OAT", 1).await;
    let (id, version) = (cart["id"].as_str().unwrap().to_owned(), cart["version"].as_u64());
    let lines = format!("/carts/{id}/lines");
    for (body, pointer) in [
        (json!({"variant_id": "HAL-MUG-OAT", "quantity": -1}), "/quantity"),
        (json!({"variant_id": "HAL-MUG-OAT", "quantity": 0.1}), "/quantity"),
        (json!({"variant_id": "HAL-MUG-OAT", "quantity": 9_223_372_036_854_775_808_u64}), "/quantity"),
        (json!({"variant_id": "HAL-MUG-OAT", "quantity": 0}), "/quantity"),
        (json!({"variant_id": "NOPE", "quantity": 1}), "/variant_id"),
    ] {
        let answer = browser.write("POST", &lines, body.clone(), version, None).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.body);
        assert_eq!(answer.body["errors"][0]["pointer"], pointer);
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
    let extra = json!({"variant_id": "HAL-MUG-OAT", "quantity": 1, "unit_price": 1});
    assert_eq!(browser.write("POST", &lines, extra, version, None).await.status, 422);
    let many = json!({"variant_id": "HAL-MUG-OAT", "quantity": 99});
    let refused = browser.write("POST", &lines, many, version, None).await;
    assert_eq!((refused.status, refused.code()), (409, "out_of_stock"));
    assert!(refused.body["cart"]["lines"][0]["quantity"] == 1, "the bag is kept and told");
    let one = json!({"variant_id": "HAL-MUG-OAT", "quantity": 1});
    assert_eq!(browser.write("POST", &lines, one.clone(), None, None).await.status, 428);
    let stale = browser.write("POST", &lines, one, Some(1), None).await;
    assert_eq!((stale.status, stale.body["cart"]["version"].as_u64()), (412, version));
    let address = json!({"shipping_address": {"name": "", "line1": "x", "postal_code": "1", "city": "y"}});
    let faults = browser.write("PATCH", &format!("/carts/{id}"), address, version, None).await;
    let pointers: Vec<_> =
        faults.body["errors"].as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
    assert_eq!(pointers, ["/shipping_address/name", "/shipping_address/postal_code"]);
}

#[tokio::test]
async fn what_belongs_to_another_browser_is_not_there() {
    let running = open(false).await;
    let mut owner = Browser::new(&running.base);
    let cart = owner.ready_bag("HAL-MUG-OAT", 1).await;
    let checkout = owner.checkout(&cart, "k").await.body;
    let mut stranger = Browser::new(&running.base);
    stranger.write("POST", "/carts", json!({"market": "DE"}), None, None).await;
    for path in
        [format!("/carts/{}", cart["id"].as_str().unwrap()), format!("/checkouts/{}", checkout["id"].as_str().unwrap())]
    {
        assert_eq!(owner.get(&path).await.status, 200);
        assert_eq!(stranger.get(&path).await.status, 404);
        assert_eq!(Browser::new(&running.base).get(&path).await.status, 404);
    }
    assert_eq!(stranger.start_payment(&checkout, "p").await.status, 404);
}

#[tokio::test]
async fn foreign_pages_change_nothing() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let body = || Some(json!({"market": "DE"}));
    let path = "/api/v1/carts";
    for headers in [
        vec![("x-vitrine", "1"), ("origin", "https://evil.example")],
        vec![("x-vitrine", "1"), ("origin", "null")],
        vec![("x-vitrine", "1"), ("sec-fetch-site", "cross-site")],
        vec![],
    ] {
        assert_eq!(browser.send("POST", path, body(), &headers).await.status, 403, "{headers:?}");
    }
    let text = [("x-vitrine", "1"), ("content-type", "text/plain")];
    assert_eq!(browser.send("POST", path, None, &text).await.status, 415);
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM cart").await, 0);
}

#[tokio::test]
async fn only_signed_recent_webhooks_are_taken_and_twice_is_once() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag("HAL-MUG-OAT", 1).await;
    let checkout = browser.checkout(&cart, "k").await.body;
    let paying = browser.start_payment(&checkout, "p").await.body;
    browser.type_card(&page(&paying), "4242424242424242").await;
    let body = json!({"id": "evt_1", "type": "payment.updated", "payment": paying["payment"]["id"]});
    let now = running.shop.clock.now().as_second();
    let key = *running.shop.sandbox.key();
    let post = async |signature: String| {
        let headers = [("vitrine-signature", signature.as_str())];
        Browser::new(&running.base).send("POST", "/api/v1/webhooks/sandbox", Some(body.clone()), &headers).await.status
    };
    let text = body.to_string();
    assert_eq!(post(webhook::sign(&key, text.as_bytes(), now - 301)).await, 401);
    assert_eq!(post(webhook::sign(&key, text.as_bytes(), now + 301)).await, 401);
    assert_eq!(post(webhook::sign(b"other", text.as_bytes(), now)).await, 401);
    assert_eq!(post(webhook::sign(&key, b"{}", now)).await, 401);
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM inbox").await, 0);
    for _ in 0..5 {
        assert_eq!(post(webhook::sign(&key, text.as_bytes(), now)).await, 200);
    }
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM inbox").await, 1);
    running.shop.process_inbox().await.unwrap();
    running.shop.process_inbox().await.unwrap();
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM shop_order").await, 1);
}

#[tokio::test]
async fn a_browser_that_comes_back_without_paying_makes_no_order() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag("HAL-MUG-OAT", 1).await;
    let checkout = browser.checkout(&cart, "k").await.body;
    browser.start_payment(&checkout, "p").await;
    assert_eq!(browser.complete(&checkout, "c").await.code(), "payment_pending");
    // Paid at the provider, but no webhook yet: the word of the browser is not enough.
    let url = page(&browser.start_payment(&checkout, "p2").await.body);
    browser.type_card(&url, "4242424242424242").await;
    assert_eq!(browser.complete(&checkout, "c2").await.code(), "payment_pending");
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM shop_order").await, 0);
}

#[tokio::test]
async fn an_order_is_told_parcel_by_parcel_until_delivered_and_opens_by_its_link() {
    let running = open(true).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag("HAL-MUG-OAT", 1).await;
    let checkout = browser.checkout(&cart, "k").await.body;
    let url = page(&browser.start_payment(&checkout, "p").await.body);
    // 3-D Secure: no money before the bank's page was answered.
    let (status, to) = browser.type_card(&url, "4000 0025 0000 3155").await;
    assert_eq!((status, to.as_deref()), (303, Some(format!("{url}/3ds").as_str())));
    browser.form(&format!("{url}/3ds"), "answer=approve").await;
    let path = format!("/checkouts/{}", checkout["id"].as_str().unwrap());
    let paid = until!("the order", {
        running.clock.advance_seconds(1);
        let now = browser.get(&path).await.body;
        now["order_id"].is_string().then_some(now)
    });
    let order = format!("/orders/{}", paid["order_id"].as_str().unwrap());
    let delivered = until!("delivery", {
        running.clock.advance_seconds(1);
        let now = browser.get(&order).await.body;
        (now["status"] == "delivered").then_some(now)
    });
    let events = delivered["shipments"][0]["events"].as_array().unwrap();
    assert!(events.windows(2).all(|w| w[0]["occurred_at"].as_str() >= w[1]["occurred_at"].as_str()));
    assert_eq!(delivered["shipments"][0]["status"], "delivered");
    let mut friend = Browser::new(&running.base);
    let open_path = format!("{order}/open");
    let wrong = friend.write("POST", &open_path, json!({"token": "AAAAAAAAAAAAAAAAAAAAAA"}), None, None).await;
    assert_eq!(wrong.status, 404);
    assert_eq!(friend.get(&order).await.status, 404);
    let right = friend.write("POST", &open_path, json!({"token": paid["order_token"]}), None, None).await;
    assert_eq!(right.status, 200);
    assert_eq!(friend.get(&order).await.status, 200);
}

#[tokio::test]
async fn reactions_count_once_a_browser() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let id = browser.get("/feed?limit=1").await.body["items"][0]["id"].as_str().unwrap().to_owned();
    let before = browser.get(&format!("/posts/{id}")).await.body["counts"]["likes"].as_u64().unwrap();
    for _ in 0..3 {
        browser.write("PUT", &format!("/posts/{id}/reaction"), json!({"liked": true}), None, None).await;
    }
    let after = browser.get(&format!("/posts/{id}")).await.body;
    assert_eq!((after["counts"]["likes"].as_u64(), &after["liked"]), (Some(before + 1), &json!(true)));
}

#[tokio::test]
async fn every_answer_carries_its_headers() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    for path in ["/api/v1/markets", "/api/v1/nothing", "/healthz", "/media/none.mp4", "/gone.js"] {
        let answer = browser.send("GET", path, None, &[]).await;
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
        assert!(answer.headers.contains_key("content-security-policy"), "{path}");
    }
    assert_eq!(browser.send("GET", "/gone.js", None, &[]).await.status, 404);
    assert_eq!(browser.send("GET", "/api/v1/nothing", None, &[]).await.body["code"], "not_found");
    assert_eq!(browser.send("POST", "/api/v1/markets", Some(json!({})), &[("x-vitrine", "1")]).await.status, 405);
    assert_eq!(browser.get("/markets").await.headers["cache-control"], "no-store");
}

#[test]
fn the_committed_description_is_the_generated_one() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let generated = vitrine_backend::http::openapi::text();
    assert!(
        committed.trim() == generated.trim(),
        "docs/openapi.json is out of date: `cargo run -p vitrine-backend -- openapi > docs/openapi.json`"
    );
}

#[tokio::test]
async fn what_the_framework_refuses_is_a_problem_too() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    for path in ["/api/v1/feed?limit=abc", "/api/v1/posts/%ff"] {
        let answer = browser.send("GET", path, None, &[]).await;
        assert_eq!((answer.status, answer.code()), (400, "bad_request"), "{path}: {}", answer.body);
        assert_eq!(answer.headers["content-type"], "application/problem+json", "{path}");
    }
}
