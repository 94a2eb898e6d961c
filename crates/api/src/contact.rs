use serde::{Deserialize, Serialize};

/// Whom to ask about a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ParcelContacts {
    /// The seller; absent for one that is no more.
    pub seller: Option<SellerContact>,
    /// The carrier, where the shop knows how it is reached.
    pub carrier: Option<CarrierContact>,
}

/// How a seller is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SellerContact {
    /// Where letters on a screen go.
    pub email: String,
    /// The number to call.
    pub phone: Option<String>,
    /// Street and place, one line each; empty where none is known.
    pub address: Vec<String>,
}

/// How a carrier is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CarrierContact {
    /// The number to call.
    pub phone: Option<String>,
    /// The carrier's page for claims. Nobody but the shopper opens it.
    pub claim_url: Option<String>,
}
