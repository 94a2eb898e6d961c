//! Paying by Stripe: whatever goes wrong on the way, it is paid once and one order, or the money
//! goes back and the pieces are free.

mod support;

use serde_json::json;
use support::fake_stripe::{FakeStripe, Fault, How, SECRET, post};
use support::scene::{OPEN_PAGE, ORDERS, RESERVED, reserved, session};
use support::{audited, number, open_with_stripe};
use vitrine_backend::webhook;

#[tokio::test]
async fn it_is_paid_once_however_the_messages_come() {
    for how in [How::AsSent, How::Twice, How::Backwards] {
        let mut scene = reserved().await;
        let id = scene.paying().await;
        scene.stripe.ask_for_authentication(&id);
        if !matches!(how, How::Backwards) {
            scene.stripe.deliver(&scene.running, how).await;
            assert_eq!(scene.now().await["state"], "requires_action");
        }
        assert!(scene.stripe.pay(&id));
        // Late, but within the time.
        scene.running.clock.advance_seconds(600);
        scene.stripe.deliver(&scene.running, how).await;
        scene.paid_once().await;
        assert_eq!(scene.now().await["state"], "ordered");
    }
}

#[tokio::test]
async fn the_page_asks_for_the_agreed_total_and_leads_back() {
    let mut scene = reserved().await;
    let id = scene.paying().await;
    let made = scene.stripe.session(&id);
    assert_eq!((made["amount_total"].as_i64(), made["currency"].as_str()), (Some(scene.total()), Some("eur")));
    assert_eq!(made["client_reference_id"], scene.checkout["id"]);
    let back = format!("{}/checkout/return?checkout=", scene.running.base);
    assert!(made["success_url"].as_str().unwrap().starts_with(&back));
    assert_eq!(scene.now().await["test_mode"], true);
}

#[tokio::test]
async fn a_lost_answer_finds_the_same_page() {
    let mut scene = reserved().await;
    scene.stripe.fail_next(OPEN_PAGE, Fault::LostAnswer);
    let lost = scene.browser.start_payment(&scene.checkout, "pay").await;
    assert_eq!((lost.status, lost.code()), (503, "unavailable"));
    let id = scene.paying().await;
    assert_eq!(scene.stripe.sessions().len(), 1, "one page alone takes money");
    assert!(scene.stripe.pay(&id));
    scene.stripe.deliver(&scene.running, How::AsSent).await;
    scene.paid_once().await;
}

#[tokio::test]
async fn a_fault_of_the_provider_is_told_and_the_next_try_pays() {
    for fault in [Fault::Status(500), Fault::Status(429), Fault::TimeOut] {
        let mut scene = reserved().await;
        scene.stripe.fail_next(OPEN_PAGE, fault);
        let refused = scene.browser.start_payment(&scene.checkout, "pay").await;
        assert_eq!((refused.status, refused.code()), (503, "unavailable"), "{fault:?}");
        let id = scene.paying().await;
        assert!(scene.stripe.pay(&id));
        scene.stripe.deliver(&scene.running, How::AsSent).await;
        scene.paid_once().await;
    }
}

#[tokio::test]
async fn whoever_gives_up_holds_nothing_for_ever() {
    for fault in [Fault::Status(500), Fault::TimeOut, Fault::LostAnswer] {
        let mut scene = reserved().await;
        scene.stripe.fail_next(OPEN_PAGE, fault);
        assert_eq!(scene.browser.start_payment(&scene.checkout, "pay").await.status, 503);
        assert_eq!(scene.count(RESERVED).await, 1);
        scene.time_runs_out().await;
        assert_eq!(scene.count(RESERVED).await, 0, "{fault:?}");
        assert_eq!(scene.now().await["state"], "expired");
        audited(&scene.running).await;
    }
}

#[tokio::test]
async fn a_page_that_can_not_be_closed_holds_pieces_for_an_hour_at_most() {
    let mut scene = reserved().await;
    let id = scene.paying().await;
    scene.running.clock.advance_seconds(901);
    scene.stripe.fail_next("/expire", Fault::TimeOut);
    assert!(scene.running.shop.expire_overdue().await.is_err());
    assert_eq!(scene.count(RESERVED).await, 1, "stock and money can't both move");
    scene.running.clock.advance_seconds(3_600);
    scene.stripe.fail_next("/expire", Fault::Status(500));
    scene.running.shop.expire_overdue().await.unwrap();
    assert_eq!(scene.count(RESERVED).await, 0);
    scene.stripe.money_comes(&id);
    scene.stripe.deliver(&scene.running, How::Twice).await;
    assert_eq!(scene.now().await["state"], "refund_due");
    scene.money_is_back().await;
}

#[tokio::test]
async fn money_after_expiry_goes_back() {
    let mut scene = reserved().await;
    let id = scene.paying().await;
    scene.time_runs_out().await;
    assert_eq!(scene.stripe.session(&id)["status"], "expired", "the page was closed first");
    assert!(!scene.stripe.pay(&id));
    scene.stripe.money_comes(&id);
    scene.stripe.deliver(&scene.running, How::Backwards).await;
    assert_eq!(scene.now().await["state"], "refund_due");
    scene.money_is_back().await;
    assert_eq!(scene.stripe.refunds()[0]["amount"].as_i64(), Some(scene.total()));
}

#[tokio::test]
async fn money_from_before_refunds_had_rows_goes_back_once_by_two_workers() {
    let mut scene = reserved().await;
    let id = scene.paying().await;
    scene.time_runs_out().await;
    scene.stripe.money_comes(&id);
    scene.stripe.deliver(&scene.running, How::AsSent).await;
    assert_eq!(scene.now().await["state"], "refund_due");
    let mut tx = scene.running.shop.store.begin().await.unwrap();
    sqlx::raw_sql("DELETE FROM refund").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let shop = &scene.running.shop;
    // On PostgreSQL one of them may be turned away; the next round does the rest.
    let _ = tokio::join!(shop.send_refunds(), shop.send_refunds());
    scene.money_is_back().await;
    assert_eq!(scene.count("SELECT COUNT(*) FROM refund").await, 1);
}

#[tokio::test]
async fn money_before_expiry_whose_message_got_lost_is_an_order() {
    let mut scene = reserved().await;
    let id = scene.paying().await;
    assert!(scene.stripe.pay(&id));
    scene.stripe.take_events();
    scene.time_runs_out().await;
    scene.paid_once().await;
}

#[tokio::test]
async fn another_amount_or_currency_is_never_settled() {
    for (more, currency) in [(-1, "eur"), (100, "eur"), (0, "usd")] {
        let mut scene = reserved().await;
        let id = scene.paying().await;
        scene.stripe.charge_instead(&id, scene.total() + more, currency);
        assert!(scene.stripe.pay(&id));
        scene.stripe.deliver(&scene.running, How::Twice).await;
        assert_eq!(scene.now().await["state"], "refund_due");
        scene.money_is_back().await;
        let back = &scene.stripe.refunds()[0];
        assert_eq!((back["amount"].as_i64(), &back["currency"]), (Some(scene.total() + more), &json!(currency)));
        let complete = scene.browser.complete(&scene.checkout, "c").await;
        assert_eq!(complete.code(), "checkout_expired");
    }
}

#[tokio::test]
async fn a_declined_card_is_told_and_the_same_page_takes_another() {
    let mut scene = reserved().await;
    let id = scene.paying().await;
    scene.stripe.decline(&id, "insufficient_funds");
    scene.stripe.deliver(&scene.running, How::AsSent).await;
    assert_eq!(scene.now().await["payment"]["last_error"]["code"], "insufficient_funds");
    assert_eq!(scene.browser.complete(&scene.checkout, "c").await.status, 402);
    let again = scene.browser.start_payment(&scene.checkout, "pay-again").await;
    assert_eq!(session(&again.body), id);
    assert!(scene.stripe.pay(&id));
    scene.stripe.deliver(&scene.running, How::AsSent).await;
    scene.paid_once().await;
}

#[tokio::test]
async fn a_bank_that_needs_days_holds_the_pieces_until_it_has_answered() {
    let mut scene = reserved().await;
    let id = scene.paying().await;
    scene.stripe.pay_by_debit(&id);
    scene.stripe.deliver(&scene.running, How::AsSent).await;
    assert_eq!(scene.now().await["payment"]["status"], "processing");
    for _ in 0..3 {
        scene.time_runs_out().await;
        assert_eq!(scene.count(RESERVED).await, 1);
        audited(&scene.running).await;
    }
    scene.stripe.debit_ends(&id, true);
    scene.stripe.deliver(&scene.running, How::Twice).await;
    scene.paid_once().await;
}

#[tokio::test]
async fn a_bank_that_says_no_after_days_frees_the_pieces() {
    let mut scene = reserved().await;
    let id = scene.paying().await;
    scene.stripe.pay_by_debit(&id);
    scene.stripe.deliver(&scene.running, How::AsSent).await;
    scene.time_runs_out().await;
    scene.stripe.debit_ends(&id, false);
    scene.stripe.deliver(&scene.running, How::AsSent).await;
    let now = scene.now().await;
    assert_eq!((&now["state"], &now["payment"]["last_error"]["code"]), (&json!("reserved"), &json!("card_declined")));
    // Another card gets another page, because this one takes none any more.
    let again = scene.browser.start_payment(&scene.checkout, "pay-again").await;
    assert_ne!(session(&again.body), id);
    scene.time_runs_out().await;
    assert_eq!(scene.count(RESERVED).await, 0);
    audited(&scene.running).await;
}

#[tokio::test]
async fn only_signed_recent_messages_are_taken_and_two_secrets_may_stand() {
    let stripe = FakeStripe::start().await;
    let running = open_with_stripe(false, stripe.settings_with(&["whsec_new", SECRET])).await;
    let text = json!({"id": "evt_1", "type": "customer.created", "data": {"object": {"id": "cus_1"}}}).to_string();
    let now = running.shop.clock.now().as_second();
    let sign = |secret: &str, at: i64| webhook::sign(secret.as_bytes(), text.as_bytes(), at);
    for wrong in [sign(SECRET, now - 301), sign(SECRET, now + 301), sign("whsec_gone", now), String::new()] {
        assert_eq!(post(&running, &text, &wrong).await, 401, "{wrong}");
    }
    let other = webhook::sign(SECRET.as_bytes(), b"{}", now);
    assert_eq!(post(&running, &text, &other).await, 401);
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM inbox").await, 0);
    for right in [sign(SECRET, now), sign("whsec_new", now), sign(SECRET, now - 299)] {
        assert_eq!(post(&running, &text, &right).await, 200);
    }
    // A type that nobody knows is acknowledged, kept and done with.
    running.shop.process_inbox().await.unwrap();
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM inbox WHERE processed_at IS NOT NULL").await, 1);
}

#[tokio::test]
async fn a_provider_that_is_away_gets_its_messages_applied_later() {
    let mut scene = reserved().await;
    let id = scene.paying().await;
    assert!(scene.stripe.pay(&id));
    let asked = format!("GET /v1/checkout/sessions/{id}");
    for _ in 0..9 {
        scene.stripe.fail_next(&asked, Fault::Status(503));
    }
    scene.stripe.deliver(&scene.running, How::AsSent).await;
    assert_eq!(scene.count(ORDERS).await, 0);
    for _ in 0..9 {
        // Within the reservation and its longest pause.
        scene.running.clock.advance_seconds(65);
        scene.running.shop.process_inbox().await.unwrap();
    }
    let tries = scene.count("SELECT MAX(attempts) FROM inbox").await;
    assert!(tries > 8, "it isn't given up: {tries}");
    scene.running.clock.advance_seconds(260);
    scene.running.shop.process_inbox().await.unwrap();
    scene.paid_once().await;
}
