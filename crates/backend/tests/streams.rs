//! Event streams that wait hear of their own session's news, whatever happens to others meanwhile.

#[macro_use]
mod support;

use serde_json::json;
use std::time::Duration;
use support::{Browser, open};

const SKU: &str = "HAL-MUG-OAT";

#[tokio::test]
async fn a_stream_that_waits_hears_of_its_own_news_among_others() {
    let running = open(false).await;
    let (mut ada, mut bo) = (Browser::new(&running.base), Browser::new(&running.base));
    let bag = ada.write("POST", "/carts", json!({"market": "DE"}), None, None).await.body;
    let path = format!("/carts/{}", bag["id"].as_str().unwrap());
    let line = json!({"variant_id": SKU, "quantity": 1});
    let filled = ada.write("POST", &format!("{path}/lines"), line, Some(1), None).await;
    assert_eq!(filled.status, 200, "{}", filled.body);
    let listening = tokio::spawn({
        let ada = ada.clone();
        async move { ada.told(0, 2).await }
    });
    until!("the stream", { (!running.shop.listeners.is_empty()).then_some(()) });
    for _ in 0..3 {
        bo.ready_bag(SKU, 1).await;
    }
    assert!(!listening.is_finished(), "what is another's isn't told");
    let fill = json!({"contact": {"email": "ada@example.com"}});
    let changed = ada.write("PATCH", &path, fill, filled.body["version"].as_u64(), None).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let told = tokio::time::timeout(Duration::from_secs(10), listening).await.expect("it is told").unwrap();
    assert_eq!(told.len(), 2);
    for (name, change) in &told {
        assert_eq!((name.as_str(), &change["cart"]["id"]), ("cart", &bag["id"]), "{change}");
    }
    assert_eq!(told[1].1["cart"]["contact"]["email"], "ada@example.com");
    until!("the end of the stream", { running.shop.listeners.is_empty().then_some(()) });
}
