//! The database: SQLite with one writer and a pool of readers, or PostgreSQL for several processes.
//!
//! One dialect of SQL runs on both; what PostgreSQL lacks of it, its migrations define. Every write on
//! SQLite is a `BEGIN IMMEDIATE`, because a deferred transaction that turns into a write fails with
//! "database is locked" under load; on PostgreSQL it is serializable, and begun anew when others came in
//! between, or locks the one row that its decision rests on. Flags are 0 and 1 in whole numbers, sums are cast: sqlx's `Any` knows few types. No network
//! call while a transaction is open.

pub mod asking;
pub mod carts;
pub mod catalogue;
pub mod checkouts;
pub mod codes;
mod connect;
pub mod disputes;
mod error;
pub mod idempotency;
pub mod ledger;
pub mod links;
pub mod merchants;
pub mod messages;
pub mod missing;
mod moment;
pub mod numbers;
pub mod orders;
mod presence;
pub mod promotions;
pub mod refunds;
pub mod returns;
pub mod sessions;
pub mod shipments;
pub mod stock;
pub mod taste;
mod tries;
mod tx;
mod writer;

use connect::Write;
use moment::Writes;
use sqlx::{AnyConnection, AnyPool};
use std::time::Duration;

pub use connect::{Database, FILE};
pub use error::StoreError;
pub use moment::Moment;
pub use presence::Presence;
pub use tries::Tries;
pub(crate) use tries::again;
use tx::Inner;
pub use tx::Tx;

/// How long a database may take to answer whoever asks whether it does.
const PING: Duration = Duration::from_secs(2);

/// The number of the lock for what one process does while others wait.
const ALONE: &str = "SELECT pg_advisory_xact_lock(22091)";

/// The two pools.
#[derive(Clone, Debug)]
pub struct Store {
    read: AnyPool,
    write: Write,
    database: Database,
    holder: i64,
    writes: Writes,
}

/// Short for results of this module.
pub type Result<T> = std::result::Result<T, StoreError>;

impl Store {
    /// Opens a database, makes SQLite's file where there is none, and brings the schema up to date.
    ///
    /// # Errors
    /// When it can't be reached or opened, is no database, or the engine is too old.
    pub async fn open(database: &Database) -> Result<Self> {
        let (read, write) = connect::pools(database).await?;
        let holder = match database {
            Database::Sqlite(_) => 0,
            // 31 bits: the second key of a lock is a signed number of 32.
            Database::Postgres(_) => i64::try_from(uuid::Uuid::new_v4().as_u128() >> 97).unwrap_or(1).max(1),
        };
        Ok(Self { read, write, database: database.clone(), holder, writes: Writes::of(database) })
    }

    /// The readers.
    #[must_use]
    pub fn read(&self) -> &AnyPool {
        &self.read
    }

    /// The address of PostgreSQL, where it is one.
    #[must_use]
    pub fn postgres(&self) -> Option<&str> {
        match &self.database {
            Database::Sqlite(_) => None,
            Database::Postgres(url) => Some(url),
        }
    }

    /// The number of this process among those on one PostgreSQL; 0 on SQLite.
    #[must_use]
    pub fn holder(&self) -> i64 {
        self.holder
    }

    /// The present moment between writes: what is read from now on may be kept while it lasts.
    #[must_use]
    pub fn moment(&self) -> Moment {
        self.writes.moment()
    }

    /// Another process told that it wrote something.
    pub fn heard(&self) {
        self.writes.note();
    }

    /// Begins a write. On SQLite nobody else writes until it ends; on PostgreSQL it ends as if nobody
    /// had, or with an error of which [`StoreError::again`] is true.
    ///
    /// # Errors
    /// When the database can't be reached or stays locked.
    pub async fn begin(&self) -> Result<Tx> {
        self.begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE").await
    }

    /// Begins a write that need only wait for others at the same row, which it locks before it reads
    /// ([`carts::hold`], [`checkouts::hold`]), or whose rows nobody else knows. On PostgreSQL it sees what was
    /// committed by each statement, and need not be begun anew because others wrote elsewhere.
    ///
    /// # Errors
    /// When the database can't be reached or stays locked.
    pub async fn begin_keyed(&self) -> Result<Tx> {
        self.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED").await
    }

    /// Begins a write of one statement, or of several of which each may last without the next: claims of keys,
    /// messages taken in. On PostgreSQL each lasts at once and never has to be begun anew, so that what was done
    /// outside isn't left without its note.
    ///
    /// # Errors
    /// When the database can't be reached or stays locked.
    pub async fn begin_single(&self) -> Result<Tx> {
        let inner = match &self.write {
            Write::Sqlite(writer) => Inner::Turn(writer.begin().await?),
            Write::Postgres(pool) => Inner::Single(pool.acquire().await?),
        };
        Ok(Tx::new(inner, Some(self.writes.clone())))
    }

    /// Begins a write that one process at a time does, and that sees what the one before did.
    ///
    /// # Errors
    /// When the database can't be reached or stays locked.
    pub async fn begin_alone(&self) -> Result<Tx> {
        let mut tx = self.begin_keyed().await?;
        if self.postgres().is_some() {
            sqlx::query(ALONE).execute(&mut *tx).await?;
        }
        Ok(tx)
    }

    /// Begins to read everything as it is at one moment.
    ///
    /// # Errors
    /// When the database can't be reached.
    pub async fn snapshot(&self) -> Result<Tx> {
        let inner = match self.database {
            Database::Sqlite(_) => self.read.begin().await?,
            Database::Postgres(_) => self.read.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?,
        };
        Ok(Tx::new(Inner::Own(inner), None))
    }

    async fn begin_with(&self, on_postgres: &'static str) -> Result<Tx> {
        let inner = match &self.write {
            Write::Sqlite(writer) => Inner::Turn(writer.begin().await?),
            Write::Postgres(pool) => Inner::Own(pool.begin_with(on_postgres).await?),
        };
        Ok(Tx::new(inner, Some(self.writes.clone())))
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it doesn't.
    pub async fn ping(&self) -> Result<()> {
        let answer = sqlx::query("SELECT 1").execute(&self.read);
        tokio::time::timeout(PING, answer).await.map_err(|_| sqlx::Error::PoolTimedOut)??;
        Ok(())
    }

    /// Lets go of the connections.
    pub async fn close(&self) {
        self.read.close().await;
        match &self.write {
            Write::Sqlite(writer) => writer.close().await,
            Write::Postgres(pool) => pool.close().await,
        }
    }
}

/// A connection to read or write with.
pub type Conn = AnyConnection;

/// Whether rows are locked one by one; on SQLite nobody else writes anyhow.
pub(crate) fn locks_rows(conn: &Conn) -> bool {
    conn.backend_name() == <sqlx::Postgres as sqlx::Database>::NAME
}

/// So many places for values in a list, the first with a number: `$2, $3, $4`.
fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ")
}

/// The word of a unit enum as it is stored and sent.
///
/// # Errors
/// Never for the enums of the contract.
pub fn word<T: serde::Serialize>(value: &T) -> Result<String> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(text) => Ok(text),
        other => Ok(other.to_string()),
    }
}

/// A unit enum from its stored word.
///
/// # Errors
/// When the enum has neither the word nor a variant for unknown ones.
pub fn from_word<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    Ok(serde_json::from_value(serde_json::Value::String(text.to_owned()))?)
}

/// How many rows a job works on in a round, besides those it could do nothing with.
pub const PAGE: usize = 50;

/// A new id: UUIDv7, so that keys grow with time and indexes stay compact.
#[must_use]
pub fn new_id() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}
