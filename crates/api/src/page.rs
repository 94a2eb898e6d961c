use serde::{Deserialize, Serialize};

/// One page of a longer list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The items, in order.
    pub items: Vec<T>,
    /// What to send as `cursor` for the next page; absent at the end. Opaque.
    pub next_cursor: Option<String>,
}
