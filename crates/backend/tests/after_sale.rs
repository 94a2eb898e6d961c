//! After the sale: goods go back, whole or in part, for money or for other pieces; every sum stays right.

#[macro_use]
mod support;

use serde_json::{Value, json};
use support::{Browser, Running, audited, number, open, page};
use vitrine_backend::store::{returns, stock};

const SKU: &str = "HAL-MUG-OAT";
const OTHER: &str = "HAL-MUG-COBALT";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a picture";

/// A shop whose shopper has some mugs.
struct Scene {
    running: Running,
    browser: Browser,
    order: Value,
}

impl Scene {
    async fn delivered(pieces: u32) -> Self {
        Self::delivered_with(pieces, None).await
    }

    /// The same, bought with a promotion code.
    async fn delivered_with(pieces: u32, code: Option<&str>) -> Self {
        let running = open(true).await;
        let mut browser = Browser::new(&running.base);
        let mut cart = browser.ready_bag(SKU, pieces).await;
        if let Some(code) = code {
            cart = browser.add_code(&cart, code).await.body;
        }
        let checkout = browser.checkout(&cart, "reserve").await.body;
        let paying = browser.start_payment(&checkout, "pay").await.body;
        browser.type_card(&page(&paying), "4242 4242 4242 4242").await;
        let path = format!("/checkouts/{}", checkout["id"].as_str().unwrap());
        let id = until!("the order", {
            running.clock.advance_seconds(1);
            browser.get(&path).await.body["order_id"].as_str().map(ToOwned::to_owned)
        });
        let path = format!("/orders/{id}");
        let order = until!("delivery", {
            running.clock.advance_seconds(1);
            let now = browser.get(&path).await.body;
            (now["status"] == "delivered").then_some(now)
        });
        Self { running, browser, order }
    }

    fn path(&self, rest: &str) -> String {
        format!("/orders/{}{rest}", self.order["id"].as_str().unwrap())
    }

    async fn now(&mut self) -> Value {
        let path = self.path("");
        self.browser.get(&path).await.body
    }

    /// A wish for pieces of the only line.
    fn wish(&self, pieces: u32, instead: Option<&str>) -> Value {
        let line = json!({"order_line_id": self.order["lines"][0]["id"], "quantity": pieces, "exchange_for": instead});
        json!({"lines": [line], "reason": "changed_mind", "photos": []})
    }

    async fn ask(&mut self, wish: Value, key: &str) -> support::Answer {
        let path = self.path("/returns");
        self.browser.write("POST", &path, wish, None, Some(key)).await
    }

    async fn reaches(&mut self, nth: usize, status: &str) -> Value {
        let path = self.path("");
        until!("the return's status", {
            self.running.clock.advance_seconds(1);
            let now = self.browser.get(&path).await.body;
            (now["returns"][nth]["status"] == status).then_some(now)
        })
    }

    async fn drop_off(&mut self, nth: usize, key: &str) -> support::Answer {
        let now = self.now().await;
        let path = self.path(&format!("/returns/{}/drop-off", now["returns"][nth]["id"].as_str().unwrap()));
        self.browser.write("POST", &path, json!({}), None, Some(key)).await
    }

    /// Asks, hands over and waits for the end.
    async fn send_back(&mut self, nth: usize, wish: Value, end: &str) -> Value {
        let asked = self.ask(wish, &format!("ask-{nth}")).await;
        assert_eq!(asked.status, 201, "{}", asked.body);
        self.reaches(nth, "approved").await;
        let dropped = self.drop_off(nth, &format!("drop-{nth}")).await;
        assert_eq!(dropped.status, 200, "{}", dropped.body);
        assert_eq!(dropped.body["returns"][nth]["status"], "sent");
        self.reaches(nth, end).await
    }

    /// The money of the n-th refund is back.
    async fn paid_back(&mut self, nth: usize) -> i64 {
        let path = self.path("");
        until!("the refund", {
            self.running.clock.advance_seconds(1);
            let refund = self.browser.get(&path).await.body["refunds"][nth].clone();
            (refund["status"] == "succeeded").then(|| refund["amount"]["amount"].as_i64().unwrap())
        })
    }

    async fn sql(&self, sql: &'static str) {
        let mut tx = self.running.shop.store.begin().await.unwrap();
        sqlx::raw_sql(sql).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn photo(&self, browser: &Browser, kind: &str, bytes: Vec<u8>) -> (u16, Value) {
        let path = self.path("/return-photos");
        let answer = vitrine_backend::outgoing::client()
            .build()
            .unwrap()
            .post(format!("{}/api/v1{path}", self.running.base))
            .header("x-vitrine", "1")
            .header("cookie", browser.cookie.clone().unwrap_or_default())
            .header("content-type", kind)
            .body(bytes)
            .send()
            .await
            .unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_str(&answer.text().await.unwrap()).unwrap_or(Value::Null))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_part_goes_back_for_its_price_and_the_rest_for_all_that_is_left() {
    let mut scene = Scene::delivered(3).await;
    let total = scene.order["totals"]["total"]["amount"].as_i64().unwrap();
    let price = scene.order["lines"][0]["unit_price"]["amount"].as_i64().unwrap();
    assert!(scene.order["returnable_until"].is_string() && scene.order["guarantee_until"].is_string());
    let after = scene.send_back(0, scene.wish(1, None), "refunded").await;
    assert_eq!(scene.paid_back(0).await, price);
    assert_eq!(after["returns"][0]["way_back"]["status"], "delivered");
    assert_eq!(after["shipments"].as_array().unwrap().len(), 1, "the way back is no parcel of the order");
    assert_eq!(after["status"], "partially_returned");
    audited(&scene.running).await;
    // A crash lost what the key was answered: the same wish again is no second one.
    scene.sql("DELETE FROM idempotency").await;
    let again = scene.ask(scene.wish(1, None), "ask-0").await;
    assert_eq!((again.status, again.body["returns"].as_array().unwrap().len()), (201, 1), "{}", again.body);
    let refused = scene.ask(scene.wish(3, None), "too-many").await;
    assert_eq!((refused.status, refused.body["errors"][0]["pointer"].as_str()), (422, Some("/lines/0")));
    scene.send_back(1, scene.wish(2, None), "refunded").await;
    assert_eq!(scene.paid_back(1).await, total - price, "with the last piece shipping goes back too");
    let now = scene.now().await;
    assert_eq!((&now["payment_status"], &now["status"]), (&json!("refunded"), &json!("returned")));
    assert_eq!(number(&scene.running.shop, "SELECT SUM(amount) FROM money_ledger").await, 0);
    audited(&scene.running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_piece_bought_with_a_code_goes_back_for_what_was_paid_for_it() {
    let mut scene = Scene::delivered_with(3, Some("WELCOME10")).await;
    let total = scene.order["totals"]["total"]["amount"].as_i64().unwrap();
    scene.send_back(0, scene.wish(1, None), "refunded").await;
    assert_eq!(scene.paid_back(0).await, 2_610, "a third of 87.00 less ten percent");
    scene.send_back(1, scene.wish(2, None), "refunded").await;
    assert_eq!(scene.paid_back(1).await, total - 2_610);
    assert_eq!(scene.now().await["payment_status"], "refunded");
    audited(&scene.running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn other_pieces_come_instead_and_no_money_moves() {
    let mut scene = Scene::delivered(2).await;
    let foreign = scene.ask(scene.wish(1, Some("HAL-TEAPOT-OAT")), "foreign").await;
    assert_eq!(foreign.body["errors"][0]["pointer"], "/lines/0/exchange_for");
    let after = scene.send_back(0, scene.wish(1, Some(OTHER)), "exchanged").await;
    assert_eq!(after["refunds"].as_array().unwrap().len(), 0);
    let parcel = after["returns"][0]["new_parcels"][0].as_str().unwrap().to_owned();
    assert_eq!(after["shipments"].as_array().unwrap().len(), 2);
    assert_eq!(after["returnable_until"], scene.order["returnable_until"], "it moves nothing");
    audited(&scene.running).await;
    let path = scene.path("");
    until!("the new parcel", {
        scene.running.clock.advance_seconds(1);
        let now = scene.browser.get(&path).await.body;
        let mut all = now["shipments"].as_array().unwrap().iter();
        all.any(|one| one["id"] == parcel.as_str() && one["status"] == "delivered").then_some(())
    });
    audited(&scene.running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_sent_in_exchange_and_is_not_there_is_paid_back() {
    for pieces in [1, 2] {
        let mut scene = Scene::delivered(pieces).await;
        let after = scene.send_back(0, scene.wish(1, Some(OTHER)), "exchanged").await;
        let parcel = after["returns"][0]["new_parcels"][0].as_str().unwrap().to_owned();
        let path = scene.path("");
        until!("the new parcel", {
            scene.running.clock.advance_seconds(1);
            let now = scene.browser.get(&path).await.body;
            let mut all = now["shipments"].as_array().unwrap().iter();
            all.any(|one| one["id"] == parcel.as_str() && one["status"] == "delivered").then_some(())
        });
        let report = scene.path(&format!("/shipments/{parcel}/not-received"));
        let reported = scene.browser.write("POST", &report, json!({}), None, Some("report")).await;
        assert_eq!(reported.status, 200, "{}", reported.body);
        if pieces == 2 {
            // The piece that was never exchanged may still go back.
            scene.send_back(1, scene.wish(1, None), "refunded").await;
        }
        until!("all of the money", {
            scene.running.clock.advance_seconds(1);
            (scene.browser.get(&path).await.body["payment_status"] == "refunded").then_some(())
        });
        assert_eq!(number(&scene.running.shop, "SELECT SUM(amount) FROM money_ledger").await, 0);
        audited(&scene.running).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_other_pieces_the_money_goes_back() {
    let mut scene = Scene::delivered(1).await;
    let mut tx = scene.running.shop.store.begin().await.unwrap();
    stock::set(&mut tx, OTHER, None, 0).await.unwrap();
    tx.commit().await.unwrap();
    scene.send_back(0, scene.wish(1, Some(OTHER)), "refunded").await;
    let total = scene.order["totals"]["total"]["amount"].as_i64().unwrap();
    assert_eq!(scene.paid_back(0).await, total);
    audited(&scene.running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_seller_that_is_late_is_told_so() {
    let mut scene = Scene::delivered(1).await;
    let asked = scene.ask(scene.wish(1, None), "ask").await;
    assert_eq!(asked.body["returns"][0]["clock"]["step"], "answer");
    let approved = scene.reaches(0, "approved").await;
    assert_eq!(approved["returns"][0]["clock"]["otherwise"], "lapses");
    // The bank looks at the payment, so that the goods are there and the money waits.
    scene
        .sql(
            "INSERT INTO dispute (id, provider_ref, checkout_id, amount, currency, status, withdrawn, opened_at)
             SELECT 'd', 'd', checkout_id, 1, 'EUR', 'open', 0, 0 FROM shop_order",
        )
        .await;
    assert_eq!(scene.drop_off(0, "drop").await.status, 200);
    let received = scene.reaches(0, "received").await;
    let clock = &received["returns"][0]["clock"];
    assert_eq!((clock["holder"].as_str(), clock["step"].as_str()), (Some("seller"), Some("refund")));
    assert_eq!(clock["overdue"], false);
    scene.running.clock.advance_seconds(15 * 24 * 3600);
    let late = scene.now().await;
    assert_eq!(late["returns"][0]["status"], "received");
    assert_eq!(late["returns"][0]["clock"]["overdue"], true);
    let mut conn = scene.running.shop.reader().await.unwrap();
    let due = returns::due(&mut conn, scene.running.shop.now(), 100).await.unwrap();
    assert_eq!(due, Vec::<String>::new(), "what waits for a bank stands in nobody's way");
    drop(conn);
    scene.sql("UPDATE dispute SET status = 'won'").await;
    scene.reaches(0, "refunded").await;
    scene.paid_back(0).await;
    audited(&scene.running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn there_is_one_label_and_one_handing_over() {
    let mut scene = Scene::delivered(1).await;
    let asked = scene.ask(scene.wish(1, None), "ask").await;
    assert_eq!(scene.ask(scene.wish(1, None), "ask").await.body["returns"].as_array().unwrap().len(), 1);
    let id = asked.body["returns"][0]["id"].as_str().unwrap().to_owned();
    let approved = scene.reaches(0, "approved").await;
    let label = approved["returns"][0]["label"].clone();
    assert!(label["number"].as_str().unwrap().starts_with("VT") && label["drop_off_by"].is_string());
    let mut tx = scene.running.shop.store.begin().await.unwrap();
    scene.running.shop.answer_return(&mut tx, &id, true).await.unwrap();
    assert!(scene.running.shop.answer_return(&mut tx, &id, false).await.is_err(), "too late for a no");
    tx.commit().await.unwrap();
    assert_eq!(scene.now().await["returns"][0]["label"], label);
    assert_eq!(number(&scene.running.shop, "SELECT COUNT(*) FROM shipment WHERE return_id IS NOT NULL").await, 1);
    assert_eq!(scene.drop_off(0, "a").await.status, 200);
    assert_eq!(scene.drop_off(0, "b").await.status, 200, "twice is once");
    let again = scene.drop_off(0, "a").await;
    assert_eq!(again.headers["idempotency-replayed"], "true");
    audited(&scene.running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_nobody_hands_over_lapses() {
    let mut scene = Scene::delivered(1).await;
    scene.ask(scene.wish(1, None), "ask").await;
    scene.reaches(0, "approved").await;
    scene.running.clock.advance_seconds(31 * 24 * 3600);
    let lapsed = scene.reaches(0, "lapsed").await;
    assert_eq!(lapsed["returns"][0]["clock"]["holder"], "you");
    assert_eq!(scene.drop_off(0, "late").await.status, 409);
    audited(&scene.running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_real_pictures_of_ones_own_order_are_taken() {
    let mut scene = Scene::delivered(1).await;
    let owner = scene.browser.clone();
    let (status, taken) = scene.photo(&owner, "image/jpeg", JPEG.to_vec()).await;
    assert_eq!(status, 201, "{taken}");
    let photo = taken["id"].as_str().unwrap().to_owned();
    for (kind, bytes, wanted) in [
        ("image/jpeg", b"<svg onload=alert(1)>".to_vec(), 415),
        ("image/svg+xml", b"<svg>".to_vec(), 415),
        ("application/json", b"{}".to_vec(), 415),
        ("image/png", [JPEG, &vec![0; 5 * 1024 * 1024]].concat(), 413),
    ] {
        let (status, body) = scene.photo(&owner, kind, bytes).await;
        assert_eq!(status, wanted, "{kind}: {body}");
    }
    let mut stranger = Browser::new(&scene.running.base);
    stranger.write("POST", "/carts", json!({"market": "DE"}), None, None).await;
    assert_eq!(scene.photo(&stranger, "image/jpeg", JPEG.to_vec()).await.0, 404);
    let path = scene.path(&format!("/return-photos/{photo}"));
    assert_eq!(stranger.get(&path).await.status, 404);
    let seen = scene.browser.get(&path).await;
    assert_eq!(seen.status, 200);
    assert_eq!(seen.headers["content-type"], "image/jpeg");
    assert_eq!(seen.headers["cache-control"], "private, no-store");
    // Four show a return, not five; none twice.
    let mut photos = vec![photo.clone()];
    for _ in 0..4 {
        let taken = scene.photo(&owner, "image/jpeg", JPEG.to_vec()).await.1;
        photos.push(taken["id"].as_str().unwrap().to_owned());
    }
    let mut wish = scene.wish(1, None);
    for (photos, pointer) in
        [(json!(photos), "/photos"), (json!([photo, photo]), "/photos/1"), (json!(["nothing"]), "/photos/0")]
    {
        wish["photos"] = photos;
        let refused = scene.ask(wish.clone(), pointer.trim_start_matches('/')).await;
        assert_eq!((refused.status, refused.body["errors"][0]["pointer"].as_str()), (422, Some(pointer)));
    }
    let last = scene.path(&format!("/return-photos/{}", photos[4]));
    assert_eq!(scene.browser.write("DELETE", &last, json!({}), None, None).await.status, 200);
    assert_eq!(scene.browser.get(&last).await.status, 404);
    wish["photos"] = json!(photos[..4]);
    let asked = scene.ask(wish, "ask").await;
    assert_eq!(asked.body["returns"][0]["photos"].as_array().unwrap().len(), 4, "{}", asked.body);
    assert_eq!(scene.browser.write("DELETE", &path, json!({}), None, None).await.status, 409, "the seller has it");
    assert_eq!(scene.browser.get(&path).await.status, 200, "its file too");
    audited(&scene.running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_seller_may_say_no_and_the_pieces_are_free_again() {
    let mut scene = Scene::delivered(1).await;
    // The clock stands, so that nobody answers before.
    let asked = scene.ask(scene.wish(1, None), "ask").await;
    let id = asked.body["returns"][0]["id"].as_str().unwrap().to_owned();
    let mut tx = scene.running.shop.store.begin().await.unwrap();
    scene.running.shop.answer_return(&mut tx, &id, false).await.unwrap();
    tx.commit().await.unwrap();
    let declined = scene.reaches(0, "declined").await;
    assert_eq!(declined["returns"][0]["label"], Value::Null);
    assert_eq!(scene.ask(scene.wish(1, None), "again").await.status, 201);
    audited(&scene.running).await;
}
