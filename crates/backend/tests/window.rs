//! The page and what it brings along.

mod support;

use serde_json::{Value, json};
use support::{Browser, open};
use vitrine_backend::store::stock;

/// The answer a page brings: its address and what it says.
fn brought(html: &str) -> Option<(String, Value)> {
    let block = html.split("id=\"first-answer\" data-url=\"").nth(1)?;
    let (url, rest) = block.split_once('"')?;
    let json = rest.split_once('>')?.1.split_once("</script>")?.0;
    Some((url.replace("&amp;", "&"), serde_json::from_str(json).unwrap()))
}

#[tokio::test]
async fn a_page_brings_just_what_it_would_ask_for() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let german = [("accept-language", "de-DE,de;q=0.9,en;q=0.8")];
    for page in ["/", "/following", "/p/amber-hour"] {
        let (status, html) = browser.text(page, &german).await;
        assert_eq!(status, 200);
        let (url, answer) = brought(&html).unwrap_or_else(|| panic!("nothing on {page}"));
        assert!(url.contains("market=DE&lang=de"), "{url}");
        let at = |words: &str| html.find(words).unwrap();
        assert!(at("id=\"boot\"") < at("first-answer") && at("first-answer") < at("<script>"), "{html}");
        assert_eq!(answer, browser.get(&url).await.body, "{page}");
    }
    // What this browser likes is in it, because it sent its cookie.
    let liked = browser.write("PUT", "/posts/amber-hour/reaction", json!({"liked": true}), None, None).await;
    assert_eq!(liked.status, 200, "{}", liked.body);
    let (_, html) = browser.text("/p/amber-hour", &german).await;
    assert_eq!(brought(&html).unwrap().1["liked"], true);
}

#[tokio::test]
async fn a_visit_from_elsewhere_is_not_taken_for_a_known_browser() {
    let running = open(false).await;
    let browser = Browser::new(&running.base);
    let sure = |html: &str| html.contains(" data-sure>");
    let (_, typed) = browser.text("/p/amber-hour", &[("sec-fetch-site", "none")]).await;
    let (_, linked) = browser.text("/p/amber-hour", &[("sec-fetch-site", "cross-site")]).await;
    assert!(sure(&typed) && !sure(&linked) && brought(&linked).is_some());
    // What isn't there, or isn't sold to, the page hears from the API.
    assert_eq!(brought(&browser.text("/p/nonsense", &[]).await.1), None);
    assert_eq!(brought(&browser.text("/", &[("accept-language", "en-XX")]).await.1), None);
    assert_eq!(brought(&browser.text("/bag", &[]).await.1), None);
}

#[tokio::test]
async fn what_is_sold_out_counts_for_nothing() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.write("POST", "/carts", json!({"market": "US"}), None, None).await.body;
    let lines = format!("/carts/{}/lines", cart["id"].as_str().unwrap());
    let add = json!({"variant_id": "HAL-MUG-OAT", "quantity": 2});
    let full = browser.write("POST", &lines, add, Some(1), None).await.body;
    assert!(full["totals"]["total"]["amount"].as_i64().unwrap() > 0);
    let mut tx = running.shop.store.begin().await.unwrap();
    stock::set(&mut tx, "HAL-MUG-OAT", None, 0).await.unwrap();
    tx.commit().await.unwrap();
    let gone = browser.get(&format!("/carts/{}?lang=en", cart["id"].as_str().unwrap())).await;
    assert_eq!(gone.status, 200, "{}", gone.body);
    assert_eq!(gone.body["notices"][0]["code"], "sold_out");
    assert_eq!(gone.body["lines"].as_array().unwrap().len(), 1, "it is still shown");
    for part in ["items", "shipping", "duties", "tax", "total"] {
        assert_eq!(gone.body["totals"][part]["amount"], 0, "{part}: {}", gone.body["totals"]);
    }
    assert_eq!(gone.body["totals"]["total"]["currency"], "USD");
}

#[tokio::test]
async fn a_browser_that_is_forgotten_opens_nothing_any_more() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.write("POST", "/carts", json!({"market": "DE"}), None, None).await.body;
    let path = format!("/carts/{}", cart["id"].as_str().unwrap());
    assert_eq!(browser.get(&path).await.status, 200);
    let mut copy = browser.clone();
    let ended = browser.write("DELETE", "/session", json!({}), None, None).await;
    assert_eq!((ended.status, &ended.body["ended"]), (200, &json!(true)));
    let cookie = ended.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("sid=;") && cookie.contains("Max-Age=0"), "{cookie}");
    // The cookie itself is worth nothing any more, wherever it is sent from.
    assert_eq!(copy.get(&path).await.status, 404);
    // Without one there is nothing to forget.
    assert_eq!(Browser::new(&running.base).write("DELETE", "/session", json!({}), None, None).await.status, 200);
}

#[tokio::test]
async fn the_worker_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("sw.js"), "keeps();").unwrap();
    let spa = vitrine_backend::http::spa::Spa::load(folder.path());
    let body = |spa: vitrine_backend::http::spa::Spa| async move {
        let answer = spa.serve(axum::http::Method::GET, "/sw.js".parse().unwrap(), axum::http::HeaderMap::new());
        let cache = answer.headers()["cache-control"].to_str().unwrap().to_owned();
        let bytes = axum::body::to_bytes(answer.into_body(), 10_000).await.unwrap();
        (cache, String::from_utf8(bytes.to_vec()).unwrap())
    };
    assert_eq!(body(spa.clone()).await, ("no-cache".to_owned(), "keeps();".to_owned()));
    let (cache, script) = body(spa.without_worker()).await;
    assert_eq!(cache, "no-cache");
    assert!(script.contains("registration.unregister()") && script.contains("caches.delete"));
}
