//! Checkouts, orders and reservations: what follows from what.

use super::{Breach, Rule};
use crate::store::{Conn, Result};

/// How long after its time the worker may need to let go of a reservation, in microseconds.
const GRACE: i64 = 60 * 1_000_000;

/// Counts by state, and the number of orders.
pub(super) async fn check(conn: &mut Conn, now: i64, breaches: &mut Vec<Breach>) -> Result<(Vec<(String, i64)>, i64)> {
    one_order(conn, breaches).await?;
    paid_for_nothing(conn, breaches).await?;
    unpaid(conn, breaches).await?;
    overdue(conn, now, breaches).await?;
    let states = sqlx::query_as("SELECT state, COUNT(*) FROM checkout GROUP BY state ORDER BY state")
        .fetch_all(&mut *conn)
        .await?;
    let orders = sqlx::query_scalar("SELECT COUNT(*) FROM shop_order").fetch_one(conn).await?;
    Ok((states, orders))
}

/// The database refuses a second order itself; this sees one that came in around it.
async fn one_order(conn: &mut Conn, breaches: &mut Vec<Breach>) -> Result<()> {
    let wrong: Vec<(String, i64, String)> = sqlx::query_as(
        "SELECT checkout_id, COUNT(*), string_agg(id, ', ') FROM shop_order GROUP BY checkout_id HAVING COUNT(*) > 1",
    )
    .fetch_all(conn)
    .await?;
    for (checkout, count, orders) in wrong {
        let detail = format!("a checkout has {count} orders: {orders}");
        breaches.push(Breach::new(Rule::OneOrder, &[&checkout], detail));
    }
    Ok(())
}

async fn paid_for_nothing(conn: &mut Conn, breaches: &mut Vec<Breach>) -> Result<()> {
    let wrong: Vec<(String, String)> = sqlx::query_as(
        "SELECT c.id, c.state FROM checkout c WHERE
             (c.state IN ('paid', 'ordered', 'refund_due') OR EXISTS (SELECT 1 FROM payment p WHERE p.checkout_id = c.id))
             AND NOT EXISTS (SELECT 1 FROM shop_order o WHERE o.checkout_id = c.id)
             AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.checkout_id = c.id)",
    )
    .fetch_all(conn)
    .await?;
    for (checkout, state) in wrong {
        let detail = format!("a paid checkout ({state}) has neither an order nor a refund");
        breaches.push(Breach::new(Rule::PaidForNothing, &[&checkout], detail));
    }
    Ok(())
}

async fn unpaid(conn: &mut Conn, breaches: &mut Vec<Breach>) -> Result<()> {
    let wrong: Vec<(String, String)> = sqlx::query_as(
        "SELECT o.id, c.id FROM shop_order o JOIN checkout c ON c.id = o.checkout_id
         WHERE c.state <> 'ordered' OR NOT EXISTS (SELECT 1 FROM payment p
             WHERE p.checkout_id = c.id AND p.amount = c.total AND p.currency = c.currency)",
    )
    .fetch_all(conn)
    .await?;
    for (order, checkout) in wrong {
        let detail = "an order stands without a payment of its total";
        breaches.push(Breach::new(Rule::OrderUnpaid, &[&order, &checkout], detail));
    }
    Ok(())
}

async fn overdue(conn: &mut Conn, now: i64, breaches: &mut Vec<Breach>) -> Result<()> {
    let wrong: Vec<(String, String, i64)> = sqlx::query_as(
        "SELECT r.checkout_id, COALESCE(c.state, 'missing'), CAST(SUM(r.quantity) AS BIGINT)
         FROM reservation r LEFT JOIN checkout c ON c.id = r.checkout_id
         WHERE c.id IS NULL OR c.state NOT IN ('reserved', 'paying', 'requires_action', 'paid') OR c.expires_at <= $1
         GROUP BY r.checkout_id, c.state",
    )
    .bind(now - GRACE)
    .fetch_all(conn)
    .await?;
    for (checkout, state, pieces) in wrong {
        let detail = format!("{pieces} pieces are held past their time, the checkout is {state}");
        breaches.push(Breach::new(Rule::ReservationOverdue, &[&checkout], detail));
    }
    Ok(())
}
