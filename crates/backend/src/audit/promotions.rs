//! Promotion codes: none used more often than it may be, and what orders say they took off is in the ledger.

use super::{Breach, Rule};
use crate::store::{Conn, Result};

pub(super) async fn check(conn: &mut Conn, breaches: &mut Vec<Breach>) -> Result<()> {
    twice(conn, breaches).await?;
    amount(conn, breaches).await?;
    held(conn, breaches).await
}

/// The database refuses a second use itself; this sees one that came in around it.
async fn twice(conn: &mut Conn, breaches: &mut Vec<Breach>) -> Result<()> {
    let wrong: Vec<(String, i64)> = sqlx::query_as(
        "SELECT code, COUNT(*) FROM promotion_redemption WHERE usable = 'single_use' AND state IN ('held', 'used')
         GROUP BY code HAVING COUNT(*) > 1
         UNION ALL SELECT code, COUNT(*) FROM promotion_redemption
         WHERE usable = 'per_shopper' AND state = 'used' GROUP BY code, email_hash HAVING COUNT(*) > 1
         UNION ALL SELECT code, COUNT(*) FROM promotion_redemption
         WHERE usable = 'per_shopper' AND state IN ('held', 'used')
         GROUP BY code, session_id HAVING COUNT(*) > 1",
    )
    .fetch_all(conn)
    .await?;
    for (code, count) in wrong {
        let detail = format!("a code that may be used once is used by {count} checkouts");
        breaches.push(Breach::new(Rule::PromotionTwice, &[&code], detail));
    }
    Ok(())
}

async fn amount(conn: &mut Conn, breaches: &mut Vec<Breach>) -> Result<()> {
    let wrong: Vec<(String, String, i64, i64)> = sqlx::query_as(
        "SELECT t.id, t.checkout_id, t.discount, t.redeemed FROM (
             SELECT o.id AS id, o.checkout_id AS checkout_id,
                 COALESCE(CAST(json_extract(o.doc, '$.totals.discount.amount') AS BIGINT), 0) AS discount,
                 COALESCE((SELECT CAST(SUM(r.amount) AS BIGINT) FROM promotion_redemption r
                     WHERE r.checkout_id = o.checkout_id AND r.state IN ('used', 'returned')), 0) AS redeemed
             FROM shop_order o) t
         WHERE t.discount <> t.redeemed",
    )
    .fetch_all(conn)
    .await?;
    for (order, checkout, discount, redeemed) in wrong {
        let detail = format!("codes took {discount} off an order, but {redeemed} by the ledger of codes");
        breaches.push(Breach::new(Rule::PromotionAmount, &[&order, &checkout], detail));
    }
    Ok(())
}

async fn held(conn: &mut Conn, breaches: &mut Vec<Breach>) -> Result<()> {
    let wrong: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT r.code, r.checkout_id, COALESCE(c.state, 'missing')
         FROM promotion_redemption r LEFT JOIN checkout c ON c.id = r.checkout_id
         WHERE r.state = 'held'
             AND (c.id IS NULL OR c.state NOT IN ('open', 'reserved', 'paying', 'requires_action', 'paid'))",
    )
    .fetch_all(conn)
    .await?;
    for (code, checkout, state) in wrong {
        let detail = format!("a code is held though the checkout is {state}");
        breaches.push(Breach::new(Rule::PromotionHeld, &[&code, &checkout], detail));
    }
    Ok(())
}
