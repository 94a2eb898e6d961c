//! A page of the feed that is kept ready is never an old one, and never somebody else's.

mod support;

use serde_json::{Value, json};
use support::{Browser, Running, open};
use vitrine_backend::store::{Database, Store, catalogue, stock};

const SKU: &str = "HAL-MUG-OAT";
const FEED: &str = "/feed?market=DE&lang=en&limit=50";

/// The mug as its card says it: the variant it leads to, its price, and whether it can be had.
async fn mug(browser: &mut Browser) -> (String, i64, String) {
    let feed = browser.get(FEED).await;
    assert_eq!(feed.status, 200, "{}", feed.body);
    assert_eq!(feed.headers["content-type"], "application/json");
    let items = feed.body["items"].as_array().unwrap();
    let mut cards = items.iter().flat_map(|post| post["anchors"].as_array().unwrap()).map(|anchor| &anchor["product"]);
    let card = cards.find(|card| card["id"] == "mug").expect("a film shows the mug");
    let text = |name: &str| card[name].as_str().unwrap().to_owned();
    (text("variant_id"), card["price"]["amount"].as_i64().unwrap(), text("availability"))
}

async fn offer(store: &Store, amount: i64, pieces: u32) {
    let mut tx = store.begin().await.unwrap();
    assert!(catalogue::set_price(&mut tx, SKU, "DE", amount).await.unwrap());
    assert!(stock::set(&mut tx, SKU, None, pieces).await.unwrap() > 0);
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_sale_and_a_new_price_are_in_the_next_page() {
    let running = open(false).await;
    let mut visitor = Browser::new(&running.base);
    assert_eq!(mug(&mut visitor).await, (SKU.to_owned(), 2_900, "in_stock".to_owned()));
    offer(&running.shop.store, 1_000, 1).await;
    assert_eq!(mug(&mut visitor).await, (SKU.to_owned(), 1_000, "low_stock".to_owned()));
    let mut buyer = Browser::new(&running.base);
    let cart = buyer.ready_bag(SKU, 1).await;
    assert_eq!(mug(&mut visitor).await.0, SKU);
    // The clock stands still: nothing but the write itself ends the page.
    let checkout = buyer.checkout(&cart, "k").await;
    assert_eq!(checkout.status, 201, "{}", checkout.body);
    assert_ne!(mug(&mut visitor).await.0, SKU, "the last one is held");
    let path = format!("/checkouts/{}", checkout.body["id"].as_str().unwrap());
    assert_eq!(buyer.write("DELETE", &path, json!({}), None, None).await.status, 200);
    assert_eq!(mug(&mut visitor).await, (SKU.to_owned(), 1_000, "low_stock".to_owned()));
}

#[tokio::test]
async fn what_another_process_writes_is_in_the_page_after_a_second_at_most() {
    let running = open(false).await;
    let mut visitor = Browser::new(&running.base);
    assert_eq!(mug(&mut visitor).await.1, 2_900);
    let other = Store::open(&elsewhere(&running)).await.unwrap();
    offer(&other, 1_000, 1).await;
    other.close().await;
    running.clock.advance_seconds(1);
    assert_eq!(mug(&mut visitor).await.1, 1_000);
}

fn elsewhere(running: &Running) -> Database {
    let url = running.shop.store.postgres();
    url.map_or_else(|| Database::Sqlite(running.data.clone()), |url| Database::Postgres(url.to_owned()))
}

#[tokio::test]
async fn what_one_shopper_likes_is_in_no_other_page() {
    let running = open(false).await;
    let (mut ada, mut bo) = (Browser::new(&running.base), Browser::new(&running.base));
    let first = |page: &Value| (page["items"][0]["id"].clone(), page["items"][0]["liked"].clone());
    let (post, liked) = first(&bo.get(FEED).await.body);
    assert_eq!(liked, false);
    let path = format!("/posts/{}/reaction", post.as_str().unwrap());
    assert_eq!(ada.write("PUT", &path, json!({"liked": true}), None, None).await.status, 200);
    // A shopper with a session who has said nothing gets everybody's page.
    assert_eq!(bo.write("POST", "/carts", json!({"market": "DE"}), None, None).await.status, 201);
    for _ in 0..2 {
        assert_eq!(first(&ada.get(FEED).await.body), (post.clone(), json!(true)));
        assert_eq!(first(&bo.get(FEED).await.body), (post.clone(), json!(false)));
    }
}
