use crate::{Cart, Order};
use serde::{Deserialize, Serialize};

/// What `GET /events` sends: always the full snapshot with its version, so that doubled
/// and reordered messages do no harm.
///
/// The SSE `id` is the sequence number, the SSE `event` name is the `type`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case", try_from = "Flat")]
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

/// The same as one flat object. Read through this, the snapshots' own readers are used; serde's
/// tagged enums would bring a second copy of each into the browser's program.
#[derive(Deserialize)]
struct Flat {
    #[serde(rename = "type")]
    kind: String,
    order: Option<Box<Order>>,
    cart: Option<Box<Cart>>,
}

impl TryFrom<Flat> for ServerEvent {
    type Error = String;
    fn try_from(flat: Flat) -> Result<Self, String> {
        match (flat.kind.as_str(), flat.order, flat.cart) {
            ("order", Some(order), _) => Ok(Self::Order { order }),
            ("cart", _, Some(cart)) => Ok(Self::Cart { cart }),
            ("reset", ..) => Ok(Self::Reset),
            (kind, ..) => Err(format!("an event `{kind}` without its content")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_by_their_type() {
        assert_eq!(serde_json::from_str::<ServerEvent>(r#"{"type":"reset"}"#).unwrap(), ServerEvent::Reset);
        assert_eq!(serde_json::to_string(&ServerEvent::Reset).unwrap(), r#"{"type":"reset"}"#);
        assert!(serde_json::from_str::<ServerEvent>(r#"{"type":"order"}"#).is_err());
        assert!(serde_json::from_str::<ServerEvent>(r#"{"type":"later"}"#).is_err());
    }
}
