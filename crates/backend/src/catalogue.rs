//! The catalogue in memory: texts and structure. Prices, stock and counts are read from the
//! database each time, because they change under it.

use crate::demo::catalogue::{
    CarrierFile, ClipFile, CreatorFile, MarketFile, MerchantFile, PostFile, ProductFile, VariantFile, WarehouseFile,
};
use crate::domain::{landed_cost::crosses_border, pricing::TaxRule, promise};
use crate::media::MediaIndex;
use crate::store::catalogue::Documents;
use jiff::{civil::Date, tz::TimeZone};
use std::collections::{BTreeMap, BTreeSet};
use vitrine_api::{Address, Market, MerchantRef, WarehouseRef};

/// A product with who sells it.
#[derive(Debug)]
pub struct ProductEntry {
    /// The seller's id.
    pub merchant: String,
    /// The product.
    pub file: ProductFile,
}

/// Everything that can be looked up without the database.
#[derive(Debug)]
pub struct Catalogue {
    /// Markets in their order.
    pub markets: Vec<MarketFile>,
    /// By id.
    pub warehouses: BTreeMap<String, WarehouseFile>,
    /// By id.
    pub creators: BTreeMap<String, CreatorFile>,
    /// By id.
    pub clips: BTreeMap<String, ClipFile>,
    /// By id.
    pub merchants: BTreeMap<String, MerchantFile>,
    /// By id.
    pub products: BTreeMap<String, ProductEntry>,
    /// By id.
    pub posts: BTreeMap<String, PostFile>,
    /// Films and pictures.
    pub media: MediaIndex,
    variants: BTreeMap<String, (String, usize)>,
}

impl Catalogue {
    /// Puts documents in order.
    #[must_use]
    pub fn new(documents: Documents, media: MediaIndex) -> Self {
        let mut variants = BTreeMap::new();
        for (_, product) in &documents.products {
            for (index, variant) in product.variants.iter().enumerate() {
                variants.insert(variant.sku.clone(), (product.id.clone(), index));
            }
        }
        Self {
            markets: documents.markets,
            warehouses: documents.warehouses.into_iter().map(|w| (w.id.clone(), w)).collect(),
            creators: documents.creators.into_iter().map(|c| (c.id.clone(), c)).collect(),
            clips: documents.clips.into_iter().map(|c| (c.id.clone(), c)).collect(),
            merchants: documents.merchants.into_iter().map(|m| (m.id.clone(), m)).collect(),
            products: documents
                .products
                .into_iter()
                .map(|(merchant, file)| (file.id.clone(), ProductEntry { merchant, file }))
                .collect(),
            posts: documents.posts.into_iter().map(|p| (p.id.clone(), p)).collect(),
            media,
            variants,
        }
    }

    /// A market.
    #[must_use]
    pub fn market(&self, id: &str) -> Option<&MarketFile> {
        self.markets.iter().find(|m| m.country == id)
    }

    /// The products a post shows to buy.
    #[must_use]
    pub fn products_of(&self, post: &PostFile) -> Vec<String> {
        let shown =
            self.clips.get(&post.clip).map(|clip| clip.anchors.iter().map(|a| &a.product)).into_iter().flatten();
        let mut products: Vec<String> = Vec::new();
        for product in shown {
            let sold = post.products.as_ref().is_none_or(|only| only.contains(product));
            if sold && !products.contains(product) {
                products.push(product.clone());
            }
        }
        products
    }

    /// A variant with its product.
    #[must_use]
    pub fn variant(&self, sku: &str) -> Option<(&ProductEntry, &VariantFile)> {
        let (product, index) = self.variants.get(sku)?;
        let entry = self.products.get(product)?;
        Some((entry, entry.file.variants.get(*index)?))
    }

    /// A seller in short.
    #[must_use]
    pub fn merchant_ref(&self, id: &str) -> MerchantRef {
        let (name, country) = self.merchants.get(id).map_or((id, ""), |m| (m.name.as_str(), m.country.as_str()));
        MerchantRef { id: id.into(), name: name.into(), country: country.into() }
    }

    /// How a carrier is reached, where a warehouse says it.
    #[must_use]
    pub fn carrier(&self, code: &str) -> Option<&CarrierFile> {
        self.warehouses.values().find_map(|warehouse| warehouse.carriers.get(code))
    }

    /// A warehouse in short.
    #[must_use]
    pub fn warehouse_ref(&self, id: &str) -> WarehouseRef {
        let (city, country) = self.warehouses.get(id).map_or((id, ""), |w| (w.city.as_str(), w.country.as_str()));
        WarehouseRef { id: id.into(), city: city.into(), country: country.into() }
    }

    /// Whether a parcel from a warehouse to a country goes through customs.
    #[must_use]
    pub fn crosses_border(&self, warehouse: &str, country: &str) -> bool {
        self.warehouses.get(warehouse).is_some_and(|w| crosses_border(&w.country, country))
    }
}

impl MarketFile {
    /// What browsers see of it.
    #[must_use]
    pub fn to_wire(&self) -> Market {
        Market {
            id: self.country.as_str().into(),
            country: self.country.clone(),
            currency: self.currency,
            languages: self.languages.clone(),
            tax_included: self.tax_included,
            address: self.address.clone(),
        }
    }

    /// How it taxes a purchase going to an address, if there is one yet.
    #[must_use]
    pub fn tax_rule(&self, address: Option<&Address>) -> TaxRule {
        let by_region = !self.region_tax_bp.is_empty();
        let region = address.and_then(|a| a.region.as_deref());
        let rate_bp = match (by_region, region) {
            (false, _) => Some(self.tax_rate_bp),
            (true, Some(region)) => Some(self.region_tax_bp.get(region).copied().unwrap_or(self.tax_rate_bp)),
            (true, None) => None,
        };
        TaxRule { code: self.tax_code.clone(), rate_bp, included: self.tax_included }
    }

    /// Days without delivery.
    #[must_use]
    pub fn holidays(&self) -> BTreeSet<Date> {
        self.holidays.iter().filter_map(|day| day.parse().ok()).collect()
    }
}

impl WarehouseFile {
    /// How it handles orders.
    #[must_use]
    pub fn handling(&self) -> promise::Handling {
        promise::Handling {
            zone: TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC),
            cutoff_hour: self.cutoff_hour,
            days: self.handling_days,
        }
    }
}
