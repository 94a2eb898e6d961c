//! Inbox (what providers told us), outbox (what browsers must hear), and what the stand-ins of
//! the outside world are about to send.

use super::{Conn, Result};
use crate::faults;
use sqlx::AssertSqlSafe;

/// A message of a provider that waits to be applied.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Received {
    /// Who sent it.
    pub provider: String,
    /// Its id.
    pub event_id: String,
    /// The body.
    pub payload: String,
    /// How often applying it failed.
    pub attempts: i64,
}

/// Takes a message in; false when it is known.
///
/// # Errors
/// When the database fails.
pub async fn receive(conn: &mut Conn, provider: &str, event_id: &str, payload: &str, now: i64) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO inbox (provider, event_id, payload, received_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(provider)
    .bind(event_id)
    .bind(payload)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How often applying a message is tried before it is left for people. With the pauses of
/// [`settle`] that is four hours and a half, for a provider that is away.
const TRIES: i64 = 16;

/// The longest pause between two tries, in microseconds.
const LONGEST_PAUSE: i64 = 3_600 * 1_000_000;

/// Messages that wait and whose pause is over, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn waiting(conn: &mut Conn, now: i64) -> Result<Vec<Received>> {
    Ok(sqlx::query_as(
        "SELECT provider, event_id, payload, attempts FROM inbox
         WHERE processed_at IS NULL AND attempts < $1 AND due_at <= $2 ORDER BY received_at, event_id LIMIT 100",
    )
    .bind(TRIES)
    .bind(now)
    .fetch_all(conn)
    .await?)
}

/// Notes that a message was applied, or why it could not be; then it is tried again after half a
/// second, and each time after twice as long.
///
/// # Errors
/// When the database fails.
pub async fn settle(conn: &mut Conn, message: &Received, now: i64, error: Option<&str>) -> Result<()> {
    let pause = (500_000_i64 << message.attempts.clamp(0, 30)).min(LONGEST_PAUSE);
    sqlx::query(
        "UPDATE inbox SET attempts = attempts + 1, error = $4, processed_at = CASE WHEN $4 IS NULL THEN $3 END,
         due_at = $5 WHERE provider = $1 AND event_id = $2",
    )
    .bind(&message.provider)
    .bind(&message.event_id)
    .bind(now)
    .bind(error)
    .bind(now + pause)
    .execute(conn)
    .await?;
    Ok(())
}

/// Tells browsers that something changed: `order` or `cart` and its id, or `link` that is revoked.
///
/// # Errors
/// When the database fails.
pub async fn announce(conn: &mut Conn, kind: &str, subject: &str, now: i64) -> Result<()> {
    announce_all(conn, &[(kind, subject)], now).await
}

/// The same of several changes, in this order.
///
/// # Errors
/// When the database fails.
pub async fn announce_all(conn: &mut Conn, changes: &[(&str, &str)], now: i64) -> Result<()> {
    let rows: Vec<String> = (1..=changes.len()).map(|nth| format!("(${}, ${}, $1)", 2 * nth, 2 * nth + 1)).collect();
    let sql = format!("INSERT INTO outbox (kind, subject, created_at) VALUES {}", rows.join(", "));
    let mut query = sqlx::query(AssertSqlSafe(sql)).bind(now);
    for (kind, subject) in changes {
        query = query.bind(*kind).bind(*subject);
    }
    query.execute(conn).await?;
    faults::point("outbox.announce.after_row");
    Ok(())
}

/// Gives numbers to announcements that have none yet, in the order they were made, and tells every process;
/// gives the newest number. For PostgreSQL, where those that commit later may have been made earlier: only
/// numbers given afterwards are seen in order. On SQLite they come with the row.
///
/// # Errors
/// When the database fails.
pub async fn relay(conn: &mut Conn) -> Result<Option<i64>> {
    Ok(sqlx::query_scalar("SELECT relay_outbox()").fetch_one(conn).await?)
}

/// The newest announcement's number, 0 when there is none.
///
/// # Errors
/// When the database fails.
pub async fn newest(conn: &mut Conn) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT COALESCE(MAX(seq), 0) FROM outbox").fetch_one(conn).await?)
}

/// The newest and the oldest announcement still kept, 0 when there is none.
///
/// # Errors
/// When the database fails.
pub async fn span(conn: &mut Conn) -> Result<(i64, i64)> {
    // Each by itself is the end of an index; both at once would read all of it.
    Ok(sqlx::query_as("SELECT (SELECT COALESCE(MAX(seq), 0) FROM outbox), (SELECT COALESCE(MIN(seq), 0) FROM outbox)")
        .fetch_one(conn)
        .await?)
}

/// So many announcements are read at once.
pub const MOST: usize = 200;

/// Announcements after a number that concern a session: (seq, kind, subject). Of a shared order it hears as
/// long as its link lives, and then once that the link is gone.
///
/// # Errors
/// When the database fails.
pub async fn since(conn: &mut Conn, after: i64, session: &str, now: i64) -> Result<Vec<(i64, String, String)>> {
    Ok(sqlx::query_as(
        "SELECT seq, kind, subject FROM outbox o WHERE seq > $1 AND (
             (kind = 'order' AND (EXISTS (SELECT 1 FROM shop_order s WHERE s.id = o.subject AND s.session_id = $2)
                  OR EXISTS (SELECT 1 FROM order_access a WHERE a.order_id = o.subject AND a.session_id = $2)
                  OR EXISTS (SELECT 1 FROM order_link_session g JOIN order_link l ON l.id = g.link_id
                      WHERE g.session_id = $2 AND l.order_id = o.subject AND l.revoked_at IS NULL AND l.expires_at > $3)))
          OR (kind = 'link' AND EXISTS (SELECT 1 FROM order_link_session g
                  WHERE g.link_id = o.subject AND g.session_id = $2))
          OR (kind = 'cart' AND EXISTS (SELECT 1 FROM cart c WHERE c.id = o.subject AND c.session_id = $2)))
         ORDER BY seq LIMIT $4",
    )
    .bind(after)
    .bind(session)
    .bind(now)
    .bind(MOST as i64)
    .fetch_all(conn)
    .await?)
}

/// Which sessions announcements after a number and up to another may concern; [`since`] says it exactly.
///
/// # Errors
/// When the database fails.
pub async fn whose(conn: &mut Conn, after: i64, newest: i64) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "SELECT o.seq, s.session_id FROM outbox o JOIN shop_order s ON s.id = o.subject
             WHERE o.seq > $1 AND o.seq <= $2 AND o.kind = 'order'
         UNION ALL SELECT o.seq, a.session_id FROM outbox o JOIN order_access a ON a.order_id = o.subject
             WHERE o.seq > $1 AND o.seq <= $2 AND o.kind = 'order'
         UNION ALL SELECT o.seq, g.session_id FROM outbox o JOIN order_link l ON l.order_id = o.subject
             JOIN order_link_session g ON g.link_id = l.id WHERE o.seq > $1 AND o.seq <= $2 AND o.kind = 'order'
         UNION ALL SELECT o.seq, g.session_id FROM outbox o JOIN order_link_session g ON g.link_id = o.subject
             WHERE o.seq > $1 AND o.seq <= $2 AND o.kind = 'link'
         UNION ALL SELECT o.seq, c.session_id FROM outbox o JOIN cart c ON c.id = o.subject
             WHERE o.seq > $1 AND o.seq <= $2 AND o.kind = 'cart'",
    )
    .bind(after)
    .bind(newest)
    .fetch_all(conn)
    .await?)
}

/// Drops announcements older than a moment.
///
/// # Errors
/// When the database fails.
pub async fn prune(conn: &mut Conn, before: i64) -> Result<()> {
    sqlx::query("DELETE FROM outbox WHERE created_at < $1").bind(before).execute(conn).await?;
    Ok(())
}

/// A webhook a stand-in is about to send.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Delivery {
    /// Its id here.
    pub id: String,
    /// Which stand-in.
    pub provider: String,
    /// The body.
    pub payload: String,
    /// How often it was tried.
    pub attempts: i64,
}

/// Plans a webhook.
///
/// # Errors
/// When the database fails.
pub async fn plan_delivery(conn: &mut Conn, provider: &str, payload: &str, due_at: i64) -> Result<()> {
    sqlx::query("INSERT INTO outside_delivery (id, provider, payload, due_at) VALUES ($1, $2, $3, $4)")
        .bind(super::new_id())
        .bind(provider)
        .bind(payload)
        .bind(due_at)
        .execute(conn)
        .await?;
    Ok(())
}

/// Webhooks that are due.
///
/// # Errors
/// When the database fails.
pub async fn due_deliveries(conn: &mut Conn, now: i64) -> Result<Vec<Delivery>> {
    Ok(sqlx::query_as(
        "SELECT id, provider, payload, attempts FROM outside_delivery
         WHERE delivered_at IS NULL AND due_at <= $1 AND attempts < 12 ORDER BY due_at, id LIMIT 50",
    )
    .bind(now)
    .fetch_all(conn)
    .await?)
}

/// The bodies a stand-in sent of a parcel by now, or tried to, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn told(conn: &mut Conn, provider: &str, tracking_number: &str, now: i64) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT payload FROM outside_delivery
         WHERE provider = $1 AND json_extract(payload, '$.tracking_number') = $2
           AND (delivered_at IS NOT NULL OR attempts > 0 OR due_at <= $3) ORDER BY due_at, id",
    )
    .bind(provider)
    .bind(tracking_number)
    .bind(now)
    .fetch_all(conn)
    .await?)
}

/// A webhook of a parcel, sent or still ahead.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Planned {
    /// The body.
    pub payload: String,
    /// When it is to be sent, in microseconds.
    pub due_at: i64,
    /// When it arrived, in microseconds.
    pub delivered_at: Option<i64>,
}

/// Everything a stand-in has sent of a parcel or means to.
///
/// # Errors
/// When the database fails.
pub async fn planned(conn: &mut Conn, provider: &str, tracking_number: &str) -> Result<Vec<Planned>> {
    Ok(sqlx::query_as(
        "SELECT payload, due_at, delivered_at FROM outside_delivery
         WHERE provider = $1 AND json_extract(payload, '$.tracking_number') = $2 ORDER BY due_at, id",
    )
    .bind(provider)
    .bind(tracking_number)
    .fetch_all(conn)
    .await?)
}

/// Notes that a webhook arrived, or when to try again.
///
/// # Errors
/// When the database fails.
pub async fn settle_delivery(conn: &mut Conn, id: &str, delivered_at: Option<i64>, retry_at: i64) -> Result<()> {
    sqlx::query("UPDATE outside_delivery SET attempts = attempts + 1, delivered_at = $2, due_at = $3 WHERE id = $1")
        .bind(id)
        .bind(delivered_at)
        .bind(retry_at)
        .execute(conn)
        .await?;
    Ok(())
}
