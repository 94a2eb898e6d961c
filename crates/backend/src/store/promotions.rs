//! Promotion codes: which lie in a bag, and the ledger of those that took something off.

use super::checkouts::CheckoutRow;
use super::{Conn, Result, new_id, word};
use crate::demo::promotion::Usable;
use vitrine_api::Promotion;

/// Whose use of a code is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Shopper<'a> {
    /// The bag; what its own checkout holds counts as free for it.
    pub cart: &'a str,
    /// The session.
    pub session: &'a str,
    /// The hash of the email address, once it was given.
    pub email: Option<&'a str>,
}

/// The codes in a bag, in the order they were added.
///
/// # Errors
/// When the database fails.
pub async fn of_cart(conn: &mut Conn, cart: &str) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("SELECT code FROM cart_promotion WHERE cart_id = $1 ORDER BY position, code")
        .bind(cart)
        .fetch_all(conn)
        .await?)
}

/// Puts a code into a bag.
///
/// # Errors
/// When the database fails.
pub async fn put(conn: &mut Conn, cart: &str, code: &str) -> Result<()> {
    sqlx::query(
        "INSERT INTO cart_promotion (cart_id, code, position)
         VALUES ($1, $2, (SELECT COALESCE(MAX(position), 0) + 1 FROM cart_promotion WHERE cart_id = $1))
         ON CONFLICT (cart_id, code) DO NOTHING",
    )
    .bind(cart)
    .bind(code)
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a code out; false when it isn't in the bag.
///
/// # Errors
/// When the database fails.
pub async fn remove(conn: &mut Conn, cart: &str, code: &str) -> Result<bool> {
    let done = sqlx::query("DELETE FROM cart_promotion WHERE cart_id = $1 AND code = $2")
        .bind(cart)
        .bind(code)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// How many checkouts and orders beside the bag's own have a code, how many of those are the session's, and how many
/// orders of the shopper's address, where a checkout of the bag was refused for it.
///
/// # Errors
/// When the database fails.
pub async fn uses(conn: &mut Conn, code: &str, shopper: Shopper<'_>) -> Result<(i64, i64, i64)> {
    Ok(sqlx::query_as(
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN r.session_id = $3 THEN 1 ELSE 0 END), 0) AS BIGINT),
             (SELECT COUNT(*) FROM cart_promotion p JOIN promotion_redemption u
                  ON u.code = p.code AND u.email_hash = p.spent_for
              WHERE p.cart_id = $2 AND p.code = $1 AND p.spent_for = $4
                  AND u.usable = 'per_shopper' AND u.state = 'used')
         FROM promotion_redemption r JOIN checkout c ON c.id = r.checkout_id
         WHERE r.code = $1 AND r.state IN ('held', 'used') AND c.cart_id <> $2",
    )
    .bind(code)
    .bind(shopper.cart)
    .bind(shopper.session)
    .bind(shopper.email)
    .fetch_one(conn)
    .await?)
}

/// Notes on a code of a bag that an order of this address has used it, where that is so; says whether it is.
///
/// # Errors
/// When the database fails.
pub async fn note_spent(conn: &mut Conn, cart: &str, code: &str, email: &str) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE cart_promotion SET spent_for = $3 WHERE cart_id = $1 AND code = $2 AND EXISTS (
             SELECT 1 FROM promotion_redemption u
             WHERE u.code = $2 AND u.email_hash = $3 AND u.usable = 'per_shopper' AND u.state = 'used')",
    )
    .bind(cart)
    .bind(code)
    .bind(email)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether an order of the same address has used a code that a checkout holds.
///
/// # Errors
/// When the database fails.
pub async fn spent_meanwhile(conn: &mut Conn, checkout: &str) -> Result<bool> {
    let spent: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM promotion_redemption h JOIN promotion_redemption u
             ON u.code = h.code AND u.email_hash = h.email_hash
         WHERE h.checkout_id = $1 AND h.usable = 'per_shopper' AND h.state = 'held'
             AND u.checkout_id <> $1 AND u.usable = 'per_shopper' AND u.state = 'used'",
    )
    .bind(checkout)
    .fetch_one(conn)
    .await?;
    Ok(spent > 0)
}

/// Ends the time of other checkouts of the same address that hold what a checkout has just used: no order can be made
/// of them.
///
/// # Errors
/// When the database fails.
pub async fn end_rivals(conn: &mut Conn, checkout: &str, now: i64) -> Result<()> {
    sqlx::query(
        "UPDATE checkout SET expires_at = $2
         WHERE expires_at > $2 AND state IN ('reserved', 'paying', 'requires_action') AND id IN (
             SELECT h.checkout_id FROM promotion_redemption h JOIN promotion_redemption u
                 ON u.code = h.code AND u.email_hash = h.email_hash
             WHERE u.checkout_id = $1 AND u.usable = 'per_shopper' AND u.state = 'used'
                 AND h.checkout_id <> $1 AND h.usable = 'per_shopper' AND h.state = 'held')",
    )
    .bind(checkout)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Holds a code for a checkout; false, and nothing done, when another has it.
///
/// # Errors
/// When the database fails.
pub async fn hold(
    conn: &mut Conn,
    checkout: &CheckoutRow,
    promotion: &Promotion,
    usable: Usable,
    email: &str,
    now: i64,
) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO promotion_redemption (id, checkout_id, code, usable, session_id, email_hash, amount, currency,
         state, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'held', $9) ON CONFLICT DO NOTHING",
    )
    .bind(new_id())
    .bind(&checkout.id)
    .bind(&promotion.code)
    .bind(word(&usable)?)
    .bind(&checkout.session_id)
    .bind(email)
    .bind(promotion.amount.amount())
    .bind(promotion.amount.currency().code())
    .bind(now)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The codes of a checkout are used: it is an order now.
///
/// # Errors
/// When the database fails.
pub async fn use_held(conn: &mut Conn, checkout: &str) -> Result<()> {
    sqlx::query("UPDATE promotion_redemption SET state = 'used' WHERE checkout_id = $1 AND state = 'held'")
        .bind(checkout)
        .execute(conn)
        .await?;
    Ok(())
}

/// The codes of a checkout that made no order are free again.
///
/// # Errors
/// When the database fails.
pub async fn release(conn: &mut Conn, checkout: &str) -> Result<()> {
    sqlx::query("UPDATE promotion_redemption SET state = 'released' WHERE checkout_id = $1 AND state = 'held'")
        .bind(checkout)
        .execute(conn)
        .await?;
    Ok(())
}

/// An order was canceled whole: codes that every shopper has once may be used again by this one.
///
/// # Errors
/// When the database fails.
pub async fn give_back(conn: &mut Conn, checkout: &str) -> Result<()> {
    sqlx::query(
        "UPDATE promotion_redemption SET state = 'returned'
         WHERE checkout_id = $1 AND state = 'used' AND usable = 'per_shopper'",
    )
    .bind(checkout)
    .execute(conn)
    .await?;
    Ok(())
}
