use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The text of the id.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    )+};
}

ids! {
    /// A shoppable post in the feed.
    PostId,
    /// A film.
    ClipId,
    /// Who made a post.
    CreatorId,
    /// Who sells.
    MerchantId,
    /// What is sold, before size and colour are chosen.
    ProductId,
    /// One buyable combination of options (the SKU).
    VariantId,
    /// A place goods leave from.
    WarehouseId,
    /// A market: country, currency and languages (`DE`, `US`, `JP`).
    MarketId,
    /// A bag.
    CartId,
    /// A line of a bag.
    CartLineId,
    /// Lines that one merchant sends from one warehouse.
    DeliveryGroupId,
    /// A way of shipping a delivery group.
    ShippingOptionId,
    /// An attempt to buy a bag.
    CheckoutId,
    /// A bought bag.
    OrderId,
    /// A link that shows an order to others.
    LinkId,
    /// A line of an order.
    OrderLineId,
    /// One parcel.
    ShipmentId,
    /// A wish to send goods back.
    ReturnId,
    /// A picture that shows why goods go back.
    PhotoId,
    /// Money on its way back.
    RefundId,
    /// A bank's question about a payment.
    DisputeId,
}
