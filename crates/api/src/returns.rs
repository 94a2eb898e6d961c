use crate::{OrderLineId, PhotoId, ReturnId, Shipment, ShipmentId, Timestamp, VariantId};
use serde::{Deserialize, Serialize};

/// A wish to send goods back, and how it goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturnRequest {
    /// The id.
    pub id: ReturnId,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Where it stands.
    pub status: ReturnStatus,
    /// Which lines, how many, and what comes instead.
    pub lines: Vec<ReturnLine>,
    /// Why.
    pub reason: ReturnReason,
    /// Pictures that show why, at `/orders/{id}/return-photos/{photo}`.
    #[serde(default)]
    pub photos: Vec<PhotoId>,
    /// What is stuck on the parcel; absent until it is agreed.
    #[serde(default)]
    pub label: Option<ReturnLabel>,
    /// The parcel that goes back; absent until it was handed over.
    #[serde(default)]
    pub way_back: Option<Shipment>,
    /// The parcels that come instead; they stand among the order's.
    #[serde(default)]
    pub new_parcels: Vec<ShipmentId>,
    /// Who holds the goods, and what must happen by when.
    #[serde(default)]
    pub clock: Option<AfterSaleClock>,
}

/// Where a return stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReturnStatus {
    /// Asked for; the seller answers next.
    Requested,
    /// Agreed, there is a label; the shopper sends it next.
    Approved,
    /// Handed over; it is on its way back.
    Sent,
    /// It arrived at the seller.
    Received,
    /// The money goes back or is back.
    Refunded,
    /// Other pieces come instead.
    Exchanged,
    /// The seller said no.
    Declined,
    /// It was not handed over in time; the goods stay with the shopper.
    Lapsed,
    /// A status this program does not know.
    #[serde(other)]
    Unknown,
}

impl ReturnStatus {
    /// Whether pieces of such a return are the shopper's again, so that another return may name them.
    #[must_use]
    pub fn frees_pieces(self) -> bool {
        matches!(self, Self::Declined | Self::Lapsed)
    }
}

/// Pieces of a line to send back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReturnLine {
    /// Which line.
    pub order_line_id: OrderLineId,
    /// How many.
    pub quantity: u32,
    /// The variant of the same product that comes instead; absent for the money.
    #[serde(default)]
    pub exchange_for: Option<VariantId>,
}

/// Why goods go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReturnReason {
    /// It broke or is faulty.
    Damaged,
    /// It is another thing than ordered.
    WrongItem,
    /// It is not as described.
    NotAsDescribed,
    /// It doesn't fit.
    DoesNotFit,
    /// The shopper thought again.
    ChangedMind,
    /// Something else.
    Other,
}

/// What is stuck on the parcel that goes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturnLabel {
    /// The carrier's name.
    pub carrier: String,
    /// The carrier's number, to be drawn as Code 128.
    pub number: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// The last moment to hand the parcel over.
    pub drop_off_by: Timestamp,
}

/// Who holds money or goods now, and what follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AfterSaleClock {
    /// Who has it.
    pub holder: Holder,
    /// What comes next: a stable code such as `drop_off`, `refund`; the table is in docs/API.md.
    pub step: String,
    /// By when.
    pub due: Option<Timestamp>,
    /// What happens if nobody acts by then: a stable code such as `lapses`; the table is in docs/API.md.
    pub otherwise: String,
    /// Whether somebody has missed that moment.
    pub overdue: bool,
}

/// Who holds money or goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The shopper.
    You,
    /// The carrier.
    Carrier,
    /// The seller.
    Seller,
    /// Who pays out: the payment provider and the shopper's bank.
    Provider,
    /// Somebody this program does not know.
    #[serde(other)]
    Unknown,
}

/// `POST /orders/{id}/returns`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateReturn {
    /// Which lines, how many; all of one parcel.
    pub lines: Vec<ReturnLine>,
    /// Why.
    pub reason: ReturnReason,
    /// Pictures taken before with `POST /orders/{id}/return-photos`, at most four.
    #[serde(default)]
    pub photos: Vec<PhotoId>,
}

/// A picture that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturnPhoto {
    /// The id to send with the wish.
    pub id: PhotoId,
}
