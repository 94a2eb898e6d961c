//! The sums of each shelf: what was put there, sold, taken back, held.

use super::{Breach, Rule};
use crate::store::{Conn, Result, missing};
use serde::Serialize;
use std::collections::BTreeMap;

/// The sums of a shelf, in pieces.
#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct StockLine {
    /// The variant.
    pub variant: String,
    /// The warehouse.
    pub warehouse: String,
    /// Pieces at the beginning, and by how many people have corrected since.
    pub filled: i64,
    /// Pieces sold.
    pub sold: i64,
    /// Sold pieces that came back.
    pub returned: i64,
    /// Pieces held for checkouts.
    pub reserved: i64,
    /// Pieces on the shelf.
    pub on_hand: i64,
    /// The sum of the ledger's changes of pieces on the shelf.
    pub ledger_on_hand: i64,
    /// The sum of the ledger's changes of held pieces.
    pub ledger_reserved: i64,
    /// Pieces that checkouts hold, by their own rows.
    pub held: i64,
}

impl StockLine {
    /// Pieces that can be promised: initial − sold + returned − reserved.
    #[must_use]
    pub fn free(&self) -> i64 {
        self.on_hand - self.reserved
    }
}

pub(super) async fn check(conn: &mut Conn, breaches: &mut Vec<Breach>) -> Result<Vec<StockLine>> {
    let lines: Vec<StockLine> = sqlx::query_as(
        "SELECT s.variant_id AS variant, s.warehouse_id AS warehouse, s.on_hand, s.reserved,
             CAST(COALESCE(SUM(CASE WHEN l.kind IN ('initial', 'set') THEN l.on_hand END), 0) AS BIGINT) AS filled,
             CAST(COALESCE(-SUM(CASE WHEN l.kind = 'sell' THEN l.on_hand END), 0) AS BIGINT) AS sold,
             CAST(COALESCE(SUM(CASE WHEN l.kind = 'return' THEN l.on_hand END), 0) AS BIGINT) AS returned,
             CAST(COALESCE(SUM(l.on_hand), 0) AS BIGINT) AS ledger_on_hand,
             CAST(COALESCE(SUM(l.reserved), 0) AS BIGINT) AS ledger_reserved,
             CAST(COALESCE((SELECT SUM(r.quantity) FROM reservation r
                 WHERE r.variant_id = s.variant_id AND r.warehouse_id = s.warehouse_id), 0) AS BIGINT) AS held
         FROM stock s LEFT JOIN stock_ledger l ON l.variant_id = s.variant_id AND l.warehouse_id = s.warehouse_id
         GROUP BY s.variant_id, s.warehouse_id, s.on_hand, s.reserved
         ORDER BY s.variant_id, s.warehouse_id",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut ordered = ordered(conn).await?;
    for line in &lines {
        let shelf = format!("{}@{}", line.variant, line.warehouse);
        let mut wrong = |rule, detail: String| breaches.push(Breach::new(rule, &[&shelf], detail));
        let (on_hand, reserved, held) = (line.on_hand, line.reserved, line.held);
        if on_hand != line.filled - line.sold + line.returned || on_hand != line.ledger_on_hand {
            wrong(Rule::StockLedger, format!("{on_hand} are on hand, by the ledger {}", line.ledger_on_hand));
        }
        if reserved != line.ledger_reserved || reserved != held {
            let ledger = line.ledger_reserved;
            wrong(
                Rule::Reserved,
                format!("{reserved} are reserved, by the ledger {ledger}, and checkouts hold {held}"),
            );
        }
        let bought = ordered.remove(&(line.variant.clone(), line.warehouse.clone())).unwrap_or(0);
        let gone = line.sold - line.returned;
        if gone != bought {
            wrong(Rule::Sold, format!("{gone} were sold and kept, but orders hold {bought}"));
        }
    }
    for ((variant, warehouse), pieces) in ordered {
        let shelf = format!("{variant}@{warehouse}");
        breaches.push(Breach::new(Rule::Sold, &[&shelf], format!("orders hold {pieces} of a shelf that isn't there")));
    }
    Ok(lines)
}

/// Pieces in orders that stand, by shelf: what was bought, less what returns brought back, and what was sent
/// in exchange for it.
async fn ordered(conn: &mut Conn) -> Result<BTreeMap<(String, String), i64>> {
    let rows: Vec<(String, String, i64)> = sqlx::query_as(
        "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'),
             CAST(SUM(sign * CAST(json_extract(value, '$[2]') AS BIGINT)) AS BIGINT) FROM (
             SELECT t.value AS value, 1 AS sign FROM shop_order o, json_each(o.doc, '$.taken') t
             WHERE o.fulfillment_status <> 'canceled'
             UNION ALL SELECT t.value, -1 FROM return_request r, json_each(r.doc, '$.restocked') t
             UNION ALL SELECT t.value, 1 FROM return_request r, json_each(r.doc, '$.given') t) AS moved GROUP BY 1, 2",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut held = BTreeMap::new();
    // And what was sent once more for parcels that never came.
    for (variant, warehouse, pieces) in rows.into_iter().chain(missing::all_resent(conn).await?) {
        *held.entry((variant, warehouse)).or_insert(0) += pieces;
    }
    Ok(held)
}
