//! The ledgers: a row for every movement of money and of pieces, in the transaction of the movement.
//! Rows are never changed; the database refuses it.

use super::{Conn, Result};
use crate::faults;
use vitrine_api::Money;

/// How money moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// A refund arrived.
    Refund,
    /// A refund that had arrived came back: the card was closed.
    RefundFailed,
    /// A bank took the money of a dispute.
    Dispute,
    /// It came back, because the dispute was won.
    DisputeWon,
}

impl Move {
    fn kind(self) -> &'static str {
        match self {
            Self::Refund => "refund",
            Self::RefundFailed => "refund_failed",
            Self::Dispute => "dispute",
            Self::DisputeWon => "dispute_won",
        }
    }

    /// 1 for money that comes to us, −1 for money that leaves.
    fn sign(self) -> i64 {
        match self {
            Self::Refund | Self::Dispute => -1,
            Self::RefundFailed | Self::DisputeWon => 1,
        }
    }
}

/// Notes a payment that took money; false, and nothing done, when it is known.
///
/// # Errors
/// When the database fails.
pub async fn payment(conn: &mut Conn, checkout: &str, payment: &str, amount: Money, now: i64) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO payment (ref, checkout_id, amount, currency, taken_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING",
    )
    .bind(payment)
    .bind(checkout)
    .bind(amount.amount())
    .bind(amount.currency().code())
    .bind(now)
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    faults::point("ledger.payment.after_row");
    write(conn, "payment", checkout, payment, amount.amount(), amount.currency().code()).await?;
    Ok(true)
}

/// Notes that money of a refund or dispute moved.
///
/// # Errors
/// When the database fails.
pub async fn money(
    conn: &mut Conn,
    how: Move,
    checkout: &str,
    subject: &str,
    amount: i64,
    currency: &str,
) -> Result<()> {
    write(conn, how.kind(), checkout, subject, how.sign() * amount, currency).await
}

async fn write(conn: &mut Conn, kind: &str, checkout: &str, subject: &str, amount: i64, currency: &str) -> Result<()> {
    sqlx::query("INSERT INTO money_ledger (kind, checkout_id, subject, amount, currency) VALUES ($1, $2, $3, $4, $5)")
        .bind(kind)
        .bind(checkout)
        .bind(subject)
        .bind(amount)
        .bind(currency)
        .execute(conn)
        .await?;
    Ok(())
}

/// A shelf: a variant in a warehouse.
#[derive(Clone, Copy, Debug)]
pub struct Shelf<'a> {
    /// The variant.
    pub variant: &'a str,
    /// The warehouse.
    pub warehouse: &'a str,
}

/// How the pieces of a shelf moved.
#[derive(Clone, Copy, Debug)]
pub enum Pieces {
    /// A new shelf was filled.
    Initial(i64),
    /// A person counted and corrected, by so many.
    Set(i64),
    /// Held for a checkout.
    Reserve(i64),
    /// Held no longer.
    Release(i64),
    /// What was held left the shelf.
    Sell(i64),
    /// Sold pieces came back on the shelf.
    Return(i64),
}

impl Pieces {
    /// The word, and by how much pieces on hand and reserved ones change.
    fn row(self) -> (&'static str, i64, i64) {
        match self {
            Self::Initial(pieces) => ("initial", pieces, 0),
            Self::Set(pieces) => ("set", pieces, 0),
            Self::Reserve(pieces) => ("reserve", 0, pieces),
            Self::Release(pieces) => ("release", 0, -pieces),
            Self::Sell(pieces) => ("sell", -pieces, -pieces),
            Self::Return(pieces) => ("return", pieces, 0),
        }
    }
}

/// Notes that pieces moved, and for which checkout where it was for one.
///
/// # Errors
/// When the database fails.
pub async fn stock(conn: &mut Conn, shelf: Shelf<'_>, checkout: Option<&str>, pieces: Pieces) -> Result<()> {
    let (kind, on_hand, reserved) = pieces.row();
    sqlx::query(
        "INSERT INTO stock_ledger (kind, variant_id, warehouse_id, checkout_id, on_hand, reserved)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(kind)
    .bind(shelf.variant)
    .bind(shelf.warehouse)
    .bind(checkout)
    .bind(on_hand)
    .bind(reserved)
    .execute(conn)
    .await?;
    Ok(())
}
