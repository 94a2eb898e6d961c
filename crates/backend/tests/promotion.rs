//! Promotion codes over HTTP: refused with what to do, re-priced with the bag, held, used once, given back.

#[path = "support/seller.rs"]
mod seller;
mod support;

use seller::Seller;
use serde_json::{Value, json};
use support::{Answer, Browser, Running, audited, number, open, page};

const SKU: &str = "HAL-MUG-OAT";
const ONCE: &str = "GIFT-7Q4M-50";
const HELD: &str = "SELECT COUNT(*) FROM promotion_redemption WHERE state = 'held'";
const USED: &str = "SELECT COUNT(*) FROM promotion_redemption WHERE state = 'used'";
const RELEASED: &str = "SELECT COUNT(*) FROM promotion_redemption WHERE state = 'released'";

async fn shopper(running: &Running, pieces: u32) -> (Browser, Value) {
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, pieces).await;
    (browser, cart)
}

fn path(cart: &Value, rest: &str) -> String {
    format!("/carts/{}{rest}", cart["id"].as_str().unwrap())
}

async fn write(browser: &mut Browser, method: &str, cart: &Value, rest: &str, body: Value) -> Value {
    let answer = browser.write(method, &path(cart, rest), body, cart["version"].as_u64(), None).await;
    assert_eq!(answer.status, 200, "{method} {rest}: {}", answer.body);
    answer.body
}

async fn with_code(browser: &mut Browser, cart: &Value, code: &str) -> Value {
    let answer = browser.add_code(cart, code).await;
    assert_eq!(answer.status, 200, "{code}: {}", answer.body);
    answer.body
}

async fn sets(browser: &mut Browser, cart: &Value, quantity: u32) -> Value {
    let line = format!("/lines/{}", cart["lines"][0]["id"].as_str().unwrap());
    write(browser, "PATCH", cart, &line, json!({"quantity": quantity})).await
}

/// Pays and gives the order.
async fn buys(running: &Running, browser: &mut Browser, cart: &Value, key: &str) -> Value {
    let checkout = browser.checkout(cart, key).await;
    assert_eq!(checkout.status, 201, "{}", checkout.body);
    let paying = browser.start_payment(&checkout.body, &format!("{key}-pay")).await.body;
    browser.type_card(&page(&paying), "4242 4242 4242 4242").await;
    running.shop.apply_payment(paying["payment"]["id"].as_str().unwrap()).await.unwrap();
    let ordered = browser.get(&format!("/checkouts/{}", paying["id"].as_str().unwrap())).await.body;
    browser.get(&format!("/orders/{}", ordered["order_id"].as_str().unwrap())).await.body
}

/// The parts of the totals make the total, and those of the lines the discount.
fn adds_up(of: &Value) {
    let amount = |name: &str| of["totals"][name]["amount"].as_i64().unwrap_or(0);
    let sum = amount("items") - amount("discount") + amount("shipping") + amount("duties") + amount("tax");
    assert_eq!(sum, amount("total"), "{}", of["totals"]);
    let parts = |list: &str, name: &str| -> i64 {
        of[list].as_array().unwrap().iter().filter_map(|part| part[name]["amount"].as_i64()).sum()
    };
    assert_eq!(parts("lines", "discount"), amount("discount"));
    assert_eq!(parts("promotions", "amount"), amount("discount"));
}

fn discount(of: &Value) -> i64 {
    of["totals"]["discount"]["amount"].as_i64().unwrap_or(0)
}

fn refused(answer: &Answer, code: &str, reason: Option<&str>) {
    assert_eq!((answer.status, answer.code()), (422, "invalid_fields"), "{}", answer.body);
    assert_eq!(answer.body["errors"][0]["pointer"], "/code", "{}", answer.body);
    assert_eq!(answer.body["errors"][0]["code"], code, "{}", answer.body);
    assert_eq!(answer.body["promotion"]["reason"].as_str(), reason, "{}", answer.body);
}

#[tokio::test]
async fn each_refusal_names_the_field_and_says_why() {
    let running = open(false).await;
    let (mut browser, cart) = shopper(&running, 1).await;
    for (text, code, reason) in [
        (" ", "required", None),
        ("A!", "format", None),
        ("ABCDEFGHIJKLMNOPQRSTUVWXY", "too_long", None),
        ("NO-SUCH-CODE", "not_offered", None),
        ("SUMMER26", "not_offered", Some("expired")),
        ("ADVENT26", "not_offered", Some("not_yet")),
        ("EVENING20", "not_offered", Some("goods")),
        ("KILN15", "range", Some("minimum")),
    ] {
        let answer = browser.add_code(&cart, text).await;
        refused(&answer, code, reason);
        if text == "KILN15" {
            assert_eq!(answer.body["promotion"]["missing"], json!({"amount": 1_100, "currency": "EUR"}));
            assert!(answer.body["errors"][0]["message"].as_str().unwrap().contains("11.00 EUR"), "{}", answer.body);
        }
    }
    let now = browser.get(&path(&cart, "")).await.body;
    assert_eq!((&now["version"], &now["promotions"]), (&cart["version"], &json!([])), "nothing has changed");
    let abroad = write(&mut browser, "PATCH", &cart, "", json!({"market": "US"})).await;
    refused(&browser.add_code(&abroad, "ADVENT26").await, "not_offered", Some("market"));
    assert_eq!(browser.add_code(&cart, "WELCOME10").await.code(), "stale_version");
    let unseen = browser.write("POST", &path(&cart, "/promotions"), json!({"code": "WELCOME10"}), None, None).await;
    assert_eq!(unseen.status, 428);
}

#[tokio::test]
async fn a_code_is_taken_as_typed_once_and_taken_out_again() {
    let running = open(false).await;
    let (mut browser, cart) = shopper(&running, 2).await;
    let with = with_code(&mut browser, &cart, "  welcome10 ").await;
    assert_eq!((&with["promotions"][0]["code"], discount(&with)), (&json!("WELCOME10"), 580));
    adds_up(&with);
    let again = with_code(&mut browser, &with, "WELCOME10").await;
    assert_eq!(again["version"], with["version"], "the same code changes nothing");
    let more = with_code(&mut browser, &with, "KILN15").await;
    // Fifteen percent of what the first has left.
    assert_eq!(discount(&more), 580 + 783);
    adds_up(&more);
    let full = with_code(&mut browser, &more, ONCE).await;
    // More than what is left: the goods cost nothing, and what sending them costs is paid.
    assert_eq!(discount(&full), 5_800);
    assert_eq!(full["totals"]["total"], full["totals"]["shipping"]);
    adds_up(&full);
    refused(&browser.add_code(&full, "EVENING20").await, "range", Some("full"));
    let less = write(&mut browser, "DELETE", &full, "/promotions/gift-7q4m-50", json!({})).await;
    assert_eq!(discount(&less), 580 + 783);
    let gone = path(&less, "/promotions/SUMMER26");
    assert_eq!(browser.write("DELETE", &gone, json!({}), less["version"].as_u64(), None).await.status, 404);
}

#[tokio::test]
async fn every_change_of_the_bag_prices_codes_anew() {
    let running = open(false).await;
    let (mut browser, cart) = shopper(&running, 2).await;
    let cart = with_code(&mut browser, &cart, "KILN15").await;
    assert_eq!(discount(&cart), 870);
    let few = sets(&mut browser, &cart, 1).await;
    assert_eq!(few["promotions"][0]["reason"], "minimum", "it stays, with the reason");
    assert_eq!(few["promotions"][0]["missing"]["amount"], 1_100);
    assert_eq!((discount(&few), &few["totals"]["discount"]), (0, &Value::Null));
    adds_up(&few);
    let many = sets(&mut browser, &few, 3).await;
    assert_eq!((discount(&many), &many["promotions"][0]["reason"]), (1_305, &Value::Null), "it applies again");
    let abroad = write(&mut browser, "PATCH", &many, "", json!({"market": "US"})).await;
    assert_eq!(discount(&abroad), 1_440, "15 % of three at 32 dollars");
    let there = json!({"shipping_address": {"name": "Ada Kern", "line1": "1 Main St", "postal_code": "89501",
        "city": "Reno", "region": "NV"}});
    let there = write(&mut browser, "PATCH", &abroad, "", there).await;
    adds_up(&there);
    // 6.85 % of 81.60, not of 96.00.
    assert_eq!(there["totals"]["tax"]["amount"], 559, "{}", there["totals"]);
    let line = format!("/lines/{}", there["lines"][0]["id"].as_str().unwrap());
    let empty = write(&mut browser, "DELETE", &there, &line, json!({})).await;
    assert_eq!((&empty["promotions"][0]["reason"], discount(&empty)), (&json!("goods"), 0));
    // A minimum that isn't reached doesn't keep anybody from buying.
    let (mut other, cart) = shopper(&running, 2).await;
    let cart = with_code(&mut other, &cart, "KILN15").await;
    let cart = sets(&mut other, &cart, 1).await;
    let checkout = other.checkout(&cart, "k").await;
    assert_eq!((checkout.status, &checkout.body["promotions"]), (201, &json!([])), "{}", checkout.body);
    assert_eq!(number(&running.shop, HELD).await, 0);
}

#[tokio::test]
async fn of_fifty_shoppers_one_has_the_code_that_can_be_used_once() {
    let running = open(false).await;
    let mut shoppers = Vec::new();
    for _ in 0..50 {
        shoppers.push(shopper(&running, 1).await);
    }
    let mut tx = running.shop.store.begin().await.unwrap();
    // All of them have had it in their bags since it was free, each with an address of their own.
    let sql = "UPDATE cart SET email = id || '@example.com';
        INSERT INTO cart_promotion (cart_id, code, position) SELECT id, 'GIFT-7Q4M-50', 1 FROM cart";
    sqlx::raw_sql(sql).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let all: Vec<_> = shoppers
        .into_iter()
        .map(|(mut browser, cart)| {
            tokio::spawn(async move {
                let answer = browser.checkout(&cart, "k").await;
                (browser, answer)
            })
        })
        .collect();
    let (mut held, mut without) = (0, Vec::new());
    for one in all {
        let (browser, answer) = one.await.unwrap();
        if answer.status == 201 {
            assert_eq!(discount(&answer.body), 2_900);
            held += 1;
        } else {
            assert_eq!((answer.status, answer.code()), (409, "promotion_unavailable"), "{}", answer.body);
            assert_eq!(answer.body["cart"]["promotions"][0]["reason"], "used_up", "shown, not taken out");
            without.push((browser, answer.body["cart"].clone()));
        }
    }
    assert_eq!((held, without.len(), number(&running.shop, HELD).await), (1, 49, 1));
    assert_eq!(number(&running.shop, "SELECT SUM(reserved) FROM stock").await, 1, "nothing is held for the others");
    let (mut browser, cart) = without.remove(0);
    let cart = write(&mut browser, "DELETE", &cart, &format!("/promotions/{ONCE}"), json!({})).await;
    let checkout = browser.checkout(&cart, "k2").await;
    assert_eq!((checkout.status, discount(&checkout.body)), (201, 0));
    audited(&running).await;
}

#[tokio::test]
async fn a_held_code_is_free_when_the_time_runs_out_or_the_shopper_leaves() {
    let running = open(false).await;
    let (mut first, cart) = shopper(&running, 1).await;
    let cart = with_code(&mut first, &cart, ONCE).await;
    assert_eq!(first.checkout(&cart, "k").await.status, 201);
    assert_eq!(number(&running.shop, HELD).await, 1);
    // The bag's own checkout doesn't stand in its way.
    assert_eq!(discount(&first.get(&path(&cart, "")).await.body), 2_900);
    let (mut second, other) = shopper(&running, 1).await;
    let other = write(&mut second, "PATCH", &other, "", json!({"contact": {"email": "bo@example.com"}})).await;
    refused(&second.add_code(&other, ONCE).await, "not_offered", Some("used_up"));
    running.clock.advance_seconds(901);
    running.shop.expire_overdue().await.unwrap();
    assert_eq!((number(&running.shop, HELD).await, number(&running.shop, RELEASED).await), (0, 1));
    let other = with_code(&mut second, &other, ONCE).await;
    let checkout = second.checkout(&other, "k").await.body;
    assert_eq!(number(&running.shop, HELD).await, 1);
    let left = format!("/checkouts/{}", checkout["id"].as_str().unwrap());
    assert_eq!(second.write("DELETE", &left, json!({}), None, None).await.status, 200);
    assert_eq!((number(&running.shop, HELD).await, number(&running.shop, RELEASED).await), (0, 2));
    // A bag that has changed is another checkout, and the code goes with it.
    let again = first.checkout(&cart, "k2").await;
    assert_eq!(again.status, 201, "{}", again.body);
    let more = sets(&mut first, &cart, 2).await;
    let again = first.checkout(&more, "k3").await.body;
    assert_eq!((discount(&again), number(&running.shop, HELD).await), (5_000, 1));
    audited(&running).await;
}

#[tokio::test]
async fn each_shopper_has_it_once_by_session_and_by_address() {
    let running = open(false).await;
    let (mut browser, cart) = shopper(&running, 2).await;
    let cart = with_code(&mut browser, &cart, "WELCOME10").await;
    let order = buys(&running, &mut browser, &cart, "k").await;
    assert_eq!((discount(&order), number(&running.shop, USED).await), (580, 1));
    assert_eq!(order["promotions"][0]["code"], "WELCOME10");
    assert_eq!(order["lines"][0]["discount"]["amount"], 580);
    adds_up(&order);
    // The same browser under another address.
    let next = browser.ready_bag(SKU, 1).await;
    let next = write(&mut browser, "PATCH", &next, "", json!({"contact": {"email": "bo@example.com"}})).await;
    refused(&browser.add_code(&next, "WELCOME10").await, "not_offered", Some("used_by_you"));
    // Another browser that says who it is only later.
    let mut other = Browser::new(&running.base);
    let cart = other.write("POST", "/carts", json!({"market": "DE"}), None, None).await.body;
    let cart = write(&mut other, "POST", &cart, "/lines", json!({"variant_id": SKU, "quantity": 1})).await;
    let cart = with_code(&mut other, &cart, "WELCOME10").await;
    let people = json!({
        "contact": {"email": "ADA@example.com"},
        "shipping_address": {"name": "Ada Kern", "line1": "Karl-Heine-Str. 1", "postal_code": "04229", "city": "Leipzig"}
    });
    let cart = write(&mut other, "PATCH", &cart, "", people).await;
    // Anybody may write anybody's address: until somebody wants to pay, nothing is told of it.
    assert_eq!((&cart["promotions"][0]["reason"], discount(&cart)), (&Value::Null, 290));
    let checkout = other.checkout(&cart, "k").await;
    assert_eq!((checkout.status, checkout.code()), (409, "promotion_unavailable"));
    for told in [checkout.body["cart"].clone(), other.get(&path(&cart, "")).await.body] {
        assert_eq!((&told["promotions"][0]["reason"], discount(&told)), (&json!("used_by_you"), 0));
    }
    assert_eq!(number(&running.shop, "SELECT SUM(reserved) FROM stock").await, 0);
    let named = write(&mut other, "PATCH", &cart, "", json!({"contact": {"email": "cy@example.com"}})).await;
    assert_eq!(discount(&named), 290, "it was told of the other address");
    let cart = write(&mut other, "PATCH", &named, "", json!({"contact": {"email": "ada@example.com"}})).await;
    assert_eq!(cart["promotions"][0]["reason"], "used_by_you");
    // The first order is canceled whole: the shopper may use the code again.
    let cancel = format!("/orders/{}/cancel", order["id"].as_str().unwrap());
    assert_eq!(browser.write("POST", &cancel, json!({}), None, Some("c")).await.status, 200);
    let checkout = other.checkout(&cart, "k2").await;
    assert_eq!((checkout.status, discount(&checkout.body)), (201, 290), "{}", checkout.body);
    running.shop.send_refunds().await.unwrap();
    let order = browser.get(&format!("/orders/{}", order["id"].as_str().unwrap())).await.body;
    assert_eq!(order["refunds"][0]["amount"], order["totals"]["total"], "what was paid, not what was shown");
    audited(&running).await;
}

/// A shopper at the payment page, with a code that each shopper has once and ada's address. Gives the page.
async fn at_the_page(running: &Running) -> (Browser, Value, String) {
    let (mut browser, cart) = shopper(running, 1).await;
    let cart = with_code(&mut browser, &cart, "WELCOME10").await;
    let checkout = browser.checkout(&cart, "k").await;
    assert_eq!((checkout.status, discount(&checkout.body)), (201, 290), "{}", checkout.body);
    let paying = browser.start_payment(&checkout.body, "p").await.body;
    let page = page(&paying);
    (browser, paying, page)
}

async fn pays(running: &Running, browser: &Browser, checkout: &Value, page: &str) {
    browser.type_card(page, "4242 4242 4242 4242").await;
    running.shop.apply_payment(checkout["payment"]["id"].as_str().unwrap()).await.unwrap();
}

async fn state(browser: &mut Browser, checkout: &Value) -> Value {
    browser.get(&format!("/checkouts/{}", checkout["id"].as_str().unwrap())).await.body["state"].clone()
}

#[tokio::test]
async fn a_strangers_checkout_keeps_nobody_from_a_code_and_ends_when_the_address_pays() {
    let running = open(false).await;
    // Somebody reserves with ada's address, and ada comes after.
    let (mut stranger, held, _) = at_the_page(&running).await;
    let (mut ada, bought, page) = at_the_page(&running).await;
    assert_eq!(number(&running.shop, HELD).await, 2);
    pays(&running, &ada, &bought, &page).await;
    assert_eq!(state(&mut ada, &bought).await, "ordered");
    running.shop.expire_overdue().await.unwrap();
    assert_eq!(state(&mut stranger, &held).await, "expired", "its time is over though the clock stands still");
    assert_eq!((number(&running.shop, HELD).await, number(&running.shop, USED).await), (0, 1));
    audited(&running).await;
}

#[tokio::test]
async fn of_two_payments_with_one_address_one_uses_the_code_and_the_other_goes_back() {
    let running = open(false).await;
    let (mut first, one, one_page) = at_the_page(&running).await;
    let (mut second, two, two_page) = at_the_page(&running).await;
    // Both cards are charged before the shop hears of either.
    second.type_card(&two_page, "4242 4242 4242 4242").await;
    pays(&running, &first, &one, &one_page).await;
    running.shop.apply_payment(two["payment"]["id"].as_str().unwrap()).await.unwrap();
    assert_eq!(state(&mut first, &one).await, "ordered");
    assert_eq!(state(&mut second, &two).await, "refund_due");
    assert_eq!((number(&running.shop, USED).await, number(&running.shop, RELEASED).await), (1, 1));
    assert_eq!(number(&running.shop, "SELECT SUM(reserved) FROM stock").await, 0);
    running.shop.send_refunds().await.unwrap();
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM refund WHERE status = 'succeeded'").await, 1);
    audited(&running).await;
}

#[tokio::test]
async fn a_seller_sends_back_no_more_than_its_goods_cost_after_codes() {
    let running = open(false).await;
    let (mut browser, cart) = shopper(&running, 2).await;
    let lamp = json!({"variant_id": "KEG-LAMP-IVORY", "quantity": 1});
    let cart = write(&mut browser, "POST", &cart, "/lines", lamp).await;
    let cart = with_code(&mut browser, &cart, "KILN15").await;
    let order = buys(&running, &mut browser, &cart, "k").await;
    assert_eq!(order["lines"][1]["discount"], Value::Null, "the lamp is another seller's");
    let mut halm = Seller::new(&running, "halm").await;
    let seen = halm.call(&running, "GET", &format!("/orders/{}", order["id"].as_str().unwrap()), None).await;
    assert_eq!(seen.body["refundable"]["amount"], 5_800 - 870, "{}", seen.body);
    audited(&running).await;
}
