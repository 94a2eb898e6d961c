//! What processes on one PostgreSQL know of each other: locks that end with the connection that holds
//! them, so that nobody has to tell that a process is gone.

use super::Result;
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Postgres};

/// The kind of lock that says that a process lives; its number is the second key. [`super::idempotency`]
/// looks for them.
const LIVES: i32 = 22_089;
/// The kind of lock that one process holds: the one that does the jobs.
const LEADS: i32 = 22_090;

/// A connection outside the pools that holds a process's locks.
pub struct Presence {
    conn: PgConnection,
}

impl Presence {
    /// Connects and says that this process lives.
    ///
    /// # Errors
    /// When the database can't be reached.
    pub async fn announce(url: &str, holder: i64) -> Result<Self> {
        let mut conn = <PgConnection as Connection>::connect(url).await?;
        // Shared: after a break the connection before may hold it for a moment longer.
        sqlx::query("SELECT pg_try_advisory_lock_shared($1, $2)")
            .bind(LIVES)
            .bind(i32::try_from(holder).unwrap_or(0))
            .execute(&mut conn)
            .await?;
        Ok(Self { conn })
    }

    /// Whether this process does the jobs from now on; asked until it does.
    ///
    /// # Errors
    /// When the connection is lost.
    pub async fn lead(&mut self) -> Result<bool> {
        Ok(sqlx::query_scalar::<Postgres, bool>("SELECT pg_try_advisory_lock($1, 0)")
            .bind(LEADS)
            .fetch_one(&mut self.conn)
            .await?)
    }

    /// Whether the connection still holds the locks.
    ///
    /// # Errors
    /// When it doesn't.
    pub async fn check(&mut self) -> Result<()> {
        Ok(self.conn.ping().await?)
    }

    /// Lets go of the locks.
    pub async fn leave(self) {
        // Where this fails, the locks are gone already.
        let _ = self.conn.close().await;
    }
}
