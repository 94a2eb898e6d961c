//! What a variant costs in a market, where it comes from and when.

use super::{Result, Shop};
use crate::clock::{wire, wire_day};
use crate::demo::catalogue::{MarketFile, ShippingFile, VariantFile, WarehouseFile};
use crate::domain::grouping::{self, Holding};
use crate::domain::pricing::{PricedGroup, PricedLine, price, shipping_price};
use crate::domain::promise::{Transit, promise};
use crate::store::stock;
use vitrine_api::{Availability, DeliveryPromise, LandedCost, Money, Offer, ShippingOption, ShippingService};

/// No more than this many pieces of a variant fit into a bag, so that one shopper can't empty a shelf.
pub const MOST_PIECES: u32 = 10;

/// What can be seen of an offer at a glance.
#[derive(Clone, Copy)]
pub(super) struct Glance<'a> {
    /// What it costs.
    pub price: Money,
    /// Whether it can be had.
    pub availability: Availability,
    /// Where it would be sent from.
    pub warehouse: Option<&'a WarehouseFile>,
}

impl Shop {
    /// What warehouses have of a variant, as grouping sees it.
    #[must_use]
    pub fn holdings(&self, rows: &[stock::Row], variant: &str, market: &str) -> Vec<Holding> {
        rows.iter()
            .filter(|row| row.variant_id == variant)
            .filter_map(|row| {
                let warehouse = self.catalogue.warehouses.get(&row.warehouse_id)?;
                Some(Holding {
                    warehouse_id: row.warehouse_id.clone(),
                    country: warehouse.country.clone(),
                    available: u32::try_from(row.free.max(0)).unwrap_or(u32::MAX),
                    ships: warehouse.shipping.contains_key(market),
                })
            })
            .collect()
    }

    /// The dated promise of a way of shipping, for an order placed now.
    #[must_use]
    pub fn promise(&self, warehouse: &WarehouseFile, way: &ShippingFile, market: &MarketFile) -> DeliveryPromise {
        let transit = Transit { min: way.transit_min, max: way.transit_max };
        let window = promise(self.clock.now(), &warehouse.handling(), transit, &market.holidays());
        DeliveryPromise {
            earliest: wire_day(window.earliest),
            latest: wire_day(window.latest),
            cutoff: wire(window.cutoff),
        }
    }

    /// The ways of shipping from a warehouse, cheapest first.
    ///
    /// # Errors
    /// When a price is past what money can hold.
    pub fn shipping_options(
        &self,
        warehouse: &WarehouseFile,
        market: &MarketFile,
        group: &str,
        weight_g: u64,
    ) -> Result<Vec<ShippingOption>> {
        let mut options = Vec::new();
        for way in warehouse.shipping.get(&market.country).into_iter().flatten() {
            options.push(ShippingOption {
                id: format!("{group}.{}", way.service).into(),
                service: if way.service == "express" { ShippingService::Express } else { ShippingService::Standard },
                carrier: way.carrier_name.clone(),
                price: shipping_price(way.base, way.per_500g, weight_g, market.currency)?,
                promise: self.promise(warehouse, way, market),
            });
        }
        options.sort_by_key(|option| option.price.amount());
        Ok(options)
    }

    /// What a card says of a variant: an offer without what only a product's page shows.
    ///
    /// # Errors
    /// When a price is past what money can hold.
    pub(super) fn glance(
        &self,
        market: &MarketFile,
        variant: &VariantFile,
        amount: i64,
        rows: &[stock::Row],
    ) -> Result<Glance<'_>> {
        let holdings = self.holdings(rows, &variant.sku, &market.country);
        let chosen = grouping::choose(&holdings, 1, &market.country);
        Ok(Glance {
            price: Money::new(amount, market.currency)?,
            availability: availability(grouping::available(&holdings).min(MOST_PIECES)),
            warehouse: chosen.and_then(|h| self.catalogue.warehouses.get(&h.warehouse_id)),
        })
    }

    /// When a piece of a variant from a warehouse would be there, sent the cheapest way.
    ///
    /// # Errors
    /// When a price is past what money can hold.
    pub(super) fn promise_from(
        &self,
        warehouse: &WarehouseFile,
        market: &MarketFile,
        variant: &VariantFile,
    ) -> Result<Option<DeliveryPromise>> {
        let ways = self.shipping_options(warehouse, market, "one", u64::from(variant.weight_g))?;
        Ok(ways.into_iter().next().map(|way| way.promise))
    }

    /// The offer of a variant.
    ///
    /// # Errors
    /// When a price is past what money can hold.
    pub fn offer(
        &self,
        market: &MarketFile,
        variant: &VariantFile,
        amount: (i64, Option<i64>),
        rows: &[stock::Row],
    ) -> Result<Offer> {
        let unit = Money::new(amount.0, market.currency)?;
        let holdings = self.holdings(rows, &variant.sku, &market.country);
        let available = grouping::available(&holdings).min(MOST_PIECES);
        let mut offer = Offer {
            price: unit,
            compare_at: amount.1.map(|before| Money::new(before, market.currency)).transpose()?,
            availability: availability(available),
            available,
            dispatch: None,
            promise: None,
            landed_cost: None,
            checked_at: wire(self.clock.now()),
        };
        let chosen = grouping::choose(&holdings, 1, &market.country);
        let warehouse = chosen.and_then(|h| self.catalogue.warehouses.get(&h.warehouse_id));
        if let Some(warehouse) = warehouse {
            offer.dispatch = Some(self.catalogue.warehouse_ref(&warehouse.id));
            let weight = u64::from(variant.weight_g);
            if let Some(way) = self.shipping_options(warehouse, market, "one", weight)?.into_iter().next() {
                offer.promise = Some(way.promise);
                offer.landed_cost = Some(self.landed_cost(market, variant, unit, warehouse, way.price)?);
            }
        }
        Ok(offer)
    }

    fn landed_cost(
        &self,
        market: &MarketFile,
        variant: &VariantFile,
        unit: Money,
        warehouse: &WarehouseFile,
        shipping: Money,
    ) -> Result<LandedCost> {
        let (product, _) = self.catalogue.variant(&variant.sku).ok_or_else(super::Refusal::not_found)?;
        let incoterm = self.incoterm(&product.merchant);
        let group = PricedGroup {
            from: warehouse.country.clone(),
            lines: vec![PricedLine {
                total: unit,
                discount: Money::zero(market.currency),
                customs_code: product.file.customs_code.clone(),
            }],
            shipping,
            incoterm,
        };
        let priced = price(&market.country, market.currency, &market.tax_rule(None), &[group])?;
        Ok(LandedCost {
            items: priced.totals.items,
            shipping: priced.totals.shipping,
            duty_lines: priced.duties.into_iter().flatten().collect(),
            tax_lines: priced.totals.tax_lines,
            total: priced.totals.total,
            due_at_door: priced.totals.due_at_door,
            incoterm,
            cross_border: self.catalogue.crosses_border(&warehouse.id, &market.country),
        })
    }

    /// Who pays duties on a merchant's parcels.
    #[must_use]
    pub fn incoterm(&self, merchant: &str) -> vitrine_api::Incoterm {
        self.catalogue.merchants.get(merchant).map_or(vitrine_api::Incoterm::Ddp, |m| m.incoterm)
    }
}

/// The word for a number of pieces.
#[must_use]
pub fn availability(pieces: u32) -> Availability {
    match pieces {
        0 => Availability::SoldOut,
        1..=3 => Availability::LowStock,
        _ => Availability::InStock,
    }
}
