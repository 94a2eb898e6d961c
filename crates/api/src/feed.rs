use crate::{ClipId, CreatorId, DeliveryPromise, MerchantRef, Money, PostId, ProductId, Timestamp, VariantId};
use serde::{Deserialize, Serialize};

/// A shoppable film in the feed, with everything a slide needs to be drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Post {
    /// The id, as in `/p/{id}`.
    pub id: PostId,
    /// Who made it.
    pub creator: Creator,
    /// The film.
    pub clip: Clip,
    /// The creator's words, in the asked language where there is a translation.
    pub caption: String,
    /// Why the creator shows these products; absent only when nothing was given for it
    /// and nothing is sold.
    pub disclosure: Option<Disclosure>,
    /// The products and when they have their moment, ordered by `start_ms`.
    pub anchors: Vec<ProductAnchor>,
    /// How often it was liked and saved.
    pub counts: PostCounts,
    /// Whether this browser's shopper likes it.
    pub liked: bool,
    /// Whether this browser's shopper saved it.
    pub saved: bool,
    /// When it was published.
    pub published_at: Timestamp,
}

/// Reactions to a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostCounts {
    /// Likes.
    pub likes: u32,
    /// Saves.
    pub saves: u32,
}

/// Who makes posts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Creator {
    /// The id.
    pub id: CreatorId,
    /// The name behind the @.
    pub handle: String,
    /// The name people know.
    pub name: String,
    /// Square picture.
    pub avatar_url: String,
    /// Whether this browser's shopper follows them.
    #[serde(default)]
    pub following: bool,
}

/// A film and its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clip {
    /// The id.
    pub id: ClipId,
    /// Width of the largest rendition in pixels.
    pub width: u32,
    /// Height of the largest rendition in pixels.
    pub height: u32,
    /// Length in milliseconds.
    pub duration_ms: u32,
    /// Whether there is a sound track.
    pub has_audio: bool,
    /// `#rrggbb`, shown before the poster has come.
    pub dominant_color: String,
    /// The renditions, the preferred one first.
    pub sources: Vec<ClipSource>,
    /// The first frame as a picture.
    pub poster: Poster,
    /// Text tracks.
    pub captions: Vec<CaptionTrack>,
    /// What is seen, for people who can't see it.
    pub description: String,
}

/// One file of a film.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClipSource {
    /// Address; carries a content hash, so it may be cached for ever.
    pub url: String,
    /// MIME type with codecs.
    #[serde(rename = "type")]
    pub mime: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Bits a second.
    pub bitrate: u32,
}

/// The first frame of a film in two sizes and two formats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Poster {
    /// Full size, AVIF.
    pub avif: String,
    /// Full size, JPEG.
    pub jpeg: String,
    /// Half size, AVIF.
    pub small_avif: String,
    /// Half size, JPEG.
    pub small_jpeg: String,
}

/// A WebVTT file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaptionTrack {
    /// Address of the file.
    pub url: String,
    /// BCP 47 tag.
    pub language: String,
    /// The language's own name.
    pub label: String,
}

/// The moment a product has in a film, and where it is then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductAnchor {
    /// The product as a label shows it.
    pub product: ProductCard,
    /// Start of the moment in milliseconds.
    pub start_ms: u32,
    /// End of the moment in milliseconds, past `start_ms`.
    pub end_ms: u32,
    /// Hotspot, 0..1 from the left edge; absent where the product isn't in one place.
    pub x: Option<f32>,
    /// Hotspot, 0..1 from the top edge.
    pub y: Option<f32>,
    /// Where the hotspot is over time, ordered; empty where it rests at `x` and `y`.
    #[serde(default)]
    pub track: Vec<TrackPoint>,
}

/// A hotspot's place at a time of the film.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrackPoint {
    /// Milliseconds from the start of the film.
    pub at_ms: u32,
    /// 0..1 from the left edge.
    pub x: f32,
    /// 0..1 from the top edge.
    pub y: f32,
}

/// A product in short: for labels, lists and chips.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductCard {
    /// The product.
    pub id: ProductId,
    /// The variant the card's price and picture belong to.
    pub variant_id: VariantId,
    /// Its name.
    pub title: String,
    /// Who sells it.
    pub merchant: MerchantRef,
    /// Square thumbnail.
    pub thumbnail_url: String,
    /// Lowest price among variants.
    pub price: Money,
    /// Whether other variants cost more.
    pub price_varies: bool,
    /// Whether anything is left.
    pub availability: Availability,
    /// When it would arrive by the standard way.
    pub promise: Option<DeliveryPromise>,
}

/// How much is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// Enough.
    InStock,
    /// A few.
    LowStock,
    /// None.
    SoldOut,
}

/// What a creator gets for showing a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Disclosure {
    /// The kind.
    pub kind: DisclosureKind,
    /// Who pays or gives, where it is not the creator.
    pub payer: Option<String>,
    /// Commission in basis points, with `affiliate`.
    pub rate_bp: Option<u32>,
}

/// The kinds of commercial interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DisclosureKind {
    /// The creator is paid for the post.
    PaidPartnership,
    /// The creator gets a share of sales.
    Affiliate,
    /// The creator sells their own goods.
    OwnBrand,
    /// The creator got the product for free.
    Gifted,
    /// A kind this program does not know; shown as advertising.
    #[serde(other)]
    Unknown,
}

/// What a shopper may say about a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReactionRequest {
    /// Like or take the like back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub liked: Option<bool>,
    /// Save or take it out of the saved ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved: Option<bool>,
}

/// How a post stands with this shopper after a reaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reaction {
    /// Whether this browser's shopper likes it.
    pub liked: bool,
    /// Whether this browser's shopper saved it.
    pub saved: bool,
    /// The new counts.
    pub counts: PostCounts,
}

/// How much of the feed may sell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShoppingDial {
    /// Every film may.
    #[default]
    All,
    /// At most every second film.
    Some,
    /// No film.
    None,
}

impl ShoppingDial {
    /// All of them, from much to nothing.
    pub const ALL: [Self; 3] = [Self::All, Self::Some, Self::None];

    /// Its word in addresses and storage.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Some => "some",
            Self::None => "none",
        }
    }

    /// The one a word stands for.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dial| dial.word() == word)
    }
}

/// Which feed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeedTab {
    /// From everybody.
    #[default]
    ForYou,
    /// From the creators this browser's shopper follows.
    Following,
}

/// Follow a creator, or no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Follow {
    /// Whether they are followed.
    pub following: bool,
}

/// Whether the shopper wants to be shown a product in films.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Interest {
    /// False keeps it out of the feed.
    pub interested: bool,
}
