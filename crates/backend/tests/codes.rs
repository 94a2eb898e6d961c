//! Promotion codes by the operator's command, beside a serving shop, and those that a catalogue's file brings later.

mod support;

use clap::Parser;
use serde_json::{Value, json};
use support::{Browser, Running, audited, open};
use vitrine_backend::config::{Cli, Command};
use vitrine_backend::demo;
use vitrine_backend::desk::codes_on;
use vitrine_backend::store::catalogue;

const SPRING: [&str; 9] =
    ["add", "spring27", "--label", "en=Spring 2027", "--percent", "12.5", "--usable", "per-cart", "--market=DE"];

/// What the command prints as JSON, or says when it fails.
async fn run(running: &Running, words: &[&str]) -> Result<Value, String> {
    let words = ["vitrine-backend", "codes", "--json"].into_iter().chain(words.iter().copied());
    let Command::Codes(args) = Cli::try_parse_from(words).unwrap().command else { panic!("another command") };
    let text = codes_on(&running.shop.store, &args, running.shop.now()).await?;
    Ok(serde_json::from_str(&text).unwrap())
}

async fn listed(running: &Running, code: &str) -> Value {
    let all = run(running, &["list"]).await.unwrap()["result"].clone();
    all.as_array().unwrap().iter().find(|one| one["code"] == code).cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_code_works_as_soon_as_it_is_added_and_no_more_when_it_has_ended() {
    let running = open(false).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag("HAL-MUG-OAT", 1).await;
    assert_eq!(browser.add_code(&cart, "SPRING27").await.status, 422);
    let rehearsed = run(&running, &[&SPRING[..], &["--dry-run"][..]].concat()).await.unwrap();
    assert_eq!((&rehearsed["dry_run"], &rehearsed["result"]["code"]), (&json!(true), &json!("SPRING27")));
    assert_eq!(listed(&running, "SPRING27").await, Value::Null, "a dry run changes nothing");
    run(&running, &SPRING).await.unwrap();
    let told = listed(&running, "SPRING27").await;
    assert_eq!((&told["percent_bp"], &told["state"], &told["used"]), (&json!(1_250), &json!("good"), &json!(0)));
    let with = browser.add_code(&cart, "spring27").await;
    assert_eq!((with.status, &with.body["totals"]["discount"]["amount"]), (200, &json!(363)), "{}", with.body);
    let held = browser.checkout(&with.body, "k").await;
    assert_eq!(held.status, 201, "{}", held.body);
    assert_eq!(listed(&running, "SPRING27").await["held"], 1);

    run(&running, &["end", "SPRING27", "--dry-run"]).await.unwrap();
    assert_eq!(listed(&running, "SPRING27").await["state"], "good");
    let ended = run(&running, &["end", "SPRING27"]).await.unwrap()["result"].clone();
    assert_eq!(ended["state"], "ended");
    running.clock.advance_seconds(60);
    assert_eq!(run(&running, &["end", "SPRING27"]).await.unwrap()["result"], ended, "once is enough");
    let path = format!("/carts/{}", cart["id"].as_str().unwrap());
    assert_eq!(browser.get(&path).await.body["promotions"][0]["reason"], "withdrawn");
    let other = browser.ready_bag("HAL-MUG-OAT", 1).await;
    let refused = browser.add_code(&other, "SPRING27").await;
    assert_eq!((refused.status, &refused.body["promotion"]["reason"]), (422, &json!("withdrawn")));
    // What was frozen with it keeps its price.
    assert_eq!(browser.start_payment(&held.body, "p").await.status, 200);
    assert!(run(&running, &SPRING).await.unwrap_err().starts_with("CODE: there is a code SPRING27"));
    audited(&running).await;
}

#[tokio::test]
async fn what_is_wrong_is_told_by_the_flag_it_is_wrong_with() {
    let running = open(false).await;
    let wrong: [(&[&str], &str); 6] = [
        (&["--amount", "EUR=500"], "--amount: an amount in USD is needed"),
        (&["--percent", "5", "--cap", "EUR=5", "--market", "JP"], "--cap: an amount in JPY is needed"),
        (&["--percent", "5", "--market", "XX"], "--market: there is no market XX"),
        (&["--percent", "5", "--merchant", "nobody"], "--merchant: there is no merchant nobody"),
        (&["--percent", "5", "--product", "nothing"], "--product: there is no product nothing"),
        (&["--percent", "5", "--from", "tomorrow"], "--from: it is an RFC 3339 time"),
    ];
    for (words, sentence) in wrong {
        let all = [&["add", "X-1", "--label", "en=X", "--usable", "single-use"][..], words].concat();
        let told = run(&running, &all).await.unwrap_err();
        assert!(told.contains(sentence), "{told}");
    }
    let told = run(&running, &["add", "a b", "--label", "de=X", "--percent", "5", "--usable", "per-cart"]).await;
    let told = told.unwrap_err();
    assert!(told.contains("CODE: it is 3 to 24") && told.contains("--label: one in English"), "{told}");
    assert!(run(&running, &["end", "NO-SUCH"]).await.unwrap_err().contains("codes list"));
    for verb in ["list", "add", "end"] {
        let command = env!("CARGO_BIN_EXE_vitrine-backend");
        let help = std::process::Command::new(command).args(["codes", verb, "--help"]).output().unwrap();
        assert!(String::from_utf8_lossy(&help.stdout).contains("Example"), "{verb}");
    }
}

#[tokio::test]
async fn a_catalogue_brings_new_codes_to_a_shop_and_changes_and_revives_none() {
    let running = open(false).await;
    run(&running, &["end", "KILN15"]).await.unwrap();
    let (folder, before) = (running.data.parent().unwrap().join("demo"), listed(&running, "WELCOME10").await);
    let file = folder.join("catalogue/promotions.json");
    let share =
        |code: &str, bp: u32| json!({"code": code, "label": {"en": code}, "percent_bp": bp, "usable": "per_cart"});
    let all =
        json!([share("WELCOME10", 5_000), share("KILN15", 5_000), share("FRESH-1", 500), share("TOO-MUCH", 10_001)]);
    std::fs::write(&file, all.to_string()).unwrap();
    let shop = catalogue::documents(&mut running.shop.store.snapshot().await.unwrap()).await.unwrap();
    for added in [1, 0] {
        assert_eq!(demo::load_new_codes(&running.shop.store, &folder, &shop).await.unwrap(), added);
    }
    assert_eq!(listed(&running, "WELCOME10").await, before);
    assert_eq!(listed(&running, "KILN15").await["state"], "ended");
    assert_eq!(listed(&running, "FRESH-1").await["percent_bp"], 500);
    assert_eq!(listed(&running, "TOO-MUCH").await, Value::Null, "a code with a fault is left out, the others are not");
    for broken in ["no JSON", "{}"] {
        std::fs::write(&file, broken).unwrap();
        assert_eq!(demo::load_new_codes(&running.shop.store, &folder, &shop).await.unwrap(), 0, "the shop serves on");
    }
}
