use serde::{Deserialize, Serialize};

/// What a carrier tells of how it handed a parcel over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryProof {
    /// To whom, or where it was left.
    pub kind: ProofKind,
    /// Who signed; in a shared view the first letter.
    #[serde(default)]
    pub signed_by: Option<String>,
    /// More exactly where, in the carrier's own words; absent in a shared view.
    #[serde(default)]
    pub place: Option<String>,
    /// What its picture shows, at `/orders/{id}/shipments/{shipment}/proof`; absent without one and in a
    /// shared view.
    #[serde(default)]
    pub picture: Option<ProofPicture>,
}

/// To whom a parcel was handed, or where it was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProofKind {
    /// Somebody at the address.
    Recipient,
    /// A neighbour.
    Neighbor,
    /// Left in the letterbox.
    Letterbox,
    /// Left at the door.
    FrontDoor,
    /// Left where it was agreed to be left.
    SafePlace,
    /// Collected at the pick-up point.
    PickupPoint,
    /// Somebody or somewhere this program does not know.
    #[serde(other)]
    Unknown,
}

/// What the picture of a proof shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProofPicture {
    /// The signature of whoever took it.
    Signature,
    /// The place where it was left.
    Photo,
    /// Something this program does not know.
    #[serde(other)]
    Unknown,
}
