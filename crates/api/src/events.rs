use crate::{Cart, Order};
use serde::{Deserialize, Serialize};

/// What `GET /events` sends: always the full snapshot with its version, so that doubled
/// and reordered messages do no harm.
///
/// The SSE `id` is the sequence number, the SSE `event` name is the `type`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerEvent {
    /// An order is now so.
    Order {
        /// The order.
        order: Box<Order>,
    },
    /// The bag is now so.
    Cart {
        /// The bag.
        cart: Box<Cart>,
    },
    /// The sequence is too old to be replayed: load everything again.
    Reset,
}
