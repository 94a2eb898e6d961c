use crate::{
    Address, Carrier, DeliveryPromise, MissingReport, Money, OrderId, OrderLine, OrderLineId, OrderStatus,
    PaymentStatus, RefundId, RefundStatus, ReturnId, ReturnLine, ReturnReason, ReturnStatus, ShipmentId, ShipmentLine,
    Timestamp, TrackingStatus, WarehouseRef,
};
use serde::{Deserialize, Serialize};

/// An order as one of its sellers sees it: its own lines, parcels and money alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MerchantOrder {
    /// The id.
    pub id: OrderId,
    /// What people say on the phone.
    pub number: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// One word for payment, packing and the seller's own parcels.
    pub status: OrderStatus,
    /// The money of the whole order.
    pub payment_status: PaymentStatus,
    /// What the seller sold.
    pub lines: Vec<OrderLine>,
    /// Where it goes.
    pub shipping_address: Address,
    /// The seller's parcels.
    pub parcels: Vec<MerchantParcel>,
    /// Wishes to send the seller's goods back.
    pub returns: Vec<MerchantReturn>,
    /// What the seller may still send back.
    pub refundable: Money,
    /// Whether no real money moved.
    pub test_mode: bool,
}

/// A parcel as its seller sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MerchantParcel {
    /// The id.
    pub id: ShipmentId,
    /// Grows with every change.
    pub version: u64,
    /// Where it is.
    pub status: TrackingStatus,
    /// More exactly.
    pub sub_status: Option<String>,
    /// Where it leaves.
    pub from: WarehouseRef,
    /// Who carries it.
    pub carrier: Carrier,
    /// The carrier's code; absent until there is a label.
    pub tracking_number: Option<String>,
    /// What is in it.
    pub lines: Vec<ShipmentLine>,
    /// What was promised at purchase.
    pub promise: DeliveryPromise,
    /// What is expected now.
    pub estimate: DeliveryPromise,
    /// The shopper's word that it never came.
    #[serde(default)]
    pub missing: Option<MissingReport>,
}

/// A wish to send goods back, as their seller sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MerchantReturn {
    /// The id.
    pub id: ReturnId,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Where it stands.
    pub status: ReturnStatus,
    /// Which lines, how many; the seller's alone.
    pub lines: Vec<ReturnLine>,
    /// Why.
    pub reason: ReturnReason,
    /// What the seller gave as the reason of its answer.
    pub answer: Option<String>,
}

/// `POST /merchant/v1/parcels/{id}/fulfill`: who carries a parcel, and under which number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FulfillParcel {
    /// The carrier's code at Shippo, such as `dhl_express`.
    pub carrier: String,
    /// The carrier's name for people; its code when absent.
    #[serde(default)]
    pub carrier_name: Option<String>,
    /// The code on the label.
    pub tracking_number: String,
}

/// `POST /merchant/v1/parcels/{id}/split`: what goes into a parcel of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SplitParcel {
    /// The lines and pieces of the new parcel; something stays in the old one.
    pub lines: Vec<SplitLine>,
    /// The version that was seen; anything goes when absent.
    #[serde(default)]
    pub version: Option<u64>,
}

/// Pieces of a line for the new parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SplitLine {
    /// Which line of the order.
    pub order_line_id: OrderLineId,
    /// How many.
    pub quantity: u32,
}

/// `POST /merchant/v1/orders/{id}/refunds`: money back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RefundOrder {
    /// Minor units; all that is left when absent.
    #[serde(default)]
    pub amount: Option<i64>,
}

/// Money that a seller sends back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MerchantRefund {
    /// The refund.
    pub id: RefundId,
    /// Its order.
    pub order_id: OrderId,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub status: RefundStatus,
    /// What the seller may still send back.
    pub refundable: Money,
    /// Whether the key had begun it before, and nothing was done now.
    pub replayed: bool,
}

/// `POST /merchant/v1/returns/{id}/answer`: yes or no to a wish to send goods back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerReturn {
    /// Whether the goods may come back.
    pub accept: bool,
    /// Why, 1 to 500 characters.
    pub reason: String,
}
