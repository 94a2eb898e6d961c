//! A shop moves from SQLite into an empty PostgreSQL, with every row and every number, or not at all.
//!
//! Runs with `VITRINE_TEST_POSTGRES`; `cargo xtask test --only postgres` sets it.

mod support;

use serde_json::json;
use support::database::Own;
use support::{Browser, Running, audited, number, open_on_sqlite, page};
use vitrine_backend::store::{Database, Store, messages, stock};
use vitrine_backend::transfer::{self, TransferError};

const SKU: &str = "HAL-MUG-OAT";

/// A shop on SQLite with an order that was canceled, one that wasn't, and a checkout that waits.
async fn lived_in() -> Running {
    let running = open_on_sqlite().await;
    for nth in 0..2 {
        let mut browser = Browser::new(&running.base);
        let cart = browser.ready_bag(SKU, 2).await;
        let code = browser.add_code(&cart, if nth == 0 { "WELCOME10" } else { "GIFT-7Q4M-50" }).await;
        assert_eq!(code.status, 200, "{}", code.body);
        let checkout = browser.checkout(&code.body, "k").await.body;
        let paying = browser.start_payment(&checkout, "p").await.body;
        browser.type_card(&page(&paying), "4242 4242 4242 4242").await;
        running.shop.apply_payment(paying["payment"]["id"].as_str().unwrap()).await.unwrap();
        let done = browser.get(&format!("/checkouts/{}", checkout["id"].as_str().unwrap())).await.body;
        if nth == 0 {
            let cancel = format!("/orders/{}/cancel", done["order_id"].as_str().unwrap());
            assert_eq!(browser.write("POST", &cancel, json!({}), None, Some("c")).await.status, 200);
        }
    }
    running.clock.advance_seconds(1);
    running.shop.pack_due().await.unwrap();
    running.shop.send_refunds().await.unwrap();
    let mut waiting = Browser::new(&running.base);
    let cart = waiting.ready_bag(SKU, 1).await;
    assert_eq!(waiting.checkout(&cart, "k").await.status, 201);
    audited(&running).await;
    running
}

/// An empty database; nothing where tests have no PostgreSQL, and that is said.
fn empty_or_skip() -> Option<Own> {
    let own = Own::empty();
    if own.is_none() {
        println!("skipped: VITRINE_TEST_POSTGRES names no PostgreSQL");
    }
    own
}

async fn target(own: &Own) -> Store {
    Store::open(&Database::Postgres(own.url.clone())).await.unwrap()
}

async fn text(store: &Store, sql: &'static str) -> String {
    sqlx::query_scalar(sql).fetch_one(store.read()).await.unwrap()
}

#[tokio::test]
async fn every_row_and_every_number_moves() {
    let Some(own) = empty_or_skip() else { return };
    let running = lived_in().await;
    assert!(!transfer::is_foreign(&own.url).await.unwrap());
    let to = target(&own).await;
    let from = &running.shop.store;
    let moved = transfer::run(from, &to, running.shop.now()).await.unwrap();
    for (table, least) in [("product", 12), ("shop_order", 2), ("stock_ledger", 20), ("outbox", 5), ("reservation", 1)]
    {
        assert!(moved.iter().any(|one| one.table == table && one.rows >= least), "{table}: {moved:?}");
    }
    for sql in [
        "SELECT string_agg(doc, ';') FROM (SELECT doc FROM shop_order ORDER BY id) o",
        "SELECT string_agg(number || ':' || CAST(version AS TEXT), ';') FROM (SELECT * FROM shop_order ORDER BY id) o",
        "SELECT string_agg(kind || ':' || CAST(seq AS TEXT) || ':' || CAST(at AS TEXT), ';')
         FROM (SELECT * FROM money_ledger ORDER BY seq) l",
        "SELECT string_agg(COALESCE(sub_status, '-') || COALESCE(tracking_number, '-') || doc, ';')
         FROM (SELECT * FROM shipment ORDER BY id) s",
        "SELECT string_agg(subject || CAST(seq AS TEXT), ';') FROM (SELECT * FROM outbox ORDER BY seq) o",
    ] {
        assert_eq!(text(from, sql).await, text(&to, sql).await, "{sql}");
    }
    // Numbers go on: the ledger takes a row, and what is announced next is the newest.
    let newest = number(&running.shop, "SELECT MAX(seq) FROM outbox").await;
    let mut tx = to.begin().await.unwrap();
    assert!(stock::set(&mut tx, SKU, None, 3).await.unwrap() > 0);
    messages::announce(&mut tx, "order", "next", 0).await.unwrap();
    tx.commit().await.unwrap();
    sqlx::query("SELECT relay_outbox()").execute(to.read()).await.unwrap();
    let told: i64 =
        sqlx::query_scalar("SELECT seq FROM outbox WHERE subject = 'next'").fetch_one(to.read()).await.unwrap();
    assert!(told > newest, "{told} after {newest}");
    let report = vitrine_backend::audit::run(&to, running.shop.now()).await.unwrap();
    assert!(report.breaches.is_empty(), "{:?}", report.breaches);
    // Twice is refused, and names where the rows are.
    let again = transfer::run(from, &to, running.shop.now()).await;
    assert!(matches!(again, Err(TransferError::NotEmpty(_))), "{again:?}");
    to.close().await;
}

#[tokio::test]
async fn a_shop_that_does_not_add_up_leaves_nothing_behind() {
    let Some(own) = empty_or_skip() else { return };
    let running = lived_in().await;
    let mut tx = running.shop.store.begin().await.unwrap();
    sqlx::query("UPDATE stock SET on_hand = on_hand + 1").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let to = target(&own).await;
    let refused = transfer::run(&running.shop.store, &to, running.shop.now()).await;
    assert!(matches!(&refused, Err(TransferError::Breaches(all)) if !all.is_empty()), "{refused:?}");
    for sql in ["SELECT COUNT(*) FROM product", "SELECT COUNT(*) FROM stock_ledger"] {
        let left: i64 = sqlx::query_scalar(sql).fetch_one(to.read()).await.unwrap();
        assert_eq!(left, 0, "{sql}");
    }
    to.close().await;
}

#[tokio::test]
async fn the_command_moves_into_an_empty_database_alone() {
    let running = lived_in().await;
    let run = |to: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_vitrine-backend"));
        command.arg("move").arg("--data").arg(&running.data).env("DATABASE_URL", to);
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), text(&output.stdout) + &text(&output.stderr))
    };
    let (done, told) = run("mysql://shop:hush@localhost/vitrine");
    assert!(!done && told.contains("--to") && !told.contains("hush"), "{told}");
    let (Some(empty), Some(theirs)) = (empty_or_skip(), Own::empty()) else { return };
    theirs.execute("CREATE TABLE theirs (id BIGINT)");
    let (done, told) = run(&theirs.url);
    assert!(!done && told.contains("aren't this shop's"), "{told}");
    // With a catalogue, as a process leaves one that has served from it.
    let served = Own::make().unwrap();
    let (done, told) = run(&served.url);
    assert!(!done && told.contains("holds rows already"), "{told}");
    let (done, told) = run(&empty.url);
    assert!(done && told.contains("shop_order") && told.contains("adds up"), "{told}");
}
