use crate::{Availability, Day, MerchantId, Money, ProductId, ShippingOptionId, Timestamp, VariantId, WarehouseId};
use serde::{Deserialize, Serialize};

/// A product with everything its sheet and its page show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Product {
    /// The id, as in `/products/{id}`.
    pub id: ProductId,
    /// Its name.
    pub title: String,
    /// A few plain sentences.
    pub description: String,
    /// Who sells it.
    pub merchant: Merchant,
    /// All pictures, the main one first.
    pub pictures: Vec<Picture>,
    /// What can be chosen, in the order of choosing.
    pub options: Vec<ProductOption>,
    /// Every combination that exists.
    pub variants: Vec<Variant>,
    /// Facts: material, care, dimensions, in order.
    pub facts: Vec<Fact>,
    /// ISO 3166-1 country where it is made.
    pub origin_country: String,
    /// Harmonized System code, which decides the duty.
    pub customs_code: String,
    /// What buyers think of it, all reviews together; absent without reviews.
    #[serde(default)]
    pub rating: Option<Rating>,
    /// The newest reviews.
    #[serde(default)]
    pub reviews: Vec<Review>,
    /// Whether this browser's shopper wants to be shown it in films.
    #[serde(default = "yes")]
    pub interested: bool,
}

fn yes() -> bool {
    true
}

/// Reviews summed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rating {
    /// The mean in tenths of a star, 10 to 50.
    pub tenths: u32,
    /// How many reviews.
    pub count: u32,
}

/// A buyer's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Review {
    /// The name they chose.
    pub author: String,
    /// Stars, 1 to 5.
    pub rating: u8,
    /// Their words, in the asked language where there is a translation.
    pub text: String,
    /// The variant they bought, in words; absent where it isn't known.
    pub variant: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A seller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Merchant {
    /// The id.
    pub id: MerchantId,
    /// Trading name.
    pub name: String,
    /// ISO 3166-1 country of the seat.
    pub country: String,
    /// City of the seat.
    pub city: String,
    /// One sentence.
    pub about: String,
    /// A mark, as SVG.
    pub mark_url: String,
    /// Where questions go.
    pub email: String,
    /// Days a shopper may send goods back.
    pub return_days: u32,
    /// Who pays duties on cross-border parcels.
    pub incoterm: Incoterm,
}

/// A seller in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MerchantRef {
    /// The id.
    pub id: MerchantId,
    /// Trading name.
    pub name: String,
    /// ISO 3166-1 country of the seat.
    pub country: String,
}

/// A place goods leave from, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WarehouseRef {
    /// The id.
    pub id: WarehouseId,
    /// City.
    pub city: String,
    /// ISO 3166-1 country.
    pub country: String,
}

/// A picture in two sizes and two formats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Picture {
    /// 960 px wide, 4:5, AVIF.
    pub avif: String,
    /// 960 px wide, 4:5, JPEG.
    pub jpeg: String,
    /// 480 px wide, 4:5, AVIF.
    pub small_avif: String,
    /// 480 px wide, 4:5, JPEG.
    pub small_jpeg: String,
    /// 960 px square, AVIF.
    pub square_avif: String,
    /// 960 px square, JPEG.
    pub square_jpeg: String,
    /// 480 px square, AVIF.
    pub small_square_avif: String,
    /// 480 px square, JPEG.
    pub small_square_jpeg: String,
    /// 160 px square, JPEG.
    pub thumbnail: String,
    /// What is seen.
    pub alt: String,
}

/// Something to choose: colour, size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductOption {
    /// Stable name: `color`, `size`.
    pub name: String,
    /// What people read.
    pub label: String,
    /// The choices in order.
    pub values: Vec<OptionValue>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OptionValue {
    /// Stable value: `cobalt`, `30ml`.
    pub value: String,
    /// What people read.
    pub label: String,
    /// `#rrggbb` for colours.
    #[serde(default)]
    pub swatch: Option<String>,
}

/// A chosen value of an option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SelectedOption {
    /// Stable name of the option.
    pub name: String,
    /// Stable value.
    pub value: String,
    /// What people read of the value.
    pub label: String,
}

/// A short fact about a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fact {
    /// What it is about.
    pub label: String,
    /// What is so.
    pub value: String,
}

/// One buyable combination.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Variant {
    /// The SKU.
    pub id: VariantId,
    /// The chosen values, one for each option.
    pub options: Vec<SelectedOption>,
    /// Index into the product's pictures.
    pub picture: u32,
    /// Weight with packing, in grams.
    pub weight_g: u32,
    /// Price and availability in the asked market; absent where it isn't sold there.
    pub offer: Option<Offer>,
}

/// What a variant costs in a market and how it would get there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offer {
    /// The price of one piece as the market writes prices (with tax in DE and JP).
    pub price: Money,
    /// What it cost before, where it is reduced.
    pub compare_at: Option<Money>,
    /// Whether anything is left.
    pub availability: Availability,
    /// How many can be bought at once: what is left, ten at most.
    pub available: u32,
    /// Where it would be sent from; absent when sold out.
    pub dispatch: Option<WarehouseRef>,
    /// When it would arrive by the standard way; absent when sold out.
    pub promise: Option<DeliveryPromise>,
    /// Everything one piece costs, sent the standard way; absent when sold out.
    pub landed_cost: Option<LandedCost>,
    /// When price and stock were read.
    pub checked_at: Timestamp,
}

/// When a parcel arrives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryPromise {
    /// The first day it may come.
    pub earliest: Day,
    /// The last day it should come.
    pub latest: Day,
    /// Order before this moment for the promise to hold.
    pub cutoff: Timestamp,
}

/// Everything a purchase costs until it is in the shopper's hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LandedCost {
    /// The goods, at shown prices.
    pub items: Money,
    /// Shipping.
    pub shipping: Money,
    /// Duties.
    pub duty_lines: Vec<ChargeLine>,
    /// Taxes, contained or added.
    pub tax_lines: Vec<ChargeLine>,
    /// What is paid to us.
    pub total: Money,
    /// What the carrier will ask for at the door (DAP); zero with DDP and inland.
    pub due_at_door: Money,
    /// Who pays duties.
    pub incoterm: Incoterm,
    /// Whether the parcel crosses a customs border.
    pub cross_border: bool,
}

/// One duty or tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChargeLine {
    /// What it is: `duty`, `vat`, `consumption_tax`, `sales_tax`, `import_vat`.
    pub code: String,
    /// The rate in basis points.
    pub rate_bp: u32,
    /// The amount.
    pub amount: Money,
    /// Whether shown prices contain it already.
    pub included: bool,
    /// Whether it is paid at the door instead of to us.
    pub at_door: bool,
}

/// Who pays duties and import taxes (Incoterms 2020).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Incoterm {
    /// Delivered duty paid: we collect them, nothing is due at the door.
    Ddp,
    /// Delivered at place: the carrier collects them.
    Dap,
}

/// A way to ship a delivery group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShippingOption {
    /// The id to choose it by.
    pub id: ShippingOptionId,
    /// Standard or express.
    pub service: ShippingService,
    /// The carrier's name.
    pub carrier: String,
    /// What it costs.
    pub price: Money,
    /// When it arrives.
    pub promise: DeliveryPromise,
}

/// The services there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShippingService {
    /// The usual one.
    Standard,
    /// The fast one.
    Express,
    /// A service this program does not know.
    #[serde(other)]
    Unknown,
}
