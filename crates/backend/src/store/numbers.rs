//! The numbers carriers give a parcel: the one it has now, and those it had.

use super::shipments::ShipmentRow;
use super::{Conn, Result};

/// Gives a parcel a number; earlier ones still find it. The row is stored by `shipments::update`.
///
/// # Errors
/// When the database fails.
pub async fn give(conn: &mut Conn, shipment: &mut ShipmentRow, number: &str, now: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO shipment_number (carrier, number, shipment_id, told_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
    )
    .bind(&shipment.carrier)
    .bind(number)
    .bind(&shipment.id)
    .bind(now)
    .execute(conn)
    .await?;
    shipment.tracking_number = Some(number.to_owned());
    Ok(())
}

/// All numbers a parcel had or has, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of(conn: &mut Conn, shipment: &str) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("SELECT number FROM shipment_number WHERE shipment_id = $1 ORDER BY told_at, number")
        .bind(shipment)
        .fetch_all(conn)
        .await?)
}
