//! Several processes on one PostgreSQL are one shop: nothing is oversold, nothing happens twice, news reach
//! every browser, and what one process leaves behind another goes on with.
//!
//! Runs with `VITRINE_TEST_POSTGRES`; `cargo xtask test --only postgres` sets it.

#[macro_use]
mod support;

use support::Browser;
use support::cluster::{SKU, pay, reserve};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_buyers_for_five_pieces_make_five_orders() {
    let cluster = cluster_or_skip!(900);
    cluster.shelf(50).await;
    let mut ready = Vec::new();
    for _ in 0..50 {
        let mut browser = cluster.browser();
        let cart = browser.ready_bag(SKU, 1).await;
        ready.push((browser, cart));
    }
    cluster.shelf(5).await;
    let buyers: Vec<_> = ready
        .into_iter()
        .map(|(mut browser, cart)| {
            tokio::spawn(async move {
                let reserved = reserve(&mut browser, &cart, "reserve").await;
                if reserved.status != 201 {
                    assert_eq!((reserved.status, reserved.code()), (409, "out_of_stock"), "{}", reserved.body);
                    return false;
                }
                pay(&mut browser, &reserved.body).await;
                true
            })
        })
        .collect();
    let mut orders = 0;
    for buyer in buyers {
        orders += i64::from(buyer.await.unwrap());
    }
    assert_eq!(orders, 5);
    assert_eq!(cluster.number("SELECT COUNT(*) FROM shop_order").await, 5);
    let left = "SELECT SUM(on_hand) * 1000 + SUM(reserved) FROM stock WHERE variant_id = 'HAL-MUG-OAT'";
    assert_eq!(cluster.number(left).await, 0);
    cluster.audited().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_over_all_processes_is_one_checkout() {
    let cluster = cluster_or_skip!(900);
    let mut browser = cluster.browser();
    let cart = browser.ready_bag(SKU, 1).await;
    let asking: Vec<_> = (0..30)
        .map(|nth| {
            // A connection of its own each, ten to a process.
            let mut browser = browser.at(&cluster.bases[nth % 3]);
            let cart = cart.clone();
            tokio::spawn(async move { reserve(&mut browser, &cart, "the-one-key").await })
        })
        .collect();
    let mut ids = Vec::new();
    for answer in asking {
        let answer = answer.await.unwrap();
        assert_eq!(answer.status, 201, "{}", answer.body);
        ids.push(answer.body["id"].clone());
    }
    assert!(ids.windows(2).all(|pair| pair[0] == pair[1]), "{ids:?}");
    assert_eq!(cluster.number("SELECT COUNT(*) FROM checkout").await, 1);
    assert_eq!(cluster.number("SELECT SUM(reserved) FROM stock").await, 1);
    cluster.audited().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_one_process_hears_is_told_by_the_others() {
    let cluster = cluster_or_skip!(900);
    // The stand-in posts its webhooks to the process that does the jobs; the streams are the others'.
    let leader = cluster.leader(None).await;
    let mut browser = Browser::new(&cluster.bases[leader]);
    let cart = browser.ready_bag(SKU, 1).await;
    let checkout = reserve(&mut browser, &cart, "reserve").await.body;
    let streams: Vec<_> = (0..3)
        .filter(|nth| *nth != leader)
        .map(|nth| {
            let other = browser.at(&cluster.bases[nth]);
            tokio::spawn(async move {
                for count in 1.. {
                    // Once more from the beginning: a stream can be resumed at any process.
                    let told = other.told(0, count).await;
                    if let Some((_, order)) = told.iter().find(|(name, _)| name == "order") {
                        return order.clone();
                    }
                }
                unreachable!("counting has no end")
            })
        })
        .collect();
    let order = pay(&mut browser, &checkout).await;
    for stream in streams {
        let told = stream.await.unwrap();
        assert_eq!(told["order"]["id"], order.as_str(), "{told}");
    }
    within!("every announcement has a number", {
        (cluster.number("SELECT COUNT(*) FROM outbox WHERE seq IS NULL").await == 0).then_some(())
    });
    cluster.audited().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_process_that_is_killed_is_replaced() {
    let mut cluster = cluster_or_skip!(4);
    let leader = cluster.leader(None).await;
    let mut browser = Browser::new(&cluster.bases[(leader + 1) % 3]);
    let cart = browser.ready_bag(SKU, 1).await;
    assert_eq!(reserve(&mut browser, &cart, "left").await.status, 201);
    within!("three processes say that they live", (cluster.number(LIVING).await == 3).then_some(()));
    // A request of each that never ends.
    cluster
        .sql(
            "INSERT INTO idempotency (session_id, route, key, fingerprint, holder, created_at)
             SELECT 'nobody', 'living', CAST(objid AS TEXT), '', CAST(objid AS BIGINT),
                 CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT) - 60000000
             FROM pg_locks WHERE locktype = 'advisory' AND classid = 22089
                 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
        .await;
    assert_eq!(cluster.number(HELD).await, 3);
    cluster.kill(leader);
    let heir = cluster.leader(Some(leader)).await;
    assert_ne!(heir, leader);
    within!("the key of the dead process is let go of", (cluster.number(HELD).await == 2).then_some(()));
    within!("the reservation expires", {
        (cluster.number("SELECT COUNT(*) FROM checkout WHERE state = 'expired'").await == 1).then_some(())
    });
    // And it sells on, by the one address too.
    let mut browser = cluster.browser();
    let cart = browser.ready_bag(SKU, 1).await;
    let checkout = reserve(&mut browser, &cart, "reserve").await.body;
    pay(&mut browser, &checkout).await;
    assert_eq!(cluster.number(HELD).await, 2, "those of the living stay");
    cluster.audited().await;
}

const LIVING: &str = "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 22089
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
const HELD: &str = "SELECT COUNT(*) FROM idempotency WHERE session_id = 'nobody'";

#[tokio::test]
async fn texts_are_ordered_by_their_bytes_everywhere() {
    let cluster = cluster_or_skip!(900);
    let others = "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'text'
         AND table_name <> '_sqlx_migrations' AND collation_name IS DISTINCT FROM 'C'";
    assert_eq!(cluster.number(others).await, 0, "a TEXT of a migration lacks COLLATE \"C\"");
    // And what SQLite has as functions means the same here.
    for (sql, wanted) in [
        ("SELECT json_extract('{\"a\":{\"b\":[7,8]}}', '$.a.b[1]')", 8),
        ("SELECT COUNT(*) FROM json_each('{\"a\":[1,2,3]}', '$.a') t WHERE t.value <> '2'", 2),
        ("SELECT COUNT(*) FROM json_each('{\"a\":null}', '$.a') t", 0),
        ("SELECT COUNT(*) WHERE json_extract('{\"a\":null,\"b\":\"\\u0000\"}', '$.a') IS NULL", 1),
        ("SELECT instr('abc', 'c')", 3),
    ] {
        assert_eq!(cluster.number(sql).await, wanted, "{sql}");
    }
}
