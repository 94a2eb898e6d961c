//! Promotion codes as they stand: what they are, and whether an operator has ended them. They are read when they are
//! asked for, so that what an operator does works at once in every process.

use super::{Conn, Result};
use crate::demo::promotion::PromotionFile;

/// A code's row.
#[derive(Clone, Debug)]
pub struct CodeRow {
    /// What it is.
    pub file: PromotionFile,
    /// When an operator ended it, in microseconds.
    pub ended_at: Option<i64>,
}

/// A code with how often it is held by checkouts and used by orders.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The code.
    pub row: CodeRow,
    /// Checkouts that hold it.
    pub held: i64,
    /// Orders that used it.
    pub used: i64,
}

/// A code.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, code: &str) -> Result<Option<CodeRow>> {
    let raw: Option<(String, Option<i64>)> =
        sqlx::query_as("SELECT doc, ended_at FROM promotion WHERE id = $1").bind(code).fetch_optional(conn).await?;
    raw.map(|(doc, ended_at)| Ok(CodeRow { file: serde_json::from_str(&doc)?, ended_at })).transpose()
}

/// The names of all codes.
///
/// # Errors
/// When the database fails.
pub async fn names(conn: &mut Conn) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("SELECT id FROM promotion ORDER BY id").fetch_all(conn).await?)
}

/// All codes by name, also those that are over.
///
/// # Errors
/// When the database fails.
pub async fn all(conn: &mut Conn) -> Result<Vec<Counted>> {
    let rows: Vec<(String, Option<i64>, i64, i64)> = sqlx::query_as(
        "SELECT p.doc, p.ended_at,
             (SELECT COUNT(*) FROM promotion_redemption r WHERE r.code = p.id AND r.state = 'held'),
             (SELECT COUNT(*) FROM promotion_redemption r WHERE r.code = p.id AND r.state = 'used')
         FROM promotion p ORDER BY p.id",
    )
    .fetch_all(conn)
    .await?;
    let read = |(doc, ended_at, held, used): (String, Option<i64>, i64, i64)| {
        Ok(Counted { row: CodeRow { file: serde_json::from_str(&doc)?, ended_at }, held, used })
    };
    rows.into_iter().map(read).collect()
}

/// Adds a code; false, and nothing done, when there is one of that name.
///
/// # Errors
/// When the database fails.
pub async fn add(conn: &mut Conn, file: &PromotionFile) -> Result<bool> {
    let done = sqlx::query("INSERT INTO promotion (id, doc) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
        .bind(&file.code)
        .bind(serde_json::to_string(file)?)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a code for good; false when there is none that goes on.
///
/// # Errors
/// When the database fails.
pub async fn end(conn: &mut Conn, code: &str, now: i64) -> Result<bool> {
    let done = sqlx::query("UPDATE promotion SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
        .bind(code)
        .bind(now)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}
