//! Links that show an order to others, and who opened them.

use super::{Conn, Result};

/// A link's row.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LinkRow {
    /// Its id.
    pub id: String,
    /// What it shows.
    pub order_id: String,
    /// The hash of its secret.
    pub token_hash: String,
    /// Whom it is for.
    pub label: String,
    /// When it was made, in microseconds.
    pub created_at: i64,
    /// From when on it opens nothing.
    pub expires_at: i64,
    /// When it was last opened.
    pub opened_at: Option<i64>,
}

/// Stores a new link.
///
/// # Errors
/// When the database fails.
pub async fn insert(conn: &mut Conn, link: &LinkRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO order_link (id, order_id, token_hash, label, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&link.id)
    .bind(&link.order_id)
    .bind(&link.token_hash)
    .bind(&link.label)
    .bind(link.created_at)
    .bind(link.expires_at)
    .execute(conn)
    .await?;
    Ok(())
}

/// The links of an order that open something, newest first.
///
/// # Errors
/// When the database fails.
pub async fn live(conn: &mut Conn, order: &str, now: i64) -> Result<Vec<LinkRow>> {
    Ok(sqlx::query_as(
        "SELECT id, order_id, token_hash, label, created_at, expires_at, opened_at FROM order_link
         WHERE order_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at DESC, id DESC",
    )
    .bind(order)
    .bind(now)
    .fetch_all(conn)
    .await?)
}

/// Ends a link; false when the order has no such link, or it is over already.
///
/// # Errors
/// When the database fails.
pub async fn revoke(conn: &mut Conn, order: &str, link: &str, now: i64) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE order_link SET revoked_at = $3
         WHERE id = $2 AND order_id = $1 AND revoked_at IS NULL AND expires_at > $3",
    )
    .bind(order)
    .bind(link)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a session opened a link: from now on it sees what the link shows.
///
/// # Errors
/// When the database fails.
pub async fn opened(conn: &mut Conn, session: &str, link: &str, now: i64) -> Result<()> {
    sqlx::query("INSERT INTO order_link_session (session_id, link_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(session)
        .bind(link)
        .execute(&mut *conn)
        .await?;
    sqlx::query("UPDATE order_link SET opened_at = $2 WHERE id = $1").bind(link).bind(now).execute(conn).await?;
    Ok(())
}

/// Whether a session opened a link to an order that still lives.
///
/// # Errors
/// When the database fails.
pub async fn shows(conn: &mut Conn, session: &str, order: &str, now: i64) -> Result<bool> {
    let live: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM order_link_session g JOIN order_link l ON l.id = g.link_id
         WHERE g.session_id = $1 AND l.order_id = $2 AND l.revoked_at IS NULL AND l.expires_at > $3",
    )
    .bind(session)
    .bind(order)
    .bind(now)
    .fetch_one(conn)
    .await?;
    Ok(live > 0)
}
