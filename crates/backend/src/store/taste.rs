//! Whom a browser's shopper follows, and which products they don't want to be shown.

use super::{Conn, Result};
use std::collections::BTreeSet;

/// The creators a session follows.
///
/// # Errors
/// When the database fails.
pub async fn follows(conn: &mut Conn, session: &str) -> Result<BTreeSet<String>> {
    let rows: Vec<String> =
        sqlx::query_scalar("SELECT creator_id FROM follow WHERE session_id = $1").bind(session).fetch_all(conn).await?;
    Ok(rows.into_iter().collect())
}

/// The products a session doesn't want to be shown.
///
/// # Errors
/// When the database fails.
pub async fn uninterested(conn: &mut Conn, session: &str) -> Result<BTreeSet<String>> {
    let rows: Vec<String> = sqlx::query_scalar("SELECT product_id FROM uninterested WHERE session_id = $1")
        .bind(session)
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Whether a session has said nothing that its feed depends on: it likes, saves and follows nothing and misses nothing.
///
/// # Errors
/// When the database fails.
pub async fn is_plain(conn: &mut Conn, session: &str) -> Result<bool> {
    let said: i64 = sqlx::query_scalar(
        "SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM reaction WHERE session_id = $1)
             OR EXISTS (SELECT 1 FROM follow WHERE session_id = $1)
             OR EXISTS (SELECT 1 FROM uninterested WHERE session_id = $1) THEN 1 ELSE 0 END AS BIGINT)",
    )
    .bind(session)
    .fetch_one(conn)
    .await?;
    Ok(said == 0)
}

/// Follows a creator, or no longer.
///
/// # Errors
/// When the database fails.
pub async fn follow(conn: &mut Conn, session: &str, creator: &str, following: bool) -> Result<()> {
    let sql = if following {
        "INSERT INTO follow (session_id, creator_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
    } else {
        "DELETE FROM follow WHERE session_id = $1 AND creator_id = $2"
    };
    sqlx::query(sql).bind(session).bind(creator).execute(conn).await?;
    Ok(())
}

/// Notes whether a session wants to be shown a product.
///
/// # Errors
/// When the database fails.
pub async fn interest(conn: &mut Conn, session: &str, product: &str, interested: bool) -> Result<()> {
    let sql = if interested {
        "DELETE FROM uninterested WHERE session_id = $1 AND product_id = $2"
    } else {
        "INSERT INTO uninterested (session_id, product_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
    };
    sqlx::query(sql).bind(session).bind(product).execute(conn).await?;
    Ok(())
}
