use crate::{
    DeliveryPromise, DeliveryProof, MerchantRef, MissingReport, OrderId, OrderLineId, ParcelContacts, ShipmentId,
    Timestamp, WarehouseRef,
};
use serde::{Deserialize, Serialize};

/// One parcel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shipment {
    /// The id.
    pub id: ShipmentId,
    /// Its order.
    pub order_id: OrderId,
    /// Grows with every change.
    pub version: u64,
    /// Who sells.
    pub merchant: MerchantRef,
    /// Where it leaves.
    pub from: WarehouseRef,
    /// ISO 3166-1 country it goes to.
    pub to_country: String,
    /// Whether it crosses a customs border.
    pub cross_border: bool,
    /// Who carries it.
    pub carrier: Carrier,
    /// The carrier's code; absent until there is a label.
    pub tracking_number: Option<String>,
    /// Codes the carrier gave it before, oldest first; they still find it.
    #[serde(default)]
    pub former_tracking_numbers: Vec<String>,
    /// When it was last scanned; a label alone is no scan.
    #[serde(default)]
    pub last_scan_at: Option<Timestamp>,
    /// Where it is.
    pub status: TrackingStatus,
    /// More exactly, in the words of [`TrackingStatus`]'s table; may be one nobody listed.
    pub sub_status: Option<String>,
    /// What is in it.
    pub lines: Vec<ShipmentLine>,
    /// What was promised at purchase.
    pub promise: DeliveryPromise,
    /// What is expected now.
    pub estimate: DeliveryPromise,
    /// How the estimate came to be another one, oldest first.
    pub estimate_changes: Vec<EstimateChange>,
    /// What happened, newest first.
    pub events: Vec<TrackingEvent>,
    /// Whose move it is, what to do, and by when.
    pub action: Option<ShipmentAction>,
    /// The shopper's word that it never came, where it was told as delivered.
    #[serde(default)]
    pub missing: Option<MissingReport>,
    /// Whom to ask about it.
    #[serde(default)]
    pub contacts: Option<ParcelContacts>,
    /// When we last heard of it.
    pub updated_at: Timestamp,
}

/// A carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Carrier {
    /// Stable code.
    pub code: String,
    /// The name people know.
    pub name: String,
    /// The parcel's page at the carrier.
    pub tracking_url: Option<String>,
}

/// Pieces in a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShipmentLine {
    /// Which line of the order.
    pub order_line_id: OrderLineId,
    /// Its name.
    pub title: String,
    /// Square thumbnail.
    pub thumbnail_url: String,
    /// How many.
    pub quantity: u32,
}

/// Where a parcel is. How the carriers' words map to these is in docs/API.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TrackingStatus {
    /// There is a label; the carrier has no parcel yet.
    PreTransit,
    /// On its way; `sub_status` `customs` while with customs.
    InTransit,
    /// Somebody must do something.
    ActionNeeded,
    /// It comes today.
    OutForDelivery,
    /// It waits at a pick-up point.
    AvailableForPickup,
    /// Nobody was there.
    AttemptFailed,
    /// It is late.
    Delayed,
    /// It arrived.
    Delivered,
    /// It goes back to the seller.
    Returning,
    /// It is back at the seller.
    Returned,
    /// Lost or damaged.
    Exception,
    /// The label was canceled.
    Cancelled,
    /// Nobody scanned it for long; the next scan undoes that.
    Stale,
    /// The carrier knows nothing, or says a word this program does not know.
    #[serde(other)]
    Unknown,
}

/// Something that happened to a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrackingEvent {
    /// The same event has the same id, however often and late it comes.
    pub id: String,
    /// When it happened, by the carrier's clock.
    pub occurred_at: Timestamp,
    /// What it made of the parcel.
    pub status: TrackingStatus,
    /// More exactly.
    pub sub_status: Option<String>,
    /// The carrier's own code.
    pub code: String,
    /// The carrier's own words.
    pub message: String,
    /// Where.
    pub location: Option<Location>,
    /// The IANA zone of that place, such as `Europe/Berlin`; absent where it isn't known for sure.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// How it was handed over, with a delivery of which the carrier tells that.
    #[serde(default)]
    pub proof: Option<DeliveryProof>,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Location {
    /// City.
    pub city: String,
    /// ISO 3166-1 country.
    pub country: String,
}

/// Whose move a parcel is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShipmentAction {
    /// Who.
    pub actor: NextActor,
    /// What: a stable code such as `send_document`, `pay_duty`, `collect`; the table is in docs/API.md.
    pub code: String,
    /// By when.
    pub due: Option<Timestamp>,
}

/// Whose move it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NextActor {
    /// The shopper.
    You,
    /// The seller.
    Seller,
    /// The carrier.
    Carrier,
    /// Customs.
    Customs,
    /// Nobody: it is over.
    Nobody,
    /// Somebody this program does not know.
    #[serde(other)]
    Unknown,
}

/// A change of the expected day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EstimateChange {
    /// When it changed.
    pub at: Timestamp,
    /// What was expected before.
    pub from: DeliveryPromise,
    /// What is expected since.
    pub to: DeliveryPromise,
    /// Why: the sub-status or status that moved it.
    pub reason: String,
}
