//! Nothing oversold, nothing charged twice, nothing lost.

#[macro_use]
mod support;

use serde_json::json;
use support::{Browser, audited, number, open, page};
use vitrine_backend::store::{checkouts, stock};

const SKU: &str = "HAL-MUG-OAT";
const PAYS: &str = "4242 4242 4242 4242";

async fn shelf(running: &support::Running, pieces: u32) {
    let mut tx = running.shop.store.begin().await.unwrap();
    stock::set(&mut tx, SKU, None, pieces).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_buyers_for_five_pieces_make_five_orders() {
    let running = open(true).await;
    shelf(&running, 50).await;
    let mut ready = Vec::new();
    for _ in 0..50 {
        let mut browser = Browser::new(&running.base);
        let cart = browser.ready_bag(SKU, 1).await;
        ready.push((browser, cart));
    }
    shelf(&running, 5).await;
    let mut buyers = Vec::new();
    for (mut browser, cart) in ready {
        buyers.push(tokio::spawn(async move {
            let checkout = browser.checkout(&cart, "reserve").await;
            if checkout.status != 201 {
                return (checkout.status, checkout.code().to_owned());
            }
            let paying = browser.start_payment(&checkout.body, "pay").await;
            assert_eq!(paying.status, 200, "{}", paying.body);
            browser.type_card(&page(&paying.body), PAYS).await;
            until!("an order", {
                let key = uuid::Uuid::new_v4().to_string();
                let done = browser.complete(&checkout.body, &key).await;
                assert!(done.status == 200 || done.code() == "payment_pending", "{}", done.body);
                (done.status == 200).then_some(())
            });
            (200, String::new())
        }));
    }
    let mut orders = 0;
    for buyer in buyers {
        match buyer.await.unwrap() {
            (200, _) => orders += 1,
            (409, code) => assert_eq!(code, "out_of_stock"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(orders, 5);
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM shop_order").await, 5);
    let left = "SELECT SUM(on_hand) * 1000 + SUM(reserved) FROM stock WHERE variant_id = 'HAL-MUG-OAT'";
    assert_eq!(number(&running.shop, left).await, 0);
    audited(&running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_completes_of_one_checkout_make_one_order_and_one_charge() {
    let running = open(true).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 2).await;
    let checkout = browser.checkout(&cart, "reserve").await.body;
    let paying = browser.start_payment(&checkout, "pay").await.body;
    browser.type_card(&page(&paying), PAYS).await;
    let mut asking = Vec::new();
    for index in 0..20 {
        let (mut browser, checkout) = (browser.clone(), checkout.clone());
        asking.push(tokio::spawn(async move {
            until!("an order", {
                let done = browser.complete(&checkout, &format!("complete-{}", index % 4)).await;
                assert!(matches!(done.status, 200 | 409), "{}", done.body);
                (done.status == 200).then(|| done.body["order_id"].as_str().unwrap().to_owned())
            })
        }));
    }
    let mut ids = std::collections::BTreeSet::new();
    for one in asking {
        ids.insert(one.await.unwrap());
    }
    assert_eq!(ids.len(), 1);
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM shop_order").await, 1);
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM sandbox_payment WHERE status = 'succeeded'").await, 1);
    audited(&running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_fifty_times_reserves_once_and_another_body_is_refused() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 1).await;
    // The key has a space, which is no visible character.
    assert_eq!(browser.checkout(&cart, "one key").await.code(), "idempotency_key_required");
    let mut tries = Vec::new();
    for _ in 0..50 {
        let (mut browser, cart) = (browser.clone(), cart.clone());
        tries.push(tokio::spawn(async move {
            until!("an answer", {
                let answer = browser.checkout(&cart, "one-key").await;
                assert!(matches!(answer.status, 201 | 409), "{}", answer.body);
                (answer.status == 201).then_some(answer.body)
            })
        }));
    }
    let mut bodies = std::collections::BTreeSet::new();
    for one in tries {
        bodies.insert(one.await.unwrap().to_string());
    }
    assert_eq!(bodies.len(), 1, "identical bodies");
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM checkout").await, 1);
    assert_eq!(number(&running.shop, "SELECT SUM(reserved) FROM stock").await, 1);
    let other = json!({"cart_id": cart["id"], "cart_version": 99});
    let refused = browser.write("POST", "/checkouts", other, None, Some("one-key")).await;
    assert_eq!((refused.status, refused.code()), (422, "idempotency_mismatch"));
    audited(&running).await;
}

#[tokio::test]
async fn a_key_means_the_same_for_a_day() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 1).await;
    assert_eq!(browser.checkout(&cart, "k").await.status, 201);
    let other = json!({"cart_id": cart["id"], "cart_version": 99});
    running.clock.advance_seconds(23 * 3600);
    let known = browser.write("POST", "/checkouts", other.clone(), None, Some("k")).await;
    assert_eq!((known.status, known.code()), (422, "idempotency_mismatch"));
    running.clock.advance_seconds(2 * 3600);
    let anew = browser.write("POST", "/checkouts", other.clone(), None, Some("k")).await;
    assert_eq!((anew.status, anew.code()), (412, "stale_version"));
    let replayed = browser.write("POST", "/checkouts", other, None, Some("k")).await;
    assert_eq!((replayed.status, replayed.headers["idempotency-replayed"].to_str().unwrap()), (412, "true"));
}

#[tokio::test]
async fn a_declined_card_keeps_the_bag_and_the_next_one_pays() {
    let running = open(true).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 1).await;
    let checkout = browser.checkout(&cart, "k").await.body;
    let paying = browser.start_payment(&checkout, "p").await.body;
    let url = page(&paying);
    assert_eq!(browser.type_card(&url, "4000 0000 0000 0002").await.0, 200);
    let path = format!("/checkouts/{}", checkout["id"].as_str().unwrap());
    until!("the decline", {
        let now = browser.get(&path).await.body;
        (now["payment"]["last_error"]["code"] == "card_declined").then_some(())
    });
    assert_eq!(browser.complete(&checkout, "c").await.status, 402);
    // Asking again leads to the very same page: two pages could both take money.
    assert_eq!(page(&browser.start_payment(&checkout, "p2").await.body), url);
    assert_eq!(browser.type_card(&url, PAYS).await.0, 303);
    until!("the order", { (browser.get(&path).await.body["state"] == "ordered").then_some(()) });
    audited(&running).await;
}

#[tokio::test]
async fn a_total_the_shopper_did_not_see_charges_nothing() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 1).await;
    let checkout = browser.checkout(&cart, "k").await.body;
    let path = format!("/checkouts/{}/payment", checkout["id"].as_str().unwrap());
    let wrong = json!({"expected_total": {"amount": 1, "currency": "EUR"}});
    let refused = browser.write("POST", &path, wrong, None, Some("p")).await;
    assert_eq!((refused.status, refused.code()), (409, "price_changed"));
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM sandbox_payment").await, 0);
    audited(&running).await;
}

#[tokio::test]
async fn an_expired_reservation_gives_the_pieces_back_and_takes_no_money() {
    let running = open(true).await;
    shelf(&running, 1).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 1).await;
    let checkout = browser.checkout(&cart, "k").await.body;
    let url = page(&browser.start_payment(&checkout, "p").await.body);
    running.clock.advance_seconds(901);
    until!("expiry", {
        (number(&running.shop, "SELECT COUNT(*) FROM checkout WHERE state = 'expired'").await == 1).then_some(())
    });
    assert_eq!(browser.type_card(&url, PAYS).await.0, 410);
    assert_eq!(browser.complete(&checkout, "c").await.code(), "checkout_expired");
    let mut other = Browser::new(&running.base);
    let cart = other.ready_bag(SKU, 1).await;
    assert_eq!(other.checkout(&cart, "k").await.status, 201);
    audited(&running).await;
}

#[tokio::test]
async fn money_that_came_before_expiry_still_becomes_an_order() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 1).await;
    let checkout = browser.checkout(&cart, "k").await.body;
    let url = page(&browser.start_payment(&checkout, "p").await.body);
    browser.type_card(&url, PAYS).await;
    // The webhook never came; the reservation runs out; closing the page finds the money.
    running.clock.advance_seconds(901);
    running.shop.expire_overdue().await.unwrap();
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM shop_order").await, 1);
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM refund").await, 0);
    audited(&running).await;
}

#[tokio::test]
async fn a_page_that_opens_while_its_checkout_is_let_go_takes_no_money() {
    let running = open(false).await;
    shelf(&running, 1).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 1).await;
    let checkout = browser.checkout(&cart, "k").await.body;
    let id = checkout["id"].as_str().unwrap();
    let before = checkouts::find(&mut running.shop.reader().await.unwrap(), id).await.unwrap().unwrap();
    let url = page(&browser.start_payment(&checkout, "p").await.body);
    running.shop.let_go(before).await.unwrap();
    assert_eq!(number(&running.shop, "SELECT SUM(reserved) FROM stock WHERE variant_id = 'HAL-MUG-OAT'").await, 0);
    assert_eq!(browser.type_card(&url, PAYS).await.0, 410, "the page is closed, too");
    audited(&running).await;
}

#[tokio::test]
async fn a_changed_price_is_told_and_must_be_accepted() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 1).await;
    let mut tx = running.shop.store.begin().await.unwrap();
    vitrine_backend::store::catalogue::set_price(&mut tx, SKU, "DE", 3_333).await.unwrap();
    tx.commit().await.unwrap();
    let refused = browser.checkout(&cart, "k").await;
    assert_eq!((refused.status, refused.code()), (409, "price_changed"));
    let fresh = &refused.body["cart"];
    assert_eq!(fresh["lines"][0]["unit_price"]["amount"], 3_333);
    assert_eq!(fresh["lines"][0]["previous_unit_price"], cart["lines"][0]["unit_price"]);
    let path = format!("/carts/{}", cart["id"].as_str().unwrap());
    let accepted =
        browser.write("PATCH", &path, json!({"confirm_prices": true}), fresh["version"].as_u64(), None).await;
    assert_eq!(accepted.body["notices"], json!([]));
    assert_eq!(browser.checkout(&accepted.body, "k2").await.status, 201);
    audited(&running).await;
}

#[tokio::test]
async fn a_canceled_order_goes_back_to_the_shelf_and_the_money_to_the_card() {
    let running = open(true).await;
    shelf(&running, 3).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 2).await;
    let checkout = browser.checkout(&cart, "k").await.body;
    let url = page(&browser.start_payment(&checkout, "p").await.body);
    browser.type_card(&url, PAYS).await;
    let path = format!("/checkouts/{}", checkout["id"].as_str().unwrap());
    let order = until!("the order", { browser.get(&path).await.body["order_id"].as_str().map(ToOwned::to_owned) });
    let canceled = browser.write("POST", &format!("/orders/{order}/cancel"), json!({}), None, Some("c")).await;
    assert_eq!((canceled.status, &canceled.body["status"]), (200, &json!("canceled")), "{}", canceled.body);
    until!("the refund", {
        (browser.get(&format!("/orders/{order}")).await.body["payment_status"] == "refunded").then_some(())
    });
    let free = "SELECT SUM(on_hand - reserved) FROM stock WHERE variant_id = 'HAL-MUG-OAT'";
    assert_eq!(number(&running.shop, free).await, 3);
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM sandbox_payment WHERE refunded = amount").await, 1);
    audited(&running).await;
}

/// A page that is left while it asks drops its connection in the middle of the work. The work goes
/// on to its end: else its key would say "still running" for ever, and nothing could be bought.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_connection_leaves_no_key_in_flight() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 1).await;
    for step in 0..80_u32 {
        let key = format!("dropped-{step}");
        let mut leaving = browser.clone();
        let asked = leaving.checkout(&cart, &key);
        let _ = tokio::time::timeout(std::time::Duration::from_micros(u64::from(step) * 100), asked).await;
        until!("the end of a dropped request", {
            let again = browser.checkout(&cart, &key).await;
            assert!(again.status == 201 || again.code() == "idempotency_in_flight", "{}", again.body);
            (again.status == 201).then_some(())
        });
    }
    audited(&running).await;
}
