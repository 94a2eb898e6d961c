//! The program dies at every named step of a purchase and is started again; the buyer's browser asks
//! again with the same keys. Then everything adds up: one charge, one order, one refund.
//!
//! `cargo test -p vitrine-backend --features failpoints --test kill -- --nocapture`

mod support;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use support::buyer::Buyer;
use support::database::number_of;
use support::process::{Pace, Process};
use vitrine_backend::clock::{Clock, SystemClock, micros};
use vitrine_backend::store::Store;
use vitrine_backend::{audit, faults};

/// Shops at once; they wait for the disk and for each other more than they compute.
const AT_ONCE: usize = 6;
/// What the audit lets pass, in microseconds: here nothing is let pass.
const GRACE: i64 = 60 * 1_000_000;

/// What the buyer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Story {
    /// Buys, cancels the order, gets the money back.
    Buys,
    /// Leaves the payment page; the reservation runs out.
    Leaves,
    /// Buys, gets a part of the money from the seller, the parcel, and sends it back for the rest.
    Returns,
}

impl Story {
    fn pace(self) -> Pace {
        match self {
            // A day is a day: nothing is packed, so that the order can be canceled.
            Self::Buys => Pace { reservation_seconds: 900, day_seconds: 86_400.0 },
            Self::Leaves => Pace { reservation_seconds: 3, day_seconds: 86_400.0 },
            Self::Returns => Pace { reservation_seconds: 900, day_seconds: 0.05 },
        }
    }
}

/// A step, the pass of it that kills, and the story it is passed in.
type Case = (&'static str, u32, Story);

/// Steps that are passed more than once, and in several stories.
const MORE: [Case; 18] = [
    ("keyed.claim.after_commit", 2, Story::Buys),
    ("keyed.work.after", 2, Story::Buys),
    ("keyed.keep.before_commit", 2, Story::Buys),
    ("keyed.keep.after_commit", 2, Story::Buys),
    ("keyed.claim.after_commit", 3, Story::Buys),
    ("keyed.work.after", 3, Story::Buys),
    ("outbox.announce.after_row", 3, Story::Buys),
    ("outbox.announce.after_row", 4, Story::Buys),
    ("stock.end.after_row", 1, Story::Leaves),
    ("stock.end.after_shelf", 1, Story::Leaves),
    ("webhook.after_commit", 1, Story::Leaves),
    ("inbox.after_apply", 1, Story::Leaves),
    // A return is agreed to, then taken in, then made good.
    ("return.settle.before_commit", 2, Story::Returns),
    ("return.settle.after_commit", 2, Story::Returns),
    ("return.settle.before_commit", 3, Story::Returns),
    ("return.settle.after_commit", 3, Story::Returns),
    // The seller's refund is settled first, then the return's.
    ("refund.settle.after_money", 2, Story::Returns),
    ("telling.before_commit", 5, Story::Returns),
];

/// What must be so after the stories, as (what, query, number).
type Fact = (&'static str, &'static str, i64);

const AFTER_BUYING: [Fact; 9] = [
    ("orders", "SELECT COUNT(*) FROM shop_order", 1),
    ("charges", "SELECT COUNT(*) FROM sandbox_payment WHERE status = 'succeeded'", 1),
    ("payments", "SELECT COUNT(*) FROM payment", 1),
    ("refunds", "SELECT COUNT(*) FROM refund", 1),
    ("refunds that arrived", "SELECT COUNT(*) FROM refund WHERE status = 'succeeded'", 1),
    ("money kept", "SELECT SUM(amount - refunded) FROM sandbox_payment WHERE status = 'succeeded'", 0),
    ("codes that may be used again", "SELECT COUNT(*) FROM promotion_redemption WHERE state = 'returned'", 1),
    ("what the code took off", "SELECT SUM(amount) FROM promotion_redemption", 580),
    ("pieces gone", "SELECT SUM(on_hand) FROM stock_ledger WHERE kind IN ('sell', 'return')", 0),
];

const AFTER_RETURNING: [Fact; 9] = [
    ("orders", "SELECT COUNT(*) FROM shop_order", 1),
    ("charges", "SELECT COUNT(*) FROM sandbox_payment WHERE status = 'succeeded'", 1),
    ("parcels there and back", "SELECT COUNT(*) FROM shipment WHERE status = 'delivered'", 2),
    ("parcels", "SELECT COUNT(*) FROM shipment", 2),
    ("returns", "SELECT COUNT(*) FROM return_request", 1),
    ("returns that ended", "SELECT COUNT(*) FROM return_request WHERE status = 'refunded'", 1),
    ("refunds", "SELECT COUNT(*) FROM refund", 2),
    ("money kept", "SELECT SUM(amount - refunded) FROM sandbox_payment WHERE status = 'succeeded'", 0),
    ("pieces gone", "SELECT SUM(on_hand) FROM stock_ledger WHERE kind IN ('sell', 'return')", 0),
];

const AFTER_LEAVING: [Fact; 4] = [
    ("orders", "SELECT COUNT(*) FROM shop_order", 0),
    ("charges", "SELECT COUNT(*) FROM sandbox_payment WHERE status = 'succeeded'", 0),
    ("codes let go", "SELECT COUNT(*) FROM promotion_redemption WHERE state = 'released'", 1),
    ("expired checkouts", "SELECT COUNT(*) FROM checkout WHERE state = 'expired'", 1),
];

const ALWAYS: [Fact; 3] = [
    ("checkouts", "SELECT COUNT(*) FROM checkout", 1),
    ("reservations", "SELECT COUNT(*) FROM reservation", 0),
    ("oversold shelves", "SELECT COUNT(*) FROM stock WHERE reserved < 0 OR on_hand < reserved", 0),
];

fn cases() -> Vec<Case> {
    let usual = faults::ALL.into_iter().map(|step| {
        let one_of = |starts: &[&str]| starts.iter().any(|start| step.starts_with(start));
        let story = if one_of(&["release.", "sandbox.cancel."]) {
            Story::Leaves
        } else if one_of(&["merchant.", "pack.", "return.", "telling."]) {
            Story::Returns
        } else {
            Story::Buys
        };
        (step, 1, story)
    });
    usual.chain(MORE).collect()
}

async fn tell(case: Case) -> Result<(), String> {
    let (step, pass, story) = case;
    let mut buyer = Buyer::new(Process::start(&format!("{step}:{pass}"), story.pace()));
    let told = match story {
        Story::Buys => buyer.buys_and_cancels().await,
        Story::Leaves => buyer.leaves().await,
        Story::Returns => buyer.buys_and_returns().await,
    };
    let end = match told {
        Ok(()) => buyer.rests().await,
        Err(error) => Err(error),
    };
    buyer.shop.kill();
    let log = buyer.shop.log();
    let last: Vec<&str> = log.lines().rev().take(5).collect();
    end.map_err(|error| format!("{error}; the log ends, newest first, with {last:#?}"))?;
    if buyer.shop.deaths != 1 || !log.contains(&format!("dies at {step}\n")) {
        return Err(format!("it died {} times, newest first: {last:#?}", buyer.shop.deaths));
    }
    prove(&buyer, story).await
}

async fn prove(buyer: &Buyer, story: Story) -> Result<(), String> {
    let store = Store::open(&buyer.shop.database()).await.map_err(|error| error.to_string())?;
    let mut wrong = Vec::new();
    match audit::run(&store, micros(SystemClock.now()) + GRACE).await {
        Ok(report) => wrong.extend(report.breaches.iter().map(ToString::to_string)),
        Err(error) => wrong.push(error.to_string()),
    }
    let facts: &[Fact] = match story {
        Story::Buys => &AFTER_BUYING,
        Story::Leaves => &AFTER_LEAVING,
        Story::Returns => &AFTER_RETURNING,
    };
    for &(what, sql, wanted) in facts.iter().chain(&ALWAYS) {
        let found = number_of(&buyer.shop.database(), sql).await?;
        if found != wanted {
            wrong.push(format!("{what}: {found} instead of {wanted}"));
        }
    }
    if store.postgres().is_none() {
        let whole: Result<String, _> = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(store.read()).await;
        if !matches!(&whole, Ok(word) if word == "ok") {
            wrong.push(format!("the database is broken: {whole:?}"));
        }
    }
    store.close().await;
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

/// Which case, how long it took, and what came of it.
type Told = (usize, Duration, Result<(), String>);

#[test]
fn wherever_the_program_dies_nothing_is_lost_and_nothing_happens_twice() {
    let (cases, next, begun) = (cases(), AtomicUsize::new(0), Instant::now());
    let results: Mutex<Vec<Told>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = cases.get(index) else { break };
                    let started = Instant::now();
                    let outcome = runtime.block_on(tell(*case));
                    results.lock().unwrap().push((index, started.elapsed(), outcome));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap();
    results.sort_by_key(|(index, ..)| *index);
    let mut wrong = Vec::new();
    for (index, took, outcome) in &results {
        let (step, pass, story) = cases[*index];
        let story = format!("{story:?}");
        let word = if outcome.is_ok() { "ok" } else { "WRONG" };
        println!("{step:<32} {pass:>2}  {story:<7} {word:<6} {:>5.1} s", took.as_secs_f64());
        wrong.extend(outcome.as_ref().err().map(|error| format!("{step}:{pass} ({story}): {error}")));
    }
    println!("{} deaths in {:.0} s", results.len(), begun.elapsed().as_secs_f64());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
