//! Prices and pieces of several products, read at once: a page of the feed asks twice, not twice a product.

use super::{Result, Shop};
use crate::demo::catalogue::MarketFile;
use crate::store::{Conn, catalogue, stock};
use std::collections::HashMap;

/// What was read, by variant.
#[derive(Debug, Default)]
pub(super) struct Shelves {
    prices: HashMap<String, (i64, Option<i64>)>,
    pieces: HashMap<String, Vec<stock::Row>>,
}

impl Shelves {
    /// The price in minor units, and the one before a reduction; nothing where it isn't sold.
    pub(super) fn price(&self, variant: &str) -> Option<(i64, Option<i64>)> {
        self.prices.get(variant).copied()
    }

    /// The free pieces in each warehouse.
    pub(super) fn pieces(&self, variant: &str) -> &[stock::Row] {
        self.pieces.get(variant).map_or(&[], Vec::as_slice)
    }
}

impl Shop {
    /// The shelves of products; those that are unknown have none.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn shelves(
        &self,
        conn: &mut Conn,
        products: impl Iterator<Item = &str>,
        market: &MarketFile,
    ) -> Result<Shelves> {
        let entries = products.filter_map(|id| self.catalogue.products.get(id));
        let mut variants: Vec<&str> =
            entries.flat_map(|entry| &entry.file.variants).map(|variant| variant.sku.as_str()).collect();
        variants.sort_unstable();
        variants.dedup();
        let mut shelves = Shelves::default();
        if variants.is_empty() {
            return Ok(shelves);
        }
        for (variant, amount, before) in catalogue::prices(conn, &variants, &market.country).await? {
            shelves.prices.insert(variant, (amount, before));
        }
        for row in stock::of_variants(conn, &variants).await? {
            shelves.pieces.entry(row.variant_id.clone()).or_default().push(row);
        }
        Ok(shelves)
    }
}
