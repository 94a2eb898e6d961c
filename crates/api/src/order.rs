use crate::{
    Address, AfterSaleClock, CheckoutId, Contact, Day, Dispute, MarketId, MerchantRef, Money, OrderId, OrderLineId,
    ProductId, Promotion, RefundId, ReturnRequest, SelectedOption, Shipment, Timestamp, Totals, VariantId,
};
use serde::{Deserialize, Serialize};

/// A bought bag, on three axes: payment, fulfillment, and tracking for each shipment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Order {
    /// The id, as in `/orders/{id}`.
    pub id: OrderId,
    /// What people say on the phone; it does not count up.
    pub number: String,
    /// Grows with every change.
    pub version: u64,
    /// The checkout it came from.
    pub checkout_id: CheckoutId,
    /// When it was made.
    pub created_at: Timestamp,
    /// Where it was bought.
    pub market: MarketId,
    /// One word for all three axes.
    pub status: OrderStatus,
    /// The money.
    pub payment_status: PaymentStatus,
    /// The packing.
    pub fulfillment_status: FulfillmentStatus,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// The codes that took something off.
    #[serde(default)]
    pub promotions: Vec<Promotion>,
    /// What it cost.
    pub totals: Totals,
    /// Who bought.
    pub contact: Contact,
    /// Where it goes.
    pub shipping_address: Address,
    /// The parcels.
    pub shipments: Vec<Shipment>,
    /// Wishes to send goods back.
    pub returns: Vec<ReturnRequest>,
    /// Money on its way back.
    pub refunds: Vec<Refund>,
    /// What the shopper's bank disputes.
    #[serde(default)]
    pub disputes: Vec<Dispute>,
    /// Whether it can still be canceled.
    pub cancelable: bool,
    /// Until when goods may be sent back; absent until delivered.
    pub returnable_until: Option<Day>,
    /// Until when the seller answers for faults by law; absent until delivered and where the law has no such time.
    #[serde(default)]
    pub guarantee_until: Option<Day>,
    /// Whether no real money moved.
    pub test_mode: bool,
    /// Whether this is the view of somebody who opened a shared link: the address in part, nothing to change.
    #[serde(default)]
    pub shared: bool,
}

/// An order in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderSummary {
    /// The id.
    pub id: OrderId,
    /// What people say on the phone.
    pub number: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// One word for all three axes.
    pub status: OrderStatus,
    /// The money.
    #[serde(default = "captured")]
    pub payment_status: PaymentStatus,
    /// What was paid.
    pub total: Money,
    /// How many pieces.
    pub pieces: u32,
    /// Thumbnails of the first lines.
    pub thumbnails: Vec<String>,
    /// The last day the last parcel should come, as estimated today.
    pub latest: Option<Day>,
}

/// What an order's list of an older server doesn't say: every order in it was paid.
fn captured() -> PaymentStatus {
    PaymentStatus::Captured
}

/// The one word a shopper reads first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Paid, nothing packed.
    Confirmed,
    /// Being packed.
    Preparing,
    /// Some parcels left.
    PartiallyShipped,
    /// All parcels left.
    InTransit,
    /// A parcel is with customs.
    Customs,
    /// Somebody must do something for a parcel to go on.
    ActionNeeded,
    /// A parcel comes today.
    OutForDelivery,
    /// A parcel waits at a pick-up point.
    AvailableForPickup,
    /// A parcel is late.
    Delayed,
    /// Some parcels arrived.
    PartiallyDelivered,
    /// All parcels arrived.
    Delivered,
    /// Goods are on their way back or back.
    Returned,
    /// Some pieces went back for their money, the others stay.
    PartiallyReturned,
    /// All the money went back, without the goods or before them.
    Refunded,
    /// Canceled; the money is on its way back or back.
    Canceled,
    /// A status this program does not know.
    #[serde(other)]
    Unknown,
}

/// The money axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// Nothing came.
    NotPaid,
    /// The bank holds it for us.
    Authorized,
    /// It is here.
    Captured,
    /// A part went back.
    PartiallyRefunded,
    /// All went back.
    Refunded,
    /// The shopper must do something.
    RequiresAction,
    /// Given up.
    Canceled,
    /// A status this program does not know.
    #[serde(other)]
    Unknown,
}

/// The packing axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FulfillmentStatus {
    /// Nothing packed.
    NotFulfilled,
    /// Some packed.
    PartiallyFulfilled,
    /// All packed.
    Fulfilled,
    /// Some left.
    PartiallyShipped,
    /// All left.
    Shipped,
    /// Will not be packed.
    Canceled,
    /// A status this program does not know.
    #[serde(other)]
    Unknown,
}

/// A bought line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderLine {
    /// The id.
    pub id: OrderLineId,
    /// What.
    pub variant_id: VariantId,
    /// Its product.
    pub product_id: ProductId,
    /// The name when it was bought.
    pub title: String,
    /// The chosen values.
    pub options: Vec<SelectedOption>,
    /// Square thumbnail.
    pub thumbnail_url: String,
    /// Who sold it.
    pub merchant: MerchantRef,
    /// How many.
    pub quantity: u32,
    /// Price of one piece.
    pub unit_price: Money,
    /// Price of all pieces, before codes.
    pub line_total: Money,
    /// What codes took off this line; absent where none did.
    #[serde(default)]
    pub discount: Option<Money>,
}

/// Money on its way back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refund {
    /// The id.
    pub id: RefundId,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub status: RefundStatus,
    /// When it was begun.
    pub created_at: Timestamp,
    /// The day it should be on the card.
    pub expected_by: Day,
    /// Who holds the money, and what must happen by when.
    #[serde(default)]
    pub clock: Option<AfterSaleClock>,
}

/// Where a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    /// We asked the provider.
    Pending,
    /// It is on the card.
    Succeeded,
    /// It could not be sent; we are on it.
    Failed,
    /// A status this program does not know.
    #[serde(other)]
    Unknown,
}

/// `POST /orders/{id}/open`: opens an order in a browser that did not buy it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenOrder {
    /// The secret behind the link's `#`.
    pub token: String,
}
