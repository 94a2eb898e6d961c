//! Shared links: who makes them, what they show, and when they show nothing any more.

#[macro_use]
mod support;

use serde_json::{Value, json};
use support::{Browser, Running, number, open, page};

const DAY: i64 = 24 * 3_600;
/// What nobody reads who only has a link.
const PRIVATE: [&str; 5] = ["Ada Kern", "Kern", "Karl-Heine", "04229", "ada@example.com"];

/// An order somebody bought: its path, and its own secret.
async fn bought(running: &Running, browser: &mut Browser) -> (String, String) {
    let cart = browser.ready_bag("HAL-MUG-OAT", 1).await;
    let checkout = browser.checkout(&cart, "reserve").await.body;
    let url = page(&browser.start_payment(&checkout, "pay").await.body);
    browser.type_card(&url, "4242424242424242").await;
    let path = format!("/checkouts/{}", checkout["id"].as_str().unwrap());
    let paid = until!("the order", {
        running.clock.advance_seconds(1);
        let now = browser.get(&path).await.body;
        now["order_id"].is_string().then_some(now)
    });
    let text = |name: &str| paid[name].as_str().unwrap().to_owned();
    (format!("/orders/{}", text("order_id")), text("order_token"))
}

async fn make(browser: &mut Browser, order: &str, label: &str) -> Value {
    let made = browser.write("POST", &format!("{order}/links"), json!({"label": label}), None, None).await;
    assert_eq!(made.status, 201, "{}", made.body);
    made.body
}

async fn open_by(browser: &mut Browser, order: &str, token: &Value) -> support::Answer {
    browser.write("POST", &format!("{order}/open"), json!({"token": token}), None, None).await
}

async fn revoke(browser: &mut Browser, order: &str, link: &Value) -> support::Answer {
    let path = format!("{order}/links/{}", link["link"]["id"].as_str().unwrap());
    browser.write("DELETE", &path, json!({}), None, None).await
}

fn keeps_quiet(body: &Value) {
    let text = body.to_string();
    for word in PRIVATE {
        assert!(!text.contains(word), "{word} is in {text}");
    }
}

#[tokio::test]
async fn a_link_shows_the_order_in_part_and_opens_nothing_else() {
    let running = open(true).await;
    let mut owner = Browser::new(&running.base);
    let (order, _) = bought(&running, &mut owner).await;
    let made = make(&mut owner, &order, " For Kim ").await;
    assert_eq!((&made["link"]["label"], &made["link"]["opened_at"]), (&json!("For Kim"), &Value::Null));
    let token = made["token"].as_str().unwrap();
    assert!(token.len() >= 43, "256 bits");
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM order_link WHERE length(token_hash) = 64").await, 1);

    let mut friend = Browser::new(&running.base);
    let opened = open_by(&mut friend, &order, &made["token"]).await;
    assert_eq!(opened.status, 200, "{}", opened.body);
    let cookie = opened.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let seen = friend.get(&order).await.body;
    for body in [&opened.body, &seen, &friend.get(&format!("{order}/shipments")).await.body] {
        keeps_quiet(body);
    }
    assert_eq!((&seen["shared"], &seen["cancelable"], &seen["checkout_id"]), (&json!(true), &json!(false), &json!("")));
    let address = json!({"name": "A.", "line1": "", "postal_code": "", "city": "Leipzig"});
    assert_eq!(seen["shipping_address"], address);
    assert_eq!(seen["contact"]["email"], "");
    assert_eq!(seen["lines"][0]["quantity"], 1);

    // Nothing can be done by it, not even another link; and it is not among the friend's orders.
    let key = Some("friend");
    let wish = json!({"lines": [{"order_line_id": seen["lines"][0]["id"], "quantity": 1}], "reason": "other"});
    for (method, path, body) in [
        ("POST", format!("{order}/cancel"), json!({})),
        ("POST", format!("{order}/returns"), wish),
        ("POST", format!("{order}/links"), json!({})),
    ] {
        assert_eq!(friend.write(method, &path, body, None, key).await.status, 404, "{path}");
    }
    assert_eq!(friend.get(&format!("{order}/links")).await.status, 404);
    assert_eq!(revoke(&mut friend, &order, &made).await.status, 404);
    assert_eq!(friend.get("/orders").await.body["items"], json!([]));

    // The owner sees everything still, and that it was opened.
    let links = owner.get(&format!("{order}/links")).await.body;
    assert!(links[0]["opened_at"].is_string() && links[0].get("token").is_none(), "{links}");
    let own = owner.get(&order).await.body;
    assert_eq!((&own["shared"], &own["contact"]["email"]), (&json!(false), &json!("ada@example.com")));
    assert_eq!(open_by(&mut owner, &order, &made["token"]).await.body["shared"], false);
}

#[tokio::test]
async fn a_revoked_an_old_and_a_wrong_token_are_the_same_nothing() {
    let running = open(true).await;
    let mut owner = Browser::new(&running.base);
    let (order, _) = bought(&running, &mut owner).await;
    let (gone, old) = (make(&mut owner, &order, "gone").await, make(&mut owner, &order, "old").await);
    let mut friends = [Browser::new(&running.base), Browser::new(&running.base)];
    for (friend, link) in friends.iter_mut().zip([&gone, &old]) {
        assert_eq!(open_by(friend, &order, &link["token"]).await.status, 200);
        assert_eq!(friend.get(&order).await.status, 200);
    }
    let left = revoke(&mut owner, &order, &gone).await;
    assert_eq!((left.status, &left.body[0]["label"]), (200, &json!("old")));
    assert_eq!(left.body.as_array().unwrap().len(), 1);
    assert_eq!(revoke(&mut owner, &order, &gone).await.status, 404);
    assert_eq!(friends[0].get(&order).await.status, 404, "who had opened it sees nothing any more");
    assert_eq!(friends[1].get(&order).await.status, 200, "another link goes on");

    running.clock.advance_seconds(90 * DAY - 3_600);
    assert_eq!(friends[1].get(&order).await.status, 200);
    running.clock.advance_seconds(3_600);
    assert_eq!(friends[1].get(&order).await.status, 404);
    assert_eq!(owner.get(&format!("{order}/links")).await.body, json!([]));

    let sessions = number(&running.shop, "SELECT COUNT(*) FROM session").await;
    let mut answers = Vec::new();
    for (order, token) in [
        (order.as_str(), gone["token"].clone()),
        (order.as_str(), old["token"].clone()),
        (order.as_str(), json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
        (order.as_str(), json!("")),
        ("/orders/none", old["token"].clone()),
    ] {
        let mut stranger = Browser::new(&running.base);
        let answer = open_by(&mut stranger, order, &token).await;
        assert_eq!(answer.status, 404);
        assert!(stranger.cookie.is_none(), "a wrong token makes no session");
        answers.push(answer.body);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM session").await, sessions);
}

#[tokio::test]
async fn the_event_stream_tells_no_more_than_the_link_shows() {
    let running = open(true).await;
    let mut owner = Browser::new(&running.base);
    let (order, _) = bought(&running, &mut owner).await;
    let made = make(&mut owner, &order, "").await;
    let mut friend = Browser::new(&running.base);
    open_by(&mut friend, &order, &made["token"]).await;
    let told = friend.told(0, 1).await;
    assert!(told.iter().all(|(name, said)| name == "order" && said["order"]["shared"] == true), "{told:?}");
    told.iter().for_each(|(_, said)| keeps_quiet(said));
    // Somebody with a session, but without the link, hears nothing of it.
    let mut stranger = Browser::new(&running.base);
    let cart = stranger.write("POST", "/carts", json!({"market": "DE"}), None, None).await.body;
    let lines = format!("/carts/{}/lines", cart["id"].as_str().unwrap());
    stranger.write("POST", &lines, json!({"variant_id": "HAL-MUG-OAT", "quantity": 1}), Some(1), None).await;
    assert!(stranger.told(0, 1).await.iter().all(|(name, _)| name == "cart"));
    assert_eq!(Browser::new(&running.base).get("/events").await.status, 404);
    // Once revoked, all that is left to hear is that it is time to ask anew.
    assert_eq!(revoke(&mut owner, &order, &made).await.status, 200);
    let told = friend.told(0, 1).await;
    assert!(told.iter().all(|(name, said)| name == "reset" && said == &json!({"type": "reset"})), "{told:?}");
    assert_eq!(friend.get(&order).await.status, 404);
}

#[tokio::test]
async fn the_orders_own_secret_opens_all_of_it_and_outranks_a_link() {
    let running = open(true).await;
    let mut owner = Browser::new(&running.base);
    let (order, secret) = bought(&running, &mut owner).await;
    let made = make(&mut owner, &order, "").await;
    let mut phone = Browser::new(&running.base);
    assert_eq!(open_by(&mut phone, &order, &made["token"]).await.body["shared"], true);
    assert_eq!(open_by(&mut phone, &order, &json!(secret)).await.body["shared"], false);
    assert_eq!(revoke(&mut phone, &order, &made).await.status, 200, "all of it: its links too");
    assert_eq!(phone.get(&order).await.body["contact"]["email"], "ada@example.com");
}

#[tokio::test]
async fn links_are_few_and_their_names_short() {
    let running = open(true).await;
    let mut owner = Browser::new(&running.base);
    let (order, _) = bought(&running, &mut owner).await;
    let path = format!("{order}/links");
    let long = owner.write("POST", &path, json!({"label": "x".repeat(61)}), None, None).await;
    assert_eq!((long.status, &long.body["errors"][0]["pointer"]), (422, &json!("/label")));
    for _ in 0..20 {
        make(&mut owner, &order, "").await;
    }
    assert_eq!(owner.write("POST", &path, json!({}), None, None).await.code(), "invalid_state");
    let mut stranger = Browser::new(&running.base);
    stranger.write("POST", "/carts", json!({"market": "DE"}), None, None).await;
    assert_eq!(stranger.write("POST", &path, json!({}), None, None).await.status, 404);
    assert_eq!(stranger.get(&path).await.status, 404);
}

#[tokio::test]
async fn who_tries_many_tokens_has_to_wait() {
    let running = open(false).await;
    let guesser = Browser::new(&running.base);
    let tries: Vec<_> = (0..120)
        .map(|at| {
            let mut browser = guesser.clone();
            tokio::spawn(async move {
                let answer = open_by(&mut browser, "/orders/none", &json!(format!("guess-{at}"))).await;
                (answer.status, answer.headers.contains_key("retry-after"))
            })
        })
        .collect();
    let mut answers = Vec::new();
    for each in tries {
        answers.push(each.await.unwrap());
    }
    assert!(answers.contains(&(404, false)) && answers.contains(&(429, true)), "{answers:?}");
    assert!(answers.iter().all(|(status, _)| [404, 429].contains(status)));
}
