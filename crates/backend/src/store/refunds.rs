//! Money that goes back.

use super::{Conn, Result, from_word, new_id, word};
use vitrine_api::{Money, RefundStatus};

/// Money on its way back.
#[derive(Clone, Debug)]
pub struct RefundRow {
    /// Its id.
    pub id: String,
    /// The checkout that paid.
    pub checkout_id: String,
    /// The payment it goes back from, where that isn't the checkout's own.
    pub payment_ref: Option<String>,
    /// Minor units.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
    /// Where it stands.
    pub status: RefundStatus,
    /// Counts the keys that the provider's faults used up.
    pub attempt: i64,
    /// When it was begun, in microseconds.
    pub created_at: i64,
    /// Whether the provider has taken it.
    pub taken: bool,
}

#[derive(sqlx::FromRow)]
struct Raw {
    id: String,
    checkout_id: String,
    payment_ref: Option<String>,
    amount: i64,
    currency: String,
    status: String,
    attempt: i64,
    created_at: i64,
    taken: i64,
}

impl Raw {
    fn read(self) -> Result<RefundRow> {
        Ok(RefundRow {
            status: from_word(&self.status)?,
            id: self.id,
            checkout_id: self.checkout_id,
            payment_ref: self.payment_ref,
            amount: self.amount,
            currency: self.currency,
            attempt: self.attempt,
            created_at: self.created_at,
            taken: self.taken != 0,
        })
    }
}

/// A refund to begin.
#[derive(Clone, Copy, Debug)]
pub struct NewRow<'a> {
    /// The checkout that paid.
    pub checkout: &'a str,
    /// The order it belongs to, where there is one.
    pub order: Option<&'a str>,
    /// The payment it goes back from, where that isn't the checkout's own.
    pub payment_ref: Option<&'a str>,
    /// The provider's id, where somebody sent it back on the provider's pages.
    pub provider_ref: Option<&'a str>,
    /// How much.
    pub amount: Money,
}

/// Begins a refund; gives its id.
///
/// # Errors
/// When the database fails.
pub async fn insert(conn: &mut Conn, new: &NewRow<'_>, now: i64) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "INSERT INTO refund (id, checkout_id, order_id, payment_ref, provider_ref, amount, currency, status, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', $8)",
    )
    .bind(&id)
    .bind(new.checkout)
    .bind(new.order)
    .bind(new.payment_ref)
    .bind(new.provider_ref)
    .bind(new.amount.amount())
    .bind(new.amount.currency().code())
    .bind(now)
    .execute(conn)
    .await?;
    Ok(id)
}

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, checkout_id, payment_ref, amount, currency, status, attempt, created_at, ",
            "CASE WHEN provider_ref IS NULL THEN 0 ELSE 1 END AS taken FROM refund WHERE ",
            $condition
        )
    };
}

/// A refund.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<RefundRow>> {
    let raw: Option<Raw> = sqlx::query_as(select!("id = $1")).bind(id).fetch_optional(conn).await?;
    raw.map(Raw::read).transpose()
}

/// The refund that a provider knows by this id.
///
/// # Errors
/// When the database fails.
pub async fn by_provider(conn: &mut Conn, provider_ref: &str) -> Result<Option<RefundRow>> {
    let raw: Option<Raw> = sqlx::query_as(select!("provider_ref = $1")).bind(provider_ref).fetch_optional(conn).await?;
    raw.map(Raw::read).transpose()
}

/// The refunds of an order.
///
/// # Errors
/// When the database fails.
pub async fn of_order(conn: &mut Conn, order: &str) -> Result<Vec<RefundRow>> {
    let rows: Vec<Raw> = sqlx::query_as(select!("order_id = $1 ORDER BY id")).bind(order).fetch_all(conn).await?;
    rows.into_iter().map(Raw::read).collect()
}

/// Ids of refunds that the provider hasn't taken yet, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn unsent(conn: &mut Conn, most: i64) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM refund WHERE status = 'pending' AND provider_ref IS NULL ORDER BY attempt, id LIMIT $1",
    )
    .bind(most)
    .fetch_all(conn)
    .await?)
}

/// The payments whose refunds the provider has taken and not ended, each once.
///
/// # Errors
/// When the database fails.
pub async fn unfinished(conn: &mut Conn, most: i64) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT DISTINCT COALESCE(r.payment_ref, c.payment_ref) FROM refund r JOIN checkout c ON c.id = r.checkout_id
         WHERE r.status = 'pending' AND r.provider_ref IS NOT NULL
             AND COALESCE(r.payment_ref, c.payment_ref) IS NOT NULL ORDER BY 1 LIMIT $1",
    )
    .bind(most)
    .fetch_all(conn)
    .await?)
}

/// Notes where a refund stands, and what the provider calls it once it has taken it.
///
/// # Errors
/// When the database fails.
pub async fn settle(conn: &mut Conn, id: &str, status: RefundStatus, provider_ref: Option<&str>) -> Result<()> {
    sqlx::query("UPDATE refund SET status = $2, provider_ref = COALESCE($3, provider_ref) WHERE id = $1")
        .bind(id)
        .bind(word(&status)?)
        .bind(provider_ref)
        .execute(conn)
        .await?;
    Ok(())
}

/// The next try takes another key: the provider keeps its fault for this one.
///
/// # Errors
/// When the database fails.
pub async fn next_key(conn: &mut Conn, id: &str) -> Result<()> {
    sqlx::query("UPDATE refund SET attempt = attempt + 1 WHERE id = $1").bind(id).execute(conn).await?;
    Ok(())
}
