//! What sellers do with orders, from the command line and by signed calls: each verb, who may, and
//! that nothing happens where nothing may.

#[path = "support/seller.rs"]
mod seller;
mod support;

use seller::{Seller, keys};
use serde_json::{Value, json};
use support::{Browser, Running, audited, number, open, page};
use vitrine_api::{Currency, Money, PaymentStatus, RefundStatus, ReturnLine, ReturnReason, SplitLine};
use vitrine_backend::desk::args::{OrdersArgs, Verb, YesNo};
use vitrine_backend::desk::carry_out;
use vitrine_backend::store::refunds::{self, NewRow};
use vitrine_backend::store::returns::{self, ReturnDoc};
use vitrine_backend::store::{PAGE, orders};

const REFUNDS: &str = "SELECT COUNT(*) FROM refund";
const CALLS: &str = "SELECT COUNT(*) FROM merchant_call";

/// A shop with one paid order: three mugs of `halm` and a lamp of `kegel`. Gives the order's id.
async fn sold() -> (Running, String) {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag("HAL-MUG-OAT", 3).await;
    let path = format!("/carts/{}/lines", cart["id"].as_str().unwrap());
    let lamp = json!({"variant_id": "KEG-LAMP-IVORY", "quantity": 1});
    let cart = browser.write("POST", &path, lamp, cart["version"].as_u64(), None).await.body;
    let checkout = browser.checkout(&cart, "k").await.body;
    let paying = browser.start_payment(&checkout, "p").await.body;
    browser.type_card(&page(&paying), "4242 4242 4242 4242").await;
    running.shop.apply_payment(paying["payment"]["id"].as_str().unwrap()).await.unwrap();
    let done = browser.get(&format!("/checkouts/{}", checkout["id"].as_str().unwrap())).await.body;
    let order = done["order_id"].as_str().unwrap().to_owned();
    (running, order)
}

async fn run(running: &Running, merchant: Option<&str>, verb: Verb) -> Result<Value, String> {
    let database = support::database::args(running.own.as_ref());
    let merchant = merchant.map(ToOwned::to_owned);
    let args = OrdersArgs { data: running.data.clone(), database, json: true, merchant, verb };
    let text = carry_out(&running.shop.store, &args, running.shop.now()).await?;
    audited(running).await;
    Ok(serde_json::from_str(&text).unwrap())
}

/// The order as `halm` sees it.
async fn seen(running: &Running, order: &str) -> Value {
    run(running, Some("halm"), Verb::Show { order: order.to_owned() }).await.unwrap()["result"].clone()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The parcel with the mugs, and their line.
fn mugs(order: &Value) -> (String, String) {
    (text(&order["parcels"][0]["id"]), text(&order["lines"][0]["id"]))
}

/// Every row of every table.
async fn digest(running: &Running) -> String {
    let postgres = running.own.is_some();
    if postgres {
        // What waits for its number gets it now, not between two digests.
        sqlx::query("SELECT relay_outbox()").execute(running.shop.store.read()).await.unwrap();
    }
    // Texts that show each row whole: PostgreSQL makes them itself, SQLite of its columns.
    let tables: Vec<(String, String)> = sqlx::query_as(if postgres {
        "SELECT CAST(table_name AS TEXT), 'CAST(whole AS TEXT)' FROM information_schema.tables
         WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1"
    } else {
        "SELECT m.name, string_agg('quote(\"' || c.name || '\")', '||') FROM sqlite_master m, pragma_table_info(m.name) c
         WHERE m.type = 'table' GROUP BY m.name ORDER BY m.name"
    })
    .fetch_all(running.shop.store.read())
    .await
    .unwrap();
    let mut all = String::new();
    for (table, line) in tables {
        let sql = format!(
            "SELECT COALESCE(string_agg(line, ';'), '') FROM
             (SELECT {line} AS line FROM \"{table}\" AS whole ORDER BY 1) AS lines"
        );
        let rows: String =
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(running.shop.store.read()).await.unwrap();
        all.push_str(&format!("{table}: {rows}\n"));
    }
    all
}

fn fulfill(parcel: &str, dry_run: bool) -> Verb {
    let (carrier, number) = ("dhl_express".to_owned(), "JD0146".to_owned());
    Verb::Fulfill { parcel: parcel.to_owned(), carrier, number, name: Some("DHL".to_owned()), dry_run }
}

fn split(parcel: &str, line: &str, quantity: u32, dry_run: bool) -> Verb {
    let lines = vec![SplitLine { order_line_id: line.into(), quantity }];
    Verb::Split { parcel: parcel.to_owned(), lines, dry_run }
}

fn refund(order: &str, amount: Option<i64>, key: &str, dry_run: bool) -> Verb {
    Verb::Refund { order: order.to_owned(), amount, all: amount.is_none(), key: key.to_owned(), dry_run }
}

fn answer(id: &str, answer: YesNo, dry_run: bool) -> Verb {
    Verb::AnswerReturn { id: id.to_owned(), answer, reason: "as agreed".to_owned(), dry_run }
}

/// A wish to send one mug back. Gives its id.
async fn wish(running: &Running, order: &str, line: &str) -> String {
    let lines = vec![ReturnLine { order_line_id: line.into(), quantity: 1, exchange_for: None }];
    let doc = ReturnDoc::new(lines, ReturnReason::Damaged, Vec::new(), i64::MAX);
    let mut tx = running.shop.store.begin().await.unwrap();
    let id = returns::insert(&mut tx, order, &doc, running.shop.now()).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn each_verb_works_and_its_dry_run_changes_nothing() {
    let (running, order) = sold().await;
    let halm = Some("halm");
    let before = seen(&running, &order).await;
    let (parcel, line) = mugs(&before);
    let wish = wish(&running, &order, &line).await;
    type Make<'a> = Box<dyn Fn(bool) -> Verb + 'a>;
    let verbs: [Make; 4] = [
        Box::new(|dry| split(&parcel, &line, 1, dry)),
        Box::new(|dry| fulfill(&parcel, dry)),
        Box::new(|dry| refund(&order, Some(500), "ticket-1", dry)),
        Box::new(|dry| answer(&wish, YesNo::Accept, dry)),
    ];
    for verb in verbs {
        let untouched = digest(&running).await;
        let rehearsed = run(&running, halm, verb(true)).await.unwrap();
        assert_eq!(rehearsed["dry_run"], true);
        assert_eq!(digest(&running).await, untouched, "{:?}", verb(true));
        let done = run(&running, halm, verb(false)).await.unwrap();
        assert_eq!(done["dry_run"], false);
        assert_ne!(digest(&running).await, untouched);
    }
    let after = seen(&running, &order).await;
    let pieces = |of: &Value| of["lines"][0]["quantity"].as_u64().unwrap();
    assert_eq!((pieces(&after["parcels"][0]), pieces(&after["parcels"][1])), (2, 1));
    assert_eq!(after["parcels"][0]["tracking_number"], "JD0146");
    assert_eq!(after["parcels"][0]["carrier"]["name"], "DHL");
    // The worker makes the label next.
    assert_eq!(after["returns"][0]["answer"], "as agreed");
    let left = |of: &Value| of["refundable"]["amount"].as_i64().unwrap();
    assert_eq!(left(&after), left(&before) - 500);
    assert_eq!(number(&running.shop, CALLS).await, 4, "dry runs leave no trace");
    let other = run(&running, halm, answer(&wish, YesNo::Reject, false)).await;
    assert!(other.unwrap_err().contains("answered already"));
}

#[tokio::test]
async fn a_split_parcel_is_packed_as_two() {
    let (running, order) = sold().await;
    let (parcel, line) = mugs(&seen(&running, &order).await);
    for pieces in [0, 3, 4] {
        assert!(run(&running, None, split(&parcel, &line, pieces, false)).await.is_err(), "{pieces}");
    }
    run(&running, None, split(&parcel, &line, 2, false)).await.unwrap();
    running.clock.advance_seconds(1);
    running.shop.pack_due().await.unwrap();
    let after = seen(&running, &order).await;
    let numbers: Vec<&str> = (0..2).filter_map(|i| after["parcels"][i]["tracking_number"].as_str()).collect();
    assert!(numbers.len() == 2 && numbers[0] != numbers[1], "{after}");
}

#[tokio::test]
async fn a_refund_never_exceeds_what_is_left_and_a_key_pays_once() {
    let (running, order) = sold().await;
    let whole = run(&running, None, Verb::Show { order: order.clone() }).await.unwrap();
    let total = whole["result"]["refundable"]["amount"].as_i64().unwrap();
    let own = seen(&running, &order).await["refundable"]["amount"].as_i64().unwrap();
    assert!(own < total, "a seller's part is its own goods");
    assert!(run(&running, Some("halm"), refund(&order, Some(own + 1), "a", false)).await.is_err());
    assert!(run(&running, None, refund(&order, Some(total + 1), "a", false)).await.is_err());
    assert_eq!(number(&running.shop, REFUNDS).await, 0);
    let first = run(&running, Some("halm"), refund(&order, Some(100), "a", false)).await.unwrap();
    {
        let mut tx = running.shop.store.begin().await.unwrap();
        let row = orders::find(&mut tx, &order).await.unwrap().unwrap();
        assert!(running.shop.cancel_order(&mut tx, row).await.is_err(), "the whole total would go back besides");
    }
    let again = run(&running, Some("halm"), refund(&order, Some(100), "a", false)).await.unwrap();
    assert_eq!(first["result"]["id"], again["result"]["id"]);
    assert_eq!(again["result"]["replayed"], true);
    let other = run(&running, Some("halm"), refund(&order, Some(101), "a", false)).await;
    assert!(other.unwrap_err().contains("another refund"));
    run(&running, Some("halm"), refund(&order, None, "b", false)).await.unwrap();
    assert!(run(&running, Some("halm"), refund(&order, Some(1), "c", false)).await.is_err());
    run(&running, None, refund(&order, None, "rest", false)).await.unwrap();
    assert!(run(&running, None, refund(&order, None, "more", false)).await.unwrap_err().contains("gone back"));
    assert_eq!(number(&running.shop, "SELECT SUM(amount) FROM refund").await, total);
    running.shop.send_refunds().await.unwrap();
    audited(&running).await;
    assert_eq!(number(&running.shop, "SELECT SUM(amount) FROM money_ledger").await, 0);
}

#[tokio::test]
async fn a_cancelation_sends_back_what_has_not_gone_back_yet() {
    let (running, order) = sold().await;
    run(&running, None, refund(&order, Some(500), "a", false)).await.unwrap();
    let mut tx = running.shop.store.begin().await.unwrap();
    // As when another refund of two failed before this one was through.
    let mut row = orders::find(&mut tx, &order).await.unwrap().unwrap();
    row.payment_status = PaymentStatus::Captured;
    let total = row.doc.totals.total.amount();
    running.shop.cancel_order(&mut tx, row).await.unwrap();
    tx.commit().await.unwrap();
    let back = number(&running.shop, "SELECT SUM(amount) FROM refund WHERE status <> 'failed'").await;
    assert_eq!(back, total);
}

#[tokio::test]
async fn the_command_fails_with_a_sentence_and_explains_itself() {
    let (running, order) = sold().await;
    let run = |words: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_vitrine-backend"));
        command.arg("orders").args(words).arg("--data").arg(&running.data).env_remove("DATABASE_URL");
        if let Some(own) = &running.own {
            command.env("DATABASE_URL", &own.url);
        }
        command.output().unwrap()
    };
    let shown = run(&["show", &order]);
    assert!(shown.status.success() && String::from_utf8_lossy(&shown.stdout).contains("HAL-MUG-OAT"));
    let missing = run(&["show", "V-NONE"]);
    assert!(!missing.status.success() && String::from_utf8_lossy(&missing.stderr).contains("orders list"));
    for verb in ["list", "show", "fulfill", "split", "refund", "answer-return", "answer-missing"] {
        let help = run(&[verb, "--help"]);
        assert!(String::from_utf8_lossy(&help.stdout).contains("Example"), "{verb}");
    }
}

#[tokio::test]
async fn each_verb_works_by_signed_call() {
    let (running, order) = sold().await;
    let mut halm = Seller::new(&running, "halm").await;
    let listed = halm.call(&running, "GET", "/orders?limit=5", None).await;
    assert_eq!((listed.status, &listed.body["items"][0]["id"]), (200, &json!(order)), "{}", listed.body);
    let shown = halm.call(&running, "GET", &format!("/orders/{order}"), None).await.body;
    let (parcel, line) = mugs(&shown);
    assert!(shown.get("contact").is_none() && shown["lines"].as_array().unwrap().len() == 1, "{shown}");
    let wish = wish(&running, &order, &line).await;
    let calls = [
        (format!("/parcels/{parcel}/split"), json!({"lines": [{"order_line_id": line, "quantity": 1}]}), 200),
        (format!("/parcels/{parcel}/fulfill"), json!({"carrier": "ups", "tracking_number": "1Z1"}), 200),
        (format!("/orders/{order}/refunds"), json!({"amount": 200}), 201),
        (format!("/returns/{wish}/answer"), json!({"accept": false, "reason": "too late"}), 200),
        (format!("/orders/{order}/refunds"), json!({"amount": 99_999_999}), 422),
    ];
    for (path, body, status) in calls {
        let answer = halm.call(&running, "POST", &path, Some(body)).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        audited(&running).await;
    }
    let after = halm.call(&running, "GET", &format!("/orders/{order}"), None).await.body;
    assert_eq!(after["parcels"].as_array().unwrap().len(), 2);
    assert_eq!(after["returns"][0]["status"], "declined");
    assert_eq!(number(&running.shop, CALLS).await, 8);
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM merchant_call WHERE status IS NULL").await, 0);
}

#[tokio::test]
async fn a_foreign_merchant_sees_and_moves_nothing() {
    let (running, order) = sold().await;
    let shown = seen(&running, &order).await;
    let (parcel, _) = mugs(&shown);
    let mut kumo = Seller::new(&running, "kumo").await;
    assert_eq!(kumo.call(&running, "GET", "/orders", None).await.body["items"], json!([]));
    assert_eq!(kumo.call(&running, "GET", &format!("/orders/{order}"), None).await.status, 404);
    let label = json!({"carrier": "ups", "tracking_number": "1Z1"});
    let mut kegel = Seller::new(&running, "kegel").await;
    for seller in [&mut kumo, &mut kegel] {
        let path = format!("/parcels/{parcel}/fulfill");
        assert_eq!(seller.call(&running, "POST", &path, Some(label.clone())).await.status, 404);
    }
    assert_eq!(kumo.call(&running, "POST", &format!("/orders/{order}/refunds"), Some(json!({}))).await.status, 404);
    assert!(run(&running, Some("kumo"), fulfill(&parcel, false)).await.is_err());
    assert!(run(&running, Some("nobody"), fulfill(&parcel, false)).await.unwrap_err().contains("halm"));
    assert_eq!((seen(&running, &order).await, number(&running.shop, REFUNDS).await), (shown, 0));
}

#[tokio::test]
async fn a_call_that_is_not_signed_rightly_does_nothing() {
    let (running, order) = sold().await;
    let (path, all) = (format!("/orders/{order}/refunds"), Some(json!({})));
    let mut halm = Seller::new(&running, "halm").await;
    assert_eq!(halm.call_at(&running, "GET", "/orders", None, "used-once", 0).await.status, 200);
    let untouched = digest(&running).await;
    for off in [-301, 301] {
        assert_eq!(halm.call_at(&running, "POST", &path, all.clone(), "late-one", off).await.status, 401);
    }
    assert_eq!(halm.call_at(&running, "POST", &path, all.clone(), "used-once", 0).await.status, 401, "replayed");
    let forger = Seller { key: halm.key.clone(), secret: "ms_00".to_owned(), nonces: 0 };
    let forged = forger.call_at(&running, "POST", &path, all.clone(), "forged-one", 0).await;
    assert_eq!((forged.status, forged.code()), (401, "unauthorized"));
    let bare = Browser::new(&running.base).send("POST", &format!("/merchant/v1{path}"), all.clone(), &[]).await;
    assert_eq!(bare.status, 401);
    assert_eq!(digest(&running).await, untouched);
    let second = Seller::new(&running, "halm").await;
    assert!(keys(&running, "halm", None).await.unwrap_err().contains("two active keys"));
    keys(&running, "halm", Some(&halm.key)).await.unwrap();
    assert_eq!(halm.call(&running, "GET", "/orders", None).await.status, 401, "revoked");
    assert_eq!(second.call_at(&running, "GET", "/orders", None, "another-one", 0).await.status, 200);
    audited(&running).await;
}

#[tokio::test]
async fn what_a_return_has_paid_back_is_not_refundable_besides() {
    let (running, order) = sold().await;
    let before = seen(&running, &order).await;
    let left = |of: &Value| of["refundable"]["amount"].as_i64().unwrap();
    let (_, line) = mugs(&before);
    let id = wish(&running, &order, &line).await;
    let mut tx = running.shop.store.begin().await.unwrap();
    let sale = orders::find(&mut tx, &order).await.unwrap().unwrap();
    let new = NewRow {
        checkout: &sale.checkout_id,
        order: Some(&order),
        payment_ref: None,
        provider_ref: None,
        amount: Money::new(left(&before) / 3, Currency::EUR).unwrap(),
    };
    let refund = refunds::insert(&mut tx, &new, running.shop.now()).await.unwrap();
    let mut row = returns::find(&mut tx, &id).await.unwrap().unwrap();
    (row.doc.paid_back, row.doc.refund) = (row.doc.lines.clone(), Some(refund.clone()));
    returns::update(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(left(&seen(&running, &order).await), left(&before) / 3 * 2, "one of three mugs is paid back");
    let mut tx = running.shop.store.begin().await.unwrap();
    refunds::settle(&mut tx, &refund, RefundStatus::Failed, None).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(left(&seen(&running, &order).await), left(&before), "what could not be sent is sent by hand");
}

#[tokio::test]
async fn what_can_not_go_on_stands_in_nobodys_way() {
    let (running, order) = sold().await;
    let (_, line) = mugs(&seen(&running, &order).await);
    let mut tx = running.shop.store.begin().await.unwrap();
    // A page of wishes for a line that is no more, the first unreadable besides; then one that can be agreed.
    for wanted in std::iter::repeat_n("gone", PAGE).chain([line.as_str()]) {
        let lines = vec![ReturnLine { order_line_id: wanted.into(), quantity: 1, exchange_for: None }];
        let doc = ReturnDoc::new(lines, ReturnReason::Other, Vec::new(), 0);
        returns::insert(&mut tx, &order, &doc, running.shop.now()).await.unwrap();
    }
    sqlx::raw_sql("UPDATE return_request SET doc = '{}' WHERE id = (SELECT MIN(id) FROM return_request)")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    running.shop.settle_returns().await.unwrap();
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM return_request WHERE status = 'approved'").await, 1);
}

#[tokio::test]
async fn what_a_seller_sent_back_by_hand_is_not_paid_back_again() {
    let (own, sum) = (|of: &Value| of["refundable"]["amount"].as_i64().unwrap(), "SELECT SUM(amount) FROM refund");
    for both in [false, true] {
        let (running, order) = sold().await;
        let halm = seen(&running, &order).await;
        let (_, mug) = mugs(&halm);
        let kegel = run(&running, Some("kegel"), Verb::Show { order: order.clone() }).await.unwrap()["result"].clone();
        run(&running, Some("halm"), refund(&order, Some(100), "some", false)).await.unwrap();
        let mut gone = 100;
        for _ in 0..2 {
            come_back(&running, &order, &mug).await;
            gone += own(&halm) / 3;
            assert_eq!(number(&running.shop, sum).await, gone, "a mug is worth a mug");
        }
        if both {
            run(&running, Some("kegel"), refund(&order, None, "all", false)).await.unwrap();
            come_back(&running, &order, &text(&kegel["lines"][0]["id"])).await;
            assert_eq!(number(&running.shop, sum).await, gone + own(&kegel), "the lamp's money went by hand");
        }
        come_back(&running, &order, &mug).await;
        // With the last piece of the order all that is left; of a seller, what it hasn't sent by hand.
        let end = if both { number(&running.shop, "SELECT MAX(total) FROM checkout").await } else { own(&halm) };
        assert_eq!(number(&running.shop, sum).await, end);
        audited(&running).await;
    }
}

/// One piece of a line is at the warehouse, and paid back.
async fn come_back(running: &Running, order: &str, line: &str) {
    wish(running, order, line).await;
    let mut tx = running.shop.store.begin().await.unwrap();
    sqlx::raw_sql("UPDATE return_request SET status = 'received' WHERE status = 'requested'")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    running.shop.settle_returns().await.unwrap();
    assert_eq!(number(&running.shop, "SELECT COUNT(*) FROM return_request WHERE status <> 'refunded'").await, 0);
}
