use crate::{
    Availability, CartId, CartLineId, ChargeLine, DeliveryGroupId, Incoterm, MarketId, MerchantRef, Money, OrderId,
    PostId, ProductId, Promotion, SelectedOption, ShippingOption, ShippingOptionId, Timestamp, VariantId, WarehouseRef,
};
use serde::{Deserialize, Serialize};

/// A bag as the server sees it: every number in it is settled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cart {
    /// The id.
    pub id: CartId,
    /// Grows with every change; the `ETag` is this in quotes.
    pub version: u64,
    /// Where it is bought.
    pub market: MarketId,
    /// The lines in the order they were added.
    pub lines: Vec<CartLine>,
    /// The lines by who sends them from where.
    pub groups: Vec<DeliveryGroup>,
    /// The codes in it, in the order they were added.
    #[serde(default)]
    pub promotions: Vec<Promotion>,
    /// What it costs.
    pub totals: Totals,
    /// Who buys; absent until given.
    pub contact: Option<Contact>,
    /// Where it goes; absent until given.
    pub shipping_address: Option<Address>,
    /// What changed since the shopper last saw it and must be confirmed.
    pub notices: Vec<CartNotice>,
    /// The order it became.
    pub order_id: Option<OrderId>,
    /// When prices and stock were read.
    pub checked_at: Timestamp,
}

/// One variant in a bag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CartLine {
    /// The id.
    pub id: CartLineId,
    /// What.
    pub variant_id: VariantId,
    /// Its product.
    pub product_id: ProductId,
    /// The product's name.
    pub title: String,
    /// The chosen values.
    pub options: Vec<SelectedOption>,
    /// Square thumbnail.
    pub thumbnail_url: String,
    /// Who sells it.
    pub merchant: MerchantRef,
    /// How many.
    pub quantity: u32,
    /// How many can be had.
    pub available: u32,
    /// Whether anything is left.
    pub availability: Availability,
    /// Price of one piece.
    pub unit_price: Money,
    /// Price of one piece when the shopper last confirmed it, where it differs.
    pub previous_unit_price: Option<Money>,
    /// Price of all pieces, before codes.
    pub line_total: Money,
    /// What codes take off this line; absent where none does.
    #[serde(default)]
    pub discount: Option<Money>,
    /// The post it was found in.
    pub post_id: Option<PostId>,
}

/// Lines that one merchant sends together from one warehouse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryGroup {
    /// The id.
    pub id: DeliveryGroupId,
    /// Who sells.
    pub merchant: MerchantRef,
    /// Where it leaves.
    pub warehouse: WarehouseRef,
    /// Which lines.
    pub line_ids: Vec<CartLineId>,
    /// How it can be sent, cheapest first.
    pub shipping_options: Vec<ShippingOption>,
    /// The chosen way; the cheapest until the shopper chooses.
    pub selected: Option<ShippingOptionId>,
    /// Duties and import taxes of this group.
    pub duty_lines: Vec<ChargeLine>,
    /// Who pays duties.
    pub incoterm: Incoterm,
    /// Whether it crosses a customs border.
    pub cross_border: bool,
}

/// What a bag or an order costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Totals {
    /// The goods, at shown prices.
    pub items: Money,
    /// What codes take off the goods, above zero; absent where none does.
    #[serde(default)]
    pub discount: Option<Money>,
    /// Shipping.
    pub shipping: Money,
    /// Duties and import taxes that we collect.
    pub duties: Money,
    /// Tax added to the prices (US); zero where prices contain it.
    pub tax: Money,
    /// Each tax, contained or added.
    pub tax_lines: Vec<ChargeLine>,
    /// What is paid.
    pub total: Money,
    /// What a carrier will ask for at the door.
    pub due_at_door: Money,
    /// False while something that changes the total is not known yet (the address).
    pub settled: bool,
}

/// Something that changed under the shopper's hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CartNotice {
    /// What happened.
    pub code: CartNoticeCode,
    /// The line it is about.
    pub line_id: CartLineId,
}

/// What can happen to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CartNoticeCode {
    /// The price is another one than confirmed.
    PriceChanged,
    /// Fewer are left than wanted.
    Reduced,
    /// None is left.
    SoldOut,
    /// It is not sold in this market.
    NotSoldHere,
    /// Something this program does not know.
    #[serde(other)]
    Unknown,
}

/// Who buys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Where the confirmation goes.
    pub email: String,
}

/// A postal address; the country is the market's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Full name of who receives it.
    pub name: String,
    /// Street and house number.
    pub line1: String,
    /// Flat, floor, c/o.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line2: Option<String>,
    /// Postal or ZIP code.
    pub postal_code: String,
    /// City or town.
    pub city: String,
    /// State or prefecture code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Phone for the carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// `POST /carts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateCart {
    /// Where it is bought.
    pub market: MarketId,
}

/// `PATCH /carts/{id}`: what is absent stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct UpdateCart {
    /// Buy in another market: prices are looked up again, chosen shipping is dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub market: Option<MarketId>,
    /// Who buys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// Where it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Address>,
    /// The chosen ways of shipping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Vec<SelectShipping>>,
    /// Accept the prices as they are now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm_prices: Option<bool>,
    /// Accept these prices, as they were shown: a line whose price is another one by now goes on asking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_prices: Option<Vec<SeenPrice>>,
}

/// The price of one piece of a line, as the shopper saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SeenPrice {
    /// Which line.
    pub line_id: CartLineId,
    /// The price that was shown.
    pub price: Money,
}

/// A choice of shipping for a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SelectShipping {
    /// Which group.
    pub group_id: DeliveryGroupId,
    /// Which option.
    pub option_id: ShippingOptionId,
}

/// `POST /carts/{id}/lines`: adds to the line of the same variant where there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddLine {
    /// What.
    pub variant_id: VariantId,
    /// How many, 1 to 99.
    pub quantity: u32,
    /// The post it was found in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_id: Option<PostId>,
    /// The price of one piece as the shopper saw it: that one is confirmed, and where the price is another
    /// by now, the line says so. Absent, the present price is confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Money>,
}

/// `PATCH /carts/{id}/lines/{line}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateLine {
    /// How many, 1 to 99.
    pub quantity: u32,
}
