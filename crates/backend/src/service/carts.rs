//! Bags as they are shown: what the shopper put in, priced and allotted to parcels.

use super::offers::{MOST_PIECES, availability};
use super::products::selected;
use super::{Refusal, Result, Shop};
use crate::clock::wire;
use crate::demo::catalogue::MarketFile;
use crate::domain::grouping::{self, Holding};
use crate::domain::pricing::{PricedGroup, PricedLine, price};
use crate::domain::promotion::Goods;
use crate::store::carts::{self, CartRow, PricedLine as PricedRow};
use crate::store::{Conn, promotions, stock};
use std::collections::BTreeMap;
use vitrine_api::{Cart, CartLine, CartNotice, CartNoticeCode, Contact, Currency, DeliveryGroup, Money};

/// A line with everything known of it.
struct Looked {
    line: CartLine,
    customs_code: String,
    weight_g: u64,
    merchant: String,
    warehouse: Option<String>,
    notice: Option<CartNoticeCode>,
}

impl Looked {
    /// Whether any of it can be bought: what can't is shown and counts for nothing.
    fn sold(&self) -> bool {
        !matches!(self.notice, Some(CartNoticeCode::SoldOut | CartNoticeCode::NotSoldHere))
    }

    fn goods(&self) -> Goods<'_> {
        Goods {
            id: self.line.id.as_str(),
            product: self.line.product_id.as_str(),
            merchant: &self.merchant,
            price: self.line.line_total.amount(),
        }
    }
}

impl Shop {
    /// The bag as a browser shows it: every number settled by the server.
    ///
    /// # Errors
    /// When the market is unknown or the database fails.
    pub async fn cart_view(&self, conn: &mut Conn, cart: &CartRow, lang: &str) -> Result<Cart> {
        let market = self.catalogue.market(&cart.market_id).ok_or_else(Refusal::not_found)?;
        let (lines, pieces) = carts::priced_lines(conn, cart).await?;
        let mut looked = Vec::new();
        for line in &lines {
            looked.extend(self.look(line, &pieces, market, lang)?);
        }
        let mut groups = self.groups(cart, market, &looked)?;
        let shipping = Money::sum(market.currency, groups.iter().map(|group| sent_for(group, market.currency)))?;
        let goods: Vec<Goods<'_>> = looked.iter().filter(|line| line.sold()).map(Looked::goods).collect();
        let coded = lines.first().is_none_or(|line| line.codes > 0);
        let codes = if coded { promotions::of_cart(conn, &cart.id).await? } else { Vec::new() };
        let (promotions, off) =
            self.promotions(conn, cart, market, (codes.as_slice(), goods.as_slice(), shipping), lang).await?;
        for (looked, off) in looked.iter_mut().filter(|line| line.sold()).zip(off) {
            looked.line.discount = if off > 0 { Some(Money::new(off, market.currency)?) } else { None };
        }
        let priced = price(
            &market.country,
            market.currency,
            &market.tax_rule(cart.address.as_ref()),
            &Self::priced_groups(&groups, &looked, market.currency),
        )?;
        for (group, duties) in groups.iter_mut().zip(priced.duties) {
            group.duty_lines = duties;
        }
        let notices =
            looked.iter().filter_map(|l| Some(CartNotice { code: l.notice?, line_id: l.line.id.clone() })).collect();
        let mut totals = priced.totals;
        totals.settled &= cart.address.is_some();
        Ok(Cart {
            id: cart.id.as_str().into(),
            version: u64::try_from(cart.version).unwrap_or_default(),
            market: market.country.as_str().into(),
            lines: looked.into_iter().map(|l| l.line).collect(),
            groups,
            promotions,
            totals,
            contact: cart.email.clone().map(|email| Contact { email }),
            shipping_address: cart.address.clone(),
            notices,
            order_id: cart.order_id.as_deref().map(Into::into),
            checked_at: wire(self.clock.now()),
        })
    }

    fn look(
        &self,
        PricedRow { line: row, amount, .. }: &PricedRow,
        pieces: &[stock::Row],
        market: &MarketFile,
        lang: &str,
    ) -> Result<Option<Looked>> {
        let Some((entry, variant)) = self.catalogue.variant(&row.variant_id) else {
            return Ok(None);
        };
        let amount = *amount;
        let holdings = self.holdings(pieces, &row.variant_id, &market.country);
        let quantity = u32::try_from(row.quantity).unwrap_or(1);
        let free = grouping::available(&holdings);
        let available = if amount.is_some() { free.min(MOST_PIECES) } else { 0 };
        let unit_price = Money::new(amount.unwrap_or(0), market.currency)?;
        let notice = match amount {
            None => Some(CartNoticeCode::NotSoldHere),
            Some(_) if free == 0 => Some(CartNoticeCode::SoldOut),
            Some(_) if free < quantity => Some(CartNoticeCode::Reduced),
            Some(amount) if amount != row.confirmed => Some(CartNoticeCode::PriceChanged),
            Some(_) => None,
        };
        let changed = amount.is_some_and(|amount| amount != row.confirmed);
        // A line that can't be sent as it is still belongs to a parcel, so that the bag stays whole.
        let warehouse = grouping::choose(&holdings, quantity, &market.country)
            .or_else(|| grouping::fullest(&holdings))
            .map(|h: &Holding| h.warehouse_id.clone());
        Ok(Some(Looked {
            line: CartLine {
                id: row.id.as_str().into(),
                variant_id: row.variant_id.as_str().into(),
                product_id: entry.file.id.as_str().into(),
                title: entry.file.title.get(lang).to_owned(),
                options: selected(entry, variant, lang),
                thumbnail_url: self.thumbnail(entry, variant.picture),
                merchant: self.catalogue.merchant_ref(&entry.merchant),
                quantity,
                available,
                availability: availability(available),
                unit_price,
                previous_unit_price: if changed { Some(Money::new(row.confirmed, market.currency)?) } else { None },
                line_total: unit_price.checked_mul(quantity)?,
                discount: None,
                post_id: row.post_id.as_deref().map(Into::into),
            },
            customs_code: entry.file.customs_code.clone(),
            weight_g: u64::from(variant.weight_g) * u64::from(quantity),
            merchant: entry.merchant.clone(),
            warehouse,
            notice,
        }))
    }

    fn groups(&self, cart: &CartRow, market: &MarketFile, looked: &[Looked]) -> Result<Vec<DeliveryGroup>> {
        let mut order: Vec<(String, String)> = Vec::new();
        let mut members: BTreeMap<(String, String), Vec<&Looked>> = BTreeMap::new();
        for line in looked {
            let Some(warehouse) = line.warehouse.clone() else {
                continue;
            };
            let key = (line.merchant.clone(), warehouse);
            if !members.contains_key(&key) {
                order.push(key.clone());
            }
            members.entry(key).or_default().push(line);
        }
        let mut groups = Vec::new();
        for key in order {
            let lines = &members[&key];
            let (merchant, warehouse) = &key;
            let Some(file) = self.catalogue.warehouses.get(warehouse) else {
                continue;
            };
            let id = format!("{merchant}.{warehouse}");
            let sent: Vec<u64> = lines.iter().filter(|l| l.sold()).map(|l| l.weight_g).collect();
            // A parcel of nothing is not sent, and so costs nothing.
            let shipping_options =
                if sent.is_empty() { Vec::new() } else { self.shipping_options(file, market, &id, sent.iter().sum())? };
            let wanted = cart.shipping.get(&id);
            let selected = shipping_options
                .iter()
                .find(|o| wanted.is_some_and(|w| w == o.id.as_str()))
                .or_else(|| shipping_options.first())
                .map(|o| o.id.clone());
            groups.push(DeliveryGroup {
                id: id.into(),
                merchant: self.catalogue.merchant_ref(merchant),
                warehouse: self.catalogue.warehouse_ref(warehouse),
                line_ids: lines.iter().map(|l| l.line.id.clone()).collect(),
                shipping_options,
                selected,
                duty_lines: Vec::new(),
                incoterm: self.incoterm(merchant),
                cross_border: self.catalogue.crosses_border(warehouse, &market.country),
            });
        }
        Ok(groups)
    }

    fn priced_groups(groups: &[DeliveryGroup], looked: &[Looked], currency: Currency) -> Vec<PricedGroup> {
        groups
            .iter()
            .map(|group| PricedGroup {
                from: group.warehouse.country.clone(),
                lines: looked
                    .iter()
                    .filter(|l| l.sold() && group.line_ids.contains(&l.line.id))
                    .map(|l| PricedLine {
                        total: l.line.line_total,
                        discount: l.line.discount.unwrap_or(Money::zero(currency)),
                        customs_code: l.customs_code.clone(),
                    })
                    .collect(),
                shipping: sent_for(group, currency),
                incoterm: group.incoterm,
            })
            .collect()
    }
}

/// What sending a parcel costs, as it is chosen.
fn sent_for(group: &DeliveryGroup, currency: Currency) -> Money {
    let chosen = group.shipping_options.iter().find(|option| group.selected.as_ref() == Some(&option.id));
    chosen.map_or(Money::zero(currency), |option| option.price)
}
