//! What simulated parcels go through, chosen by the second line of the address.

mod support;

use serde_json::{Value, json};
use support::{Browser, Running, open, page};
use vitrine_api::SplitLine;
use vitrine_backend::service::merchants::{self, Actor};

const DAY: i64 = 86_400;
/// Not worth its duty, and worth it.
const MUG: &str = "HAL-MUG-OAT";
const BACKPACK: &str = "ALD-BACKPACK-OLIVE";

/// An order whose address asks for a plan, with a label: its path.
async fn ordered(running: &Running, browser: &mut Browser, sku: &str, line2: &str) -> String {
    let order = bought(running, browser, (sku, 1), line2).await;
    running.clock.advance_seconds(1);
    running.shop.pack_due().await.unwrap();
    order
}

/// The same before it is packed, of some pieces.
async fn bought(running: &Running, browser: &mut Browser, (sku, pieces): (&str, u32), line2: &str) -> String {
    let cart = browser.ready_bag(sku, pieces).await;
    let mut address = cart["shipping_address"].clone();
    address["line2"] = line2.into();
    let path = format!("/carts/{}", cart["id"].as_str().unwrap());
    let fill = json!({ "shipping_address": address });
    let cart = browser.write("PATCH", &path, fill, cart["version"].as_u64(), None).await;
    assert_eq!(cart.status, 200, "{}", cart.body);
    let checkout = browser.checkout(&cart.body, "k").await.body;
    let paying = browser.start_payment(&checkout, "p").await.body;
    browser.type_card(&page(&paying), "4242 4242 4242 4242").await;
    running.shop.apply_payment(paying["payment"]["id"].as_str().unwrap()).await.unwrap();
    let done = browser.get(&format!("/checkouts/{}", checkout["id"].as_str().unwrap())).await.body;
    format!("/orders/{}", done["order_id"].as_str().unwrap())
}

/// A day passes, in which the carrier has told all it means to, and it is asked for that.
async fn a_day_later(running: &Running, browser: &mut Browser, order: &str) -> Value {
    running.clock.advance_seconds(DAY + 1);
    running.shop.ask_silent().await.unwrap();
    parcel(browser, order).await
}

async fn parcel(browser: &mut Browser, order: &str) -> Value {
    browser.get(order).await.body["shipments"][0].clone()
}

fn standing(parcel: &Value) -> (&str, Option<&str>, &str, &str) {
    let text = |value: &'static str| parcel["action"][value].as_str().unwrap_or_default();
    (parcel["status"].as_str().unwrap(), parcel["sub_status"].as_str(), text("actor"), text("code"))
}

#[tokio::test]
async fn lost_and_returned_parcels_are_the_sellers_move() {
    for (line2, told) in [
        ("parcel: lost", ("exception", Some("lost"), "seller", "replace_or_refund")),
        ("Parcel: Returned", ("returned", None, "seller", "replace_or_refund")),
    ] {
        let running = open(false).await;
        let mut browser = Browser::new(&running.base);
        let order = ordered(&running, &mut browser, MUG, line2).await;
        let end = a_day_later(&running, &mut browser, &order).await;
        assert_eq!(standing(&end), told, "{end}");
        assert!(end["action"]["due"].is_string(), "{end}");
        let listed = browser.get("/orders").await.body["items"][0].clone();
        assert_eq!(listed["latest"], Value::Null, "it is expected on no day: {listed}");
    }
}

#[tokio::test]
async fn a_silent_parcel_is_stale_in_the_carriers_days() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let order = ordered(&running, &mut browser, MUG, "parcel: silent").await;
    let moving = a_day_later(&running, &mut browser, &order).await;
    assert_eq!(standing(&moving), ("in_transit", Some("departed"), "carrier", "carry"), "{moving}");
    running.shop.mark_silent().await.unwrap();
    assert_eq!(parcel(&mut browser, &order).await, moving, "no silence is that short");
    running.clock.advance_seconds(16);
    running.shop.mark_silent().await.unwrap();
    let silent = parcel(&mut browser, &order).await;
    assert_eq!(standing(&silent), ("stale", None, "seller", "ask_carrier"), "{silent}");
    assert_eq!(silent["last_scan_at"], moving["last_scan_at"]);
    assert_eq!(browser.get(&order).await.body["status"], "delayed");
}

#[tokio::test]
async fn a_duty_is_paid_at_the_carrier_and_the_parcel_goes_on() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let order = ordered(&running, &mut browser, BACKPACK, "parcel: duty").await;
    let held = a_day_later(&running, &mut browser, &order).await;
    assert_eq!(standing(&held), ("action_needed", Some("customs_payment"), "you", "pay_duty"), "{held}");
    assert_eq!(held["estimate_changes"][0]["reason"], "customs_payment");
    let address = held["carrier"]["tracking_url"].as_str().unwrap().to_owned();
    // It waits, however long that is.
    assert_eq!(a_day_later(&running, &mut browser, &order).await["status"], "action_needed");
    // 3.7 % of 189.00 less the tax in it.
    let (_, asks) = browser.text(&address, &[]).await;
    assert!(asks.contains("Pay €5.88 duty"), "{asks}");
    // Pressed by several at once, too: on PostgreSQL they come in between each other.
    let (a, b, c) = tokio::join!(browser.form(&address, ""), browser.form(&address, ""), browser.form(&address, ""));
    for (status, to) in [a, b, c, browser.form(&address, "").await] {
        assert_eq!((status, to.as_deref()), (303, Some(address.as_str())));
    }
    let (_, thanks) = browser.text(&address, &[]).await;
    assert!(thanks.contains("Duty paid: €5.88") && !thanks.contains("<form"), "{thanks}");
    let end = a_day_later(&running, &mut browser, &order).await;
    assert_eq!(end["status"], "delivered", "{end}");
    let resumed = end["events"].as_array().unwrap().iter().filter(|event| event["code"] == "CUSTOMS_RESUMED");
    assert_eq!(resumed.count(), 1, "paid twice, it goes on once");
    // What was promised stands beside it.
    assert_ne!(end["promise"], end["estimate"]);
}

#[tokio::test]
async fn each_parcel_asks_for_its_own_duty_and_all_for_what_the_bill_says() {
    for packed_before in [false, true] {
        let running = open(false).await;
        let mut browser = Browser::new(&running.base);
        let order = bought(&running, &mut browser, (BACKPACK, 2), "parcel: duty").await;
        running.clock.advance_seconds(1);
        if packed_before {
            running.shop.pack_due().await.unwrap();
        }
        // 3.7 % of 378.00 less the tax in it: an odd number of cents.
        let whole = browser.get(&order).await.body;
        assert_eq!(whole["totals"]["due_at_door"]["amount"], 1_175);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let line = SplitLine { order_line_id: text(&whole["lines"][0]["id"]).into(), quantity: 1 };
        let mut tx = running.shop.store.begin().await.unwrap();
        let id = text(&whole["shipments"][0]["id"]);
        merchants::split(&mut tx, Actor::Operator, &id, &[line], None, running.shop.now()).await.unwrap();
        tx.commit().await.unwrap();
        running.shop.pack_due().await.unwrap();
        a_day_later(&running, &mut browser, &order).await;
        let parcels = browser.get(&order).await.body["shipments"].clone();
        for (at, sum) in ["€5.88", "€5.87"].into_iter().enumerate() {
            let (_, asks) = browser.text(&text(&parcels[at]["carrier"]["tracking_url"]), &[]).await;
            assert!(asks.contains(&format!("Pay {sum} duty")), "{packed_before} {at}: {asks}");
        }
    }
}

#[tokio::test]
async fn nobody_asks_for_a_duty_that_is_not_due() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let order = ordered(&running, &mut browser, MUG, "parcel: duty").await;
    let end = a_day_later(&running, &mut browser, &order).await;
    assert_eq!(end["status"], "delivered", "{end}");
    let address = end["carrier"]["tracking_url"].as_str().unwrap();
    assert_eq!(browser.form(address, "").await.0, 404);
}

#[tokio::test]
async fn another_number_on_the_way_finds_the_parcel() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let order = ordered(&running, &mut browser, MUG, "parcel: renumbered").await;
    let first = parcel(&mut browser, &order).await["tracking_number"].clone();
    let second = a_day_later(&running, &mut browser, &order).await;
    assert_ne!(second["tracking_number"], first);
    assert_eq!(second["former_tracking_numbers"], json!([first]));
    assert_eq!(second["status"], "in_transit", "what comes next is told under the new number: {second}");
    assert_eq!(a_day_later(&running, &mut browser, &order).await["status"], "delivered");
}
