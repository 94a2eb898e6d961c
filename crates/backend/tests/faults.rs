//! A locked database, a full disk, a provider that is away or slow: each is told as a problem with a
//! hint when to ask again, nothing is lost, and it goes on by itself.

#[macro_use]
mod support;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{Sqlite, Transaction};
use std::time::{Duration, Instant};
use support::fake_stripe::{Fault, How};
use support::scene::{OPEN_PAGE, SKU, reserved};
use support::{Answer, Browser, Running, audited, number, open, page};

const PAYS: &str = "4242 4242 4242 4242";

/// What is about SQLite's file isn't asked of PostgreSQL; its own faults are in tests/postgres.rs.
fn on_postgres() -> bool {
    let skipped = support::database::server().is_some();
    if skipped {
        println!("skipped: this is about SQLite's file");
    }
    skipped
}

/// Another program that writes to the shop's database, until the answer is dropped or rolled back.
async fn lock(running: &Running) -> Transaction<'static, Sqlite> {
    let options = SqliteConnectOptions::new().filename(running.data.join("vitrine.sqlite"));
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    pool.begin_with("BEGIN IMMEDIATE").await.unwrap()
}

/// 503, as a problem, with a time to wait.
fn says_try_again(answer: &Answer) {
    assert_eq!((answer.status, answer.code()), (503, "unavailable"), "{}", answer.body);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert!(answer.headers["retry-after"].to_str().unwrap().parse::<u32>().unwrap() >= 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_short_lock_is_waited_for() {
    if on_postgres() {
        return;
    }
    let running = open(true).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 1).await;
    let locked = lock(&running).await;
    let release = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(1)).await;
        locked.rollback().await.unwrap();
    });
    assert_eq!(browser.checkout(&cart, "k").await.status, 201);
    release.await.unwrap();
    audited(&running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_lock_is_told_and_over_when_it_is_over() {
    if on_postgres() {
        return;
    }
    let running = open(true).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 1).await;
    let locked = lock(&running).await;
    says_try_again(&browser.checkout(&cart, "k").await);
    let path = format!("/carts/{}", cart["id"].as_str().unwrap());
    assert_eq!(browser.get(&path).await.status, 200, "readers don't wait for writers");
    locked.rollback().await.unwrap();
    let checkout = until!("the reservation", {
        let again = browser.checkout(&cart, "k").await;
        assert!(matches!(again.status, 201 | 409 | 503), "{}", again.body);
        (again.status == 201).then_some(again.body)
    });
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM checkout").await, 1);
    // The same while the money is on its way: the messages wait.
    let paying = browser.start_payment(&checkout, "p").await.body;
    browser.type_card(&page(&paying), PAYS).await;
    let locked = lock(&running).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    locked.rollback().await.unwrap();
    until!("the order", { (number(&running.shop, "SELECT COUNT(*) FROM shop_order").await == 1).then_some(()) });
    audited(&running).await;
}

async fn limit_pages(running: &Running, most: &'static str) {
    let mut tx = running.shop.store.begin().await.unwrap();
    let _: i64 = sqlx::query_scalar(most).fetch_one(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_full_disk_is_told_and_the_shop_goes_on_when_there_is_room() {
    if on_postgres() {
        return;
    }
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 1).await;
    let checkout = browser.checkout(&cart, "k").await.body;
    // No less than there are: the database can't grow any more.
    limit_pages(&running, "PRAGMA max_page_count = 1").await;
    let mut refused = None;
    for _ in 0..2_000 {
        let answer =
            Browser::new(&running.base).write("POST", "/carts", serde_json::json!({"market": "DE"}), None, None).await;
        if answer.status != 201 {
            refused = Some(answer);
            break;
        }
    }
    says_try_again(&refused.expect("a database that can't grow is full at some time"));
    audited(&running).await;
    limit_pages(&running, "PRAGMA max_page_count = 1073741823").await;
    let paying = browser.start_payment(&checkout, "p").await;
    assert_eq!(paying.status, 200, "{}", paying.body);
    browser.type_card(&page(&paying.body), PAYS).await;
    running.shop.apply_payment(paying.body["payment"]["id"].as_str().unwrap()).await.unwrap();
    assert_eq!(browser.complete(&checkout, "c").await.status, 200);
    let whole: String =
        sqlx::query_scalar("PRAGMA integrity_check").fetch_one(running.shop.store.read()).await.unwrap();
    assert_eq!(whole, "ok");
    audited(&running).await;
}

#[tokio::test]
async fn a_provider_that_is_away_or_slow_is_told_and_the_same_key_pays_later() {
    for fault in [Fault::Status(500), Fault::Status(503), Fault::TimeOut, Fault::LostAnswer] {
        let mut scene = reserved().await;
        scene.stripe.fail_next(OPEN_PAGE, fault);
        let begun = Instant::now();
        let away = scene.browser.start_payment(&scene.checkout, "pay").await;
        says_try_again(&away);
        assert!(begun.elapsed() < Duration::from_secs(10), "nobody waits for ever");
        assert_eq!(scene.now().await["order_id"], serde_json::Value::Null);
        let id = scene.paying().await;
        assert!(scene.stripe.pay(&id));
        scene.stripe.deliver(&scene.running, How::AsSent).await;
        scene.paid_once().await;
    }
}
