//! The sums of money: ledger, payments, refunds, disputes, and the sandbox's own record.

use super::{Breach, Rule};
use crate::store::{Conn, Result};
use serde::Serialize;

/// The sums of a currency, in minor units.
#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct MoneyLine {
    /// ISO 4217.
    pub currency: String,
    /// What payments brought.
    pub paid: i64,
    /// What refunds took back.
    pub refunded: i64,
    /// What banks hold of disputed payments.
    pub disputed: i64,
    /// The sum of the ledger: the first less the two others.
    pub ledger: i64,
}

/// Every sum of money there is, each in the column it belongs to.
macro_rules! sums {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            ", CAST(SUM(paid) AS BIGINT) AS paid, CAST(SUM(refunded) AS BIGINT) AS refunded, ",
            "CAST(SUM(disputed) AS BIGINT) AS disputed, CAST(SUM(ledger) AS BIGINT) AS ledger FROM (",
            "SELECT checkout_id, currency, amount AS paid, 0 AS refunded, 0 AS disputed, 0 AS ledger FROM payment ",
            "UNION ALL SELECT checkout_id, currency, 0, amount, 0, 0 FROM refund WHERE status = 'succeeded' ",
            "UNION ALL SELECT checkout_id, currency, 0, 0, amount, 0 FROM dispute WHERE withdrawn = 1 ",
            "UNION ALL SELECT checkout_id, currency, 0, 0, 0, amount FROM money_ledger) AS sums ",
            $rest
        )
    };
}

pub(super) async fn check(conn: &mut Conn, breaches: &mut Vec<Breach>) -> Result<Vec<MoneyLine>> {
    ledger(conn, breaches).await?;
    too_much_back(conn, breaches).await?;
    sandbox(conn, breaches).await?;
    Ok(sqlx::query_as(sums!("currency", "GROUP BY currency ORDER BY currency")).fetch_all(conn).await?)
}

async fn ledger(conn: &mut Conn, breaches: &mut Vec<Breach>) -> Result<()> {
    let wrong: Vec<(String, String, i64, i64, i64, i64)> = sqlx::query_as(sums!(
        "checkout_id, currency",
        "GROUP BY checkout_id, currency HAVING SUM(paid) - SUM(refunded) - SUM(disputed) <> SUM(ledger)"
    ))
    .fetch_all(conn)
    .await?;
    for (checkout, currency, paid, refunded, disputed, ledger) in wrong {
        let detail = format!(
            "the ledger says {ledger} {currency}, but {paid} came, {refunded} went back and {disputed} is disputed"
        );
        breaches.push(Breach::new(Rule::MoneyLedger, &[&checkout], detail));
    }
    Ok(())
}

async fn too_much_back(conn: &mut Conn, breaches: &mut Vec<Breach>) -> Result<()> {
    let wrong: Vec<(String, String, i64, i64)> = sqlx::query_as(
        "SELECT checkout_id, currency, CAST(SUM(paid) AS BIGINT), CAST(SUM(back) AS BIGINT) FROM (
             SELECT checkout_id, currency, amount AS paid, 0 AS back FROM payment
             UNION ALL SELECT checkout_id, currency, 0, amount FROM refund WHERE status <> 'failed') AS sums
         GROUP BY checkout_id, currency HAVING SUM(back) > SUM(paid)",
    )
    .fetch_all(conn)
    .await?;
    for (checkout, currency, paid, back) in wrong {
        let detail = format!("{back} {currency} goes back, but only {paid} came");
        breaches.push(Breach::new(Rule::RefundTooLarge, &[&checkout], detail));
    }
    Ok(())
}

/// The sandbox keeps its record in this database, so that both sides can be compared. What it has
/// sent back and the shop hasn't noted yet is on its way.
async fn sandbox(conn: &mut Conn, breaches: &mut Vec<Breach>) -> Result<()> {
    let wrong: Vec<(String, String)> = sqlx::query_as(
        "SELECT p.ref, p.checkout_id FROM payment p JOIN sandbox_payment s ON s.id = p.ref
         WHERE s.status <> 'succeeded' OR s.amount <> p.amount OR s.currency <> p.currency
             OR s.refunded < (SELECT COALESCE(SUM(r.amount), 0) FROM refund r JOIN checkout c ON c.id = r.checkout_id
                 WHERE COALESCE(r.payment_ref, c.payment_ref) = p.ref AND r.status = 'succeeded')
             OR s.refunded > (SELECT COALESCE(SUM(r.amount), 0) FROM refund r JOIN checkout c ON c.id = r.checkout_id
                 WHERE COALESCE(r.payment_ref, c.payment_ref) = p.ref AND r.status IN ('succeeded', 'pending'))",
    )
    .fetch_all(&mut *conn)
    .await?;
    for (payment, checkout) in wrong {
        let detail = "the provider's record of a payment is another one than the shop's";
        breaches.push(Breach::new(Rule::Provider, &[&payment, &checkout], detail));
    }
    // While the checkout holds its pieces, closing the page finds the money; else a message must be
    // on its way.
    let lost: Vec<(String, String)> = sqlx::query_as(
        "SELECT s.id, s.reference FROM sandbox_payment s WHERE s.status = 'succeeded'
             AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.ref = s.id)
             AND NOT EXISTS (SELECT 1 FROM checkout c WHERE c.payment_ref = s.id
                 AND c.state IN ('open', 'reserved', 'paying', 'requires_action'))
             AND NOT EXISTS (SELECT 1 FROM outside_delivery d WHERE d.delivered_at IS NULL
                 AND d.provider = 'sandbox' AND instr(d.payload, s.id) > 0)
             AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.processed_at IS NULL
                 AND i.provider = 'sandbox' AND instr(i.payload, s.id) > 0)",
    )
    .fetch_all(conn)
    .await?;
    for (payment, checkout) in lost {
        let detail = "the provider took money that the shop doesn't know of";
        breaches.push(Breach::new(Rule::Provider, &[&payment, &checkout], detail));
    }
    Ok(())
}
