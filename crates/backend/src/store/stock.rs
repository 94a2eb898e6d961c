//! Pieces in warehouses. Only conditional updates touch them, in the order of SKUs, so that two
//! buyers can neither both get the last piece nor block each other. Each has its row in the ledger.

use super::ledger::{self, Pieces, Shelf};
use super::{Conn, Result, places};
use crate::faults;
use sqlx::AssertSqlSafe;

/// Pieces of a variant in a warehouse that can be promised.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Row {
    /// The variant.
    pub variant_id: String,
    /// The warehouse.
    pub warehouse_id: String,
    /// Pieces on hand that nobody has reserved.
    pub free: i64,
}

/// All free pieces of variants.
///
/// # Errors
/// When the database fails.
pub async fn of_variants(conn: &mut Conn, variants: &[&str]) -> Result<Vec<Row>> {
    let sql = format!(
        "SELECT variant_id, warehouse_id, on_hand - reserved AS free FROM stock WHERE variant_id IN ({})
         ORDER BY variant_id, warehouse_id",
        places(1, variants.len())
    );
    let mut query = sqlx::query_as(AssertSqlSafe(sql));
    for variant in variants {
        query = query.bind(*variant);
    }
    Ok(query.fetch_all(conn).await?)
}

/// The free pieces of a row `s` of stock, where what the bag `$1` itself holds counts as free. Only an active checkout
/// holds any, and that state is what its index is about: without it every reservation there is would be looked at.
macro_rules! free {
    () => {
        "CAST(s.on_hand - s.reserved + COALESCE((
             SELECT SUM(r.quantity) FROM reservation r JOIN checkout k ON k.id = r.checkout_id
             WHERE k.cart_id = $1 AND k.state IN ('open', 'reserved', 'paying', 'requires_action', 'paid')
                 AND r.variant_id = s.variant_id AND r.warehouse_id = s.warehouse_id), 0) AS BIGINT) AS free"
    };
}
pub(super) use free;

/// Free pieces of a variant; what the cart's own checkout holds counts as free for it.
///
/// # Errors
/// When the database fails.
pub async fn of_variant(conn: &mut Conn, variant: &str, cart: &str) -> Result<Vec<Row>> {
    let sql = concat!("SELECT s.variant_id, s.warehouse_id, ", free!(), " FROM stock s WHERE s.variant_id = $2");
    Ok(sqlx::query_as(sql).bind(cart).bind(variant).fetch_all(conn).await?)
}

/// Reserves pieces for a checkout; false, and nothing done, when too few are free.
///
/// # Errors
/// When the database fails.
pub async fn reserve(conn: &mut Conn, checkout: &str, variant: &str, warehouse: &str, pieces: i64) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE stock SET reserved = reserved + $3
         WHERE variant_id = $1 AND warehouse_id = $2 AND on_hand - reserved >= $3",
    )
    .bind(variant)
    .bind(warehouse)
    .bind(pieces)
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    faults::point("stock.reserve.after_shelf");
    sqlx::query("INSERT INTO reservation (checkout_id, variant_id, warehouse_id, quantity) VALUES ($1, $2, $3, $4)")
        .bind(checkout)
        .bind(variant)
        .bind(warehouse)
        .bind(pieces)
        .execute(&mut *conn)
        .await?;
    faults::point("stock.reserve.after_row");
    ledger::stock(conn, Shelf { variant, warehouse }, Some(checkout), Pieces::Reserve(pieces)).await?;
    Ok(true)
}

/// Gives a checkout's pieces back.
///
/// # Errors
/// When the database fails.
pub async fn release(conn: &mut Conn, checkout: &str) -> Result<()> {
    end_reservation(conn, checkout, false).await
}

/// Takes a checkout's pieces out of the warehouses: they are sold.
///
/// # Errors
/// When the database fails.
pub async fn sell(conn: &mut Conn, checkout: &str) -> Result<()> {
    end_reservation(conn, checkout, true).await
}

async fn end_reservation(conn: &mut Conn, checkout: &str, sold: bool) -> Result<()> {
    let mut rows: Vec<(String, String, i64)> =
        sqlx::query_as("DELETE FROM reservation WHERE checkout_id = $1 RETURNING variant_id, warehouse_id, quantity")
            .bind(checkout)
            .fetch_all(&mut *conn)
            .await?;
    faults::point("stock.end.after_row");
    rows.sort_unstable();
    for (variant, warehouse, pieces) in rows {
        sqlx::query(
            "UPDATE stock SET reserved = reserved - $3, on_hand = on_hand - $4
             WHERE variant_id = $1 AND warehouse_id = $2",
        )
        .bind(&variant)
        .bind(&warehouse)
        .bind(pieces)
        .bind(if sold { pieces } else { 0 })
        .execute(&mut *conn)
        .await?;
        faults::point("stock.end.after_shelf");
        let shelf = Shelf { variant: &variant, warehouse: &warehouse };
        let how = if sold { Pieces::Sell(pieces) } else { Pieces::Release(pieces) };
        ledger::stock(conn, shelf, Some(checkout), how).await?;
    }
    Ok(())
}

/// Takes free pieces off the shelf for a checkout that has paid, in exchange for others; false, and nothing
/// done, when too few are free.
///
/// # Errors
/// When the database fails.
pub async fn exchange(conn: &mut Conn, checkout: &str, variant: &str, warehouse: &str, pieces: i64) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE stock SET on_hand = on_hand - $3
         WHERE variant_id = $1 AND warehouse_id = $2 AND on_hand - reserved >= $3",
    )
    .bind(variant)
    .bind(warehouse)
    .bind(pieces)
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    // Held and sold in one breath: the ledger knows no other way off a shelf.
    let shelf = Shelf { variant, warehouse };
    ledger::stock(&mut *conn, shelf, Some(checkout), Pieces::Reserve(pieces)).await?;
    ledger::stock(conn, shelf, Some(checkout), Pieces::Sell(pieces)).await?;
    Ok(true)
}

/// Puts pieces that a checkout bought back on the shelf.
///
/// # Errors
/// When the database fails.
pub async fn restock(conn: &mut Conn, checkout: &str, variant: &str, warehouse: &str, pieces: i64) -> Result<()> {
    let done = sqlx::query("UPDATE stock SET on_hand = on_hand + $3 WHERE variant_id = $1 AND warehouse_id = $2")
        .bind(variant)
        .bind(warehouse)
        .bind(pieces)
        .execute(&mut *conn)
        .await?;
    // A shelf that is no more takes nothing back, and the ledger says what is.
    if done.rows_affected() == 1 {
        ledger::stock(conn, Shelf { variant, warehouse }, Some(checkout), Pieces::Return(pieces)).await?;
    }
    Ok(())
}

/// Sets the free pieces of a variant: in one warehouse, or all of them in the first and none in
/// the others. Returns how many rows there are, 0 when the variant is unknown.
///
/// # Errors
/// When the database fails.
pub async fn set(conn: &mut Conn, variant: &str, warehouse: Option<&str>, pieces: u32) -> Result<usize> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT warehouse_id, on_hand - reserved FROM stock WHERE variant_id = $1 AND ($2 IS NULL OR warehouse_id = $2)
         ORDER BY on_hand DESC, warehouse_id",
    )
    .bind(variant)
    .bind(warehouse)
    .fetch_all(&mut *conn)
    .await?;
    for (index, (id, free)) in rows.iter().enumerate() {
        let wanted = if index == 0 { i64::from(pieces) } else { 0 };
        sqlx::query("UPDATE stock SET on_hand = reserved + $3 WHERE variant_id = $1 AND warehouse_id = $2")
            .bind(variant)
            .bind(id)
            .bind(wanted)
            .execute(&mut *conn)
            .await?;
        ledger::stock(conn, Shelf { variant, warehouse: id }, None, Pieces::Set(wanted - free)).await?;
    }
    Ok(rows.len())
}
