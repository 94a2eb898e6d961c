//! SQLite's one writer. Transactions run one after another, each in a savepoint, and those that find others waiting
//! behind them leave the commit to the last: a sync of the disk for several of them, not one for each.
//!
//! What a transaction was promised stays true: nobody is told that it is done before the commit is, one that is taken
//! back takes nothing of others back, and when the commit fails all are told so.

use super::connect;
use sqlx::{AnyConnection, Connection};
use std::io::ErrorKind;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

/// How long somebody waits for its turn.
const PATIENCE: Duration = Duration::from_secs(20);
/// A commit isn't left to others for longer than this after the first of them began.
const LONGEST: Duration = if cfg!(test) { Duration::from_secs(60) } else { Duration::from_millis(8) };
/// So many share a commit at most.
const MOST: usize = 32;

/// The outer savepoint tells at the commit whether the transaction is still the one that was begun: SQLite ends one by
/// itself when the disk is full, and what follows would be committed as if nothing were missing.
const BEGIN: &str = "BEGIN IMMEDIATE; SAVEPOINT whole";
const NEXT: &str = "SAVEPOINT one";
const BACK: &str = "ROLLBACK TO one";
const COMMIT: &str = "RELEASE whole; COMMIT";
const ROLLBACK: &str = "ROLLBACK";

/// The connection that writes, and who waits for it.
#[derive(Clone, Debug)]
pub(super) struct Writer(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    url: String,
    waiting: AtomicUsize,
    closed: AtomicBool,
    seat: Arc<Mutex<Seat>>,
}

/// What whoever has the turn holds.
#[derive(Debug, Default)]
struct Seat {
    /// None after it broke, until somebody needs it.
    conn: Option<AnyConnection>,
    /// Since when a transaction is open that several may share.
    since: Option<Instant>,
    /// Those whose work is done in it, who wait for the commit.
    done: Vec<oneshot::Sender<bool>>,
}

type Held = OwnedMutexGuard<Seat>;

/// Counts as waiting until its turn comes.
struct Waiting(Writer);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.0.waiting.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A write that has its turn.
#[derive(Debug)]
pub(super) struct Turn {
    writer: Writer,
    /// None once it has ended.
    held: Option<Held>,
    /// Whether the transaction began with it, so that it can be taken back whole.
    first: bool,
    /// Whether it has a savepoint to go back to.
    begun: bool,
}

impl Writer {
    /// Opens the database at an address of sqlx.
    pub(super) async fn open(url: String) -> Result<Self, sqlx::Error> {
        let seat = Seat { conn: Some(connect::sqlite_writer(&url).await?), ..Seat::default() };
        let (waiting, closed) = (AtomicUsize::new(0), AtomicBool::new(false));
        Ok(Self(Arc::new(Shared { url, waiting, closed, seat: Arc::new(Mutex::new(seat)) })))
    }

    /// Begins a write, once those before have had their turn.
    pub(super) async fn begin(&self) -> Result<Turn, sqlx::Error> {
        let mut held = self.wait().await?;
        if self.0.closed.load(Ordering::Acquire) {
            return Err(sqlx::Error::PoolClosed);
        }
        if held.conn.is_none() {
            held.conn = Some(connect::sqlite_writer(&self.0.url).await?);
        }
        let first = held.since.is_none();
        // From here on whatever cuts this off is cleared up.
        let mut turn = Turn { writer: self.clone(), held: Some(held), first, begun: false };
        sqlx::query(if first { BEGIN } else { NEXT }).execute(&mut *turn).await?;
        turn.begun = true;
        if let Some(held) = turn.held.as_mut().filter(|_| first) {
            held.since = Some(Instant::now());
        }
        Ok(turn)
    }

    async fn wait(&self) -> Result<Held, sqlx::Error> {
        self.0.waiting.fetch_add(1, Ordering::AcqRel);
        let mut left = Left(Some(Waiting(self.clone())));
        let held = tokio::time::timeout(PATIENCE, self.0.seat.clone().lock_owned()).await;
        let held = held.map_err(|_| sqlx::Error::PoolTimedOut)?;
        left.0 = None;
        Ok(held)
    }

    /// Whether somebody else will commit what is done so far.
    fn leaves(&self, seat: &Seat) -> bool {
        let early = seat.since.is_some_and(|since| since.elapsed() < LONGEST);
        early && seat.done.len() < MOST && self.0.waiting.load(Ordering::Acquire) > 0
    }

    /// Goes on after one was taken back: the next has its turn, or what others did is committed.
    async fn go_on(self, mut held: Held) {
        if held.since.is_some() && !self.leaves(&held) {
            let _ = end(&mut held).await;
        }
    }

    /// Ends it; whoever wants to write from now on is refused.
    pub(super) async fn close(&self) {
        self.0.closed.store(true, Ordering::Release);
        let mut held = self.0.seat.lock().await;
        if held.since.is_some() {
            let _ = end(&mut held).await;
        }
        if let Some(conn) = held.conn.take() {
            let _ = conn.close().await;
        }
    }
}

/// Somebody who waits; when it goes before its turn, what was left to it is seen to.
struct Left(Option<Waiting>);

impl Drop for Left {
    fn drop(&mut self) {
        let Some(waiting) = self.0.take() else { return };
        let writer = waiting.0.clone();
        drop(waiting);
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let held = writer.0.seat.clone().lock_owned().await;
                writer.go_on(held).await;
            });
        }
    }
}

/// Commits what is done, and tells all whose work it is.
async fn end(seat: &mut Seat) -> Result<(), sqlx::Error> {
    let outcome = match &mut seat.conn {
        Some(conn) => sqlx::query(COMMIT).execute(&mut *conn).await.map(|_| ()),
        None => Err(lost()),
    };
    if outcome.is_err() {
        give_up(seat).await;
    }
    seat.since = None;
    for one in seat.done.drain(..) {
        // Who doesn't wait any more needn't be told.
        let _ = one.send(outcome.is_ok());
    }
    outcome
}

/// Nothing of the transaction lasts. The connection goes with it: its state isn't known.
async fn give_up(seat: &mut Seat) {
    if let Some(mut conn) = seat.conn.take() {
        // It may have been ended already.
        let _ = sqlx::query(ROLLBACK).execute(&mut conn).await;
        let _ = conn.close().await;
    }
    seat.since = None;
    for one in seat.done.drain(..) {
        let _ = one.send(false);
    }
}

fn lost() -> sqlx::Error {
    sqlx::Error::Io(std::io::Error::new(ErrorKind::ConnectionAborted, "the commit failed that this write shared"))
}

impl Turn {
    /// Makes it last: when this is over, it is on the disk.
    pub(super) async fn commit(mut self) -> Result<(), sqlx::Error> {
        let Some(mut held) = self.held.take() else { return Err(lost()) };
        if self.writer.leaves(&held) {
            let (tell, told) = oneshot::channel();
            held.done.push(tell);
            drop(held);
            return if told.await.unwrap_or(false) { Ok(()) } else { Err(lost()) };
        }
        // In a task of its own: others wait for it, also when whoever asked for this doesn't.
        let ended = tokio::spawn(async move { end(&mut held).await });
        ended.await.unwrap_or_else(|_| Err(lost()))
    }

    /// Takes it back.
    pub(super) async fn rollback(mut self) {
        if let Some(held) = self.held.take() {
            // In a task of its own, as the commit.
            let _ = tokio::spawn(take_back(self.writer.clone(), held, self.first, self.begun)).await;
        }
    }
}

/// Takes back what a turn did, and nothing else.
async fn take_back(writer: Writer, mut held: Held, first: bool, begun: bool) {
    let sql = if first { ROLLBACK } else { BACK };
    let back = match &mut held.conn {
        // Nothing was done yet that could be taken back.
        Some(_) if !first && !begun => Ok(()),
        Some(conn) => sqlx::query(sql).execute(&mut *conn).await.map(|_| ()),
        None => Ok(()),
    };
    if back.is_err() {
        give_up(&mut held).await;
    }
    if first {
        held.since = None;
    }
    writer.go_on(held).await;
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(mut held) = self.held.take() else { return };
        let (writer, first, begun) = (self.writer.clone(), self.first, self.begun);
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(take_back(writer, held, first, begun));
            }
            // The program ends: what isn't committed is taken back with the connection.
            Err(_) => *held = Seat::default(),
        }
    }
}

const TAKEN: &str = "a turn that hasn't ended has its connection";

impl Deref for Turn {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        self.held.as_ref().and_then(|held| held.conn.as_ref()).expect(TAKEN)
    }
}

impl DerefMut for Turn {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        self.held.as_mut().and_then(|held| held.conn.as_mut()).expect(TAKEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::any::install_default_drivers;
    use std::future::poll_fn;
    use std::pin::pin;
    use std::task::Poll;
    use tempfile::TempDir;

    async fn open() -> (TempDir, Writer) {
        install_default_drivers();
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/t.sqlite?mode=rwc", folder.path().display());
        let mut conn = <AnyConnection as Connection>::connect(&url).await.unwrap();
        sqlx::query("PRAGMA journal_mode = WAL").execute(&mut conn).await.unwrap();
        sqlx::query("CREATE TABLE t (n BIGINT NOT NULL PRIMARY KEY)").execute(&mut conn).await.unwrap();
        let writer = Writer::open(url).await.unwrap();
        conn.close().await.unwrap();
        (folder, writer)
    }

    async fn put(turn: &mut Turn, n: i64) {
        sqlx::query("INSERT INTO t (n) VALUES ($1)").bind(n).execute(&mut **turn).await.unwrap();
    }

    /// What is on the disk.
    async fn rows(folder: &TempDir) -> Vec<i64> {
        let url = format!("sqlite://{}/t.sqlite", folder.path().display());
        let mut conn = <AnyConnection as Connection>::connect(&url).await.unwrap();
        let rows = sqlx::query_scalar("SELECT n FROM t ORDER BY n").fetch_all(&mut conn).await.unwrap();
        conn.close().await.unwrap();
        rows
    }

    /// Somebody who waits behind whoever has the turn.
    async fn behind(writer: &Writer) -> tokio::task::JoinHandle<Result<Turn, sqlx::Error>> {
        let before = writer.0.waiting.load(Ordering::Acquire);
        let own = writer.clone();
        let waits = tokio::spawn(async move { own.begin().await });
        while writer.0.waiting.load(Ordering::Acquire) == before {
            tokio::task::yield_now().await;
        }
        waits
    }

    #[tokio::test]
    async fn what_one_takes_back_takes_nothing_of_others_back() {
        let (folder, writer) = open().await;
        let mut first = writer.begin().await.unwrap();
        put(&mut first, 1).await;
        let (second, third) = (behind(&writer).await, behind(&writer).await);
        let first = tokio::spawn(first.commit());
        let mut second = second.await.unwrap().unwrap();
        put(&mut second, 2).await;
        assert!(!first.is_finished(), "nobody is told before the commit");
        assert_eq!(rows(&folder).await, Vec::<i64>::new());
        drop(second);
        let mut third = third.await.unwrap().unwrap();
        put(&mut third, 3).await;
        // A statement that fails alone.
        assert!(sqlx::query("INSERT INTO t (n) VALUES (1)").execute(&mut *third).await.is_err());
        third.commit().await.unwrap();
        first.await.unwrap().unwrap();
        assert_eq!(rows(&folder).await, [1, 3]);
    }

    #[tokio::test]
    async fn when_the_last_is_taken_back_those_before_are_committed() {
        let (folder, writer) = open().await;
        let mut first = writer.begin().await.unwrap();
        put(&mut first, 1).await;
        let second = behind(&writer).await;
        let first = tokio::spawn(first.commit());
        let mut second = second.await.unwrap().unwrap();
        put(&mut second, 2).await;
        second.rollback().await;
        first.await.unwrap().unwrap();
        assert_eq!(rows(&folder).await, [1]);
    }

    #[tokio::test]
    async fn when_the_commit_fails_all_are_told_and_others_go_on() {
        let (folder, writer) = open().await;
        let mut first = writer.begin().await.unwrap();
        put(&mut first, 1).await;
        let second = behind(&writer).await;
        let first = tokio::spawn(first.commit());
        let mut second = second.await.unwrap().unwrap();
        // As SQLite does when the disk is full; what comes after it would be committed by itself.
        sqlx::query("ROLLBACK").execute(&mut *second).await.unwrap();
        assert!(second.commit().await.is_err());
        assert!(first.await.unwrap().is_err());
        assert_eq!(rows(&folder).await, Vec::<i64>::new());
        let mut third = writer.begin().await.unwrap();
        put(&mut third, 3).await;
        third.commit().await.unwrap();
        assert_eq!(rows(&folder).await, [3]);
    }

    #[tokio::test]
    async fn who_stops_waiting_leaves_nothing_undone() {
        let (folder, writer) = open().await;
        let mut first = writer.begin().await.unwrap();
        put(&mut first, 1).await;
        let second = behind(&writer).await;
        let mut first = pin!(first.commit());
        // Left to the second, which is woken for its turn and doesn't come to take it.
        assert!(poll_fn(|context| Poll::Ready(first.as_mut().poll(context).is_pending())).await);
        second.abort();
        first.await.unwrap();
        assert_eq!(rows(&folder).await, [1]);
        writer.close().await;
        assert!(matches!(writer.begin().await, Err(sqlx::Error::PoolClosed)));
    }
}
