//! Three processes on one PostgreSQL and one data folder, behind one address.

use super::buyer::WORK;
use super::database::{self, Own, number_of};
use super::process::{Pace, launch, prepare};
use super::{Answer, Browser, page};
use serde_json::Value;
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, MutexGuard};
use vitrine_backend::audit;
use vitrine_backend::clock::{Clock, SystemClock, micros};
use vitrine_backend::store::{Database, Store, stock};

pub const SKU: &str = "HAL-MUG-OAT";
const PAYS: &str = "4242 4242 4242 4242";
/// What a process writes when it begins to do the jobs.
const LEADS: &str = "this process does the jobs now";
/// One cluster at a time: a server has only so many connections.
static ONE: Mutex<()> = Mutex::const_new(());

/// Looks until the expression has something.
macro_rules! within {
    ($what:literal, $look:expr) => {{
        let begun = std::time::Instant::now();
        loop {
            let found = $look;
            if let Some(found) = found {
                break found;
            }
            assert!(begun.elapsed() < std::time::Duration::from_secs(60), "never happened: {}", $what);
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
    }};
}

/// Nothing where tests use SQLite, and that is said.
macro_rules! cluster_or_skip {
    ($reservation_seconds:expr) => {
        match $crate::support::cluster::Cluster::start($reservation_seconds).await {
            Some(cluster) => cluster,
            None => {
                println!("skipped: VITRINE_TEST_POSTGRES names no PostgreSQL");
                return;
            }
        }
    };
}

pub struct Cluster {
    /// The one address.
    pub base: String,
    /// The address of each process.
    pub bases: Vec<String>,
    children: Vec<Child>,
    pub own: Own,
    pub store: Store,
    folder: tempfile::TempDir,
    _one: MutexGuard<'static, ()>,
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Cluster {
    pub async fn start(reservation_seconds: u32) -> Option<Self> {
        super::database::server()?;
        let one = ONE.lock().await;
        let own = Own::make()?;
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path());
        // A day is a day here: nothing is packed.
        let pace = Pace { reservation_seconds, day_seconds: 86_400.0 };
        let (mut children, mut bases) = (Vec::new(), Vec::new());
        for nth in 0..3 {
            let log = format!("log{nth}");
            let (child, base) = launch(folder.path(), &log, Some(&own), pace, None);
            assert!(!base.is_empty(), "{}", std::fs::read_to_string(folder.path().join(log)).unwrap());
            children.push(child);
            bases.push(base);
        }
        let base = proxy(bases.clone()).await;
        let store = Store::open(&Database::Postgres(own.url.clone())).await.unwrap();
        Some(Self { base, bases, children, own, store, folder, _one: one })
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.base)
    }

    pub async fn number(&self, sql: &'static str) -> i64 {
        number_of(&self.database(), sql).await.unwrap()
    }

    pub fn database(&self) -> Database {
        database::database(Some(&self.own), self.folder.path())
    }

    pub async fn sql(&self, sql: &'static str) {
        sqlx::query(sql).execute(self.store.read()).await.unwrap();
    }

    /// The process that does the jobs, once one does that is alive.
    pub async fn leader(&self, dead: Option<usize>) -> usize {
        within!("a process does the jobs", {
            (0..self.bases.len()).find(|nth| Some(*nth) != dead && self.log(*nth).contains(LEADS))
        })
    }

    fn log(&self, nth: usize) -> String {
        std::fs::read_to_string(self.folder.path().join(format!("log{nth}"))).unwrap_or_default()
    }

    /// Ends a process without a word, as `kill -9` does.
    pub fn kill(&mut self, nth: usize) {
        self.children[nth].kill().unwrap();
        self.children[nth].wait().unwrap();
    }

    pub async fn shelf(&self, pieces: u32) {
        within!(
            "the shelf is filled",
            async {
                let mut tx = self.store.begin().await.ok()?;
                stock::set(&mut tx, SKU, None, pieces).await.ok()?;
                tx.commit().await.ok()
            }
            .await
        );
    }

    /// Nothing is left to do, and money and pieces add up.
    pub async fn audited(&self) {
        within!("the worker has nothing to do", { (number_of(&self.database(), WORK).await == Ok(0)).then_some(()) });
        let report = audit::run(&self.store, micros(SystemClock.now())).await.unwrap();
        let lines: Vec<String> = report.breaches.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "{}", lines.join("\n"));
    }
}

/// Whether to ask again: many want the same, the database is away, or the first request still runs. Such an
/// answer is a problem that says when.
pub fn later(answer: &Answer) -> bool {
    if answer.status < 500 && answer.code() != "idempotency_in_flight" && answer.code() != "payment_pending" {
        return false;
    }
    let kind = answer.headers.get("content-type").and_then(|value| value.to_str().ok());
    assert_eq!(kind, Some("application/problem+json"), "{} {}", answer.status, answer.body);
    assert!(matches!(answer.status, 409 | 503), "{} {}", answer.status, answer.body);
    assert!(answer.headers.contains_key("retry-after"), "{}", answer.body);
    true
}

/// Reserves what is in a bag; the answer that counts.
pub async fn reserve(browser: &mut Browser, cart: &Value, key: &str) -> Answer {
    within!("an answer to the reservation", { Some(browser.checkout(cart, key).await).filter(|answer| !later(answer)) })
}

/// Pays for a reservation, until the order stands; gives its id.
pub async fn pay(browser: &mut Browser, checkout: &Value) -> String {
    let paying = within!("an answer to the payment", {
        Some(browser.start_payment(checkout, "pay").await).filter(|answer| !later(answer))
    });
    assert_eq!(paying.status, 200, "{}", paying.body);
    within!("the card is taken", {
        let (status, _) = browser.type_card(&page(&paying.body), PAYS).await;
        assert!(matches!(status, 303 | 503), "{status}");
        (status == 303).then_some(())
    });
    let mut nth = 0;
    let done = within!("the order stands", {
        nth += 1;
        Some(browser.complete(checkout, &format!("complete-{nth}")).await).filter(|answer| !later(answer))
    });
    assert_eq!(done.status, 200, "{}", done.body);
    done.body["order_id"].as_str().unwrap().to_owned()
}

/// One address for all: each connection goes to the next process that takes it.
async fn proxy(bases: Vec<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (bases, next) = (Arc::new(bases), Arc::new(AtomicUsize::new(0)));
    tokio::spawn(async move {
        while let Ok((mut inside, _)) = listener.accept().await {
            let (bases, next) = (bases.clone(), next.clone());
            tokio::spawn(async move {
                for _ in 0..bases.len() {
                    let nth = next.fetch_add(1, Ordering::Relaxed) % bases.len();
                    if let Ok(mut outside) = TcpStream::connect(bases[nth].trim_start_matches("http://")).await {
                        let _ = tokio::io::copy_bidirectional(&mut inside, &mut outside).await;
                        return;
                    }
                }
            });
        }
    });
    base
}
