//! Parcels that were told as delivered and aren't there.

use super::{Conn, Result, from_word, word};
use vitrine_api::MissingStatus;

/// A report's row. Moments are microseconds.
#[derive(Clone, Debug)]
pub struct MissingRow {
    /// The parcel.
    pub shipment_id: String,
    /// Its order.
    pub order_id: String,
    /// Where it stands.
    pub status: MissingStatus,
    /// When it was reported.
    pub reported_at: i64,
    /// After that the money goes back by itself.
    pub answer_by: i64,
    /// When it was answered, or the time was over.
    pub answered_at: Option<i64>,
    /// Who answered, empty for an operator; none where the time was over.
    pub actor: Option<String>,
    /// What the seller said. While it is reported, where the parcel should have been.
    pub reason: Option<String>,
    /// The money that goes back.
    pub refund_id: Option<String>,
    /// The parcel that comes instead.
    pub new_shipment_id: Option<String>,
}

/// A row as the database has it.
#[derive(sqlx::FromRow)]
struct Raw {
    shipment_id: String,
    order_id: String,
    status: String,
    reported_at: i64,
    answer_by: i64,
    answered_at: Option<i64>,
    actor: Option<String>,
    reason: Option<String>,
    refund_id: Option<String>,
    new_shipment_id: Option<String>,
}

impl Raw {
    fn read(self) -> Result<MissingRow> {
        Ok(MissingRow {
            shipment_id: self.shipment_id,
            order_id: self.order_id,
            status: from_word(&self.status)?,
            reported_at: self.reported_at,
            answer_by: self.answer_by,
            answered_at: self.answered_at,
            actor: self.actor,
            reason: self.reason,
            refund_id: self.refund_id,
            new_shipment_id: self.new_shipment_id,
        })
    }
}

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT shipment_id, order_id, status, reported_at, answer_by, answered_at, actor, reason, refund_id, ",
            "new_shipment_id FROM missing_report WHERE ",
            $condition
        )
    };
}

/// Notes that a parcel is missing; false when that is known.
///
/// # Errors
/// When the database fails.
pub async fn insert(conn: &mut Conn, shipment: &str, order: &str, now: i64, answer_by: i64) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO missing_report (shipment_id, order_id, status, reported_at, answer_by)
         VALUES ($1, $2, 'reported', $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(shipment)
    .bind(order)
    .bind(now)
    .bind(answer_by)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a parcel isn't where its seller said, whose answer stays; false when that is known.
///
/// # Errors
/// When the database fails.
pub async fn insert_again(conn: &mut Conn, shipment: &str, now: i64, answer_by: i64) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE missing_report SET status = 'reported', reported_at = $2, answer_by = $3
         WHERE shipment_id = $1 AND status = 'found'",
    )
    .bind(shipment)
    .bind(now)
    .bind(answer_by)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Stores how a report ended.
///
/// # Errors
/// When the database fails.
pub async fn update(conn: &mut Conn, row: &MissingRow) -> Result<()> {
    sqlx::query(
        "UPDATE missing_report SET status = $2, answered_at = $3, actor = $4, reason = $5, refund_id = $6,
         new_shipment_id = $7 WHERE shipment_id = $1",
    )
    .bind(&row.shipment_id)
    .bind(word(&row.status)?)
    .bind(row.answered_at)
    .bind(&row.actor)
    .bind(&row.reason)
    .bind(&row.refund_id)
    .bind(&row.new_shipment_id)
    .execute(conn)
    .await?;
    Ok(())
}

/// The report of a parcel.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, shipment: &str) -> Result<Option<MissingRow>> {
    let raw: Option<Raw> = sqlx::query_as(select!("shipment_id = $1")).bind(shipment).fetch_optional(conn).await?;
    raw.map(Raw::read).transpose()
}

/// The reports of an order, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_order(conn: &mut Conn, order: &str) -> Result<Vec<MissingRow>> {
    let rows: Vec<Raw> =
        sqlx::query_as(select!("order_id = $1 ORDER BY reported_at, shipment_id")).bind(order).fetch_all(conn).await?;
    rows.into_iter().map(Raw::read).collect()
}

/// Parcels whose reports nobody answered in time, so many at most; but for those whose
/// money a bank holds: they may wait for ever, and must not stand in the way of the others.
///
/// # Errors
/// When the database fails.
pub async fn due(conn: &mut Conn, now: i64, most: i64) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT m.shipment_id FROM missing_report m WHERE m.status = 'reported' AND m.answer_by <= $1
             AND NOT EXISTS (SELECT 1 FROM shop_order o JOIN dispute d ON d.checkout_id = o.checkout_id
                 WHERE o.id = m.order_id AND d.status <> 'won')
         ORDER BY m.shipment_id LIMIT $2",
    )
    .bind(now)
    .bind(most)
    .fetch_all(conn)
    .await?)
}

/// Notes pieces that left a shelf to be sent once more.
///
/// # Errors
/// When the database fails.
pub async fn resent(conn: &mut Conn, shipment: &str, variant: &str, warehouse: &str, pieces: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO missing_resent (shipment_id, variant_id, warehouse_id, quantity) VALUES ($1, $2, $3, $4)
         ON CONFLICT (shipment_id, variant_id, warehouse_id)
         DO UPDATE SET quantity = missing_resent.quantity + excluded.quantity",
    )
    .bind(shipment)
    .bind(variant)
    .bind(warehouse)
    .bind(pieces)
    .execute(conn)
    .await?;
    Ok(())
}

/// Pieces sent once more, by shelf: (variant, warehouse, pieces).
///
/// # Errors
/// When the database fails.
pub async fn all_resent(conn: &mut Conn) -> Result<Vec<(String, String, i64)>> {
    Ok(sqlx::query_as(
        "SELECT variant_id, warehouse_id, CAST(SUM(quantity) AS BIGINT) FROM missing_resent
         GROUP BY variant_id, warehouse_id",
    )
    .fetch_all(conn)
    .await?)
}
