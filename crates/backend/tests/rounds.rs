//! Jobs over many rows: one that fails stands in nobody's way, is told of, and is tried again.

#[path = "support/desk.rs"]
mod desk;
mod support;

use desk::{mugs, seen, sold};
use serde_json::json;
use support::fake_stripe::{Fault, How};
use support::scene::{RESERVED, SKU, reserved, session};
use support::{Browser, Running, audited, number};
use vitrine_api::{ReturnLine, ReturnReason};
use vitrine_backend::store::PAGE;
use vitrine_backend::store::returns::{self, ReturnDoc};

const LABELS: &str = "SELECT COUNT(*) FROM shipment WHERE tracking_number IS NOT NULL";
const LOUD: &str = "SELECT COUNT(*) FROM shipment WHERE stale_at IS NULL";

async fn set(running: &Running, sql: &'static str) {
    let mut tx = running.shop.store.begin().await.unwrap();
    sqlx::raw_sql(sql).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_page_of_parcels_that_can_not_be_packed_keeps_no_other_from_its_label() {
    let (running, _) = sold().await;
    let mut tx = running.shop.store.begin().await.unwrap();
    // Due before the two others, with documents that nobody can read.
    for nth in 0..PAGE {
        let copy = "INSERT INTO shipment (id, order_id, position, version, status, carrier, doc, pack_at, updated_at)
            SELECT $1, order_id, 100, 1, status, carrier, '{}', 0, updated_at FROM shipment WHERE pack_at > 0
            ORDER BY position LIMIT 1";
        sqlx::query(copy).bind(format!("copy-{nth}")).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    running.clock.advance_seconds(1);
    for _ in 0..2 {
        assert!(running.shop.pack_due().await.is_err(), "it is told each time");
    }
    assert_eq!(number(&running.shop, LABELS).await, 2);
    // Somebody mends them.
    set(
        &running,
        "UPDATE shipment SET doc = (SELECT MIN(s.doc) FROM shipment s WHERE s.pack_at > 0) WHERE pack_at = 0",
    )
    .await;
    running.shop.pack_due().await.unwrap();
    assert_eq!(number(&running.shop, LABELS).await, 2 + PAGE as i64);
}

#[tokio::test]
async fn a_silent_parcel_that_can_not_be_read_keeps_no_other_from_being_looked_at() {
    let (running, _) = sold().await;
    running.clock.advance_seconds(1);
    running.shop.pack_due().await.unwrap();
    set(
        &running,
        "UPDATE shipment SET stale_at = 2;
         UPDATE shipment SET stale_at = 1, doc = '{}' WHERE position = (SELECT MIN(s.position) FROM shipment s)",
    )
    .await;
    assert!(running.shop.mark_silent().await.is_err());
    assert_eq!(number(&running.shop, LOUD).await, 1, "nothing is told of it yet, so it can't fall silent");
    set(&running, "UPDATE shipment SET doc = (SELECT MIN(s.doc) FROM shipment s) WHERE doc = '{}'").await;
    running.shop.mark_silent().await.unwrap();
    assert_eq!(number(&running.shop, LOUD).await, 2);
}

#[tokio::test]
async fn a_page_that_can_not_be_closed_keeps_no_other_checkout_from_ending() {
    let mut scene = reserved().await;
    scene.paying().await;
    let mut other = Browser::new(&scene.running.base);
    let cart = other.ready_bag(SKU, 1).await;
    let checkout = other.checkout(&cart, "reserve").await.body;
    assert_eq!(other.start_payment(&checkout, "pay").await.status, 200);
    scene.running.clock.advance_seconds(901);
    scene.stripe.fail_next("/expire", Fault::TimeOut);
    assert!(scene.running.shop.expire_overdue().await.is_err());
    assert_eq!(scene.count(RESERVED).await, 1, "one is held until its page is closed, the other is let go");
    scene.running.shop.expire_overdue().await.unwrap();
    assert_eq!(scene.count(RESERVED).await, 0);
    audited(&scene.running).await;
}

#[tokio::test]
async fn a_refund_that_can_not_be_sent_keeps_no_other_from_being_sent() {
    let mut scene = reserved().await;
    let (_, first) = scene.ordered().await;
    let mut other = Browser::new(&scene.running.base);
    let cart = other.ready_bag(SKU, 1).await;
    let checkout = other.checkout(&cart, "reserve").await.body;
    let paying = other.start_payment(&checkout, "pay").await.body;
    assert!(scene.stripe.pay(&session(&paying)));
    scene.stripe.deliver(&scene.running, How::AsSent).await;
    let done = other.get(&format!("/checkouts/{}", checkout["id"].as_str().unwrap())).await.body;
    let second = done["order_id"].as_str().unwrap();
    for (browser, order) in [(&mut scene.browser, first.as_str()), (&mut other, second)] {
        let path = format!("/orders/{order}/cancel");
        assert_eq!(browser.write("POST", &path, json!({}), None, Some("c")).await.status, 200);
    }
    scene.stripe.fail_next("POST /v1/refunds", Fault::TimeOut);
    assert!(scene.running.shop.send_refunds().await.is_err());
    assert_eq!(scene.stripe.refunds().len(), 1);
    scene.running.shop.send_refunds().await.unwrap();
    assert_eq!(scene.stripe.refunds().len(), 2);
    audited(&scene.running).await;
}

#[tokio::test]
async fn what_can_not_go_on_stands_in_nobodys_way() {
    let (running, order) = sold().await;
    let (_, line) = mugs(&seen(&running, &order).await);
    let mut tx = running.shop.store.begin().await.unwrap();
    // A page of wishes for a line that is no more, the first unreadable besides; then one that can be agreed.
    for wanted in std::iter::repeat_n("gone", PAGE).chain([line.as_str()]) {
        let lines = vec![ReturnLine { order_line_id: wanted.into(), quantity: 1, exchange_for: None }];
        let doc = ReturnDoc::new(lines, ReturnReason::Other, Vec::new(), 0);
        returns::insert(&mut tx, &order, &doc, running.shop.now()).await.unwrap();
    }
    sqlx::raw_sql("UPDATE return_request SET doc = '{}' WHERE id = (SELECT MIN(id) FROM return_request)")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for _ in 0..2 {
        assert!(running.shop.settle_returns().await.is_err(), "it is told each time");
    }
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM return_request WHERE status = 'approved'").await, 1);
}
