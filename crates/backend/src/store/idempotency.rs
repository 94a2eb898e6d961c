//! Answers to keyed requests, kept so that asking twice does once.

use super::{Conn, Result};

/// What is known of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is ours: do the work.
    New,
    /// Somebody is doing the work.
    InFlight,
    /// It was used with another body.
    Mismatch,
    /// It is done: (status, body).
    Done(u16, String),
}

/// How long an answer is kept, in microseconds: a day. Then the key is as good as new.
const KEPT: i64 = 24 * 3600 * 1_000_000;

/// Claims a key for a process, of which [`super::Store::holder`] is the number.
///
/// It needs a write of [`super::Store::begin_single`]: on PostgreSQL a statement then waits for whoever claims the same
/// key at this moment, and sees it.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    conn: &mut Conn,
    session: &str,
    route: &str,
    key: &str,
    fingerprint: &str,
    holder: i64,
    now: i64,
) -> Result<Claim> {
    let inserted = sqlx::query(
        "INSERT INTO idempotency (session_id, route, key, fingerprint, holder, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (session_id, route, key) DO UPDATE SET fingerprint = $4,
             status = NULL, body = NULL, holder = $5, created_at = $6 WHERE idempotency.created_at < $7",
    )
    .bind(session)
    .bind(route)
    .bind(key)
    .bind(fingerprint)
    .bind(holder)
    .bind(now)
    .bind(now - KEPT)
    .execute(&mut *conn)
    .await?;
    if inserted.rows_affected() == 1 {
        return Ok(Claim::New);
    }
    let row: Option<(String, Option<i64>, Option<String>)> = sqlx::query_as(
        "SELECT fingerprint, status, body FROM idempotency WHERE session_id = $1 AND route = $2 AND key = $3",
    )
    .bind(session)
    .bind(route)
    .bind(key)
    .fetch_optional(conn)
    .await?;
    // Let go of between the two statements: whoever asks again claims it.
    let Some((known, status, body)) = row else {
        return Ok(Claim::InFlight);
    };
    Ok(match (known == fingerprint, status, body) {
        (false, _, _) => Claim::Mismatch,
        (true, Some(status), Some(body)) => Claim::Done(u16::try_from(status).unwrap_or(500), body),
        (true, _, _) => Claim::InFlight,
    })
}

/// Keeps the answer of a key.
///
/// # Errors
/// When the database fails.
pub async fn keep(conn: &mut Conn, session: &str, route: &str, key: &str, status: u16, body: &str) -> Result<()> {
    sqlx::query("UPDATE idempotency SET status = $4, body = $5 WHERE session_id = $1 AND route = $2 AND key = $3")
        .bind(session)
        .bind(route)
        .bind(key)
        .bind(i64::from(status))
        .bind(body)
        .execute(conn)
        .await?;
    Ok(())
}

/// Lets go of a key whose work failed on our side.
///
/// # Errors
/// When the database fails.
pub async fn forget(conn: &mut Conn, session: &str, route: &str, key: &str) -> Result<()> {
    sqlx::query("DELETE FROM idempotency WHERE session_id = $1 AND route = $2 AND key = $3")
        .bind(session)
        .bind(route)
        .bind(key)
        .execute(conn)
        .await?;
    Ok(())
}

/// Drops answers that were kept long enough. A claim doesn't need it, and must not pay for it: it looks at every row.
///
/// # Errors
/// When the database fails.
pub async fn prune(conn: &mut Conn, now: i64) -> Result<()> {
    sqlx::query("DELETE FROM idempotency WHERE created_at < $1").bind(now - KEPT).execute(conn).await?;
    Ok(())
}

/// Lets go of keys whose work a crash cut off; doing it again is harmless, because each piece of
/// work has a unique constraint of its own. For SQLite, whose one process has just begun.
///
/// # Errors
/// When the database fails.
pub async fn forget_unfinished(conn: &mut Conn) -> Result<()> {
    sqlx::query("DELETE FROM idempotency WHERE status IS NULL").execute(conn).await?;
    Ok(())
}

/// Lets go of keys claimed before a moment by processes on PostgreSQL that live no more: none of them holds
/// the lock of its number ([`super::Presence`]). Those that have just begun get the time to take theirs.
///
/// # Errors
/// When the database fails.
pub async fn forget_of_the_dead(conn: &mut Conn, before: i64) -> Result<()> {
    sqlx::query(
        "DELETE FROM idempotency WHERE status IS NULL AND created_at < $1 AND holder NOT IN (
             SELECT CAST(objid AS BIGINT) FROM pg_locks WHERE locktype = 'advisory' AND classid = 22089
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
    )
    .bind(before)
    .execute(conn)
    .await?;
    Ok(())
}
