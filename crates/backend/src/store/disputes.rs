//! Payments that a bank disputes.

use super::ledger::{self, Move};
use super::{Conn, Result, from_word, new_id, word};
use vitrine_api::{DisputeStatus, Money};

/// A dispute's row.
#[derive(Clone, Debug)]
pub struct DisputeRow {
    /// Its id.
    pub id: String,
    /// The checkout that paid.
    pub checkout_id: String,
    /// Minor units.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
    /// Where it stands.
    pub status: DisputeStatus,
    /// Whether the money is away from us now.
    pub withdrawn: bool,
    /// When it was opened, in microseconds.
    pub opened_at: i64,
}

/// What a provider tells of a dispute.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The provider's id.
    pub provider_ref: &'a str,
    /// How much is in dispute.
    pub amount: Money,
    /// Where it stands.
    pub status: DisputeStatus,
    /// Whether the money is away from us now.
    pub withdrawn: bool,
    /// When it was opened, in microseconds.
    pub opened_at: i64,
}

type Raw = (String, String, i64, String, String, i64, i64);

fn read(raw: Raw) -> Result<DisputeRow> {
    let (id, checkout_id, amount, currency, status, withdrawn, opened_at) = raw;
    Ok(DisputeRow {
        id,
        checkout_id,
        amount,
        currency,
        status: from_word(&status)?,
        withdrawn: withdrawn != 0,
        opened_at,
    })
}

/// The disputes about a checkout's payment, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_checkout(conn: &mut Conn, checkout: &str) -> Result<Vec<DisputeRow>> {
    let rows: Vec<Raw> = sqlx::query_as(
        "SELECT id, checkout_id, amount, currency, status, CAST(withdrawn AS BIGINT), opened_at FROM dispute
         WHERE checkout_id = $1 ORDER BY opened_at, id",
    )
    .bind(checkout)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(read).collect()
}

/// Whether a bank has, or may take, the money of a checkout: then none can be sent back besides.
///
/// # Errors
/// When the database fails.
pub async fn hold(conn: &mut Conn, checkout: &str) -> Result<bool> {
    Ok(of_checkout(conn, checkout).await?.iter().any(|dispute| dispute.status != DisputeStatus::Won))
}

async fn find(conn: &mut Conn, provider_ref: &str) -> Result<Option<DisputeRow>> {
    let row: Option<Raw> = sqlx::query_as(
        "SELECT id, checkout_id, amount, currency, status, CAST(withdrawn AS BIGINT), opened_at FROM dispute WHERE provider_ref = $1",
    )
    .bind(provider_ref)
    .fetch_optional(conn)
    .await?;
    row.map(read).transpose()
}

/// Stores how a dispute stands and what it did to the money; false when all of it is known.
///
/// # Errors
/// When the database fails.
pub async fn put(conn: &mut Conn, checkout: &str, told: &Told<'_>) -> Result<bool> {
    let found = find(conn, told.provider_ref).await?;
    let new = found.is_none();
    let known = match found {
        Some(known) => known,
        None => insert(conn, checkout, told).await?,
    };
    let moved = known.status != told.status || known.withdrawn != told.withdrawn;
    if moved {
        sqlx::query("UPDATE dispute SET status = $2, withdrawn = $3 WHERE id = $1")
            .bind(&known.id)
            .bind(word(&told.status)?)
            .bind(i64::from(told.withdrawn))
            .execute(&mut *conn)
            .await?;
    }
    if known.withdrawn != told.withdrawn {
        let how = if told.withdrawn { Move::Dispute } else { Move::DisputeWon };
        // The amount of the row: what left is what comes back.
        ledger::money(conn, how, &known.checkout_id, &known.id, known.amount, &known.currency).await?;
    }
    Ok(new || moved)
}

/// A new row that says nothing yet: no status and no money moved, so that [`put`] writes both.
async fn insert(conn: &mut Conn, checkout: &str, told: &Told<'_>) -> Result<DisputeRow> {
    let row = DisputeRow {
        id: new_id(),
        checkout_id: checkout.to_owned(),
        amount: told.amount.amount(),
        currency: told.amount.currency().code().to_owned(),
        status: DisputeStatus::Unknown,
        withdrawn: false,
        opened_at: told.opened_at,
    };
    sqlx::query(
        "INSERT INTO dispute (id, provider_ref, checkout_id, amount, currency, status, withdrawn, opened_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&row.id)
    .bind(told.provider_ref)
    .bind(&row.checkout_id)
    .bind(row.amount)
    .bind(&row.currency)
    .bind(word(&row.status)?)
    .bind(i64::from(row.withdrawn))
    .bind(row.opened_at)
    .execute(conn)
    .await?;
    Ok(row)
}
