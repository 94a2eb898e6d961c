//! Parcels: what carriers tell twice, late, out of order or not at all.

mod support;

use serde_json::{Value, json};
use support::shippo::{FakeShippo, SECRET, message, track};
use support::{Answer, Browser, Running, number, open, open_with_shippo, page};
use vitrine_backend::config::ParcelArgs;
use vitrine_backend::{operator, webhook};

const DAY: i64 = 86_400;

/// An order whose one parcel has a label: its path, the parcel's id and its number.
async fn ordered(running: &Running, browser: &mut Browser) -> (String, String, String) {
    ordered_of(running, browser, "HAL-MUG-OAT").await
}

async fn ordered_of(running: &Running, browser: &mut Browser, sku: &str) -> (String, String, String) {
    let cart = browser.ready_bag(sku, 1).await;
    let checkout = browser.checkout(&cart, "k").await.body;
    let paying = browser.start_payment(&checkout, "p").await.body;
    browser.type_card(&page(&paying), "4242 4242 4242 4242").await;
    running.shop.apply_payment(paying["payment"]["id"].as_str().unwrap()).await.unwrap();
    let done = browser.get(&format!("/checkouts/{}", checkout["id"].as_str().unwrap())).await.body;
    let order = format!("/orders/{}", done["order_id"].as_str().unwrap());
    running.clock.advance_seconds(1);
    running.shop.pack_due().await.unwrap();
    let parcel = parcel(browser, &order).await;
    let text = |name: &str| parcel[name].as_str().unwrap().to_owned();
    (order, text("id"), text("tracking_number"))
}

async fn parcel(browser: &mut Browser, order: &str) -> Value {
    browser.get(order).await.body["shipments"][0].clone()
}

async fn post(running: &Running, address: &str, header: &str, key: &[u8], body: &Value) -> Answer {
    let now = running.shop.clock.now().as_second();
    let signature = webhook::sign(key, body.to_string().as_bytes(), now);
    let path = format!("/api/v1/webhooks/{address}");
    Browser::new(&running.base).send("POST", &path, Some(body.clone()), &[(header, signature.as_str())]).await
}

/// A message of the simulated carrier, taken and applied.
async fn scan(running: &Running, body: &Value) {
    let key = *running.shop.carrier.key();
    let answer = post(running, "simulated", "vitrine-signature", &key, body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    running.shop.process_inbox().await.unwrap();
}

fn told(number: &str, id: &str, code: &str, at: &str) -> Value {
    json!({"id": id, "carrier": "paketbote", "tracking_number": number, "code": code, "message": code,
        "occurred_at": at, "city": "Leipzig", "country": "DE"})
}

/// Gives a parcel to a real carrier, as an operator does.
async fn hand_over(running: &Running, shipment: &str, carrier: &str, number: &str) {
    let args = ParcelArgs {
        database: support::database::args(running.own.as_ref()),
        data: String::new().into(),
        shipment: shipment.to_owned(),
        carrier: carrier.to_owned(),
        number: number.to_owned(),
        name: None,
    };
    assert!(operator::hand_over(&running.shop.store, &args, running.shop.now()).await.unwrap());
}

#[tokio::test]
async fn doubled_and_shuffled_messages_lead_to_the_same_parcel() {
    let steps = [
        ("LABEL_CREATED", "2026-11-23T15:00:00Z"),
        ("PICKED_UP", "2026-11-23T18:00:00Z"),
        ("DELAYED", "2026-11-24T09:00:00Z"),
        ("ARRIVED", "2026-11-25T04:00:00Z"),
        ("ATTEMPT_NOBODY_HOME", "2026-11-25T11:00:00Z"),
        ("MOVED_BY_ROBOT", "2026-11-25T12:00:00Z"),
        ("DELIVERED", "2026-11-26T10:00:00Z"),
        ("DEPARTED", "2026-11-26T11:00:00Z"),
    ];
    let forth: Vec<usize> = (0..steps.len()).collect();
    let back: Vec<usize> = forth.iter().rev().flat_map(|at| [*at, (*at * 3) % steps.len()]).collect();
    let mut ends = Vec::new();
    for way in [forth, back] {
        let running = open(false).await;
        let mut browser = Browser::new(&running.base);
        let (order, _, number) = ordered(&running, &mut browser).await;
        let carrier = parcel(&mut browser, &order).await["carrier"]["code"].clone();
        for (nth, at) in way.into_iter().enumerate() {
            // Another id each time, as after a fault on the carrier's side.
            let mut body = told(&number, &format!("{nth}"), steps[at].0, steps[at].1);
            body["carrier"] = carrier.clone();
            scan(&running, &body).await;
        }
        let parcel = parcel(&mut browser, &order).await;
        let told = ["status", "sub_status", "estimate", "estimate_changes", "events", "action", "last_scan_at"];
        ends.push(told.map(|name| parcel[name].clone()));
        assert_eq!(parcel["status"], "delivered", "{parcel}");
        assert_eq!(parcel["events"].as_array().unwrap().len(), steps.len());
        assert_eq!(parcel["estimate_changes"].as_array().unwrap().len(), 2, "{parcel}");
    }
    assert_eq!(ends[0], ends[1]);
}

#[tokio::test]
async fn a_silent_parcel_is_asked_for_then_stale_then_moves_on() {
    let fake = FakeShippo::open().await;
    let running = open_with_shippo(false, fake.settings()).await;
    let mut browser = Browser::new(&running.base);
    let (order, id, _) = ordered(&running, &mut browser).await;
    hand_over(&running, &id, "DHL_Express", "JD014600").await;
    let mut steps = vec![
        ("2026-11-23T08:00:00Z", "PRE_TRANSIT", "information_received", "Announced"),
        ("2026-11-23T08:30:00Z", "TRANSIT", "package_accepted", "Picked up"),
    ];
    fake.knows("JD014600", &track("dhl_express", "JD014600", None, &steps));

    // Shippo is told of it at once, and then left alone while there is news.
    assert_eq!(running.shop.ask_silent().await.unwrap(), 1);
    assert_eq!(fake.asked(), ["POST /tracks/"]);
    assert_eq!(running.shop.ask_silent().await.unwrap(), 0);
    let moving = parcel(&mut browser, &order).await;
    assert_eq!((&moving["status"], &moving["action"]["actor"]), (&json!("in_transit"), &json!("carrier")));
    assert_eq!(moving["carrier"]["code"], "dhl_express");

    // A day later it is asked for; without news, not again for six hours.
    running.clock.advance_seconds(DAY + 60);
    assert_eq!(running.shop.ask_silent().await.unwrap(), 1);
    assert_eq!(fake.asked(), ["GET /tracks/dhl_express/JD014600"]);
    assert_eq!(running.shop.ask_silent().await.unwrap(), 0);
    running.clock.advance_seconds(6 * 3_600 + 1);
    assert_eq!(running.shop.ask_silent().await.unwrap(), 1);
    assert_eq!(parcel(&mut browser, &order).await["version"], moving["version"], "asking alone changes nothing");

    // Five days after the last scan.
    running.shop.mark_silent().await.unwrap();
    assert_eq!(parcel(&mut browser, &order).await["status"], "in_transit");
    running.clock.advance_seconds(4 * DAY);
    running.shop.mark_silent().await.unwrap();
    let stale = parcel(&mut browser, &order).await;
    assert_eq!(stale["status"], "stale", "{stale}");
    assert_eq!(stale["last_scan_at"], "2026-11-23T08:30:00.000Z");
    let action = json!({"actor": "seller", "code": "ask_carrier", "due": "2026-11-30T08:30:00.000Z"});
    assert_eq!(stale["action"], action);
    assert_eq!(browser.get(&order).await.body["status"], "delayed");
    running.shop.mark_silent().await.unwrap();
    assert_eq!(parcel(&mut browser, &order).await["version"], stale["version"], "once is enough");

    // The next scan undoes it, however it is heard of; by webhook it doubles nothing.
    steps.push(("2026-11-28T10:00:00Z", "TRANSIT", "out_for_delivery", "With the courier"));
    let news = track("dhl_express", "JD014600", Some("2026-11-28T00:00:00Z"), &steps);
    fake.knows("JD014600", &news);
    assert_eq!(running.shop.ask_silent().await.unwrap(), 1);
    let out = parcel(&mut browser, &order).await;
    assert_eq!((&out["status"], out["events"].as_array().unwrap().len()), (&json!("out_for_delivery"), 3));
    let answer = post(&running, "shippo", "shippo-auth-signature", SECRET.as_bytes(), &message(&news)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    running.shop.process_inbox().await.unwrap();
    assert_eq!(parcel(&mut browser, &order).await, out);
}

#[tokio::test]
async fn a_lost_webhook_is_made_up_for_by_asking() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    // The stand-in's messages are planned, but nobody delivers them here.
    let (order, ..) = ordered(&running, &mut browser).await;
    assert_eq!(running.shop.ask_silent().await.unwrap(), 0);
    running.clock.advance_seconds(DAY + 1);
    assert_eq!(running.shop.ask_silent().await.unwrap(), 1);
    assert_eq!(parcel(&mut browser, &order).await["status"], "delivered");
    running.clock.advance_seconds(2 * DAY);
    assert_eq!(running.shop.ask_silent().await.unwrap(), 0, "it is over");
}

#[tokio::test]
async fn a_carrier_that_fails_does_not_stop_the_others() {
    let fake = FakeShippo::open().await;
    let running = open_with_shippo(false, fake.settings()).await;
    let mut orders = Vec::new();
    for (carrier, number) in [("ups", "A1"), ("ups", "A2"), ("dhl_express", "B"), ("usps", "C"), ("fedex", "D")] {
        let mut browser = Browser::new(&running.base);
        let (order, id, _) = ordered(&running, &mut browser).await;
        hand_over(&running, &id, carrier, number).await;
        orders.push((browser, order));
    }
    fake.fails("A1", 500, "oops");
    fake.fails("B", 200, "<html>not a tracking object</html>");
    fake.knows("C", &track("usps", "C", None, &[("2026-11-23T08:30:00Z", "TRANSIT", "package_accepted", "")]));
    fake.fails("D", 429, "slow down");
    // The second parcel of the carrier that failed waits; the other carriers are asked.
    assert_eq!(running.shop.ask_silent().await.unwrap(), 4);
    assert_eq!(fake.asked().len(), 4);
    let (browser, order) = &mut orders[3];
    assert_eq!(parcel(browser, order).await["status"], "in_transit");
    assert_eq!(running.shop.ask_silent().await.unwrap(), 0, "each waits");
    // Five minutes later those are asked that failed, and the one that waited; who wanted an hour gets it.
    running.clock.advance_seconds(301);
    fake.knows("A1", &track("ups", "A1", None, &[]));
    fake.knows("A2", &track("ups", "A2", None, &[]));
    assert_eq!(running.shop.ask_silent().await.unwrap(), 3);
    running.clock.advance_seconds(3_300);
    let again = running.shop.ask_silent().await.unwrap();
    assert_eq!((again, fake.asked().len()), (2, 5), "the one with rubbish, and the one that wanted an hour");
}

#[tokio::test]
async fn a_changed_number_finds_the_parcel_and_so_does_the_old_one() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let (order, _, old) = ordered(&running, &mut browser).await;
    let carrier = parcel(&mut browser, &order).await["carrier"]["code"].clone();
    let event = |number: &str, id: &str, code: &str, at: &str| {
        let mut body = told(number, id, code, at);
        body["carrier"] = carrier.clone();
        body
    };
    let mut moved = event(&old, "1", "DEPARTED", "2026-11-24T08:00:00Z");
    moved["new_tracking_number"] = json!("NEW-1");
    scan(&running, &moved).await;
    let now = parcel(&mut browser, &order).await;
    assert_eq!((&now["tracking_number"], &now["former_tracking_numbers"]), (&json!("NEW-1"), &json!([old])));
    scan(&running, &event("NEW-1", "2", "ARRIVED", "2026-11-24T18:00:00Z")).await;
    scan(&running, &event(&old, "3", "OUT_FOR_DELIVERY", "2026-11-25T07:00:00Z")).await;
    let now = parcel(&mut browser, &order).await;
    assert_eq!((&now["status"], now["events"].as_array().unwrap().len()), (&json!("out_for_delivery"), 3));
    // An old message told again doesn't bring an old number back.
    let mut back = event("NEW-1", "4", "DELAYED", "2026-11-24T20:00:00Z");
    back["new_tracking_number"] = json!(old);
    scan(&running, &back).await;
    assert_eq!(parcel(&mut browser, &order).await["tracking_number"], "NEW-1");
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM shipment_number").await, 2);
}

#[tokio::test]
async fn shippo_finds_a_parcel_under_a_number_nobody_heard_of_by_our_own_id() {
    let fake = FakeShippo::open().await;
    let running = open_with_shippo(false, fake.settings()).await;
    let mut browser = Browser::new(&running.base);
    let (order, id, first) = ordered(&running, &mut browser).await;
    hand_over(&running, &id, "ups", "OLD").await;
    let mut news = track("ups", "NEW", None, &[("2026-11-23T08:30:00Z", "TRANSIT", "package_forwarded", "")]);
    news["metadata"] = json!(id);
    post(&running, "shippo", "shippo-auth-signature", SECRET.as_bytes(), &message(&news)).await;
    // Another carrier's parcel isn't ours, whatever it calls itself.
    news["carrier"] = json!("fedex");
    post(&running, "shippo", "shippo-auth-signature", SECRET.as_bytes(), &message(&news)).await;
    running.shop.process_inbox().await.unwrap();
    let now = parcel(&mut browser, &order).await;
    assert_eq!(now["tracking_number"], "NEW");
    let mut former: Vec<&str> =
        now["former_tracking_numbers"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    former.sort_unstable();
    let mut wanted = vec!["OLD", first.as_str()];
    wanted.sort_unstable();
    assert_eq!(former, wanted);
    assert_eq!(now["events"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn customs_holding_what_was_sold_duty_paid_is_the_sellers_move() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let (order, _, number) = ordered(&running, &mut browser).await;
    let carrier = parcel(&mut browser, &order).await["carrier"]["code"].clone();
    let mut promise = Value::Null;
    for (id, code, at, actor, what, due) in [
        ("1", "CUSTOMS_STARTED", "2026-11-24T08:00:00Z", "customs", "clear", Value::Null),
        (
            "2",
            "CUSTOMS_HELD_DOCUMENT",
            "2026-11-24T09:00:00Z",
            "seller",
            "send_document",
            json!("2026-11-27T09:00:00.000Z"),
        ),
        ("3", "CUSTOMS_HELD_PAYMENT", "2026-11-25T09:00:00Z", "seller", "pay_duty", json!("2026-11-30T09:00:00.000Z")),
        ("4", "CUSTOMS_CLEARED", "2026-11-26T09:00:00Z", "carrier", "carry", Value::Null),
    ] {
        let mut body = told(&number, id, code, at);
        body["carrier"] = carrier.clone();
        scan(&running, &body).await;
        let now = parcel(&mut browser, &order).await;
        assert_eq!(now["action"], json!({"actor": actor, "code": what, "due": due}), "{code}");
        promise = now["promise"].clone();
    }
    let now = parcel(&mut browser, &order).await;
    assert_eq!(now["promise"], promise, "the promise stays");
    assert_eq!(now["estimate_changes"].as_array().unwrap().len(), 2);
    assert_eq!(now["estimate_changes"][1]["reason"], "customs_payment");
}

#[tokio::test]
async fn customs_wanting_money_is_your_move_where_the_duty_was_left_to_you() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let (order, _, number) = ordered_of(&running, &mut browser, "ALD-BACKPACK-OLIVE").await;
    let mut body = told(&number, "1", "CUSTOMS_HELD_PAYMENT", "2026-11-25T09:00:00Z");
    body["carrier"] = parcel(&mut browser, &order).await["carrier"]["code"].clone();
    scan(&running, &body).await;
    let now = parcel(&mut browser, &order).await;
    assert_eq!(now["action"], json!({"actor": "you", "code": "pay_duty", "due": "2026-11-30T09:00:00.000Z"}));
}

#[tokio::test]
async fn only_shippos_own_messages_are_taken_and_twice_is_once() {
    let fake = FakeShippo::open().await;
    let running = open_with_shippo(false, fake.settings()).await;
    let news = message(&track("ups", "1Z9", None, &[("2026-11-23T08:30:00Z", "TRANSIT", "package_accepted", "")]));
    let signed = async |key: &[u8], body: &Value| {
        let answer = post(&running, "shippo", "shippo-auth-signature", key, body).await;
        (answer.status, answer.code().to_owned())
    };
    assert_eq!(signed(b"wrong".as_slice(), &news).await, (401, "unauthorized".to_owned()));
    for bad in [json!({}), json!([1]), json!({"event": 7}), json!({"event": "track_updated", "data": {"carrier": 1}})] {
        assert_eq!(signed(SECRET.as_bytes(), &bad).await, (400, "bad_request".to_owned()), "{bad}");
    }
    assert_eq!(signed(SECRET.as_bytes(), &json!({"event": "batch_created", "data": {}})).await.0, 200);
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM inbox").await, 0);
    for _ in 0..3 {
        assert_eq!(signed(SECRET.as_bytes(), &news).await.0, 200);
    }
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM inbox").await, 1);
    // By the token of the address, for accounts without signatures.
    let mut plain = Browser::new(&running.base);
    for (token, status) in [(SECRET, 200), ("x", 401), ("", 401)] {
        let path = format!("/api/v1/webhooks/shippo?token={token}");
        assert_eq!(plain.send("POST", &path, Some(news.clone()), &[]).await.status, status);
    }
    // A parcel that isn't ours is no fault.
    running.shop.process_inbox().await.unwrap();
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM inbox WHERE processed_at IS NULL").await, 0);
    // Without Shippo there is no such provider.
    let without = open(false).await;
    assert_eq!(post(&without, "shippo", "shippo-auth-signature", SECRET.as_bytes(), &news).await.status, 404);
}
