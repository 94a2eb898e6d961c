//! Orders, their parcels, and what goes back.

use super::{Conn, Result, from_word, new_id, word};
use serde::{Deserialize, Serialize};
use vitrine_api::{
    Address, Carrier, Contact, DeliveryPromise, EstimateChange, FulfillmentStatus, MarketId, MerchantRef, OrderLine,
    PaymentStatus, RefundStatus, ReturnLine, ReturnReason, ReturnStatus, ShipmentLine, Totals, TrackingEvent,
    TrackingStatus, WarehouseRef,
};

/// What of an order doesn't change any more.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderDoc {
    /// Where it was bought.
    pub market: MarketId,
    /// What was bought.
    pub lines: Vec<OrderLine>,
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

/// What of a parcel lies in its document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ShipmentDoc {
    /// Who sells.
    pub merchant: MerchantRef,
    /// Where it leaves.
    pub from: WarehouseRef,
    /// Where it goes.
    pub to_country: String,
    /// City it goes to.
    pub to_city: String,
    /// Whether it goes through customs.
    pub cross_border: bool,
    /// Who carries it.
    pub carrier: Carrier,
    /// What is in it.
    pub lines: Vec<ShipmentLine>,
    /// What was promised.
    pub promise: DeliveryPromise,
    /// What is expected now.
    pub estimate: DeliveryPromise,
    /// How it came to be another one.
    pub estimate_changes: Vec<EstimateChange>,
}

/// A parcel's row.
#[derive(Clone, Debug)]
pub struct ShipmentRow {
    /// Its id.
    pub id: String,
    /// Its order.
    pub order_id: String,
    /// Grows with every change.
    pub version: i64,
    /// Where it is.
    pub status: TrackingStatus,
    /// More exactly.
    pub sub_status: Option<String>,
    /// The carrier's code.
    pub carrier: String,
    /// The parcel's code.
    pub tracking_number: Option<String>,
    /// The rest.
    pub doc: ShipmentDoc,
    /// When it will be packed, in microseconds.
    pub pack_at: i64,
    /// When we last heard of it, in microseconds.
    pub updated_at: i64,
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
    sqlx::query(
        "UPDATE shop_order SET version = $2, payment_status = $3, fulfillment_status = $4 WHERE id = $1",
    )
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
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM order_access WHERE session_id = $1 AND order_id = $2)")
        .bind(session)
        .bind(&order.id)
        .fetch_one(conn)
        .await?)
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

type RawShipment = (String, String, i64, String, Option<String>, String, Option<String>, String, i64, i64);

fn read_shipment(raw: RawShipment) -> Result<ShipmentRow> {
    Ok(ShipmentRow {
        id: raw.0,
        order_id: raw.1,
        version: raw.2,
        status: from_word(&raw.3)?,
        sub_status: raw.4,
        carrier: raw.5,
        tracking_number: raw.6,
        doc: serde_json::from_str(&raw.7)?,
        pack_at: raw.8,
        updated_at: raw.9,
    })
}

macro_rules! select_shipment {
    ($rest:literal) => {
        concat!(
            "SELECT id, order_id, version, status, sub_status, carrier, tracking_number, doc, pack_at, updated_at ",
            "FROM shipment ",
            $rest
        )
    };
}

/// Stores a new parcel.
///
/// # Errors
/// When the database fails.
pub async fn insert_shipment(conn: &mut Conn, shipment: &ShipmentRow, position: usize) -> Result<()> {
    sqlx::query(
        "INSERT INTO shipment (id, order_id, position, version, status, carrier, doc, pack_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&shipment.id)
    .bind(&shipment.order_id)
    .bind(i64::try_from(position).unwrap_or(i64::MAX))
    .bind(shipment.version)
    .bind(word(&shipment.status)?)
    .bind(&shipment.carrier)
    .bind(serde_json::to_string(&shipment.doc)?)
    .bind(shipment.pack_at)
    .bind(shipment.updated_at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Stores a parcel and counts its version up.
///
/// # Errors
/// When the database fails.
pub async fn update_shipment(conn: &mut Conn, shipment: &mut ShipmentRow) -> Result<()> {
    shipment.version += 1;
    sqlx::query(
        "UPDATE shipment SET version = $2, status = $3, sub_status = $4, tracking_number = $5, doc = $6,
         updated_at = $7 WHERE id = $1",
    )
    .bind(&shipment.id)
    .bind(shipment.version)
    .bind(word(&shipment.status)?)
    .bind(&shipment.sub_status)
    .bind(&shipment.tracking_number)
    .bind(serde_json::to_string(&shipment.doc)?)
    .bind(shipment.updated_at)
    .execute(conn)
    .await?;
    Ok(())
}

/// The parcels of an order.
///
/// # Errors
/// When the database fails.
pub async fn shipments(conn: &mut Conn, order: &str) -> Result<Vec<ShipmentRow>> {
    let rows: Vec<RawShipment> =
        sqlx::query_as(select_shipment!("WHERE order_id = $1 ORDER BY position")).bind(order).fetch_all(conn).await?;
    rows.into_iter().map(read_shipment).collect()
}

/// A parcel by the carrier's code.
///
/// # Errors
/// When the database fails.
pub async fn by_tracking(conn: &mut Conn, carrier: &str, number: &str) -> Result<Option<ShipmentRow>> {
    let raw: Option<RawShipment> = sqlx::query_as(select_shipment!("WHERE carrier = $1 AND tracking_number = $2"))
        .bind(carrier)
        .bind(number)
        .fetch_optional(conn)
        .await?;
    raw.map(read_shipment).transpose()
}

/// Parcels that should be packed by now and have no label.
///
/// # Errors
/// When the database fails.
pub async fn to_pack(conn: &mut Conn, now: i64) -> Result<Vec<ShipmentRow>> {
    let rows: Vec<RawShipment> = sqlx::query_as(select_shipment!(
        "WHERE tracking_number IS NULL AND status = 'unknown' AND pack_at <= $1 ORDER BY pack_at LIMIT 50"
    ))
    .bind(now)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(read_shipment).collect()
}

/// Adds an event to a parcel; false when it is known.
///
/// # Errors
/// When the database fails.
pub async fn add_event(conn: &mut Conn, shipment: &str, at: i64, event: &TrackingEvent) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO tracking_event (shipment_id, id, occurred_at, doc) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(shipment)
    .bind(&event.id)
    .bind(at)
    .bind(serde_json::to_string(event)?)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The events of a parcel, newest first.
///
/// # Errors
/// When the database fails.
pub async fn events(conn: &mut Conn, shipment: &str) -> Result<Vec<TrackingEvent>> {
    let rows: Vec<String> =
        sqlx::query_scalar("SELECT doc FROM tracking_event WHERE shipment_id = $1 ORDER BY occurred_at DESC, id DESC")
            .bind(shipment)
            .fetch_all(conn)
            .await?;
    rows.iter().map(|doc| Ok(serde_json::from_str(doc)?)).collect()
}

/// Money on its way back.
#[derive(Clone, Debug)]
pub struct RefundRow {
    /// Its id.
    pub id: String,
    /// The checkout that paid.
    pub checkout_id: String,
    /// Minor units.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
    /// Where it stands.
    pub status: RefundStatus,
    /// When it was begun, in microseconds.
    pub created_at: i64,
}

/// Begins a refund.
///
/// # Errors
/// When the database fails.
pub async fn insert_refund(
    conn: &mut Conn,
    checkout: &str,
    order: Option<&str>,
    amount: i64,
    currency: &str,
    now: i64,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO refund (id, checkout_id, order_id, amount, currency, status, created_at)
         VALUES ($1, $2, $3, $4, $5, 'pending', $6)",
    )
    .bind(new_id())
    .bind(checkout)
    .bind(order)
    .bind(amount)
    .bind(currency)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

async fn refunds(conn: &mut Conn, sql: &'static str, value: &str) -> Result<Vec<RefundRow>> {
    let rows: Vec<(String, String, i64, String, String, i64)> =
        sqlx::query_as(sql).bind(value).fetch_all(conn).await?;
    rows.into_iter()
        .map(|(id, checkout_id, amount, currency, status, created_at)| {
            Ok(RefundRow { id, checkout_id, amount, currency, status: from_word(&status)?, created_at })
        })
        .collect()
}

/// The refunds of an order.
///
/// # Errors
/// When the database fails.
pub async fn refunds_of(conn: &mut Conn, order: &str) -> Result<Vec<RefundRow>> {
    let sql = "SELECT id, checkout_id, amount, currency, status, created_at FROM refund WHERE order_id = $1 ORDER BY id";
    refunds(conn, sql, order).await
}

/// Refunds that haven't been sent.
///
/// # Errors
/// When the database fails.
pub async fn pending_refunds(conn: &mut Conn) -> Result<Vec<RefundRow>> {
    let sql = "SELECT id, checkout_id, amount, currency, status, created_at FROM refund WHERE status = $1 LIMIT 50";
    refunds(conn, sql, "pending").await
}

/// Notes how a refund ended.
///
/// # Errors
/// When the database fails.
pub async fn settle_refund(conn: &mut Conn, id: &str, status: RefundStatus) -> Result<()> {
    sqlx::query("UPDATE refund SET status = $2 WHERE id = $1").bind(id).bind(word(&status)?).execute(conn).await?;
    Ok(())
}

/// A wish to send goods back, as stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReturnDoc {
    /// Which pieces.
    pub lines: Vec<ReturnLine>,
    /// Why.
    pub reason: ReturnReason,
}

/// A stored return: (id, status, document, microseconds).
pub type ReturnRow = (String, ReturnStatus, ReturnDoc, i64);

/// Stores a return.
///
/// # Errors
/// When the database fails.
pub async fn insert_return(conn: &mut Conn, order: &str, doc: &ReturnDoc, now: i64) -> Result<()> {
    sqlx::query("INSERT INTO return_request (id, order_id, status, doc, created_at) VALUES ($1, $2, 'requested', $3, $4)")
        .bind(new_id())
        .bind(order)
        .bind(serde_json::to_string(doc)?)
        .bind(now)
        .execute(conn)
        .await?;
    Ok(())
}

/// The returns of an order.
///
/// # Errors
/// When the database fails.
pub async fn returns(conn: &mut Conn, order: &str) -> Result<Vec<ReturnRow>> {
    let rows: Vec<(String, String, String, i64)> =
        sqlx::query_as("SELECT id, status, doc, created_at FROM return_request WHERE order_id = $1 ORDER BY id")
            .bind(order)
            .fetch_all(conn)
            .await?;
    rows.into_iter()
        .map(|(id, status, doc, at)| Ok((id, from_word(&status)?, serde_json::from_str(&doc)?, at)))
        .collect()
}
