use crate::{DisputeId, Money, Timestamp};
use serde::{Deserialize, Serialize};

/// The shopper's bank asks the money of a payment back, or asks about the payment first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dispute {
    /// The id.
    pub id: DisputeId,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub status: DisputeStatus,
    /// When the bank opened it.
    pub opened_at: Timestamp,
}

/// Where a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DisputeStatus {
    /// The bank is looking at it.
    Open,
    /// It is over; the payment stands.
    Won,
    /// It is over; the money is back with the shopper.
    Lost,
    /// A status this program does not know.
    #[serde(other)]
    Unknown,
}
