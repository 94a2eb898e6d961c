//! Checkouts.

use super::{Conn, Result, from_word, locks_rows, word};
use vitrine_api::{CheckoutState, PaymentErrorCode, PaymentIntentStatus};

/// A checkout's row; what is frozen lies in `doc`.
#[derive(Clone, Debug)]
pub struct CheckoutRow {
    /// Its id.
    pub id: String,
    /// Its bag.
    pub cart_id: String,
    /// Whose it is.
    pub session_id: String,
    /// The bag's version.
    pub cart_version: i64,
    /// Where it stands.
    pub state: CheckoutState,
    /// Minor units.
    pub total: i64,
    /// ISO 4217.
    pub currency: String,
    /// What is frozen, as JSON.
    pub doc: String,
    /// When the reservation ends, in microseconds.
    pub expires_at: i64,
    /// The provider's id of the payment.
    pub payment_ref: Option<String>,
    /// The provider's page.
    pub payment_url: Option<String>,
    /// How the payment stands.
    pub payment_status: Option<PaymentIntentStatus>,
    /// Why the last try failed.
    pub payment_error: Option<PaymentErrorCode>,
    /// Counts tries.
    pub payment_attempt: i64,
}

#[derive(sqlx::FromRow)]
struct Raw {
    id: String,
    cart_id: String,
    session_id: String,
    cart_version: i64,
    state: String,
    total: i64,
    currency: String,
    doc: String,
    expires_at: i64,
    payment_ref: Option<String>,
    payment_url: Option<String>,
    payment_status: Option<String>,
    payment_error: Option<String>,
    payment_attempt: i64,
}

impl Raw {
    fn read(self) -> Result<CheckoutRow> {
        Ok(CheckoutRow {
            state: from_word(&self.state)?,
            payment_status: self.payment_status.as_deref().map(from_word).transpose()?,
            payment_error: self.payment_error.as_deref().map(from_word).transpose()?,
            id: self.id,
            cart_id: self.cart_id,
            session_id: self.session_id,
            cart_version: self.cart_version,
            total: self.total,
            currency: self.currency,
            doc: self.doc,
            expires_at: self.expires_at,
            payment_ref: self.payment_ref,
            payment_url: self.payment_url,
            payment_attempt: self.payment_attempt,
        })
    }
}

macro_rules! select {
    ($condition:literal) => {
        select!($condition, "")
    };
    ($condition:literal, $end:literal) => {
        concat!(
            "SELECT id, cart_id, session_id, cart_version, state, total, currency, doc, expires_at, payment_ref, ",
            "payment_url, payment_status, payment_error, payment_attempt FROM checkout WHERE ",
            $condition,
            $end
        )
    };
}

/// The same statement twice: plain, and for databases that lock rows one by one.
macro_rules! hold {
    ($condition:literal) => {
        [select!($condition), select!($condition, " FOR NO KEY UPDATE")]
    };
}

async fn one(conn: &mut Conn, sql: &'static str, value: &str) -> Result<Option<CheckoutRow>> {
    let raw: Option<Raw> = sqlx::query_as(sql).bind(value).fetch_optional(conn).await?;
    raw.map(Raw::read).transpose()
}

async fn held(conn: &mut Conn, [plain, locked]: [&'static str; 2], value: &str) -> Result<Option<CheckoutRow>> {
    let sql = if locks_rows(conn) { locked } else { plain };
    one(conn, sql, value).await
}

/// A checkout.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<CheckoutRow>> {
    one(conn, select!("id = $1"), id).await
}

/// A checkout for whoever decides by its state and changes it: nobody else does until the write ends.
///
/// # Errors
/// When the database fails.
pub async fn hold(conn: &mut Conn, id: &str) -> Result<Option<CheckoutRow>> {
    held(conn, hold!("id = $1"), id).await
}

/// The same of the checkout that holds stock for a bag.
///
/// # Errors
/// When the database fails.
pub async fn hold_active_of_cart(conn: &mut Conn, cart: &str) -> Result<Option<CheckoutRow>> {
    let sql = hold!("cart_id = $1 AND state IN ('open', 'reserved', 'paying', 'requires_action', 'paid')");
    held(conn, sql, cart).await
}

/// The same of the checkout behind a provider's payment.
///
/// # Errors
/// When the database fails.
pub async fn hold_by_payment(conn: &mut Conn, payment_ref: &str) -> Result<Option<CheckoutRow>> {
    held(conn, hold!("payment_ref = $1"), payment_ref).await
}

/// The checkout behind a provider's payment.
///
/// # Errors
/// When the database fails.
pub async fn by_payment(conn: &mut Conn, payment_ref: &str) -> Result<Option<CheckoutRow>> {
    one(conn, select!("payment_ref = $1"), payment_ref).await
}

/// Ids of checkouts whose time ran out: first those that have no page to close, the oldest before the others.
///
/// # Errors
/// When the database fails.
pub async fn overdue(conn: &mut Conn, now: i64, most: i64) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM checkout WHERE state IN ('open', 'reserved', 'paying', 'requires_action') AND expires_at <= $1
         ORDER BY CASE WHEN payment_ref IS NULL THEN 0 ELSE 1 END, expires_at LIMIT $2",
    )
    .bind(now)
    .bind(most)
    .fetch_all(conn)
    .await?)
}

/// Ids of checkouts whose money must go back and hasn't been asked to.
///
/// # Errors
/// When the database fails.
pub async fn refund_due(conn: &mut Conn, most: i64) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM checkout WHERE state = 'refund_due'
             AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.checkout_id = checkout.id) ORDER BY id LIMIT $1",
    )
    .bind(most)
    .fetch_all(conn)
    .await?)
}

/// Stores a new checkout.
///
/// # Errors
/// When the database fails, or the bag has an active one.
pub async fn insert(conn: &mut Conn, row: &CheckoutRow, now: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO checkout (id, cart_id, session_id, cart_version, state, total, currency, doc, expires_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(&row.id)
    .bind(&row.cart_id)
    .bind(&row.session_id)
    .bind(row.cart_version)
    .bind(word(&row.state)?)
    .bind(row.total)
    .bind(&row.currency)
    .bind(&row.doc)
    .bind(row.expires_at)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes the provider's page for an attempt that has none; nothing, and nothing done, when it has one or was given up.
///
/// # Errors
/// When the database fails.
pub async fn keep_page(
    conn: &mut Conn,
    id: &str,
    attempt: i64,
    (payment, url, status): (&str, &str, PaymentIntentStatus),
) -> Result<Option<CheckoutRow>> {
    let raw: Option<Raw> = sqlx::query_as(
        "UPDATE checkout SET payment_ref = $3, payment_url = $4, payment_status = $5
         WHERE id = $1 AND payment_attempt = $2 AND payment_ref IS NULL
         RETURNING id, cart_id, session_id, cart_version, state, total, currency, doc, expires_at, payment_ref,
             payment_url, payment_status, payment_error, payment_attempt",
    )
    .bind(id)
    .bind(attempt)
    .bind(payment)
    .bind(url)
    .bind(word(&status)?)
    .fetch_optional(conn)
    .await?;
    raw.map(Raw::read).transpose()
}

/// Stores state and payment.
///
/// # Errors
/// When the database fails.
pub async fn update(conn: &mut Conn, row: &CheckoutRow) -> Result<()> {
    sqlx::query(
        "UPDATE checkout SET state = $2, payment_ref = $3, payment_url = $4, payment_status = $5, payment_error = $6,
         payment_attempt = $7, expires_at = $8 WHERE id = $1",
    )
    .bind(&row.id)
    .bind(word(&row.state)?)
    .bind(&row.payment_ref)
    .bind(&row.payment_url)
    .bind(row.payment_status.as_ref().map(word).transpose()?)
    .bind(row.payment_error.as_ref().map(word).transpose()?)
    .bind(row.payment_attempt)
    .bind(row.expires_at)
    .execute(conn)
    .await?;
    Ok(())
}
