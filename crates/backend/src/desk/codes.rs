//! Promotion codes: what operators see, add and end. What is done works at once in a serving shop.

use super::code_args::{CodesArgs, CodesVerb, NewCode, flag};
use crate::clock::{Clock, SystemClock, from_micros, micros, wire};
use crate::demo::promotion::PromotionFile;
use crate::demo::{Names, faults};
use crate::domain::promotion::{by_time, read};
use crate::operator;
use crate::store::codes::{self as rows, CodeRow, Counted};
use crate::store::{Store, StoreError, again, catalogue, word};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use vitrine_api::{Currency, PromotionReason, Timestamp};

/// Does one thing with codes and prints what came of it.
///
/// # Errors
/// A sentence for people.
pub async fn codes(args: &CodesArgs) -> Result<(), String> {
    let store = operator::open(&args.data, &args.database).await?;
    let outcome = codes_on(&store, args, micros(SystemClock.now())).await;
    store.close().await;
    print!("{}", outcome?);
    Ok(())
}

/// The same on an open store, at a time in microseconds; gives what would be printed.
///
/// # Errors
/// A sentence for people.
pub async fn codes_on(store: &Store, args: &CodesArgs, now: i64) -> Result<String, String> {
    let dry_run = args.verb.is_dry_run();
    let shown: Vec<Shown> = match &args.verb {
        CodesVerb::List => {
            let all = rows::all(&mut *store.snapshot().await.map_err(said)?).await.map_err(said)?;
            all.into_iter().map(|counted| shown(counted, now)).collect()
        }
        CodesVerb::Add(new) => vec![shown(add(store, new).await?, now)],
        CodesVerb::End { code, .. } => vec![shown(end(store, code, dry_run, now).await?, now)],
    };
    if args.json {
        let value = match args.verb {
            CodesVerb::List => serde_json::json!({ "dry_run": dry_run, "result": shown }),
            _ => serde_json::json!({ "dry_run": dry_run, "result": shown.first() }),
        };
        return Ok(format!("{}\n", serde_json::to_string_pretty(&value).map_err(|e| e.to_string())?));
    }
    let mut text = table(&shown);
    if dry_run {
        text.push_str("\nA dry run: nothing was changed.\n");
    }
    Ok(text)
}

fn said(error: StoreError) -> String {
    error.to_string()
}

/// Adds a code that fits this shop and isn't there yet.
async fn add(store: &Store, new: &NewCode) -> Result<Counted, String> {
    let file = new.file();
    let shop = catalogue::documents(&mut *store.snapshot().await.map_err(said)?).await.map_err(said)?;
    let wrong: Vec<String> = faults(&file, &Names::of(&shop))
        .into_iter()
        .map(|fault| format!("{}: {}", flag(fault.field), fault.words))
        .collect();
    if !wrong.is_empty() {
        return Err(wrong.join("\n  "));
    }
    if !again!(add_row(store, &file, new.dry_run).await).map_err(said)? {
        let code = &file.code;
        return Err(format!("CODE: there is a code {code} already, and none is changed or used anew; name another"));
    }
    Ok(Counted { row: CodeRow { file, ended_at: None }, held: 0, used: 0 })
}

/// False when there is one of that name.
async fn add_row(store: &Store, file: &PromotionFile, dry_run: bool) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let added = rows::add(&mut tx, file).await?;
    if !dry_run {
        tx.commit().await?;
    }
    Ok(added)
}

/// Ends a code; one that has ended stays as it is.
async fn end(store: &Store, code: &str, dry_run: bool, now: i64) -> Result<Counted, String> {
    let code = read(code).map_err(|_| "CODE: a code is 3 to 24 letters, digits and dashes".to_owned())?;
    let found = again!(end_row(store, &code, dry_run, now).await).map_err(said)?;
    found.ok_or_else(|| format!("CODE: there is no code {code}; `vitrine-backend codes list` prints all"))
}

async fn end_row(store: &Store, code: &str, dry_run: bool, now: i64) -> Result<Option<Counted>, StoreError> {
    let mut tx = store.begin().await?;
    rows::end(&mut tx, code, now).await?;
    let found = rows::all(&mut tx).await?.into_iter().find(|counted| counted.row.file.code == code);
    if !dry_run {
        tx.commit().await?;
    }
    Ok(found)
}

/// A code as it is printed.
#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    file: PromotionFile,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<Timestamp>,
    held: i64,
    used: i64,
}

fn shown(counted: Counted, now: i64) -> Shown {
    let Counted { row: CodeRow { file, ended_at }, held, used } = counted;
    let state = match (ended_at, by_time(file.begins(), file.ends(), now)) {
        (Some(_), _) => "ended",
        (None, Some(PromotionReason::NotYet)) => "not_yet",
        (None, Some(_)) => "over",
        (None, None) => "good",
    };
    Shown { file, state, ended_at: ended_at.map(|at| wire(from_micros(at))), held, used }
}

fn table(codes: &[Shown]) -> String {
    let mut text = String::new();
    // Writing into a text never fails.
    let _ = write_table(&mut text, codes);
    text
}

fn write_table(text: &mut String, codes: &[Shown]) -> std::fmt::Result {
    writeln!(text, "{:<26}{:<9}{:<13}{:>6}{:>6}  takes off", "code", "state", "usable", "held", "used")?;
    for Shown { file, state, held, used, .. } in codes {
        let usable = word(&file.usable).unwrap_or_default();
        writeln!(text, "{:<26}{state:<9}{usable:<13}{held:>6}{used:>6}  {}", file.code, takes_off(file))?;
    }
    Ok(())
}

/// What it takes off, for whom and when: `15%, at most 3000 EUR, in DE, until 2026-12-25T00:00:00+01:00`.
fn takes_off(file: &PromotionFile) -> String {
    let list = |amounts: &BTreeMap<Currency, i64>| {
        amounts.iter().map(|(currency, amount)| format!("{amount} {currency}")).collect::<Vec<_>>().join(" or ")
    };
    let mut parts = match file.percent_bp {
        Some(bp) if bp % 100 == 0 => vec![format!("{}%", bp / 100)],
        Some(bp) => vec![format!("{}.{:02}%", bp / 100, bp % 100)],
        None => vec![list(&file.amount)],
    };
    if !file.cap.is_empty() {
        parts.push(format!("at most {}", list(&file.cap)));
    }
    if !file.minimum.is_empty() {
        parts.push(format!("from {}", list(&file.minimum)));
    }
    parts.extend(file.merchant.iter().map(|merchant| format!("of {merchant}")));
    for (word, names) in [("for", &file.products), ("in", &file.markets)] {
        if !names.is_empty() {
            parts.push(format!("{word} {}", names.join(" ")));
        }
    }
    parts.extend(file.from.iter().map(|at| format!("since {at}")));
    parts.extend(file.until.iter().map(|at| format!("until {at}")));
    parts.join(", ")
}
