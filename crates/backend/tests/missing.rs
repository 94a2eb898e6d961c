//! Parcels told as delivered: how they were handed over, who sees that, and what happens when one isn't there.

#[path = "support/seller.rs"]
mod seller;
#[macro_use]
mod support;

use seller::Seller;
use serde_json::{Value, json};
use support::{Answer, Browser, Running, audited, number, open, page};
use vitrine_backend::desk::args::{MissingDo, OrdersArgs, Verb};
use vitrine_backend::desk::carry_out;
use vitrine_backend::store::missing;

const MUG: &str = "HAL-MUG-OAT";
const LEDGER: &str = "SELECT COALESCE(SUM(amount), 0) FROM money_ledger";

/// A shop whose shopper has three mugs of `halm` and a lamp of `kegel`, delivered in two parcels.
struct Scene {
    running: Running,
    browser: Browser,
    /// The order's path.
    order: String,
    /// As it was delivered.
    before: Value,
}

impl Scene {
    async fn delivered() -> Self {
        let mut scene = Self::paid().await;
        let order = scene.order.clone();
        scene.before = until!("delivery", {
            scene.running.clock.advance_seconds(1);
            let now = scene.browser.get(&order).await.body;
            (now["status"] == "delivered").then_some(now)
        });
        scene
    }

    async fn paid() -> Self {
        let running = open(true).await;
        let mut browser = Browser::new(&running.base);
        let cart = browser.ready_bag(MUG, 3).await;
        let path = format!("/carts/{}/lines", cart["id"].as_str().unwrap());
        let lamp = json!({"variant_id": "KEG-LAMP-IVORY", "quantity": 1});
        let cart = browser.write("POST", &path, lamp, cart["version"].as_u64(), None).await.body;
        let checkout = browser.checkout(&cart, "reserve").await.body;
        let paying = browser.start_payment(&checkout, "pay").await.body;
        browser.type_card(&page(&paying), "4242 4242 4242 4242").await;
        let path = format!("/checkouts/{}", checkout["id"].as_str().unwrap());
        let id = until!("the order", {
            running.clock.advance_seconds(1);
            browser.get(&path).await.body["order_id"].as_str().map(ToOwned::to_owned)
        });
        let order = format!("/orders/{id}");
        let before = browser.get(&order).await.body;
        Self { running, browser, order, before }
    }

    async fn now(&mut self) -> Value {
        self.browser.get(&self.order).await.body
    }

    /// The parcel of a seller; the newest of several.
    fn parcel<'a>(&self, order: &'a Value, merchant: &str) -> &'a Value {
        let mut all = order["shipments"].as_array().unwrap().iter();
        all.rfind(|parcel| parcel["merchant"]["id"] == merchant).unwrap()
    }

    fn id(&self, merchant: &str) -> String {
        let all = self.before["shipments"].as_array().unwrap();
        let own = all.iter().find(|parcel| parcel["merchant"]["id"] == merchant).unwrap();
        own["id"].as_str().unwrap().to_owned()
    }

    async fn report(&mut self, merchant: &str, key: &str) -> Answer {
        let path = format!("{}/shipments/{}/not-received", self.order, self.id(merchant));
        self.browser.write("POST", &path, json!({}), None, Some(key)).await
    }

    /// What an operator, or a seller, answers at the command line.
    async fn answers(&self, merchant: &str, what: MissingDo, dry_run: bool) -> Result<Value, String> {
        let verb = Verb::AnswerMissing {
            parcel: self.id(merchant),
            answer: what,
            reason: "we looked into it".to_owned(),
            dry_run,
        };
        let database = support::database::args(self.running.own.as_ref());
        let (data, merchant) = (self.running.data.clone(), Some(merchant.to_owned()));
        let args = OrdersArgs { data, database, json: true, merchant, verb };
        let text = carry_out(&self.running.shop.store, &args, self.running.shop.now()).await?;
        Ok(serde_json::from_str::<Value>(&text).unwrap()["result"].clone())
    }

    /// The money of all refunds is back; gives it.
    async fn paid_back(&mut self) -> i64 {
        let path = self.order.clone();
        until!("the refund", {
            self.running.clock.advance_seconds(1);
            let refunds = self.browser.get(&path).await.body["refunds"].as_array().unwrap().clone();
            let done = !refunds.is_empty() && refunds.iter().all(|refund| refund["status"] == "succeeded");
            done.then(|| refunds.iter().filter_map(|refund| refund["amount"]["amount"].as_i64()).sum::<i64>())
        })
    }

    fn line_total(&self, merchant: &str) -> i64 {
        let all = self.before["lines"].as_array().unwrap();
        let own = all.iter().find(|line| line["merchant"]["id"] == merchant).unwrap();
        own["line_total"]["amount"].as_i64().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_proof_is_the_owners_and_a_link_shows_a_letter_of_it() {
    let mut scene = Scene::delivered().await;
    let mugs = scene.parcel(&scene.before, "halm").clone();
    let delivered = &mugs["events"][0];
    let proof = json!({"kind": "recipient", "signed_by": "Ada Kern", "place": null, "picture": "signature"});
    assert_eq!(delivered["proof"], proof, "{mugs}");
    assert_eq!(delivered["time_zone"], "Europe/Berlin");
    assert!(mugs["events"][1]["proof"].is_null());
    let contacts = &mugs["contacts"];
    assert_eq!(contacts["seller"]["email"], "hallo@halm-und-ton.example");
    assert!(contacts["seller"]["phone"].is_string() && contacts["seller"]["address"][0].is_string(), "{contacts}");
    assert!(contacts["carrier"]["claim_url"].as_str().unwrap().starts_with("https://"), "{contacts}");

    let path = format!("{}/shipments/{}/proof", scene.order, scene.id("halm"));
    let seen = scene.browser.get(&path).await;
    assert_eq!((seen.status, seen.headers["content-type"].to_str().unwrap()), (200, "image/svg+xml"));
    assert_eq!(seen.headers["x-content-type-options"], "nosniff");
    assert!(seen.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
    assert_eq!(seen.headers["cache-control"], "private, no-store");
    let (_, drawn) = scene.browser.text(&format!("/api/v1{path}"), &[]).await;
    assert!(drawn.starts_with("<svg") && !drawn.contains("Kern"), "{drawn}");

    let made = scene.browser.write("POST", &format!("{}/links", scene.order), json!({}), None, None).await;
    let mut friend = Browser::new(&scene.running.base);
    let open = json!({"token": made.body["token"]});
    let opened = friend.write("POST", &format!("{}/open", scene.order), open, None, None).await;
    assert_eq!(opened.status, 200, "{}", opened.body);
    let less = scene.parcel(&opened.body, "halm")["events"][0]["proof"].clone();
    assert_eq!(less, json!({"kind": "recipient", "signed_by": "A.", "place": null, "picture": null}));
    assert!(!opened.body.to_string().contains("Kern"));
    assert_eq!(friend.get(&path).await.status, 404);
    let report = path.replace("/proof", "/not-received");
    assert_eq!(friend.write("POST", &report, json!({}), None, Some("f")).await.status, 404);

    // Those with the link don't hear of what is between shopper and seller either.
    scene.report("halm", "r").await;
    let seen = friend.get(&scene.order).await.body;
    assert_eq!((&seen["status"], &scene.parcel(&seen, "halm")["missing"]), (&json!("delivered"), &Value::Null));
    assert!(scene.parcel(&seen, "halm")["action"].is_null());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_an_answer_the_money_goes_back_by_itself() {
    let mut scene = Scene::delivered().await;
    let reported = scene.report("halm", "a").await;
    assert_eq!(reported.status, 200, "{}", reported.body);
    assert_eq!(reported.body["status"], "action_needed");
    let mugs = scene.parcel(&reported.body, "halm").clone();
    assert_eq!(mugs["missing"]["status"], "reported");
    let action = json!({"actor": "seller", "code": "answer_missing", "due": mugs["missing"]["answer_by"]});
    assert_eq!(mugs["action"], action);
    // Twice is once, with the same key and with another.
    assert_eq!(scene.report("halm", "a").await.headers["idempotency-replayed"], "true");
    let again = scene.report("halm", "b").await;
    assert_eq!((again.status, &scene.parcel(&again.body, "halm")["missing"]), (200, &mugs["missing"]));
    // What nobody has can't be sent back.
    let mug = scene.before["lines"].as_array().unwrap().iter().find(|line| line["variant_id"] == MUG).unwrap().clone();
    let wish = json!({"lines": [{"order_line_id": mug["id"], "quantity": 1}], "reason": "other", "photos": []});
    let path = format!("{}/returns", scene.order);
    assert_eq!(scene.browser.write("POST", &path, wish, None, Some("w")).await.status, 422);
    assert_eq!(scene.now().await["refunds"], json!([]), "not before the time is over");

    assert_eq!(scene.paid_back().await, scene.line_total("halm"));
    let after = scene.now().await;
    assert_eq!(scene.parcel(&after, "halm")["missing"]["status"], "refunded");
    assert!(scene.parcel(&after, "halm")["missing"]["answer"].is_null());
    assert_eq!((&after["status"], &after["payment_status"]), (&json!("delivered"), &json!("partially_refunded")));
    audited(&scene.running).await;
    let late = scene.answers("halm", MissingDo::Resend, false).await;
    assert!(late.unwrap_err().contains("answered already"));

    // The other parcel too: with it all that is left goes back, shipping too.
    assert_eq!(scene.report("kegel", "c").await.status, 200);
    let total = scene.before["totals"]["total"]["amount"].as_i64().unwrap();
    until!("all of it", {
        scene.running.clock.advance_seconds(1);
        (scene.now().await["payment_status"] == "refunded").then_some(())
    });
    assert_eq!(scene.paid_back().await, total);
    assert_eq!(scene.now().await["status"], "refunded");
    let list = scene.browser.get("/orders").await.body;
    assert_eq!(
        (&list["items"][0]["status"], &list["items"][0]["payment_status"]),
        (&json!("refunded"), &json!("refunded"))
    );
    assert_eq!(number(&scene.running.shop, LEDGER).await, 0);
    audited(&scene.running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_seller_sends_it_once_more() {
    let mut scene = Scene::delivered().await;
    let unreported = scene.answers("halm", MissingDo::Found, false).await;
    assert!(unreported.is_err(), "nobody asked");
    scene.report("halm", "a").await;
    let rehearsed = scene.answers("halm", MissingDo::Resend, true).await.unwrap();
    assert_eq!(rehearsed["parcels"].as_array().unwrap().len(), 2);
    assert_eq!(scene.now().await["shipments"].as_array().unwrap().len(), 2, "a dry run changes nothing");
    let done = scene.answers("halm", MissingDo::Resend, false).await.unwrap();
    assert_eq!(done["parcels"][0]["missing"]["status"], "resent");
    audited(&scene.running).await;
    let now = scene.now().await;
    assert!(now["returnable_until"].is_string(), "the lamp is there and may still go back: {now}");
    assert_eq!(now["returnable_until"], scene.before["returnable_until"]);
    let again = scene.answers("halm", MissingDo::Resend, false).await.unwrap();
    assert_eq!(again["parcels"].as_array().unwrap().len(), 2, "twice is once");
    let arrived = until!("the second parcel", {
        scene.running.clock.advance_seconds(1);
        let now = scene.now().await;
        (scene.parcel(&now, "halm")["status"] == "delivered" && now["shipments"][2].is_object()).then_some(now)
    });
    let first = scene.id("halm");
    let told = arrived["shipments"].as_array().unwrap().iter().find(|parcel| parcel["id"] == first.as_str()).unwrap();
    assert_eq!(told["missing"]["new_parcel"], scene.parcel(&arrived, "halm")["id"]);
    assert_eq!((&arrived["refunds"], &arrived["status"]), (&json!([]), &json!("delivered")));
    audited(&scene.running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lost_parcel_keeps_the_rest_from_nothing() {
    let mut scene = Scene::delivered().await;
    let mut tx = scene.running.shop.store.begin().await.unwrap();
    sqlx::query("UPDATE shipment SET status = 'exception' WHERE id = $1")
        .bind(scene.id("kegel"))
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let now = scene.now().await;
    assert_eq!(scene.parcel(&now, "kegel")["status"], "exception");
    assert!(now["returnable_until"].is_string() && now["guarantee_until"].is_string(), "{now}");
    let path = format!("{}/returns", scene.order);
    for (merchant, status) in [("kegel", 422), ("halm", 201)] {
        let all = scene.before["lines"].as_array().unwrap();
        let line = all.iter().find(|line| line["merchant"]["id"] == merchant).unwrap();
        let wish = json!({"lines": [{"order_line_id": line["id"], "quantity": 1}], "reason": "other", "photos": []});
        let asked = scene.browser.write("POST", &path, wish, None, Some(merchant)).await;
        assert_eq!(asked.status, status, "{merchant}: {}", asked.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_turns_up_is_not_paid_back() {
    let mut scene = Scene::delivered().await;
    let path = format!("{}/shipments/{}/received", scene.order, scene.id("halm"));
    let early = scene.browser.write("POST", &path, json!({}), None, Some("early")).await;
    assert_eq!(early.status, 404, "nobody missed it");
    scene.report("halm", "a").await;
    for key in ["b", "c"] {
        let found = scene.browser.write("POST", &path, json!({}), None, Some(key)).await;
        assert_eq!(found.status, 200, "twice is once: {}", found.body);
        let told = &scene.parcel(&found.body, "halm")["missing"];
        assert_eq!((&told["status"], &told["answer"]), (&json!("found"), &Value::Null));
    }
    let again = scene.report("halm", "again").await;
    assert_eq!((again.status, &scene.parcel(&again.body, "halm")["missing"]["status"]), (200, &json!("found")));
    scene.running.clock.advance_seconds(60);
    scene.running.shop.settle_missing().await.unwrap();
    let now = scene.now().await;
    assert_eq!((&now["refunds"], &now["status"]), (&json!([]), &json!("delivered")));
    assert!(scene.answers("halm", MissingDo::Refund, false).await.unwrap_err().contains("answered already"));
    // Paid back once, it can't turn up any more.
    scene.report("kegel", "d").await;
    let answered = scene.answers("kegel", MissingDo::Refund, false).await.unwrap();
    assert_eq!(answered["refundable"]["amount"], 0, "the lamp isn't paid back by hand besides: {answered}");
    let path = path.replace(&scene.id("halm"), &scene.id("kegel"));
    assert_eq!(scene.browser.write("POST", &path, json!({}), None, Some("e")).await.status, 409);
    audited(&scene.running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_not_where_the_seller_said_is_reported_once_more() {
    let mut scene = Scene::delivered().await;
    let first = scene.report("halm", "a").await.body;
    scene.answers("halm", MissingDo::Found, false).await.unwrap();
    scene.running.clock.advance_seconds(1);
    let second = scene.report("halm", "b").await;
    assert_eq!(second.status, 200, "{}", second.body);
    let (before, told) = (&scene.parcel(&first, "halm")["missing"], &scene.parcel(&second.body, "halm")["missing"]);
    assert_eq!((&told["status"], &told["answer"]), (&json!("reported"), &json!("we looked into it")));
    let by = |report: &Value| report["answer_by"].as_str().unwrap().to_owned();
    assert!(by(told) > by(before), "the clock runs anew: {told}");
    let twice = scene.answers("halm", MissingDo::Found, false).await;
    assert!(twice.unwrap_err().contains("it isn't there"), "said once");
    assert_eq!(scene.paid_back().await, scene.line_total("halm"));
    let end = scene.report("halm", "c").await.body;
    let told = &scene.parcel(&end, "halm")["missing"];
    assert_eq!((&told["status"], &told["answer"]), (&json!("refunded"), &Value::Null), "by the clock");
    audited(&scene.running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_its_own_seller_answers_and_only_once() {
    let mut scene = Scene::delivered().await;
    scene.report("halm", "a").await;
    let path = format!("/parcels/{}/missing-answer", scene.id("halm"));
    let mut kegel = Seller::new(&scene.running, "kegel").await;
    let body = json!({"answer": "found", "reason": "with the caretaker"});
    assert_eq!(kegel.call(&scene.running, "POST", &path, Some(body.clone())).await.status, 404);
    let mut halm = Seller::new(&scene.running, "halm").await;
    let listed = halm.call(&scene.running, "GET", "/orders", None).await.body;
    assert_eq!(listed["items"][0]["parcels"][0]["missing"]["status"], "reported");
    assert_eq!(listed["items"][0]["status"], "action_needed");
    let silent = json!({"answer": "found", "reason": " "});
    assert_eq!(halm.call(&scene.running, "POST", &path, Some(silent)).await.status, 422);
    let answered = halm.call(&scene.running, "POST", &path, Some(body)).await;
    assert_eq!(answered.status, 200, "{}", answered.body);
    let other = json!({"answer": "refund", "reason": "or not"});
    assert_eq!(halm.call(&scene.running, "POST", &path, Some(other)).await.status, 409);
    // The clock has nothing to do any more.
    scene.running.clock.advance_seconds(60);
    scene.running.shop.settle_missing().await.unwrap();
    let now = scene.now().await;
    let told = &scene.parcel(&now, "halm")["missing"];
    assert_eq!((&told["status"], &told["answer"]), (&json!("found"), &json!("with the caretaker")));
    assert_eq!((&now["refunds"], &now["status"]), (&json!([]), &json!("delivered")));
    audited(&scene.running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_money_waits_for_the_bank_and_what_is_not_delivered_is_not_missing() {
    let mut scene = Scene::paid().await;
    let early = scene.report("halm", "early").await;
    assert_eq!((early.status, early.code()), (409, "invalid_state"));
    let order = scene.order.clone();
    until!("delivery", {
        scene.running.clock.advance_seconds(1);
        (scene.browser.get(&order).await.body["status"] == "delivered").then_some(())
    });
    assert_eq!(scene.report("halm", "a").await.status, 200);
    let mut tx = scene.running.shop.store.begin().await.unwrap();
    sqlx::raw_sql(
        "INSERT INTO dispute (id, provider_ref, checkout_id, amount, currency, status, withdrawn, opened_at)
         SELECT 'd', 'd', checkout_id, 1, 'EUR', 'open', 0, 0 FROM shop_order",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    scene.running.clock.advance_seconds(60);
    scene.running.shop.settle_missing().await.unwrap();
    let waits = scene.now().await;
    assert_eq!(
        (&scene.parcel(&waits, "halm")["missing"]["status"], &waits["refunds"]),
        (&json!("reported"), &json!([]))
    );
    let mut conn = scene.running.shop.reader().await.unwrap();
    let due = missing::due(&mut conn, scene.running.shop.now(), 100).await.unwrap();
    assert_eq!(due, Vec::<String>::new(), "what waits for a bank stands in nobody's way");
    drop(conn);
    let refused = scene.answers("halm", MissingDo::Refund, false).await;
    assert!(refused.unwrap_err().contains("bank"));
}
