//! Products as a browser shows them.

use super::offers::Glance;
use super::shelves::Shelves;
use super::{Refusal, Result, Shop};
use crate::catalogue::ProductEntry;
use crate::clock::wire;
use crate::demo::catalogue::{MarketFile, OptionFile, PictureFile, ReviewFile, VariantFile};
use crate::store::Conn;
use vitrine_api::{
    Availability, Fact, Merchant, OptionValue, Picture, Product, ProductCard, ProductOption, Rating, Review,
    SelectedOption, Variant,
};

impl Shop {
    /// A product with its offers in a market.
    ///
    /// # Errors
    /// When it is unknown or the database fails.
    pub async fn product(&self, conn: &mut Conn, id: &str, market: &MarketFile, lang: &str) -> Result<Product> {
        let entry = self.catalogue.products.get(id).ok_or_else(Refusal::not_found)?;
        let shelves = self.shelves(conn, std::iter::once(id), market).await?;
        let variants = self.variants(&shelves, entry, market, lang)?;
        let file = &entry.file;
        Ok(Product {
            id: id.into(),
            title: file.title.get(lang).to_owned(),
            description: file.description.get(lang).to_owned(),
            merchant: self.merchant(&entry.merchant, lang).ok_or_else(Refusal::not_found)?,
            pictures: file.pictures.iter().map(|p| self.picture(p, lang)).collect(),
            options: file.options.iter().map(|o| option(o, lang)).collect(),
            variants,
            facts: file
                .facts
                .iter()
                .map(|f| Fact { label: f.label.get(lang).to_owned(), value: f.value.get(lang).to_owned() })
                .collect(),
            origin_country: file.origin_country.clone(),
            customs_code: file.customs_code.clone(),
            rating: rating(&file.reviews),
            reviews: file.reviews.iter().map(|review| told(entry, review, lang)).collect(),
            interested: true,
        })
    }

    fn variants(
        &self,
        shelves: &Shelves,
        entry: &ProductEntry,
        market: &MarketFile,
        lang: &str,
    ) -> Result<Vec<Variant>> {
        let mut variants = Vec::new();
        for variant in &entry.file.variants {
            let price = shelves.price(&variant.sku);
            let offer = price.map(|amount| self.offer(market, variant, amount, shelves.pieces(&variant.sku)));
            variants.push(Variant {
                id: variant.sku.as_str().into(),
                options: selected(entry, variant, lang),
                picture: variant.picture,
                weight_g: variant.weight_g,
                offer: offer.transpose()?,
            });
        }
        Ok(variants)
    }

    /// A product in short; nothing when it isn't sold in the market.
    ///
    /// # Errors
    /// When a price is past what money can hold.
    pub(super) fn card(
        &self,
        shelves: &Shelves,
        id: &str,
        market: &MarketFile,
        lang: &str,
    ) -> Result<Option<ProductCard>> {
        let Some(entry) = self.catalogue.products.get(id) else {
            return Ok(None);
        };
        let mut offered = Vec::with_capacity(entry.file.variants.len());
        for variant in &entry.file.variants {
            if let Some((amount, _)) = shelves.price(&variant.sku) {
                offered.push((variant, self.glance(market, variant, amount, shelves.pieces(&variant.sku))?));
            }
        }
        let price_of = |(_, glance): &&(&VariantFile, Glance<'_>)| glance.price.amount();
        let sold = offered.iter().filter(|(_, glance)| glance.availability != Availability::SoldOut);
        let Some(best) = sold.min_by_key(price_of).or_else(|| offered.iter().min_by_key(price_of)) else {
            return Ok(None);
        };
        let (variant, glance) = best;
        let promise = match glance.warehouse {
            Some(warehouse) => self.promise_from(warehouse, market, variant)?,
            None => None,
        };
        Ok(Some(ProductCard {
            id: id.into(),
            variant_id: variant.sku.as_str().into(),
            title: entry.file.title.get(lang).to_owned(),
            merchant: self.catalogue.merchant_ref(&entry.merchant),
            thumbnail_url: self.thumbnail(entry, variant.picture),
            price: glance.price,
            price_varies: offered.iter().any(|(_, other)| other.price.amount() > glance.price.amount()),
            availability: glance.availability,
            promise,
        }))
    }

    /// The square thumbnail of a product's picture.
    #[must_use]
    pub fn thumbnail(&self, entry: &ProductEntry, picture: u32) -> String {
        let stem = entry.file.pictures.get(picture as usize).map_or("", |p| p.picture.as_str());
        self.catalogue.media.url(&format!("{stem}.160.jpg"))
    }

    fn picture(&self, file: &PictureFile, lang: &str) -> Picture {
        let url = |ending: &str| self.catalogue.media.url(&format!("{}.{ending}", file.picture));
        Picture {
            avif: url("960.avif"),
            jpeg: url("960.jpg"),
            small_avif: url("480.avif"),
            small_jpeg: url("480.jpg"),
            square_avif: url("square-960.avif"),
            square_jpeg: url("square-960.jpg"),
            small_square_avif: url("square-480.avif"),
            small_square_jpeg: url("square-480.jpg"),
            thumbnail: url("160.jpg"),
            alt: file.alt.get(lang).to_owned(),
        }
    }

    fn merchant(&self, id: &str, lang: &str) -> Option<Merchant> {
        let file = self.catalogue.merchants.get(id)?;
        Some(Merchant {
            id: id.into(),
            name: file.name.clone(),
            country: file.country.clone(),
            city: file.city.clone(),
            about: file.about.get(lang).to_owned(),
            mark_url: self.catalogue.media.url(&file.mark),
            email: file.email.clone(),
            return_days: file.return_days,
            incoterm: file.incoterm,
        })
    }
}

/// Reviews summed up: the mean rounds half up, to tenths of a star.
fn rating(reviews: &[ReviewFile]) -> Option<Rating> {
    let count = u32::try_from(reviews.len()).ok().filter(|count| *count > 0)?;
    let sum: u32 = reviews.iter().map(|review| u32::from(review.rating)).sum();
    Some(Rating { tenths: (sum * 20 + count) / (2 * count), count })
}

fn told(entry: &ProductEntry, review: &ReviewFile, lang: &str) -> Review {
    let bought = review.variant.as_ref().and_then(|sku| entry.file.variants.iter().find(|v| &v.sku == sku));
    let words = |variant| selected(entry, variant, lang).into_iter().map(|o| o.label).collect::<Vec<_>>().join(" · ");
    Review {
        author: review.author.clone(),
        rating: review.rating,
        text: review.text.get(lang).to_owned(),
        variant: bought.map(words).filter(|words| !words.is_empty()),
        at: wire(review.at.parse().unwrap_or(jiff::Timestamp::UNIX_EPOCH)),
    }
}

/// The chosen values of a variant, in the product's order of choosing.
#[must_use]
pub fn selected(entry: &ProductEntry, variant: &VariantFile, lang: &str) -> Vec<SelectedOption> {
    entry
        .file
        .options
        .iter()
        .filter_map(|option| {
            let value = variant.options.get(&option.name)?;
            let label = option.values.iter().find(|v| &v.value == value)?.label.get(lang);
            Some(SelectedOption { name: option.name.clone(), value: value.clone(), label: label.to_owned() })
        })
        .collect()
}

fn option(file: &OptionFile, lang: &str) -> ProductOption {
    ProductOption {
        name: file.name.clone(),
        label: file.label.get(lang).to_owned(),
        values: file
            .values
            .iter()
            .map(|v| OptionValue {
                value: v.value.clone(),
                label: v.label.get(lang).to_owned(),
                swatch: v.swatch.clone(),
            })
            .collect(),
    }
}
