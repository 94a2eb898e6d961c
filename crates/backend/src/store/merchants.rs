//! Merchants who work by program: keys, the trail of their calls, and what they did by key.

use super::{Conn, Result, new_id};

/// A merchant's key. Its secret is not stored: `signing` makes it from the id.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeyRow {
    /// Its id, which callers send.
    pub id: String,
    /// Whose it is.
    pub merchant_id: String,
    /// When it was made, in microseconds.
    pub created_at: i64,
    /// When it was taken back, in microseconds.
    pub revoked_at: Option<i64>,
}

/// Whether there is such a merchant.
///
/// # Errors
/// When the database fails.
pub async fn exists(conn: &mut Conn, merchant: &str) -> Result<bool> {
    let some: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM merchant WHERE id = $1").bind(merchant).fetch_one(conn).await?;
    Ok(some > 0)
}

/// All ids of merchants.
///
/// # Errors
/// When the database fails.
pub async fn all(conn: &mut Conn) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("SELECT id FROM merchant ORDER BY id").fetch_all(conn).await?)
}

/// A merchant's keys, oldest first, revoked ones too.
///
/// # Errors
/// When the database fails.
pub async fn keys(conn: &mut Conn, merchant: &str) -> Result<Vec<KeyRow>> {
    Ok(sqlx::query_as(
        "SELECT id, merchant_id, created_at, revoked_at FROM merchant_key WHERE merchant_id = $1 ORDER BY created_at, id",
    )
    .bind(merchant)
    .fetch_all(conn)
    .await?)
}

/// Makes a key; gives its id. `now` in microseconds.
///
/// # Errors
/// When the database fails or there is no such merchant.
pub async fn add_key(conn: &mut Conn, merchant: &str, now: i64) -> Result<String> {
    let id = format!("mk_{}", new_id());
    sqlx::query("INSERT INTO merchant_key (id, merchant_id, created_at) VALUES ($1, $2, $3)")
        .bind(&id)
        .bind(merchant)
        .bind(now)
        .execute(conn)
        .await?;
    Ok(id)
}

/// Takes a key back for good; false when the merchant has no such active key.
///
/// # Errors
/// When the database fails.
pub async fn revoke_key(conn: &mut Conn, merchant: &str, key: &str, now: i64) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE merchant_key SET revoked_at = $3 WHERE merchant_id = $1 AND id = $2 AND revoked_at IS NULL",
    )
    .bind(merchant)
    .bind(key)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The merchant of an active key.
///
/// # Errors
/// When the database fails.
pub async fn of_key(conn: &mut Conn, key: &str) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("SELECT merchant_id FROM merchant_key WHERE id = $1 AND revoked_at IS NULL")
        .bind(key)
        .fetch_optional(conn)
        .await?)
}

/// A call for the trail.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Whose call; empty for an operator.
    pub merchant: &'a str,
    /// The key that signed it.
    pub key: &'a str,
    /// Used once with this key.
    pub nonce: &'a str,
    /// The method.
    pub method: &'a str,
    /// Path and query.
    pub target: &'a str,
    /// SHA-256 of the body, in hex.
    pub body_hash: &'a str,
}

/// Writes a call into the trail and gives its number; none when the nonce was used before.
///
/// # Errors
/// When the database fails.
pub async fn begin_call(conn: &mut Conn, call: &Call<'_>, now: i64) -> Result<Option<i64>> {
    let made: Vec<i64> = sqlx::query_scalar(
        "INSERT INTO merchant_call (at, merchant_id, key_id, nonce, method, target, body_hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING seq",
    )
    .bind(now)
    .bind(call.merchant)
    .bind(call.key)
    .bind(call.nonce)
    .bind(call.method)
    .bind(call.target)
    .bind(call.body_hash)
    .fetch_all(conn)
    .await?;
    Ok(made.into_iter().next())
}

/// Notes how a call was answered, once.
///
/// # Errors
/// When the database fails or the call has an answer.
pub async fn end_call(conn: &mut Conn, seq: i64, status: u16) -> Result<()> {
    sqlx::query("UPDATE merchant_call SET status = $2 WHERE seq = $1")
        .bind(seq)
        .bind(i64::from(status))
        .execute(conn)
        .await?;
    Ok(())
}

/// What of an order's payment hasn't gone back and isn't on its way, in minor units.
///
/// # Errors
/// When the database fails or there is no such checkout.
pub async fn left_of_payment(conn: &mut Conn, checkout: &str) -> Result<i64> {
    // Money of a second payment goes back besides; it is not this order's.
    Ok(sqlx::query_scalar(
        "SELECT CAST(c.total - COALESCE((SELECT SUM(r.amount) FROM refund r WHERE r.checkout_id = c.id
             AND r.status <> 'failed' AND (r.payment_ref IS NULL OR r.payment_ref = c.payment_ref)), 0) AS BIGINT)
         FROM checkout c WHERE c.id = $1",
    )
    .bind(checkout)
    .fetch_one(conn)
    .await?)
}

/// What an actor has sent back of an order, in minor units.
///
/// # Errors
/// When the database fails.
pub async fn sent_back(conn: &mut Conn, actor: &str, order: &str) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(r.amount), 0) AS BIGINT) FROM merchant_refund m JOIN refund r ON r.id = m.refund_id
         WHERE m.actor = $1 AND m.order_id = $2 AND r.status <> 'failed'",
    )
    .bind(actor)
    .bind(order)
    .fetch_one(conn)
    .await?)
}

/// A refund begun by key.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeyedRefund {
    /// Its order.
    pub order_id: String,
    /// What was asked for, in minor units; all of it where absent.
    pub wish: Option<i64>,
    /// The refund.
    pub refund_id: String,
}

/// The refund an actor's key began.
///
/// # Errors
/// When the database fails.
pub async fn refund_by_key(conn: &mut Conn, actor: &str, key: &str) -> Result<Option<KeyedRefund>> {
    Ok(sqlx::query_as("SELECT order_id, wish, refund_id FROM merchant_refund WHERE actor = $1 AND key = $2")
        .bind(actor)
        .bind(key)
        .fetch_optional(conn)
        .await?)
}

/// Keeps which refund a key began.
///
/// # Errors
/// When the database fails or the key was used.
pub async fn keep_refund(conn: &mut Conn, actor: &str, key: &str, refund: &KeyedRefund) -> Result<()> {
    sqlx::query("INSERT INTO merchant_refund (actor, key, order_id, wish, refund_id) VALUES ($1, $2, $3, $4, $5)")
        .bind(actor)
        .bind(key)
        .bind(&refund.order_id)
        .bind(refund.wish)
        .bind(&refund.refund_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// An answer to a return.
#[derive(Clone, Copy, Debug)]
pub struct NewAnswer<'a> {
    /// Who answers; empty for an operator.
    pub actor: &'a str,
    /// Whether the goods may come back.
    pub accepted: bool,
    /// Why.
    pub reason: &'a str,
}

/// Stores the answer to a return.
///
/// # Errors
/// When the database fails or there is an answer.
pub async fn answer_return(conn: &mut Conn, id: &str, answer: &NewAnswer<'_>, now: i64) -> Result<()> {
    sqlx::query("INSERT INTO return_answer (return_id, actor, accepted, reason, at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(answer.actor)
        .bind(i64::from(answer.accepted))
        .bind(answer.reason)
        .bind(now)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// What was answered to a return: whether it was accepted, and why.
///
/// # Errors
/// When the database fails.
pub async fn answer_of(conn: &mut Conn, id: &str) -> Result<Option<(bool, String)>> {
    let row: Option<(i64, String)> =
        sqlx::query_as("SELECT CAST(accepted AS BIGINT), reason FROM return_answer WHERE return_id = $1")
            .bind(id)
            .fetch_optional(conn)
            .await?;
    Ok(row.map(|(accepted, reason)| (accepted != 0, reason)))
}
