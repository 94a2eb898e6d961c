//! The desk: what operators and sellers do with orders without a screen, on a data folder and beside
//! a serving shop. Everything is also in the trail of calls.

pub mod args;
pub mod code_args;
mod codes;
mod keys;
mod print;

pub use codes::{codes, codes_on};
pub use keys::{keys_on, merchant_key};

use crate::clock::{Clock, SystemClock, micros};
use crate::operator;
use crate::service::Refusal;
use crate::service::merchants::{self as rules, Actor, Label};
use crate::store::{Store, StoreError, Tx, again, merchants as rows, new_id, orders as order_rows};
use args::{OrdersArgs, Verb, YesNo};
use serde::Serialize;
use vitrine_api::{AnswerMissing, AnswerReturn, MerchantOrder, MerchantRefund, ProblemCode};

/// Does one thing with orders and prints what came of it.
///
/// # Errors
/// A sentence for people.
pub async fn orders(args: &OrdersArgs) -> Result<(), String> {
    let store = operator::open(&args.data, &args.database).await?;
    let outcome = carry_out(&store, args, micros(SystemClock.now())).await;
    store.close().await;
    print!("{}", outcome?);
    Ok(())
}

/// The same on an open store, at a time in microseconds; gives what would be printed.
///
/// # Errors
/// A sentence for people.
pub async fn carry_out(store: &Store, args: &OrdersArgs, now: i64) -> Result<String, String> {
    let actor = args.merchant.as_deref().map_or(Actor::Operator, Actor::Merchant);
    if let Some(merchant) = actor.merchant() {
        known(store, merchant).await?;
    }
    let outcome = match &args.verb {
        Verb::List { limit } => list(store, actor, *limit).await,
        Verb::Show { order } => show(store, actor, order).await,
        verb => again!(change(store, actor, verb, now).await),
    };
    let outcome = outcome.map_err(|refusal| sentence(&refusal))?;
    Ok(if args.json { json(&args.verb, &outcome)? } else { text(&args.verb, &outcome) })
}

/// What came of it.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Outcome {
    Orders(Vec<MerchantOrder>),
    Order(Box<MerchantOrder>),
    Refund(Box<MerchantRefund>),
}

/// Refuses a merchant there isn't, and names those there are.
async fn known(store: &Store, merchant: &str) -> Result<(), String> {
    let sql = |error: StoreError| error.to_string();
    let mut conn = store.read().acquire().await.map_err(|e| e.to_string())?;
    if rows::exists(&mut conn, merchant).await.map_err(sql)? {
        return Ok(());
    }
    let all = rows::all(&mut conn).await.map_err(sql)?;
    Err(format!("there is no merchant {merchant}; there are {}", all.join(", ")))
}

async fn list(store: &Store, actor: Actor<'_>, limit: u16) -> Result<Outcome, Refusal> {
    let mut conn = store.read().acquire().await?;
    let mut seen = Vec::new();
    for row in order_rows::of_merchant(&mut conn, actor.merchant(), None, i64::from(limit)).await? {
        seen.push(rules::view(&mut conn, actor, &row).await?);
    }
    Ok(Outcome::Orders(seen))
}

async fn show(store: &Store, actor: Actor<'_>, name: &str) -> Result<Outcome, Refusal> {
    let mut conn = store.read().acquire().await?;
    let row = rules::order(&mut conn, actor, name).await?;
    Ok(Outcome::Order(Box::new(rules::view(&mut conn, actor, &row).await?)))
}

/// A change and its line in the trail are one transaction, which a dry run takes back.
async fn change(store: &Store, actor: Actor<'_>, verb: &Verb, now: i64) -> Result<Outcome, Refusal> {
    let mut tx = store.begin().await?;
    let outcome = act(&mut tx, actor, verb, now).await?;
    if verb.is_dry_run() {
        tx.rollback().await?;
        return Ok(outcome);
    }
    let (nonce, target) = (new_id(), format!("{verb:?}"));
    let call = rows::Call {
        merchant: actor.name(),
        key: "operator",
        nonce: &nonce,
        method: "CLI",
        target: &target,
        body_hash: "",
    };
    if let Some(seq) = rows::begin_call(&mut tx, &call, now).await? {
        rows::end_call(&mut tx, seq, 200).await?;
    }
    tx.commit().await?;
    Ok(outcome)
}

async fn act(tx: &mut Tx, actor: Actor<'_>, verb: &Verb, now: i64) -> Result<Outcome, Refusal> {
    let order = match verb {
        Verb::Fulfill { parcel, carrier, number, name, .. } => {
            let label = Label { carrier, name: name.as_deref(), number };
            rules::fulfill(tx, actor, parcel, &label, now).await?
        }
        Verb::Split { parcel, lines, .. } => rules::split(tx, actor, parcel, lines, None, now).await?,
        Verb::Refund { order, amount, key, .. } => {
            let refund = rules::refund(tx, actor, order, *amount, key, now).await?;
            return Ok(Outcome::Refund(Box::new(refund)));
        }
        Verb::AnswerReturn { id, answer, reason, .. } => {
            let answer = AnswerReturn { accept: *answer == YesNo::Accept, reason: reason.clone() };
            rules::answer(tx, actor, id, &answer, now).await?
        }
        Verb::AnswerMissing { parcel, answer, reason, .. } => {
            let answer = AnswerMissing { answer: (*answer).into(), reason: reason.clone() };
            rules::answer_missing(tx, actor, parcel, &answer, now).await?
        }
        Verb::Show { order } => order.clone(),
        Verb::List { .. } => return Ok(Outcome::Orders(Vec::new())),
    };
    let row = rules::order(tx, actor, &order).await?;
    Ok(Outcome::Order(Box::new(rules::view(tx, actor, &row).await?)))
}

/// Whether the verb would have changed something, had it not been a dry run.
fn rehearsed(verb: &Verb) -> bool {
    verb.is_dry_run() && !matches!(verb, Verb::List { .. } | Verb::Show { .. })
}

fn json(verb: &Verb, outcome: &Outcome) -> Result<String, String> {
    let value = serde_json::json!({ "dry_run": rehearsed(verb), "result": outcome });
    Ok(format!("{}\n", serde_json::to_string_pretty(&value).map_err(|e| e.to_string())?))
}

fn text(verb: &Verb, outcome: &Outcome) -> String {
    let mut text = match outcome {
        Outcome::Orders(orders) => print::orders(orders),
        Outcome::Order(order) => print::order(order),
        Outcome::Refund(refund) => print::refund(refund),
    };
    if rehearsed(verb) {
        text.push_str("\nA dry run: nothing was changed.\n");
    }
    text
}

/// A refusal for the person at the terminal: what is wrong, and what to do.
fn sentence(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Problem { code: ProblemCode::NotFound, .. } => {
            "there is nothing of this name, or it isn't this merchant's; `vitrine-backend orders list` and \
             `orders show ORDER` print all ids"
                .to_owned()
        }
        Refusal::Problem { detail, errors, .. } => {
            let faults: Vec<String> = errors.iter().map(|e| format!(" {}: {}", e.pointer, e.message)).collect();
            format!("{detail}{}", faults.concat())
        }
        Refusal::Store(error) => error.to_string(),
        Refusal::Provider(words) => format!("a provider can't answer: {words}; try again"),
    }
}
