use crate::{
    Address, CartId, CartLine, CheckoutId, Contact, DeliveryGroup, MarketId, Money, OrderId, Promotion, Timestamp,
    Totals,
};
use serde::{Deserialize, Serialize};

/// An attempt to buy a bag: frozen prices and reserved stock until `expires_at`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Checkout {
    /// The id.
    pub id: CheckoutId,
    /// Where it stands.
    pub state: CheckoutState,
    /// The bag it is made from.
    pub cart_id: CartId,
    /// The version of the bag it was made from.
    pub cart_version: u64,
    /// Where it is bought.
    pub market: MarketId,
    /// The lines, frozen.
    pub lines: Vec<CartLine>,
    /// The parcels, frozen, each with the chosen way of shipping.
    pub groups: Vec<DeliveryGroup>,
    /// The codes that take something off, held for it.
    #[serde(default)]
    pub promotions: Vec<Promotion>,
    /// What it costs, settled.
    pub totals: Totals,
    /// Who buys.
    pub contact: Contact,
    /// Where it goes.
    pub shipping_address: Address,
    /// When the reservation ends.
    pub expires_at: Timestamp,
    /// The server's time, so that a wrong clock in the browser does no harm.
    pub now: Timestamp,
    /// The payment, once begun.
    pub payment: Option<PaymentIntent>,
    /// The order it became.
    pub order_id: Option<OrderId>,
    /// The secret that opens the order on another device; given with `order_id`, only
    /// to the browser that paid.
    pub order_token: Option<String>,
    /// Whether no real money moves.
    pub test_mode: bool,
}

/// Where a checkout stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckoutState {
    /// Made, stock not reserved yet.
    Open,
    /// Stock is held.
    Reserved,
    /// The shopper is on the payment page.
    Paying,
    /// The bank wants a further step.
    RequiresAction,
    /// The provider says the money is there.
    Paid,
    /// It became an order.
    Ordered,
    /// The reservation ran out, or the shopper left.
    Expired,
    /// It can't go on.
    Failed,
    /// Money came that has no order; it is on its way back.
    RefundDue,
    /// A state this program does not know.
    #[serde(other)]
    Unknown,
}

/// The payment of a checkout, in Stripe's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentIntent {
    /// The provider's id.
    pub id: String,
    /// Where it stands.
    pub status: PaymentIntentStatus,
    /// How much.
    pub amount: Money,
    /// What the shopper's browser does next.
    pub next_action: Option<NextAction>,
    /// Why the last try failed.
    pub last_error: Option<PaymentError>,
    /// Counts tries from 1.
    pub attempt: u32,
}

/// Stripe's statuses of a PaymentIntent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentIntentStatus {
    /// A card is needed (again).
    RequiresPaymentMethod,
    /// A card is there, not confirmed.
    RequiresConfirmation,
    /// 3-D Secure or the like.
    RequiresAction,
    /// The bank works on it.
    Processing,
    /// Authorized, not captured.
    RequiresCapture,
    /// Given up.
    Canceled,
    /// The money is there.
    Succeeded,
    /// A status this program does not know.
    #[serde(other)]
    Unknown,
}

/// What the browser does next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case", try_from = "FlatAction")]
pub enum NextAction {
    /// Go to the provider's page.
    Redirect {
        /// Its address.
        url: String,
    },
}

/// The same as one flat object: see `ServerEvent`.
#[derive(Deserialize)]
struct FlatAction {
    #[serde(rename = "type")]
    kind: String,
    url: Option<String>,
}

impl TryFrom<FlatAction> for NextAction {
    type Error = String;
    fn try_from(flat: FlatAction) -> Result<Self, String> {
        match (flat.kind.as_str(), flat.url) {
            ("redirect", Some(url)) => Ok(Self::Redirect { url }),
            (kind, _) => Err(format!("an action `{kind}` this program does not know")),
        }
    }
}

/// Why a payment failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentError {
    /// The stable code.
    pub code: PaymentErrorCode,
}

/// The reasons there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentErrorCode {
    /// The bank said no.
    CardDeclined,
    /// Not enough money on the card.
    InsufficientFunds,
    /// 3-D Secure failed or was left.
    AuthenticationFailed,
    /// The shopper left the payment page.
    Canceled,
    /// The provider had a fault.
    ProcessingError,
    /// A reason this program does not know.
    #[serde(other)]
    Unknown,
}

/// `POST /checkouts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateCheckout {
    /// The bag.
    pub cart_id: CartId,
    /// The version the shopper saw.
    pub cart_version: u64,
}

/// `POST /checkouts/{id}/payment`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StartPayment {
    /// The total on the button; another one than the server's is a 409 and nothing is charged.
    pub expected_total: Money,
}

/// `POST /checkouts/{id}/complete`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CompleteCheckout {
    /// The total the shopper agreed to.
    pub expected_total: Money,
}
