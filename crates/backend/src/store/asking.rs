//! Which carriers are asked for news, and when again.

use super::{Conn, Result};

/// Notes that a parcel's provider answered, and when to ask again.
///
/// # Errors
/// When the database fails.
pub async fn answered(conn: &mut Conn, shipment: &str, news: bool, ask_at: i64) -> Result<()> {
    sqlx::query(
        "UPDATE shipment SET followed = 1, ask_at = $3, asks = CASE WHEN $2 THEN 0 ELSE asks + 1 END WHERE id = $1",
    )
    .bind(shipment)
    .bind(news)
    .bind(ask_at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that a parcel's provider didn't answer, and when to ask again.
///
/// # Errors
/// When the database fails.
pub async fn failed(conn: &mut Conn, shipment: &str, ask_at: i64) -> Result<()> {
    sqlx::query("UPDATE shipment SET ask_at = $2, asks = asks + 1 WHERE id = $1")
        .bind(shipment)
        .bind(ask_at)
        .execute(conn)
        .await?;
    Ok(())
}

/// Lets a parcel wait that wasn't asked for, so that it doesn't stand in the way of others.
///
/// # Errors
/// When the database fails.
pub async fn postponed(conn: &mut Conn, shipment: &str, ask_at: i64) -> Result<()> {
    sqlx::query("UPDATE shipment SET ask_at = $2 WHERE id = $1").bind(shipment).bind(ask_at).execute(conn).await?;
    Ok(())
}

/// Notes that a parcel has another provider or number, which is to be told to follow it at once.
///
/// # Errors
/// When the database fails.
pub async fn unfollowed(conn: &mut Conn, shipment: &str, now: i64) -> Result<()> {
    sqlx::query("UPDATE shipment SET followed = 0, ask_at = $2, asks = 0 WHERE id = $1")
        .bind(shipment)
        .bind(now)
        .execute(conn)
        .await?;
    Ok(())
}
