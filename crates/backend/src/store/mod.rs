//! The database: SQLite with one writer and a pool of readers.
//!
//! Rules, each for a reason measured or told by SQLite's documentation: WAL so that readers never
//! wait; `synchronous=FULL` so that a paid order survives a power cut; every write in `BEGIN
//! IMMEDIATE`, because a deferred transaction that turns into a write fails with "database is
//! locked" under load; no network call while a transaction is open.

pub mod asking;
pub mod carts;
pub mod catalogue;
pub mod checkouts;
pub mod disputes;
pub mod idempotency;
pub mod ledger;
pub mod links;
pub mod merchants;
pub mod messages;
pub mod missing;
pub mod numbers;
pub mod orders;
pub mod refunds;
pub mod returns;
pub mod sessions;
pub mod shipments;
pub mod stock;
pub mod taste;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::path::Path;
use std::time::Duration;

/// A write in progress.
pub type Tx = Transaction<'static, Sqlite>;

/// The two pools.
#[derive(Clone, Debug)]
pub struct Store {
    read: SqlitePool,
    write: SqlitePool,
}

/// What can go wrong on the way to the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("migration: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A stored document can't be read.
    #[error("stored document: {0}")]
    Doc(#[from] serde_json::Error),
    /// The engine is older than what keeps data safe.
    #[error("SQLite {0} has a WAL-reset bug that can lose data; 3.51.3 or newer is needed")]
    TooOld(String),
}

impl StoreError {
    /// Whether it may be over in a moment: somebody else writes, the disk is full or fails, or every
    /// connection is taken. Then nothing was written.
    #[must_use]
    pub fn passes(&self) -> bool {
        match self {
            Self::Sql(sqlx::Error::PoolTimedOut) => true,
            Self::Sql(sqlx::Error::Database(error)) => {
                // SQLITE_BUSY, LOCKED, IOERR, FULL: the lowest byte of SQLite's extended codes.
                let code = error.code().and_then(|code| code.parse::<i32>().ok());
                code.is_some_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 13))
            }
            _ => false,
        }
    }
}

/// Short for results of this module.
pub type Result<T> = std::result::Result<T, StoreError>;

impl Store {
    /// Opens or makes the database in a folder and brings its schema up to date.
    ///
    /// # Errors
    /// When the file can't be opened, is no database, or the engine is too old.
    pub async fn open(folder: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(folder.join("vitrine.sqlite"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5));
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(20))
            .connect_with(options.clone())
            .await?;
        let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&write).await?;
        if !is_safe(&version) {
            return Err(StoreError::TooOld(version));
        }
        sqlx::migrate!("./migrations").run(&write).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(20))
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self { read, write })
    }

    /// The readers.
    #[must_use]
    pub fn read(&self) -> &SqlitePool {
        &self.read
    }

    /// Begins a write; nobody else writes until it ends.
    ///
    /// # Errors
    /// When the database can't be reached or stays locked.
    pub async fn begin(&self) -> Result<Tx> {
        match self.write.begin_with("BEGIN IMMEDIATE").await {
            // On a full disk SQLite ends the transaction itself. sqlx, whose ROLLBACK then fails, goes on
            // counting it, and never begins another on this connection: it is replaced.
            Err(sqlx::Error::InvalidSavePointStatement) => {
                self.write.acquire().await?.close().await?;
                Ok(self.write.begin_with("BEGIN IMMEDIATE").await?)
            }
            begun => Ok(begun?),
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it doesn't.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").execute(&self.read).await?;
        Ok(())
    }

    /// Lets go of the file.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

/// A connection to read or write with.
pub type Conn = SqliteConnection;

fn is_safe(version: &str) -> bool {
    let mut parts = version.split('.').map(|p| p.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next()) >= (3, 51, 3)
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

/// A new id: UUIDv7, so that keys grow with time and indexes stay compact.
#[must_use]
pub fn new_id() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn old_engines_are_refused() {
        assert!(is_safe("3.51.3") && is_safe("3.52.0") && is_safe("4.0.0"));
        assert!(!is_safe("3.51.2") && !is_safe("3.46.1"));
    }
}
