//! Parcels and what happened to them.

use super::{Conn, Result, from_word, new_id, word};
use serde::{Deserialize, Serialize};
use vitrine_api::{
    Carrier, Day, DeliveryPromise, EstimateChange, Incoterm, MerchantRef, Money, OrderLineId, ShipmentLine, Timestamp,
    TrackingEvent, TrackingStatus, WarehouseRef,
};

/// Who tells of a parcel until an operator names somebody else: the stand-in.
pub const FIRST_PROVIDER: &str = "simulated";

/// The place a parcel on its way back leaves from: no warehouse, the shopper's.
pub const FROM_SHOPPER: &str = "shopper";

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
    /// Whose name stands on the label; empty for a warehouse and on labels from before it was noted.
    #[serde(default)]
    pub to_name: String,
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
    /// Days the carrier named, in the order they were heard.
    #[serde(default)]
    pub etas: Vec<NamedDay>,
    /// The carrier's time of the label, where that isn't counted from the order.
    #[serde(default)]
    pub label_at: Option<Timestamp>,
    /// Who pays what customs asks for; on parcels from before it was noted what the seller says now.
    #[serde(default)]
    pub incoterm: Option<Incoterm>,
    /// What the bill says is due at the door, for each line in it; empty where nothing is.
    #[serde(default)]
    pub due_at_door: Vec<LineDue>,
}

impl ShipmentDoc {
    /// What customs asks of the recipient for all that is in it; nothing where nothing is due.
    #[must_use]
    pub fn duty(&self) -> Option<Money> {
        let currency = self.due_at_door.first()?.amount.currency();
        let all = Money::sum(currency, self.due_at_door.iter().map(|due| due.amount)).ok()?;
        (!all.is_zero()).then_some(all)
    }
}

/// What is due at the door for the pieces of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineDue {
    /// Which line of the order.
    pub order_line_id: OrderLineId,
    /// How much.
    pub amount: Money,
}

/// A day a carrier named for the delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedDay {
    /// When it named it, by its own clock.
    pub told_at: Timestamp,
    /// The day.
    pub day: Day,
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
    /// Who tells of it.
    pub provider: String,
    /// When an event was last heard, in microseconds.
    pub heard_at: i64,
    /// When silence makes it stale, in microseconds; none where it can't or has.
    pub stale_at: Option<i64>,
    /// Whether its provider was told to follow it.
    pub followed: bool,
    /// How often asking brought nothing since it last did.
    pub asks: i64,
}

impl ShipmentRow {
    /// A parcel that the stand-in carries, to be packed at a time; both times in microseconds.
    #[must_use]
    pub fn new(order: &str, doc: ShipmentDoc, status: TrackingStatus, pack_at: i64, now: i64) -> Self {
        Self {
            id: new_id(),
            order_id: order.to_owned(),
            version: 1,
            status,
            sub_status: None,
            carrier: doc.carrier.code.clone(),
            tracking_number: None,
            doc,
            pack_at,
            updated_at: now,
            provider: FIRST_PROVIDER.to_owned(),
            heard_at: now,
            stale_at: None,
            followed: false,
            asks: 0,
        }
    }
}

/// A row as the database has it.
#[derive(sqlx::FromRow)]
struct RawShipment {
    id: String,
    order_id: String,
    version: i64,
    status: String,
    sub_status: Option<String>,
    carrier: String,
    tracking_number: Option<String>,
    doc: String,
    pack_at: i64,
    updated_at: i64,
    provider: String,
    heard_at: i64,
    stale_at: Option<i64>,
    followed: i64,
    asks: i64,
}

fn read_shipment(raw: RawShipment) -> Result<ShipmentRow> {
    Ok(ShipmentRow {
        id: raw.id,
        order_id: raw.order_id,
        version: raw.version,
        status: from_word(&raw.status)?,
        sub_status: raw.sub_status,
        carrier: raw.carrier,
        tracking_number: raw.tracking_number,
        doc: serde_json::from_str(&raw.doc)?,
        pack_at: raw.pack_at,
        updated_at: raw.updated_at,
        provider: raw.provider,
        heard_at: raw.heard_at,
        stale_at: raw.stale_at,
        followed: raw.followed != 0,
        asks: raw.asks,
    })
}

macro_rules! select_shipment {
    ($rest:literal) => {
        concat!(
            "SELECT id, order_id, version, status, sub_status, carrier, tracking_number, doc, pack_at, updated_at, ",
            "provider, heard_at, stale_at, followed, asks FROM shipment ",
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
        "INSERT INTO shipment (id, order_id, position, version, status, carrier, doc, pack_at, updated_at, provider,
         heard_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
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
    .bind(&shipment.provider)
    .bind(shipment.heard_at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Stores a parcel and counts its version up. When it is asked for is kept by [`super::asking`].
///
/// # Errors
/// When the database fails.
pub async fn update(conn: &mut Conn, shipment: &mut ShipmentRow) -> Result<()> {
    shipment.version += 1;
    sqlx::query(
        "UPDATE shipment SET version = $2, status = $3, sub_status = $4, tracking_number = $5, doc = $6,
         updated_at = $7, carrier = $8, provider = $9, heard_at = $10, stale_at = $11 WHERE id = $1",
    )
    .bind(&shipment.id)
    .bind(shipment.version)
    .bind(word(&shipment.status)?)
    .bind(&shipment.sub_status)
    .bind(&shipment.tracking_number)
    .bind(serde_json::to_string(&shipment.doc)?)
    .bind(shipment.updated_at)
    .bind(&shipment.carrier)
    .bind(&shipment.provider)
    .bind(shipment.heard_at)
    .bind(shipment.stale_at)
    .execute(conn)
    .await?;
    Ok(())
}

/// A parcel.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<ShipmentRow>> {
    let raw: Option<RawShipment> =
        sqlx::query_as(select_shipment!("WHERE id = $1")).bind(id).fetch_optional(conn).await?;
    raw.map(read_shipment).transpose()
}

/// The parcels of an order, without those that go back.
///
/// # Errors
/// When the database fails.
pub async fn of_order(conn: &mut Conn, order: &str) -> Result<Vec<ShipmentRow>> {
    let rows: Vec<RawShipment> =
        sqlx::query_as(select_shipment!("WHERE order_id = $1 AND return_id IS NULL ORDER BY position"))
            .bind(order)
            .fetch_all(conn)
            .await?;
    rows.into_iter().map(read_shipment).collect()
}

/// Says that a parcel is the way back of a return.
///
/// # Errors
/// When the database fails.
pub async fn goes_back(conn: &mut Conn, id: &str, wish: &str) -> Result<()> {
    sqlx::query("UPDATE shipment SET return_id = $2 WHERE id = $1").bind(id).bind(wish).execute(conn).await?;
    Ok(())
}

/// A parcel by a number its carrier gave it, now or before; of several the one that got it last.
/// A provider finds only parcels it tells of.
///
/// # Errors
/// When the database fails.
pub async fn by_number(conn: &mut Conn, provider: &str, carrier: &str, number: &str) -> Result<Option<ShipmentRow>> {
    let raw: Option<RawShipment> = sqlx::query_as(select_shipment!(
        "WHERE provider = $1 AND id = (SELECT n.shipment_id FROM shipment_number n
         WHERE n.carrier = $2 AND n.number = $3 ORDER BY n.told_at DESC, n.shipment_id DESC LIMIT 1)"
    ))
    .bind(provider)
    .bind(carrier)
    .bind(number)
    .fetch_optional(conn)
    .await?;
    raw.map(read_shipment).transpose()
}

/// Parcels whose carriers should be asked now, those that wait longest first: on the way, there or
/// back, with nothing heard since `silent_since` (but not so long that nobody asks any more); and
/// parcels their provider has yet to be told of, whom only the stand-in needs no telling.
///
/// # Errors
/// When the database fails.
pub async fn to_ask(
    conn: &mut Conn,
    now: i64,
    silent_since: i64,
    given_up: i64,
    limit: i64,
) -> Result<Vec<ShipmentRow>> {
    let rows: Vec<RawShipment> = sqlx::query_as(select_shipment!(
        "WHERE tracking_number IS NOT NULL AND ask_at <= $1 AND heard_at > $3
         AND status NOT IN ('delivered', 'returned', 'cancelled', 'exception')
         AND (heard_at <= $2 OR (followed = 0 AND provider <> $4)) ORDER BY ask_at, id LIMIT $5"
    ))
    .bind(now)
    .bind(silent_since)
    .bind(given_up)
    .bind(FIRST_PROVIDER)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(read_shipment).collect()
}

/// Ids of parcels that have been silent for too long by now.
///
/// # Errors
/// When the database fails.
pub async fn fallen_silent(conn: &mut Conn, now: i64, most: i64) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM shipment WHERE stale_at IS NOT NULL AND stale_at <= $1 AND status <> 'cancelled'
         ORDER BY stale_at LIMIT $2",
    )
    .bind(now)
    .bind(most)
    .fetch_all(conn)
    .await?)
}

/// Ids of parcels that should be packed by now and have no label.
///
/// # Errors
/// When the database fails.
pub async fn to_pack(conn: &mut Conn, now: i64, most: i64) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM shipment WHERE tracking_number IS NULL AND status = 'unknown' AND pack_at <= $1
         ORDER BY pack_at LIMIT $2",
    )
    .bind(now)
    .bind(most)
    .fetch_all(conn)
    .await?)
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
