//! PostgreSQL goes away for a moment while people buy. In a file of its own, because it goes away for all.
//!
//! Runs with `VITRINE_TEST_POSTGRES` and `VITRINE_TEST_POSTGRES_RESTART`, a shell command that restarts the
//! server; `cargo xtask test --only postgres` sets both.

#[macro_use]
mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;
use support::Browser;
use support::cluster::{SKU, later, pay, reserve};

const RESTART: &str = "VITRINE_TEST_POSTGRES_RESTART";
const BUYERS: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_that_restarts_is_told_and_nothing_is_lost() {
    let Ok(command) = std::env::var(RESTART) else {
        println!("skipped: {RESTART} names no command that restarts PostgreSQL");
        return;
    };
    let cluster = cluster_or_skip!(900);
    cluster.shelf(10_000).await;
    let (stop, bought) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicI64::new(0)));
    let buyers: Vec<_> = (0..BUYERS)
        .map(|_| {
            let (base, stop, bought) = (cluster.base.clone(), stop.clone(), bought.clone());
            tokio::spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    buy(&base).await;
                    bought.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    within!("some have bought", (bought.load(Ordering::Relaxed) >= 8).then_some(()));
    let restarted =
        tokio::task::spawn_blocking(move || std::process::Command::new("sh").arg("-c").arg(command).status());
    assert!(restarted.await.unwrap().unwrap().success(), "{RESTART} failed");
    let before = bought.load(Ordering::Relaxed);
    // By itself: nobody starts a process again.
    within!("others buy", (bought.load(Ordering::Relaxed) >= before + 8).then_some(()));
    stop.store(true, Ordering::Relaxed);
    for buyer in buyers {
        buyer.await.unwrap();
    }
    assert_eq!(cluster.number("SELECT COUNT(*) FROM shop_order").await, bought.load(Ordering::Relaxed));
    cluster.leader(None).await;
    cluster.audited().await;
}

/// One purchase, of which each step is asked for until it is answered.
async fn buy(base: &str) {
    let mut browser = Browser::new(base);
    let market = serde_json::json!({"market": "DE"});
    let cart = within!("a bag", {
        Some(browser.write("POST", "/carts", market.clone(), None, None).await).filter(|answer| !later(answer))
    })
    .body;
    let path = format!("/carts/{}", cart["id"].as_str().unwrap());
    let line = serde_json::json!({"variant_id": SKU, "quantity": 1});
    change(&mut browser, "POST", &path, "/lines", line).await;
    let fill = serde_json::json!({
        "contact": {"email": "ada@example.com"},
        "shipping_address": {"name": "Ada Kern", "line1": "Karl-Heine-Str. 1", "postal_code": "04229", "city": "Leipzig"}
    });
    let cart = change(&mut browser, "PATCH", &path, "", fill).await;
    let reserved = reserve(&mut browser, &cart, "reserve").await;
    assert_eq!(reserved.status, 201, "{}", reserved.body);
    pay(&mut browser, &reserved.body).await;
    tokio::time::sleep(Duration::from_millis(20)).await;
}

/// A change of the bag as it is; gives the bag after it. One whose answer was lost may have been made, and is
/// made again: a second mug does no harm.
async fn change(
    browser: &mut Browser,
    method: &str,
    path: &str,
    below: &str,
    body: serde_json::Value,
) -> serde_json::Value {
    within!(
        "a change of the bag",
        async {
            let known = browser.get(path).await;
            if later(&known) {
                return None;
            }
            let version = known.body["version"].as_u64();
            let answer = browser.write(method, &format!("{path}{below}"), body.clone(), version, None).await;
            (!later(&answer) && answer.status == 200).then_some(answer.body)
        }
        .await
    )
}
