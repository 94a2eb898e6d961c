use crate::{RefundId, ShipmentId, Timestamp};
use serde::{Deserialize, Serialize};

/// A shopper's word that a parcel told as delivered is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MissingReport {
    /// Where it stands.
    pub status: MissingStatus,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// By when the seller answers; after that the money goes back by itself.
    pub answer_by: Timestamp,
    /// When it was answered, or the time was over.
    pub answered_at: Option<Timestamp>,
    /// What the seller said; absent where it said nothing.
    pub answer: Option<String>,
    /// The money that goes back.
    pub refund: Option<RefundId>,
    /// The parcel that comes instead; it stands among the order's.
    pub new_parcel: Option<ShipmentId>,
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MissingStatus {
    /// The seller answers next.
    Reported,
    /// It turned up: the seller says where it is, or, without an `answer`, the shopper that it is there.
    Found,
    /// Another parcel comes.
    Resent,
    /// The money goes back or is back.
    Refunded,
    /// A status this program does not know.
    #[serde(other)]
    Unknown,
}

impl MissingReport {
    /// Whether the parcel may be reported once more: the seller said where it is, and there it isn't. What the
    /// shopper has after all is reported once.
    #[must_use]
    pub fn may_come_again(&self) -> bool {
        self.status == MissingStatus::Found && self.answer.is_some()
    }
}

impl MissingStatus {
    /// Whether the pieces of a parcel so reported can't be sent back: nobody has them, and they are paid back or
    /// may be soon.
    #[must_use]
    pub fn holds_pieces(self) -> bool {
        matches!(self, Self::Reported | Self::Refunded)
    }
}

/// What a seller does about a parcel that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MissingAnswer {
    /// Sends the same once more.
    Resend,
    /// Sends the money back.
    Refund,
    /// Says where it is.
    Found,
}

/// `POST /merchant/v1/parcels/{id}/missing-answer`: what the seller does about a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerMissing {
    /// What.
    pub answer: MissingAnswer,
    /// Words for the shopper, 1 to 500 characters.
    pub reason: String,
}
