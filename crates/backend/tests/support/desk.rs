//! A paid order of two sellers, and what they do with it from the command line.
#![allow(dead_code, missing_docs)]

use crate::support::{Browser, Running, audited, database, open, page};
use serde_json::{Value, json};
use vitrine_api::{ReturnLine, ReturnReason};
use vitrine_backend::desk::args::{OrdersArgs, Verb};
use vitrine_backend::desk::carry_out;
use vitrine_backend::store::returns::{self, ReturnDoc};

/// A shop with one paid order: three mugs of `halm` and a lamp of `kegel`. Gives the order's id.
pub async fn sold() -> (Running, String) {
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

pub async fn run(running: &Running, merchant: Option<&str>, verb: Verb) -> Result<Value, String> {
    let database = database::args(running.own.as_ref());
    let merchant = merchant.map(ToOwned::to_owned);
    let args = OrdersArgs { data: running.data.clone(), database, json: true, merchant, verb };
    let text = carry_out(&running.shop.store, &args, running.shop.now()).await?;
    audited(running).await;
    Ok(serde_json::from_str(&text).unwrap())
}

/// The order as `halm` sees it.
pub async fn seen(running: &Running, order: &str) -> Value {
    run(running, Some("halm"), Verb::Show { order: order.to_owned() }).await.unwrap()["result"].clone()
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The parcel with the mugs, and their line.
pub fn mugs(order: &Value) -> (String, String) {
    (text(&order["parcels"][0]["id"]), text(&order["lines"][0]["id"]))
}

pub fn refund(order: &str, amount: Option<i64>, key: &str, dry_run: bool) -> Verb {
    Verb::Refund { order: order.to_owned(), amount, all: amount.is_none(), key: key.to_owned(), dry_run }
}

/// A wish to send one mug back. Gives its id.
pub async fn wish(running: &Running, order: &str, line: &str) -> String {
    let lines = vec![ReturnLine { order_line_id: line.into(), quantity: 1, exchange_for: None }];
    let doc = ReturnDoc::new(lines, ReturnReason::Damaged, Vec::new(), i64::MAX);
    let mut tx = running.shop.store.begin().await.unwrap();
    let id = returns::insert(&mut tx, order, &doc, running.shop.now()).await.unwrap();
    tx.commit().await.unwrap();
    id
}
