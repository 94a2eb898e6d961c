//! Parcels and what happened to them.

use super::{Conn, Result, from_word, word};
use serde::{Deserialize, Serialize};
use vitrine_api::{
    Carrier, DeliveryPromise, EstimateChange, MerchantRef, ShipmentLine, TrackingEvent, TrackingStatus, WarehouseRef,
};

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
pub async fn insert(conn: &mut Conn, shipment: &ShipmentRow, position: usize) -> Result<()> {
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
pub async fn update(conn: &mut Conn, shipment: &mut ShipmentRow) -> Result<()> {
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
pub async fn of_order(conn: &mut Conn, order: &str) -> Result<Vec<ShipmentRow>> {
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
