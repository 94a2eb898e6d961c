//! Money that goes back by Stripe: refunds of the shop and of people, and disputes of banks.

mod support;

use serde_json::json;
use support::audited;
use support::fake_stripe::{Fault, How};
use support::scene::{BALANCE, OPEN_PAGE, reserved};

#[tokio::test]
async fn a_canceled_order_is_sent_back_once_whatever_the_provider_does() {
    for fault in [Fault::LostAnswer, Fault::Status(500), Fault::TimeOut] {
        let mut scene = reserved().await;
        let (_, order) = scene.ordered().await;
        let path = format!("/orders/{order}/cancel");
        assert_eq!(scene.browser.write("POST", &path, json!({}), None, Some("c")).await.status, 200);
        scene.stripe.fail_next("POST /v1/refunds", fault);
        assert!(scene.running.shop.send_refunds().await.is_err(), "{fault:?}");
        for _ in 0..2 {
            scene.running.shop.send_refunds().await.unwrap();
        }
        assert_eq!(scene.stripe.refunds().len(), 1, "{fault:?}");
        assert_eq!(scene.order(&order).await["payment_status"], "refunded");
        assert_eq!(scene.count(BALANCE).await, 0);
        audited(&scene.running).await;
    }
}

#[tokio::test]
async fn a_refund_that_takes_days_is_told_when_it_ends() {
    let mut scene = reserved().await;
    let (_, order) = scene.ordered().await;
    scene.stripe.refunds_begin_as("pending");
    let path = format!("/orders/{order}/cancel");
    scene.browser.write("POST", &path, json!({}), None, Some("c")).await;
    scene.running.shop.send_refunds().await.unwrap();
    assert_eq!(scene.order(&order).await["refunds"][0]["status"], "pending");
    assert_eq!(scene.count(BALANCE).await, scene.total());
    scene.stripe.refund_ends(0, "succeeded");
    scene.stripe.deliver(&scene.running, How::Twice).await;
    assert_eq!(scene.order(&order).await["payment_status"], "refunded");
    audited(&scene.running).await;
    // The card was closed: the money came back to us, and a person must look at it.
    scene.stripe.refund_ends(0, "failed");
    scene.stripe.deliver(&scene.running, How::Twice).await;
    let now = scene.order(&order).await;
    assert_eq!((&now["payment_status"], &now["refunds"][0]["status"]), (&json!("captured"), &json!("failed")));
    assert_eq!(scene.count(BALANCE).await, scene.total());
    audited(&scene.running).await;
}

#[tokio::test]
async fn a_refund_whose_message_got_lost_is_asked_after() {
    let mut scene = reserved().await;
    let (_, order) = scene.ordered().await;
    scene.stripe.refunds_begin_as("pending");
    let path = format!("/orders/{order}/cancel");
    scene.browser.write("POST", &path, json!({}), None, Some("c")).await;
    scene.running.shop.send_refunds().await.unwrap();
    scene.stripe.refund_ends(0, "succeeded");
    scene.stripe.take_events();
    scene.running.shop.look_after_refunds().await.unwrap();
    assert_eq!(scene.order(&order).await["payment_status"], "refunded");
    audited(&scene.running).await;
}

#[tokio::test]
async fn a_part_sent_back_by_hand_stands_on_the_order() {
    let mut scene = reserved().await;
    let (id, order) = scene.ordered().await;
    scene.stripe.refund_by_hand(&id, 500);
    scene.stripe.deliver(&scene.running, How::Twice).await;
    let now = scene.order(&order).await;
    assert_eq!((&now["payment_status"], &now["cancelable"]), (&json!("partially_refunded"), &json!(false)));
    assert_eq!(now["refunds"][0]["amount"]["amount"], 500);
    assert_eq!(now["refunds"].as_array().unwrap().len(), 1);
    assert_eq!(scene.count(BALANCE).await, scene.total() - 500);
    audited(&scene.running).await;
}

#[tokio::test]
async fn a_dispute_stands_on_the_order_and_in_the_ledger() {
    let mut scene = reserved().await;
    let (id, order) = scene.ordered().await;
    let total = scene.total();
    assert_eq!(scene.order(&order).await["disputes"], json!([]));
    scene.stripe.dispute(&id, "warning_needs_response", total);
    scene.stripe.deliver(&scene.running, How::AsSent).await;
    assert_eq!(scene.count(BALANCE).await, total, "a question takes no money");
    scene.stripe.dispute(&id, "needs_response", total);
    scene.stripe.deliver(&scene.running, How::Twice).await;
    let now = scene.order(&order).await;
    assert_eq!((&now["disputes"][0]["status"], &now["cancelable"]), (&json!("open"), &json!(false)));
    assert_eq!(scene.count(BALANCE).await, 0);
    let path = format!("/orders/{order}/cancel");
    assert_eq!(scene.browser.write("POST", &path, json!({}), None, Some("c")).await.code(), "invalid_state");
    audited(&scene.running).await;
    scene.stripe.dispute(&id, "won", total);
    scene.stripe.deliver(&scene.running, How::Backwards).await;
    let now = scene.order(&order).await;
    assert_eq!((&now["disputes"][0]["status"], &now["cancelable"]), (&json!("won"), &json!(true)));
    assert_eq!(now["disputes"].as_array().unwrap().len(), 1);
    scene.paid_once().await;
}

#[tokio::test]
async fn money_of_a_page_that_was_given_up_goes_back_and_the_order_stays() {
    let mut scene = reserved().await;
    scene.stripe.fail_next(OPEN_PAGE, Fault::BrokenAfter);
    assert_eq!(scene.browser.start_payment(&scene.checkout, "pay").await.status, 503);
    let stray = scene.stripe.sessions()[0]["id"].as_str().unwrap().to_owned();
    let (_, order) = scene.ordered().await;
    scene.stripe.money_comes(&stray);
    scene.stripe.deliver(&scene.running, How::Twice).await;
    scene.running.shop.send_refunds().await.unwrap();
    assert_eq!(scene.stripe.refunds().len(), 1);
    assert_eq!(scene.order(&order).await["payment_status"], "captured");
    assert_eq!(scene.count(BALANCE).await, scene.total());
    audited(&scene.running).await;
}

#[tokio::test]
async fn a_refund_that_was_made_though_the_answer_was_a_fault_is_made_once() {
    let mut scene = reserved().await;
    let (_, order) = scene.ordered().await;
    let path = format!("/orders/{order}/cancel");
    scene.browser.write("POST", &path, json!({}), None, Some("c")).await;
    scene.stripe.fail_next("POST /v1/refunds", Fault::BrokenAfter);
    assert!(scene.running.shop.send_refunds().await.is_err());
    scene.running.shop.send_refunds().await.unwrap();
    assert_eq!(scene.stripe.refunds().len(), 1);
    assert_eq!(scene.order(&order).await["payment_status"], "refunded");
    audited(&scene.running).await;
}
