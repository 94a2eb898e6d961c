//! Orders.

use super::{Conn, Result, from_word, word};
use serde::{Deserialize, Serialize};
use vitrine_api::{Address, Contact, FulfillmentStatus, MarketId, OrderLine, PaymentStatus, Promotion, Totals};

/// What of an order doesn't change any more.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderDoc {
    /// Where it was bought.
    pub market: MarketId,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// The codes that took something off.
    #[serde(default)]
    pub promotions: Vec<Promotion>,
    /// What it cost.
    pub totals: Totals,
    /// Who bought.
    pub contact: Contact,
    /// Where it goes.
    pub shipping_address: Address,
    /// Which pieces left which shelf: (variant, warehouse, pieces).
    pub taken: Vec<(String, String, i64)>,
    /// Whether no real money moved.
    pub test_mode: bool,
}

/// An order's row.
#[derive(Clone, Debug)]
pub struct OrderRow {
    /// Its id.
    pub id: String,
    /// What people say on the phone.
    pub number: String,
    /// Its checkout.
    pub checkout_id: String,
    /// Who bought it.
    pub session_id: String,
    /// The hash of its link's secret.
    pub token_hash: String,
    /// Grows with every change.
    pub version: i64,
    /// The money axis.
    pub payment_status: PaymentStatus,
    /// The packing axis.
    pub fulfillment_status: FulfillmentStatus,
    /// The rest.
    pub doc: OrderDoc,
    /// When it was made, in microseconds.
    pub created_at: i64,
}

type RawOrder = (String, String, String, String, String, i64, String, String, String, i64);

fn read_order(raw: RawOrder) -> Result<OrderRow> {
    Ok(OrderRow {
        id: raw.0,
        number: raw.1,
        checkout_id: raw.2,
        session_id: raw.3,
        token_hash: raw.4,
        version: raw.5,
        payment_status: from_word(&raw.6)?,
        fulfillment_status: from_word(&raw.7)?,
        doc: serde_json::from_str(&raw.8)?,
        created_at: raw.9,
    })
}

macro_rules! select_order {
    ($rest:literal) => {
        concat!(
            "SELECT o.id, o.number, o.checkout_id, o.session_id, o.token_hash, o.version, o.payment_status, ",
            "o.fulfillment_status, o.doc, o.created_at FROM shop_order o ",
            $rest
        )
    };
}

async fn one_order(conn: &mut Conn, sql: &'static str, value: &str) -> Result<Option<OrderRow>> {
    let raw: Option<RawOrder> = sqlx::query_as(sql).bind(value).fetch_optional(conn).await?;
    raw.map(read_order).transpose()
}

/// Stores a new order; the database refuses a second one of the same checkout.
///
/// # Errors
/// When the database fails or the checkout has an order.
pub async fn insert(conn: &mut Conn, order: &OrderRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO shop_order (id, number, checkout_id, session_id, token_hash, version, payment_status,
         fulfillment_status, doc, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(&order.id)
    .bind(&order.number)
    .bind(&order.checkout_id)
    .bind(&order.session_id)
    .bind(&order.token_hash)
    .bind(order.version)
    .bind(word(&order.payment_status)?)
    .bind(word(&order.fulfillment_status)?)
    .bind(serde_json::to_string(&order.doc)?)
    .bind(order.created_at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Stores the axes and counts the version up.
///
/// # Errors
/// When the database fails.
pub async fn update(conn: &mut Conn, order: &mut OrderRow) -> Result<()> {
    order.version += 1;
    sqlx::query("UPDATE shop_order SET version = $2, payment_status = $3, fulfillment_status = $4 WHERE id = $1")
        .bind(&order.id)
        .bind(order.version)
        .bind(word(&order.payment_status)?)
        .bind(word(&order.fulfillment_status)?)
        .execute(conn)
        .await?;
    Ok(())
}

/// An order by its id, whoever asks.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<OrderRow>> {
    one_order(conn, select_order!("WHERE o.id = $1"), id).await
}

/// The order of a checkout.
///
/// # Errors
/// When the database fails.
pub async fn of_checkout(conn: &mut Conn, checkout: &str) -> Result<Option<OrderRow>> {
    one_order(conn, select_order!("WHERE o.checkout_id = $1"), checkout).await
}

/// Whether a session may see an order.
///
/// # Errors
/// When the database fails.
pub async fn may_see(conn: &mut Conn, session: &str, order: &OrderRow) -> Result<bool> {
    if order.session_id == session {
        return Ok(true);
    }
    let granted: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM order_access WHERE session_id = $1 AND order_id = $2")
        .bind(session)
        .bind(&order.id)
        .fetch_one(conn)
        .await?;
    Ok(granted > 0)
}

/// Lets a session see an order.
///
/// # Errors
/// When the database fails.
pub async fn grant(conn: &mut Conn, session: &str, order: &str) -> Result<()> {
    sqlx::query("INSERT INTO order_access (session_id, order_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(session)
        .bind(order)
        .execute(conn)
        .await?;
    Ok(())
}

/// A session's orders, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_session(
    conn: &mut Conn,
    session: &str,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<OrderRow>> {
    let (at, id) = after.unwrap_or((i64::MAX, String::new()));
    let rows: Vec<RawOrder> = sqlx::query_as(select_order!(
        "WHERE (o.session_id = $1 OR EXISTS (SELECT 1 FROM order_access a WHERE a.session_id = $1 AND a.order_id = o.id))
         AND (o.created_at < $2 OR (o.created_at = $2 AND o.id < $3)) ORDER BY o.created_at DESC, o.id DESC LIMIT $4"
    ))
    .bind(session)
    .bind(at)
    .bind(id)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(read_order).collect()
}

/// An order by its id or by its number.
///
/// # Errors
/// When the database fails.
pub async fn find_named(conn: &mut Conn, name: &str) -> Result<Option<OrderRow>> {
    one_order(conn, select_order!("WHERE o.id = $1 OR o.number = $1"), name).await
}

/// Orders with parcels of a merchant, or all orders, newest first; after one of this time and id.
///
/// # Errors
/// When the database fails.
pub async fn of_merchant(
    conn: &mut Conn,
    merchant: Option<&str>,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<OrderRow>> {
    let (at, id) = after.unwrap_or((i64::MAX, String::new()));
    let rows: Vec<RawOrder> = sqlx::query_as(select_order!(
        "WHERE ($1 IS NULL OR EXISTS (SELECT 1 FROM shipment s WHERE s.order_id = o.id
             AND json_extract(s.doc, '$.merchant.id') = $1))
         AND (o.created_at < $2 OR (o.created_at = $2 AND o.id < $3)) ORDER BY o.created_at DESC, o.id DESC LIMIT $4"
    ))
    .bind(merchant)
    .bind(at)
    .bind(id)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(read_order).collect()
}
