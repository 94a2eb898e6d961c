//! What sellers do with orders, from the command line and by signed calls: each verb, who may, and
//! that nothing happens where nothing may.

#[path = "support/desk.rs"]
mod desk;
#[path = "support/seller.rs"]
mod seller;
mod support;

use desk::{mugs, refund, run, seen, sold, wish};
use seller::{Seller, keys};
use serde_json::{Value, json};
use support::{Browser, Running, audited, number};
use vitrine_api::SplitLine;
use vitrine_backend::desk::args::{Verb, YesNo};

const REFUNDS: &str = "SELECT COUNT(*) FROM refund";
const CALLS: &str = "SELECT COUNT(*) FROM merchant_call";

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

fn answer(id: &str, answer: YesNo, dry_run: bool) -> Verb {
    Verb::AnswerReturn { id: id.to_owned(), answer, reason: "as agreed".to_owned(), dry_run }
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
