//! The audit sees what is broken, whatever it is, and names it.

mod support;

use serde_json::Value;
use support::{Browser, Running, audited, open, page};
use vitrine_backend::audit::{self, Rule};

const SKU: &str = "HAL-MUG-OAT";

/// A shop with one order and one reservation that waits.
async fn shop() -> Running {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 2).await;
    let cart = browser.add_code(&cart, "WELCOME10").await;
    assert_eq!(cart.status, 200, "{}", cart.body);
    let cart = cart.body;
    let checkout = browser.checkout(&cart, "k").await.body;
    let paying = browser.start_payment(&checkout, "p").await.body;
    browser.type_card(&page(&paying), "4242 4242 4242 4242").await;
    running.shop.apply_payment(paying["payment"]["id"].as_str().unwrap()).await.unwrap();
    let mut other = Browser::new(&running.base);
    let cart = other.ready_bag(SKU, 1).await;
    assert_eq!(other.checkout(&cart, "k").await.status, 201);
    running
}

/// SQLite's function, which the shop itself has no need of on PostgreSQL.
const JSON_SET: &str = r"CREATE OR REPLACE FUNCTION json_set(doc TEXT, path TEXT, value INTEGER) RETURNS TEXT LANGUAGE sql
    AS $$ SELECT jsonb_set(doc::jsonb, json_steps(path), to_jsonb(value))::text $$";

async fn change(running: &Running, sql: &'static str) {
    let mut tx = running.shop.store.begin().await.unwrap();
    if running.own.is_some() {
        sqlx::raw_sql(JSON_SET).execute(&mut *tx).await.unwrap();
    }
    sqlx::raw_sql(sql).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn each_kind_of_breach_is_seen_and_names_whom_it_is_about() {
    let breaches: [(Rule, &'static str); 16] = [
        (Rule::StockLedger, "UPDATE stock SET on_hand = on_hand + 1 WHERE variant_id = 'HAL-MUG-OAT'"),
        (Rule::Reserved, "DELETE FROM reservation"),
        (Rule::Reserved, "UPDATE stock SET reserved = 0 WHERE variant_id = 'HAL-MUG-OAT'"),
        (Rule::Sold, "UPDATE shop_order SET doc = json_set(doc, '$.taken[0][2]', 9)"),
        (
            Rule::MoneyLedger,
            "INSERT INTO money_ledger (kind, checkout_id, subject, amount, currency)
             SELECT 'payment', checkout_id, ref, 1, currency FROM payment",
        ),
        (Rule::Provider, "UPDATE sandbox_payment SET refunded = 5"),
        (Rule::Provider, "UPDATE sandbox_payment SET amount = amount + 1"),
        (
            Rule::Provider,
            "INSERT INTO sandbox_payment (id, reference, idempotency_key, amount, currency, status, return_url, expires_at)
             VALUES ('pay_lost', 'nobody', 'k', 5, 'EUR', 'succeeded', '/', 0)",
        ),
        (
            Rule::RefundTooLarge,
            "INSERT INTO refund (id, checkout_id, amount, currency, status, created_at)
             SELECT 'r', id, total + 1, currency, 'pending', 0 FROM checkout WHERE state = 'ordered'",
        ),
        (
            Rule::OneOrder,
            "ALTER TABLE shop_order RENAME TO kept_order;
             CREATE TABLE shop_order AS SELECT * FROM kept_order;
             INSERT INTO shop_order SELECT 'twin', 'V-TWIN', checkout_id, session_id, token_hash, version,
                 payment_status, fulfillment_status, doc, created_at FROM kept_order;",
        ),
        (Rule::PaidForNothing, "UPDATE checkout SET state = 'refund_due' WHERE state = 'reserved'"),
        (Rule::OrderUnpaid, "UPDATE payment SET amount = amount - 1"),
        (Rule::ReservationOverdue, "UPDATE checkout SET expires_at = 0 WHERE state = 'reserved'"),
        (
            Rule::PromotionTwice,
            "DROP INDEX promotion_once_an_email;
             INSERT INTO promotion_redemption (id, checkout_id, code, usable, session_id, email_hash, amount, currency,
                 state, at) SELECT 'twin', c.id, r.code, r.usable, c.session_id, r.email_hash, 1, r.currency, 'used', 0
                 FROM promotion_redemption r, checkout c WHERE c.state = 'reserved'",
        ),
        (Rule::PromotionAmount, "UPDATE shop_order SET doc = json_set(doc, '$.totals.discount.amount', 1)"),
        (Rule::PromotionHeld, "UPDATE promotion_redemption SET state = 'held'"),
    ];
    for (rule, mut sql) in breaches {
        let running = shop().await;
        audited(&running).await;
        if rule == Rule::Sold && running.own.is_some() {
            sql = "UPDATE shop_order SET doc = jsonb_set(doc::jsonb, '{taken,0,2}', '9')::text";
        }
        change(&running, sql).await;
        let report = audit::run(&running.shop.store, running.shop.now()).await.unwrap();
        let found = report.breaches.iter().find(|breach| breach.rule == rule);
        let found = found.unwrap_or_else(|| panic!("{rule:?} isn't seen after {sql}: {:?}", report.breaches));
        assert!(!found.ids.is_empty() && found.ids.iter().all(|id| !id.is_empty()), "{found}");
        assert!(!found.to_string().contains('\n'), "one line");
    }
}

#[tokio::test]
async fn a_ledger_is_never_changed() {
    let running = shop().await;
    for sql in [
        "UPDATE money_ledger SET amount = 0",
        "DELETE FROM money_ledger",
        "UPDATE stock_ledger SET on_hand = 0",
        "DELETE FROM stock_ledger",
        "UPDATE promotion_redemption SET amount = 1",
        "DELETE FROM promotion_redemption",
    ] {
        let mut tx = running.shop.store.begin().await.unwrap();
        assert!(sqlx::raw_sql(sql).execute(&mut *tx).await.is_err(), "{sql}");
    }
}

fn audit_command(running: &Running, json: bool) -> std::process::Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_vitrine-backend"));
    command.arg("audit").arg("--data").arg(&running.data).env_remove("DATABASE_URL");
    if let Some(own) = &running.own {
        command.env("DATABASE_URL", &own.url);
    }
    if json {
        command.arg("--json");
    }
    command.output().unwrap()
}

#[tokio::test]
async fn the_command_prints_sums_and_fails_when_they_are_wrong() {
    let running = shop().await;
    // The command goes by the machine's clock, the shop by the test's.
    change(&running, "UPDATE checkout SET expires_at = 4102444800000000").await;
    let well = audit_command(&running, false);
    let text = String::from_utf8(well.stdout).unwrap();
    assert!(well.status.success() && text.contains("Everything adds up."), "{text}");
    assert!(text.contains(SKU) && text.contains("EUR"), "{text}");
    change(&running, "UPDATE stock SET on_hand = on_hand + 1 WHERE variant_id = 'HAL-MUG-OAT'").await;
    let ill = audit_command(&running, true);
    assert!(!ill.status.success());
    let report: Value = serde_json::from_slice(&ill.stdout).unwrap();
    assert_eq!(report["breaches"][0]["rule"], "stock_ledger");
    let lines = String::from_utf8(ill.stderr).unwrap();
    assert!(lines.lines().any(|line| line.starts_with("stock_ledger: ") && line.contains("HAL-MUG-OAT@")), "{lines}");
}
