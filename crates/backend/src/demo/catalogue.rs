//! The shape of a catalogue folder. Another shop replaces the folder, not the code.
//!
//! `demo/catalogue/` holds `markets.json`, `warehouses.json`, `creators.json`, `clips.json`,
//! `posts.json`, one file a merchant in `merchants/`, and where there are any, `reviews.json` and
//! `promotions.json`. Paths of pictures and films are
//! relative to the media folder.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vitrine_api::{AddressFormat, Currency, DisclosureKind, Incoterm};

/// A text by language; English (`en`) must be there.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub BTreeMap<String, String>);

impl Text {
    /// The text in a language, else in English, else in any.
    #[must_use]
    pub fn get(&self, lang: &str) -> &str {
        let found = self.0.get(lang).or_else(|| self.0.get("en")).or_else(|| self.0.values().next());
        found.map_or("", String::as_str)
    }
}

/// One market of `markets.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarketFile {
    /// The country, also the id.
    pub country: String,
    /// The money.
    pub currency: Currency,
    /// BCP 47 tags.
    pub languages: Vec<String>,
    /// IANA zone in which days and cut-offs are counted.
    pub time_zone: String,
    /// Whether prices contain the tax.
    pub tax_included: bool,
    /// `vat`, `consumption_tax`, `sales_tax`.
    pub tax_code: String,
    /// The rate in basis points; for `sales_tax` the fallback for regions without one.
    pub tax_rate_bp: u32,
    /// Rates by region code, for `sales_tax`.
    #[serde(default)]
    pub region_tax_bp: BTreeMap<String, u32>,
    /// Public holidays without delivery, as `YYYY-MM-DD`.
    #[serde(default)]
    pub holidays: Vec<String>,
    /// How addresses are written.
    pub address: AddressFormat,
    /// A regular-expression-free check: `0` a digit, `A` a letter, anything else itself.
    pub postal_code_shapes: Vec<String>,
}

/// One warehouse of `warehouses.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarehouseFile {
    /// The id.
    pub id: String,
    /// City.
    pub city: String,
    /// Country.
    pub country: String,
    /// IANA zone of its cut-off.
    pub time_zone: String,
    /// Hour of the local day after which an order is handled the next working day.
    pub cutoff_hour: i8,
    /// Working days from order to hand-over.
    pub handling_days: u32,
    /// Ways of shipping by market.
    pub shipping: BTreeMap<String, Vec<ShippingFile>>,
    /// How the carriers that come here are reached, by their codes.
    #[serde(default)]
    pub carriers: BTreeMap<String, CarrierFile>,
}

/// How a carrier is reached.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarrierFile {
    /// The number to call.
    #[serde(default)]
    pub phone: Option<String>,
    /// Its page for claims.
    #[serde(default)]
    pub claim_url: Option<String>,
}

/// A way of shipping from a warehouse to a market.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShippingFile {
    /// `standard` or `express`.
    pub service: String,
    /// Stable code of the carrier.
    pub carrier: String,
    /// Its name.
    pub carrier_name: String,
    /// Minor units of the market's currency for the first 500 g.
    pub base: i64,
    /// Minor units for each further 500 g begun.
    pub per_500g: i64,
    /// Working days in transit, at least.
    pub transit_min: u32,
    /// Working days in transit, at most.
    pub transit_max: u32,
}

/// One creator of `creators.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreatorFile {
    /// The id.
    pub id: String,
    /// The name behind the @.
    pub handle: String,
    /// The name.
    pub name: String,
    /// Picture.
    pub avatar: String,
}

/// One film of `clips.json`, written by the film renderer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ClipFile {
    /// The id.
    pub id: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Milliseconds.
    pub duration_ms: u32,
    /// Whether there is sound.
    pub has_audio: bool,
    /// `#rrggbb`.
    pub dominant_color: String,
    /// The renditions.
    pub sources: Vec<SourceFile>,
    /// The first frame.
    pub poster: PosterFile,
    /// What is seen, English.
    pub description: String,
    /// What is seen, German.
    #[serde(default)]
    pub description_de: Option<String>,
    /// Products and their moments.
    pub anchors: Vec<AnchorFile>,
    /// Text tracks.
    #[serde(default)]
    pub captions: Vec<CaptionFile>,
}

/// A WebVTT file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptionFile {
    /// Path.
    pub src: String,
    /// BCP 47 tag.
    pub language: String,
    /// The language's own name.
    pub label: String,
}

/// A rendition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SourceFile {
    /// Path.
    pub src: String,
    /// MIME type with codecs.
    #[serde(rename = "type")]
    pub mime: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Bits a second.
    pub bitrate: u32,
}

/// The four files of a poster.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PosterFile {
    /// Path.
    pub avif: String,
    /// Path.
    pub jpeg: String,
    /// Path.
    pub small_avif: String,
    /// Path.
    pub small_jpeg: String,
}

/// A product's moment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AnchorFile {
    /// The product.
    pub product: String,
    /// Milliseconds.
    pub start_ms: u32,
    /// Milliseconds.
    pub end_ms: u32,
    /// 0..1 from the left.
    #[serde(default)]
    pub x: Option<f32>,
    /// 0..1 from the top.
    #[serde(default)]
    pub y: Option<f32>,
    /// Where it is over time: milliseconds, x, y.
    #[serde(default)]
    pub track: Vec<(u32, f32, f32)>,
}

/// One post of `posts.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostFile {
    /// The id.
    pub id: String,
    /// The film.
    pub clip: String,
    /// The creator.
    pub creator: String,
    /// The creator's words.
    pub caption: Text,
    /// The interest behind it.
    #[serde(default)]
    pub disclosure: Option<DisclosureFile>,
    /// Only these products of the film are sold here, in the film's moments; all when absent.
    #[serde(default)]
    pub products: Option<Vec<String>>,
    /// Likes to start with.
    pub likes: u32,
    /// Saves to start with.
    pub saves: u32,
    /// RFC 3339.
    pub published_at: String,
}

/// The interest behind a post.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisclosureFile {
    /// The kind.
    pub kind: DisclosureKind,
    /// Who pays.
    #[serde(default)]
    pub payer: Option<String>,
    /// Commission.
    #[serde(default)]
    pub rate_bp: Option<u32>,
}

/// One merchant with its products: `merchants/<id>.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MerchantFile {
    /// The id.
    pub id: String,
    /// Trading name.
    pub name: String,
    /// Seat.
    pub country: String,
    /// Seat.
    pub city: String,
    /// One sentence.
    pub about: Text,
    /// Mark.
    pub mark: String,
    /// Where questions go.
    pub email: String,
    /// The number to call.
    #[serde(default)]
    pub phone: Option<String>,
    /// Street and place, a line each.
    #[serde(default)]
    pub address: Vec<String>,
    /// Days for returns.
    pub return_days: u32,
    /// Who pays duties.
    pub incoterm: Incoterm,
    /// What it sells.
    pub products: Vec<ProductFile>,
}

/// A product.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductFile {
    /// The id.
    pub id: String,
    /// Name.
    pub title: Text,
    /// A few sentences.
    pub description: Text,
    /// Country where it is made.
    pub origin_country: String,
    /// Harmonized System code.
    pub customs_code: String,
    /// Material, care, dimensions.
    pub facts: Vec<FactFile>,
    /// What can be chosen.
    pub options: Vec<OptionFile>,
    /// Pictures: `picture` is the stem before `.960.avif`.
    pub pictures: Vec<PictureFile>,
    /// The combinations.
    pub variants: Vec<VariantFile>,
    /// What buyers say; read from `reviews.json`, newest first.
    #[serde(default)]
    pub reviews: Vec<ReviewFile>,
}

/// A review of `reviews.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewFile {
    /// The product.
    pub product: String,
    /// The SKU that was bought.
    #[serde(default)]
    pub variant: Option<String>,
    /// The name they chose.
    pub author: String,
    /// Stars, 1 to 5.
    pub rating: u8,
    /// Their words.
    pub text: Text,
    /// RFC 3339.
    pub at: String,
}

/// A fact.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactFile {
    /// What it is about.
    pub label: Text,
    /// What is so.
    pub value: Text,
}

/// An option.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionFile {
    /// Stable name.
    pub name: String,
    /// What people read.
    pub label: Text,
    /// The choices.
    pub values: Vec<ValueFile>,
}

/// A choice.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueFile {
    /// Stable value.
    pub value: String,
    /// What people read.
    pub label: Text,
    /// `#rrggbb`.
    #[serde(default)]
    pub swatch: Option<String>,
}

/// A picture.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PictureFile {
    /// Stem: `products/mug-oat`.
    pub picture: String,
    /// What is seen.
    pub alt: Text,
}

/// A combination.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariantFile {
    /// The SKU: capitals, digits, hyphens.
    pub sku: String,
    /// Option name → value.
    pub options: BTreeMap<String, String>,
    /// Index of its picture.
    pub picture: u32,
    /// Grams with packing.
    pub weight_g: u32,
    /// Market → minor units.
    pub prices: BTreeMap<String, i64>,
    /// Market → minor units before a reduction.
    #[serde(default)]
    pub compare_at: BTreeMap<String, i64>,
    /// Warehouse → pieces.
    pub stock: BTreeMap<String, u32>,
}
