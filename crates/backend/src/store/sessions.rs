//! Browsers and what they react to.

use super::{Conn, Result, new_id, places};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// The session behind a cookie's hash.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, token_hash: &str) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("SELECT id FROM session WHERE token_hash = $1").bind(token_hash).fetch_optional(conn).await?)
}

/// Makes a session.
///
/// # Errors
/// When the database fails.
pub async fn create(conn: &mut Conn, token_hash: &str, now: i64) -> Result<String> {
    let id = new_id();
    sqlx::query("INSERT INTO session (id, token_hash, created_at) VALUES ($1, $2, $3)")
        .bind(&id)
        .bind(token_hash)
        .bind(now)
        .execute(conn)
        .await?;
    Ok(id)
}

/// Closes a session: no cookie opens it any more. Its row stays, because orders name it.
///
/// # Errors
/// When the database fails.
pub async fn close(conn: &mut Conn, session: &str) -> Result<()> {
    // No token hashes to this: hashes are hexadecimal.
    sqlx::query("UPDATE session SET token_hash = $2 WHERE id = $1")
        .bind(session)
        .bind(format!("closed:{session}"))
        .execute(conn)
        .await?;
    Ok(())
}

/// What a session said of a post: (liked, saved).
///
/// # Errors
/// When the database fails.
pub async fn reaction(conn: &mut Conn, session: &str, post: &str) -> Result<(bool, bool)> {
    // Cast: older databases of SQLite declare them as BOOLEAN, which `Any` doesn't read.
    let row: Option<(i64, i64)> = sqlx::query_as(
        "SELECT CAST(liked AS BIGINT), CAST(saved AS BIGINT) FROM reaction WHERE session_id = $1 AND post_id = $2",
    )
    .bind(session)
    .bind(post)
    .fetch_optional(conn)
    .await?;
    let (liked, saved) = row.unwrap_or_default();
    Ok((liked != 0, saved != 0))
}

/// What a session said of posts: post → (liked, saved).
///
/// # Errors
/// When the database fails.
pub async fn reactions(conn: &mut Conn, session: &str, posts: &[&str]) -> Result<HashMap<String, (bool, bool)>> {
    let sql = format!(
        "SELECT post_id, CAST(liked AS BIGINT), CAST(saved AS BIGINT) FROM reaction
         WHERE session_id = $1 AND post_id IN ({})",
        places(2, posts.len())
    );
    let mut query = sqlx::query_as(AssertSqlSafe(sql)).bind(session);
    for post in posts {
        query = query.bind(*post);
    }
    let rows: Vec<(String, i64, i64)> = query.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|(post, liked, saved)| (post, (liked != 0, saved != 0))).collect())
}

/// Sets what a session says of a post and keeps the counts.
///
/// # Errors
/// When the database fails.
pub async fn react(conn: &mut Conn, session: &str, post: &str, liked: bool, saved: bool) -> Result<()> {
    let (was_liked, was_saved) = reaction(conn, session, post).await?;
    sqlx::query(
        "INSERT INTO reaction (session_id, post_id, liked, saved) VALUES ($1, $2, $3, $4)
         ON CONFLICT (session_id, post_id) DO UPDATE SET liked = $3, saved = $4",
    )
    .bind(session)
    .bind(post)
    .bind(i64::from(liked))
    .bind(i64::from(saved))
    .execute(&mut *conn)
    .await?;
    sqlx::query("UPDATE post SET likes = likes + $2, saves = saves + $3 WHERE id = $1")
        .bind(post)
        .bind(i64::from(liked) - i64::from(was_liked))
        .bind(i64::from(saved) - i64::from(was_saved))
        .execute(conn)
        .await?;
    Ok(())
}
