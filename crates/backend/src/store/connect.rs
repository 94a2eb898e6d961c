//! Opens the two kinds of database behind one type of connection.
//!
//! SQLite, each for a reason measured or told by its documentation: WAL so that readers never wait;
//! `synchronous=FULL` so that a paid order survives a power cut; one connection that writes ([`super::writer`]).
//! PostgreSQL: a pool that writes and one that reads, so that a request that reads while it waits for a
//! write never takes the last connection from whoever is writing.

use super::writer::Writer;
use super::{Result, StoreError};
use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::{AnyConnection, AnyPool, Connection};
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file of SQLite in a data folder.
pub const FILE: &str = "vitrine.sqlite";
/// How long somebody waits for a connection to SQLite.
const SQLITE_PATIENCE: Duration = Duration::from_secs(20);
/// How long somebody waits for a connection to PostgreSQL, also while it starts again.
const POSTGRES_PATIENCE: Duration = Duration::from_secs(10);
/// Connections of a process that write to PostgreSQL.
const POSTGRES_WRITERS: u32 = 12;
/// Connections that read, of either kind.
const READERS: u32 = 8;
/// A connection to PostgreSQL that was idle for so long is asked whether it lives before it is used. Asking each time
/// would be a round trip more for every transaction; one that broke since says so to whoever uses it, which is a 503.
const TRUSTED: Duration = Duration::from_secs(1);

/// Which database holds the rows.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// SQLite, in a file of this folder.
    Sqlite(PathBuf),
    /// PostgreSQL at this address, which may name a password.
    Postgres(String),
}

/// Without the address, because of the password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(folder) => f.debug_tuple("Sqlite").field(folder).finish(),
            Self::Postgres(_) => f.write_str("Postgres"),
        }
    }
}

impl Database {
    /// PostgreSQL where there is an address of one, SQLite in the data folder where there is none.
    ///
    /// # Errors
    /// When the address is of another kind.
    pub fn choose(url: Option<&str>, data: &Path) -> Result<Self> {
        match url.map(str::trim).filter(|url| !url.is_empty()) {
            None => Ok(Self::Sqlite(data.to_owned())),
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Self::Postgres(url.to_owned()))
            }
            // Only its beginning is told: the rest may hold a password.
            Some(other) => Err(StoreError::Url(other.split(':').next().unwrap_or_default().to_owned())),
        }
    }
}

/// Who writes.
#[derive(Clone, Debug)]
pub(super) enum Write {
    /// One after another.
    Sqlite(Writer),
    /// Several at once.
    Postgres(AnyPool),
}

/// The readers and the writers of a database whose schema is up to date.
pub(super) async fn pools(database: &Database) -> Result<(AnyPool, Write)> {
    install_default_drivers();
    match database {
        Database::Sqlite(folder) => sqlite(folder).await,
        Database::Postgres(url) => postgres(url).await,
    }
}

async fn sqlite(folder: &Path) -> Result<(AnyPool, Write)> {
    let file = std::path::absolute(folder.join(FILE)).map_err(sqlx::Error::Io)?;
    let url = format!("sqlite://{}", encoded(&file));
    // Alone first, because a pool goes on trying where a file is no database.
    let mut first = <AnyConnection as Connection>::connect(&format!("{url}?mode=rwc")).await?;
    let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut first).await?;
    if !is_safe(&version) {
        return Err(StoreError::TooOld(version));
    }
    // It stays in the file. Foreign keys and five seconds of waiting for a lock are sqlx's own defaults.
    sqlx::query("PRAGMA journal_mode = WAL").execute(&mut first).await?;
    first.close().await?;
    let own = format!("{url}?mode=rwc");
    let first = AnyPoolOptions::new().max_connections(1).connect(&own).await?;
    sqlx::migrate!("./migrations").run(&first).await?;
    let writer = Writer::open(own).await?;
    // Not before: readers open no WAL that nobody has open.
    first.close().await;
    // A file doesn't go away: asking a connection whether it lives costs two changes of threads each time.
    let options = AnyPoolOptions::new().acquire_timeout(SQLITE_PATIENCE).test_before_acquire(false);
    let read = options.max_connections(READERS).connect(&format!("{url}?mode=ro")).await?;
    Ok((read, Write::Sqlite(writer)))
}

/// The connection that writes to SQLite.
pub(super) async fn sqlite_writer(url: &str) -> std::result::Result<AnyConnection, sqlx::Error> {
    let mut conn = <AnyConnection as Connection>::connect(url).await?;
    sqlx::query("PRAGMA synchronous = FULL").execute(&mut conn).await?;
    // A checkpoint has two syncs of its own, and whoever commits waits for it: 16 MB of WAL, not 4.
    sqlx::query("PRAGMA wal_autocheckpoint = 4000").execute(&mut conn).await?;
    // What the hot tables and their indexes take; the usual 2 MB are read again and again.
    sqlx::query("PRAGMA cache_size = -16000").execute(&mut conn).await?;
    // Savepoints note what pages were before; from 64 kB on that would be a file.
    sqlx::query("PRAGMA temp_store = MEMORY").execute(&mut conn).await?;
    Ok(conn)
}

async fn postgres(url: &str) -> Result<(AnyPool, Write)> {
    // Alone first: a wrong address is told at once, and migrations may wait for another process's.
    <AnyConnection as Connection>::connect(url).await?.close().await?;
    let first = AnyPoolOptions::new().max_connections(1).connect(url).await?;
    let migrated = sqlx::migrate!("./migrations/postgres").run(&first).await;
    first.close().await;
    migrated?;
    let options = || {
        let options = AnyPoolOptions::new().acquire_timeout(POSTGRES_PATIENCE).test_before_acquire(false);
        let options = options.before_acquire(|conn, meta| {
            Box::pin(async move {
                if meta.idle_for > TRUSTED {
                    conn.ping().await?;
                }
                Ok(true)
            })
        });
        options.after_connect(|conn, _| {
            Box::pin(async move {
                // Nobody waits for ever, neither for a lock nor for a process that hangs in a transaction.
                sqlx::query("SET lock_timeout = '10s'").execute(&mut *conn).await?;
                sqlx::query("SET idle_in_transaction_session_timeout = '60s'").execute(&mut *conn).await?;
                Ok(())
            })
        })
    };
    let write = options().max_connections(POSTGRES_WRITERS).connect(url).await?;
    let read = options().max_connections(READERS).connect(url).await?;
    Ok((read, Write::Postgres(write)))
}

/// A path as a part of an address.
fn encoded(path: &Path) -> String {
    let mut text = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => text.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => text.push(char::from(*byte)),
            byte => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

fn is_safe(version: &str) -> bool {
    let mut parts = version.split('.').map(|p| p.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next()) >= (3, 51, 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_engines_are_refused() {
        assert!(is_safe("3.51.3") && is_safe("3.52.0") && is_safe("4.0.0"));
        assert!(!is_safe("3.51.2") && !is_safe("3.46.1"));
    }

    #[test]
    fn the_address_chooses_the_database_and_no_password_is_told() {
        let data = Path::new("data");
        assert_eq!(Database::choose(None, data).unwrap(), Database::Sqlite(data.to_owned()));
        assert_eq!(Database::choose(Some(" "), data).unwrap(), Database::Sqlite(data.to_owned()));
        let url = "postgres://shop:hush@localhost/vitrine";
        let chosen = Database::choose(Some(url), data).unwrap();
        assert_eq!(chosen, Database::Postgres(url.to_owned()));
        assert!(!format!("{chosen:?}").contains("hush"));
        let error = Database::choose(Some("mysql://shop:hush@localhost/vitrine"), data).unwrap_err().to_string();
        assert!(error.contains("mysql") && error.contains("postgres://") && !error.contains("hush"), "{error}");
    }

    #[test]
    fn a_path_stays_one_path() {
        assert_eq!(encoded(Path::new("/srv/a b?c#d%/x.sqlite")), "/srv/a%20b%3Fc%23d%25/x.sqlite");
    }
}
