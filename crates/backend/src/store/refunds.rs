//! What goes back: money and goods.

use super::{Conn, Result, from_word, new_id, word};
use serde::{Deserialize, Serialize};
use vitrine_api::{RefundStatus, ReturnLine, ReturnReason, ReturnStatus};

/// Money on its way back.
#[derive(Clone, Debug)]
pub struct RefundRow {
    /// Its id.
    pub id: String,
    /// The checkout that paid.
    pub checkout_id: String,
    /// Minor units.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
    /// Where it stands.
    pub status: RefundStatus,
    /// When it was begun, in microseconds.
    pub created_at: i64,
}

/// Begins a refund.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    conn: &mut Conn,
    checkout: &str,
    order: Option<&str>,
    amount: i64,
    currency: &str,
    now: i64,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO refund (id, checkout_id, order_id, amount, currency, status, created_at)
         VALUES ($1, $2, $3, $4, $5, 'pending', $6)",
    )
    .bind(new_id())
    .bind(checkout)
    .bind(order)
    .bind(amount)
    .bind(currency)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

async fn select(conn: &mut Conn, sql: &'static str, value: &str) -> Result<Vec<RefundRow>> {
    let rows: Vec<(String, String, i64, String, String, i64)> = sqlx::query_as(sql).bind(value).fetch_all(conn).await?;
    rows.into_iter()
        .map(|(id, checkout_id, amount, currency, status, created_at)| {
            Ok(RefundRow { id, checkout_id, amount, currency, status: from_word(&status)?, created_at })
        })
        .collect()
}

/// The refunds of an order.
///
/// # Errors
/// When the database fails.
pub async fn of_order(conn: &mut Conn, order: &str) -> Result<Vec<RefundRow>> {
    let sql =
        "SELECT id, checkout_id, amount, currency, status, created_at FROM refund WHERE order_id = $1 ORDER BY id";
    select(conn, sql, order).await
}

/// Refunds that haven't been sent.
///
/// # Errors
/// When the database fails.
pub async fn pending(conn: &mut Conn) -> Result<Vec<RefundRow>> {
    let sql = "SELECT id, checkout_id, amount, currency, status, created_at FROM refund WHERE status = $1 LIMIT 50";
    select(conn, sql, "pending").await
}

/// Notes how a refund ended.
///
/// # Errors
/// When the database fails.
pub async fn settle(conn: &mut Conn, id: &str, status: RefundStatus) -> Result<()> {
    sqlx::query("UPDATE refund SET status = $2 WHERE id = $1").bind(id).bind(word(&status)?).execute(conn).await?;
    Ok(())
}

/// A wish to send goods back, as stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReturnDoc {
    /// Which pieces.
    pub lines: Vec<ReturnLine>,
    /// Why.
    pub reason: ReturnReason,
}

/// A stored return: (id, status, document, microseconds).
pub type ReturnRow = (String, ReturnStatus, ReturnDoc, i64);

/// Stores a return.
///
/// # Errors
/// When the database fails.
pub async fn insert_return(conn: &mut Conn, order: &str, doc: &ReturnDoc, now: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO return_request (id, order_id, status, doc, created_at) VALUES ($1, $2, 'requested', $3, $4)",
    )
    .bind(new_id())
    .bind(order)
    .bind(serde_json::to_string(doc)?)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// The returns of an order.
///
/// # Errors
/// When the database fails.
pub async fn returns(conn: &mut Conn, order: &str) -> Result<Vec<ReturnRow>> {
    let rows: Vec<(String, String, String, i64)> =
        sqlx::query_as("SELECT id, status, doc, created_at FROM return_request WHERE order_id = $1 ORDER BY id")
            .bind(order)
            .fetch_all(conn)
            .await?;
    rows.into_iter()
        .map(|(id, status, doc, at)| Ok((id, from_word(&status)?, serde_json::from_str(&doc)?, at)))
        .collect()
}
