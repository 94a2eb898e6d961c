//! Money that sellers and operators send back: never more than is left, and nothing twice.

#[path = "support/desk.rs"]
mod desk;
mod support;

use desk::{mugs, refund, run, seen, sold, text, wish};
use serde_json::Value;
use support::{Running, audited, number};
use vitrine_api::{Currency, Money, PaymentStatus, RefundStatus};
use vitrine_backend::desk::args::Verb;
use vitrine_backend::store::refunds::{self, NewRow};
use vitrine_backend::store::{orders, returns};

const REFUNDS: &str = "SELECT COUNT(*) FROM refund";

#[tokio::test]
async fn a_refund_never_exceeds_what_is_left_and_a_key_pays_once() {
    let (running, order) = sold().await;
    let whole = run(&running, None, Verb::Show { order: order.clone() }).await.unwrap();
    let total = whole["result"]["refundable"]["amount"].as_i64().unwrap();
    let own = seen(&running, &order).await["refundable"]["amount"].as_i64().unwrap();
    assert!(own < total, "a seller's part is its own goods");
    assert!(run(&running, Some("halm"), refund(&order, Some(own + 1), "a", false)).await.is_err());
    assert!(run(&running, None, refund(&order, Some(total + 1), "a", false)).await.is_err());
    assert_eq!(number(&running.shop, REFUNDS).await, 0);
    let first = run(&running, Some("halm"), refund(&order, Some(100), "a", false)).await.unwrap();
    {
        let mut tx = running.shop.store.begin().await.unwrap();
        let row = orders::find(&mut tx, &order).await.unwrap().unwrap();
        assert!(running.shop.cancel_order(&mut tx, row).await.is_err(), "the whole total would go back besides");
    }
    let again = run(&running, Some("halm"), refund(&order, Some(100), "a", false)).await.unwrap();
    assert_eq!(first["result"]["id"], again["result"]["id"]);
    assert_eq!(again["result"]["replayed"], true);
    let other = run(&running, Some("halm"), refund(&order, Some(101), "a", false)).await;
    assert!(other.unwrap_err().contains("another refund"));
    run(&running, Some("halm"), refund(&order, None, "b", false)).await.unwrap();
    assert!(run(&running, Some("halm"), refund(&order, Some(1), "c", false)).await.is_err());
    run(&running, None, refund(&order, None, "rest", false)).await.unwrap();
    assert!(run(&running, None, refund(&order, None, "more", false)).await.unwrap_err().contains("gone back"));
    assert_eq!(number(&running.shop, "SELECT SUM(amount) FROM refund").await, total);
    running.shop.send_refunds().await.unwrap();
    audited(&running).await;
    assert_eq!(number(&running.shop, "SELECT SUM(amount) FROM money_ledger").await, 0);
}

#[tokio::test]
async fn a_cancelation_sends_back_what_has_not_gone_back_yet() {
    let (running, order) = sold().await;
    run(&running, None, refund(&order, Some(500), "a", false)).await.unwrap();
    let mut tx = running.shop.store.begin().await.unwrap();
    // As when another refund of two failed before this one was through.
    let mut row = orders::find(&mut tx, &order).await.unwrap().unwrap();
    row.payment_status = PaymentStatus::Captured;
    let total = row.doc.totals.total.amount();
    running.shop.cancel_order(&mut tx, row).await.unwrap();
    tx.commit().await.unwrap();
    let back = number(&running.shop, "SELECT SUM(amount) FROM refund WHERE status <> 'failed'").await;
    assert_eq!(back, total);
}

#[tokio::test]
async fn what_a_return_has_paid_back_is_not_refundable_besides() {
    let (running, order) = sold().await;
    let before = seen(&running, &order).await;
    let left = |of: &Value| of["refundable"]["amount"].as_i64().unwrap();
    let (_, line) = mugs(&before);
    let id = wish(&running, &order, &line).await;
    let mut tx = running.shop.store.begin().await.unwrap();
    let sale = orders::find(&mut tx, &order).await.unwrap().unwrap();
    let new = NewRow {
        checkout: &sale.checkout_id,
        order: Some(&order),
        payment_ref: None,
        provider_ref: None,
        amount: Money::new(left(&before) / 3, Currency::EUR).unwrap(),
    };
    let refund = refunds::insert(&mut tx, &new, running.shop.now()).await.unwrap();
    let mut row = returns::find(&mut tx, &id).await.unwrap().unwrap();
    (row.doc.paid_back, row.doc.refund) = (row.doc.lines.clone(), Some(refund.clone()));
    returns::update(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(left(&seen(&running, &order).await), left(&before) / 3 * 2, "one of three mugs is paid back");
    let mut tx = running.shop.store.begin().await.unwrap();
    refunds::settle(&mut tx, &refund, RefundStatus::Failed, None).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(left(&seen(&running, &order).await), left(&before), "what could not be sent is sent by hand");
}

#[tokio::test]
async fn what_a_seller_sent_back_by_hand_is_not_paid_back_again() {
    let (own, sum) = (|of: &Value| of["refundable"]["amount"].as_i64().unwrap(), "SELECT SUM(amount) FROM refund");
    for both in [false, true] {
        let (running, order) = sold().await;
        let halm = seen(&running, &order).await;
        let (_, mug) = mugs(&halm);
        let kegel = run(&running, Some("kegel"), Verb::Show { order: order.clone() }).await.unwrap()["result"].clone();
        run(&running, Some("halm"), refund(&order, Some(100), "some", false)).await.unwrap();
        let mut gone = 100;
        for _ in 0..2 {
            come_back(&running, &order, &mug).await;
            gone += own(&halm) / 3;
            assert_eq!(number(&running.shop, sum).await, gone, "a mug is worth a mug");
        }
        if both {
            run(&running, Some("kegel"), refund(&order, None, "all", false)).await.unwrap();
            come_back(&running, &order, &text(&kegel["lines"][0]["id"])).await;
            assert_eq!(number(&running.shop, sum).await, gone + own(&kegel), "the lamp's money went by hand");
        }
        come_back(&running, &order, &mug).await;
        // With the last piece of the order all that is left; of a seller, what it hasn't sent by hand.
        let end = if both { number(&running.shop, "SELECT MAX(total) FROM checkout").await } else { own(&halm) };
        assert_eq!(number(&running.shop, sum).await, end);
        audited(&running).await;
    }
}

/// One piece of a line is at the warehouse, and paid back.
async fn come_back(running: &Running, order: &str, line: &str) {
    wish(running, order, line).await;
    let mut tx = running.shop.store.begin().await.unwrap();
    sqlx::raw_sql("UPDATE return_request SET status = 'received' WHERE status = 'requested'")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    running.shop.settle_returns().await.unwrap();
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM return_request WHERE status <> 'refunded'").await, 0);
}
