use crate::{LinkId, Timestamp};
use serde::{Deserialize, Serialize};

/// A link that shows an order to whoever has it, in part and for a time. Its secret isn't here:
/// it is told once, when the link is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderLink {
    /// The id.
    pub id: LinkId,
    /// Whom it is for, in the owner's words; may be empty.
    pub label: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it opens nothing.
    pub expires_at: Timestamp,
    /// When it was last opened.
    pub opened_at: Option<Timestamp>,
}

/// `POST /orders/{id}/links`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateOrderLink {
    /// Whom it is for; at most 60 characters.
    #[serde(default)]
    pub label: String,
}

/// A link that was made just now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewOrderLink {
    /// The link.
    pub link: OrderLink,
    /// Its secret, told this once: `/orders/{id}#k=<token>`.
    pub token: String,
}
