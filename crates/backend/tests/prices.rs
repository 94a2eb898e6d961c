//! Prices that change between the eye and the till: what was seen is what is confirmed.

mod support;

use serde_json::{Value, json};
use support::{Browser, Running, open};
use vitrine_backend::store::catalogue;

const VASE: &str = "HAL-VASE-CHALK-S";

async fn costs(running: &Running, amount: i64) {
    let mut tx = running.shop.store.begin().await.unwrap();
    assert!(catalogue::set_price(&mut tx, VASE, "DE", amount).await.unwrap());
    tx.commit().await.unwrap();
}

/// A bag with the vase, at the price that was seen.
async fn bag(browser: &mut Browser, seen: Option<Value>) -> Value {
    let cart = browser.write("POST", "/carts", json!({"market": "DE"}), None, None).await.body;
    let path = format!("/carts/{}/lines", cart["id"].as_str().unwrap());
    let mut line = json!({"variant_id": VASE, "quantity": 1});
    if let Some(seen) = seen {
        line["seen"] = seen;
    }
    let filled = browser.write("POST", &path, line, cart["version"].as_u64(), None).await;
    assert_eq!(filled.status, 200, "{}", filled.body);
    let fill = json!({
        "contact": {"email": "ada@example.com"},
        "shipping_address": {"name": "Ada Kern", "line1": "Karl-Heine-Str. 1", "postal_code": "04229", "city": "Leipzig"}
    });
    let path = format!("/carts/{}", cart["id"].as_str().unwrap());
    let filled = browser.write("PATCH", &path, fill, filled.body["version"].as_u64(), None).await;
    assert_eq!(filled.status, 200, "{}", filled.body);
    filled.body
}

#[tokio::test]
async fn another_price_than_was_seen_is_asked_for_up_and_down() {
    for present in [5_150, 4_000] {
        let running = open(false).await;
        let mut browser = Browser::new(&running.base);
        costs(&running, present).await;
        let cart = bag(&mut browser, Some(json!({"amount": 4_800, "currency": "EUR"}))).await;
        assert_eq!(cart["lines"][0]["previous_unit_price"]["amount"], 4_800, "{cart}");
        assert_eq!(cart["lines"][0]["unit_price"]["amount"], present, "what was seen is never the price");
        assert_eq!(cart["notices"][0]["code"], "price_changed");
        assert_eq!(browser.checkout(&cart, "early").await.code(), "price_changed");
        let path = format!("/carts/{}", cart["id"].as_str().unwrap());
        let confirm = json!({"confirm_prices": true});
        let cart = browser.write("PATCH", &path, confirm, cart["version"].as_u64(), None).await.body;
        assert_eq!((&cart["notices"], &cart["lines"][0]["previous_unit_price"]), (&json!([]), &Value::Null));
    }
}

#[tokio::test]
async fn a_price_nobody_saw_or_in_other_money_is_taken_as_it_is() {
    let running = open(false).await;
    costs(&running, 5_150).await;
    for seen in [None, Some(json!({"amount": 4_800, "currency": "USD"}))] {
        let cart = bag(&mut Browser::new(&running.base), seen).await;
        assert_eq!((&cart["notices"], &cart["lines"][0]["unit_price"]["amount"]), (&json!([]), &json!(5_150)));
    }
}

#[tokio::test]
async fn what_is_accepted_is_what_was_shown() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = bag(&mut browser, None).await;
    let path = format!("/carts/{}", cart["id"].as_str().unwrap());
    costs(&running, 5_150).await;
    let shown = browser.get(&path).await.body;
    // It rises once more while the shopper reads.
    costs(&running, 5_900).await;
    let accept = |bag: &Value| {
        let line = &bag["lines"][0];
        json!({"seen_prices": [
            {"line_id": line["id"], "price": line["unit_price"]},
            {"line_id": "another bag's", "price": {"amount": 1, "currency": "EUR"}},
            {"line_id": line["id"], "price": {"amount": 1, "currency": "USD"}},
        ]})
    };
    let asks = browser.write("PATCH", &path, accept(&shown), shown["version"].as_u64(), None).await.body;
    assert_eq!(asks["lines"][0]["previous_unit_price"]["amount"], 5_150, "{asks}");
    assert_eq!((&asks["notices"][0]["code"], asks["notices"].as_array().unwrap().len()), (&json!("price_changed"), 1));
    let done = browser.write("PATCH", &path, accept(&asks), asks["version"].as_u64(), None).await.body;
    assert_eq!((&done["notices"], &done["lines"][0]["unit_price"]["amount"]), (&json!([]), &json!(5_900)));
    assert_eq!(browser.checkout(&done, "k").await.status, 201);
}
