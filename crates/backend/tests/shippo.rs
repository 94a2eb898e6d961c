//! Shippo's words and API. The fixtures have the documented shapes; numbers and places are invented.

mod support;

use jiff::Timestamp;
use std::collections::BTreeSet;
use std::path::PathBuf;
use support::shippo::{FakeShippo, message, track};
use vitrine_api::{ProofKind, TrackingStatus};
use vitrine_backend::carriers::Telling;
use vitrine_backend::carriers::provider::{AskError, Asked, Proof, Taken, TrackingProvider};
use vitrine_backend::carriers::shippo::Shippo;
use vitrine_backend::config::ShippoArgs;
use vitrine_backend::domain::{moves, silence, tracking};
use vitrine_backend::webhook;

/// The moment the fixtures are looked at.
const NOW: &str = "2026-03-05T12:00:00Z";

fn provider(settings: &ShippoArgs) -> Shippo {
    Shippo::open(settings).unwrap().expect("a token is set")
}

fn offline() -> Shippo {
    provider(&ShippoArgs { token: Some("t".into()), webhook_secret: Some("key".into()), ..ShippoArgs::default() })
}

fn seen(told: &Telling) -> Vec<tracking::Event> {
    let event = |event: &vitrine_backend::carriers::CarrierEvent| tracking::Event {
        id: event.id(),
        occurred_at: event.occurred_at,
        status: event.status,
        sub_status: event.sub_status.clone(),
    };
    told.events.iter().map(event).collect()
}

fn key(row: &moves::Row) -> String {
    let status = vitrine_backend::store::word(&row.status).unwrap();
    row.sub_status.map_or_else(|| status.clone(), |sub| format!("{status}-{sub}"))
}

#[test]
fn every_row_of_the_status_table_is_reached_by_a_message() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shippo");
    let (shippo, now): (_, Timestamp) = (offline(), NOW.parse().unwrap());
    let mut reached = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let body = std::fs::read_to_string(&path).unwrap();
        assert!(matches!(shippo.take(&body), Ok(Taken::Keep(_))), "{name}");
        let told = shippo.read(&body).unwrap();
        let events = seen(&told);
        let standing = match tracking::standing(&events) {
            heard if silence::stale_at(&events).is_some_and(|at| at <= now) => silence::stale(&events, heard),
            heard => heard,
        };
        let row = moves::of(standing.status, standing.sub_status.as_deref());
        assert_eq!(key(row), name, "{standing:?}");
        reached.insert(name);
    }
    // Shippo has no word for a canceled label.
    let wanted: BTreeSet<String> =
        moves::TABLE.iter().filter(|row| row.status != TrackingStatus::Cancelled).map(key).collect();
    assert_eq!(reached, wanted);
}

#[test]
fn an_unknown_word_survives_with_code_and_message() {
    let strange = track("ups", "1Z9", None, &[("2026-03-02T09:00:00Z", "TELEPORTED", "by_light", "Beamed aboard")]);
    let told = offline().read(&message(&strange).to_string()).unwrap();
    let event = told.events[0].shown();
    assert_eq!(event.status, TrackingStatus::Unknown);
    assert_eq!((event.code.as_str(), event.message.as_str()), ("TELEPORTED/by_light", "Beamed aboard"));
}

#[test]
fn the_newest_event_is_the_one_in_the_history_and_its_day_is_the_carriers() {
    let steps = [
        ("2026-03-02T09:00:00Z", "PRE_TRANSIT", "information_received", ""),
        ("2026-03-03T09:00:00Z", "TRANSIT", "package_departed", "Departed"),
    ];
    let told = offline().read(&message(&track("UPS", "1Z9", Some("2026-03-09T00:00:00Z"), &steps)).to_string());
    let told = told.unwrap();
    let ids: BTreeSet<String> = told.events.iter().map(vitrine_backend::carriers::CarrierEvent::id).collect();
    assert_eq!((told.carrier.as_str(), told.events.len(), ids.len()), ("ups", 3, 2));
    let eta = told.eta.unwrap();
    assert_eq!((eta.day.to_string(), eta.told_at.to_string()), ("2026-03-09".into(), "2026-03-03T09:00:00Z".into()));
}

#[test]
fn messages_prove_themselves_by_signature_or_by_the_token_of_the_address() {
    let (shippo, body) = (offline(), b"{}");
    let signed = webhook::sign(b"key", body, 1_000);
    let by = |signature: &str, token: Option<&str>, now: i64| shippo.verify(&Proof { signature, token }, body, now);
    assert!(by(&signed, None, 1_000) && by("", Some("key"), 1_000));
    assert!(!by("", None, 1_000) && !by("", Some("kex"), 1_000) && !by(&signed, None, 2_000));
    // A wrong signature isn't saved by a right token.
    assert!(!by("t=1000,v1=00", Some("key"), 1_000));
    let unset = provider(&ShippoArgs { token: Some("t".into()), ..ShippoArgs::default() });
    assert!(!unset.verify(&Proof { signature: "", token: Some("") }, body, 1_000));
}

#[test]
fn a_delivery_says_where_it_was_left_and_a_country_with_many_zones_has_none() {
    let told = offline().read(include_str!("fixtures/shippo/delivered.json")).unwrap();
    let last = told.events.iter().max_by_key(|event| event.occurred_at).unwrap();
    let proof = last.proof.as_ref().unwrap();
    assert_eq!((proof.kind, proof.signed_by.as_deref(), proof.picture), (ProofKind::FrontDoor, None, None));
    assert_eq!(offline().picture(&last.shown()), None);
    assert_eq!(last.time_zone, None, "Portland is in one of many");
    let first = told.events.iter().min_by_key(|event| event.occurred_at).unwrap();
    assert_eq!((first.time_zone.as_deref(), &first.proof), (Some("Europe/Berlin"), &None));
}

#[test]
fn what_is_not_in_its_form_is_refused_and_what_is_about_something_else_ignored() {
    let shippo = offline();
    for bad in [
        "",
        "[]",
        "{}",
        "null",
        r#"{"event":"track_updated"}"#,
        r#"{"event":"track_updated","data":{"carrier":"ups"}}"#,
        r#"{"event":"track_updated","data":{"carrier":"","tracking_number":""}}"#,
        r#"{"event":"track_updated","data":{"carrier":"ups","tracking_number":"1","tracking_history":7}}"#,
    ] {
        assert!(shippo.take(bad).is_err(), "{bad}");
    }
    assert_eq!(shippo.take(r#"{"event":"transaction_created","data":{}}"#), Ok(Taken::Ignore));
}

fn asked(number: &str, followed: bool) -> Asked {
    Asked { reference: "parcel".into(), carrier: "ups".into(), tracking_number: number.into(), followed }
}

#[tokio::test]
async fn it_is_told_to_follow_a_parcel_once_and_asked_from_then_on() {
    let fake = FakeShippo::open().await;
    let shippo = provider(&fake.settings());
    fake.knows("1Z 9/x", &track("ups", "1Z 9/x", None, &[]));
    assert!(shippo.ask(&asked("1Z 9/x", false)).await.unwrap().is_some());
    assert_eq!(fake.asked(), ["POST /tracks/"]);
    // A number can't lead to another address.
    let _ = shippo.ask(&asked("1Z 9/x", true)).await;
    assert_eq!(fake.asked(), ["GET /tracks/ups/1Z%209%2Fx"]);
    assert!(shippo.ask(&asked("nobody's", true)).await.unwrap().is_none());
}

#[tokio::test]
async fn what_is_no_answer_is_told_apart() {
    let fake = FakeShippo::open().await;
    let shippo = provider(&fake.settings());
    let other = track("fedex", "E", None, &[]).to_string();
    for (number, status, body) in
        [("A", 500, ""), ("B", 429, "slow down"), ("C", 200, "<html>"), ("D", 400, "{}"), ("E", 200, other.as_str())]
    {
        fake.fails(number, status, body);
    }
    let ask = async |number: &str| shippo.ask(&asked(number, true)).await;
    assert!(matches!(ask("A").await, Err(AskError::Unavailable(_))));
    assert!(matches!(ask("B").await, Err(AskError::Busy(Some(3_600)))));
    assert!(matches!(ask("C").await, Err(AskError::Unreadable(_))));
    assert!(matches!(ask("D").await, Err(AskError::Refused(400))));
    assert!(matches!(ask("E").await, Err(AskError::Unreadable(_))));
    let long = "x".repeat(1024 * 1024 + 1);
    fake.fails("F", 200, &long);
    assert!(matches!(ask("F").await, Err(AskError::Unreadable(_))));
    // Nobody is there.
    let gone = provider(&ShippoArgs { url: "http://127.0.0.1:9".into(), ..fake.settings() });
    assert!(matches!(gone.ask(&asked("A", true)).await, Err(AskError::Unavailable(_))));
}

#[tokio::test]
async fn another_number_in_the_answer_is_the_parcels_new_one() {
    let fake = FakeShippo::open().await;
    fake.knows("OLD", &track("ups", "NEW", None, &[]));
    let told = provider(&fake.settings()).ask(&asked("OLD", true)).await.unwrap().unwrap();
    assert_eq!((told.tracking_number.as_str(), told.new_number.as_deref()), ("OLD", Some("NEW")));
}
