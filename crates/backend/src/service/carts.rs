//! Bags: what the shopper put in, priced and allotted to parcels.

use super::offers::{MOST_PIECES, availability};
use super::products::selected;
use super::{Refusal, Result, Shop};
use crate::clock::wire;
use crate::demo::catalogue::MarketFile;
use crate::domain::address::{check_address, check_email};
use crate::domain::grouping::{self, Holding};
use crate::domain::pricing::{PricedGroup, PricedLine, price};
use crate::domain::promotion::Goods;
use crate::store::carts::{self, CartRow, PricedLine as PricedRow};
use crate::store::{Conn, Tx, catalogue as rows, messages, promotions, stock};
use std::collections::BTreeMap;
use vitrine_api::{
    AddLine, Cart, CartLine, CartNotice, CartNoticeCode, Contact, Currency, DeliveryGroup, FieldCode, FieldError,
    Money, ProblemCode, SeenPrice, UpdateCart,
};

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

    /// Adds pieces to a bag.
    ///
    /// # Errors
    /// When the variant is unknown, not sold here, or too few are left.
    pub async fn add_line(&self, tx: &mut Tx, cart: &mut CartRow, add: &AddLine, lang: &str) -> Result<()> {
        check_quantity(add.quantity)?;
        let unknown = |message: &str| Refusal::fields(vec![field("/variant_id", FieldCode::NotOffered, message)]);
        if self.catalogue.variant(add.variant_id.as_str()).is_none() {
            return Err(unknown("There is no such variant."));
        }
        let (variant, market) = (add.variant_id.as_str(), cart.market_id.as_str());
        let Some((amount, there)) = carts::price_and_pieces(tx, &cart.id, variant, market).await? else {
            return Err(unknown("This variant is not sold in this market."));
        };
        let wanted = u32::try_from(there).unwrap_or(0).saturating_add(add.quantity);
        self.check_stock(tx, cart, add.variant_id.as_str(), wanted, lang).await?;
        // The price never comes from outside; what was seen says only whether the shopper must be asked.
        let currency = self.catalogue.market(&cart.market_id).map(|market| market.currency);
        let seen = add.seen.filter(|seen| Some(seen.currency()) == currency);
        let confirmed = seen.map_or(amount, |seen| seen.amount());
        let post = add.post_id.as_ref().filter(|id| self.catalogue.posts.contains_key(id.as_str()));
        carts::put_line(tx, &cart.id, add.variant_id.as_str(), wanted, confirmed, post.map(|p| p.as_str())).await?;
        self.touch(tx, cart).await
    }

    /// Sets the quantity of a line.
    ///
    /// # Errors
    /// When the line is unknown or too few are left.
    pub async fn set_quantity(
        &self,
        tx: &mut Tx,
        cart: &mut CartRow,
        line: &str,
        quantity: u32,
        lang: &str,
    ) -> Result<()> {
        check_quantity(quantity)?;
        let lines = carts::lines(tx, &cart.id).await?;
        let row = lines.iter().find(|l| l.id == line).ok_or_else(Refusal::not_found)?;
        // Fewer pieces are always allowed: that is the way out of "only two left".
        if i64::from(quantity) > row.quantity {
            self.check_stock(tx, cart, &row.variant_id, quantity, lang).await?;
        }
        carts::put_line(tx, &cart.id, &row.variant_id, quantity, row.confirmed, None).await?;
        self.touch(tx, cart).await
    }

    async fn check_stock(&self, tx: &mut Tx, cart: &CartRow, variant: &str, wanted: u32, lang: &str) -> Result<()> {
        let pieces = stock::of_variant(tx, variant, &cart.id).await?;
        let holdings = self.holdings(&pieces, variant, &cart.market_id);
        let available = grouping::available(&holdings).min(MOST_PIECES);
        if wanted <= available {
            return Ok(());
        }
        let fresh = self.cart_view(tx, cart, lang).await?;
        let detail = match available {
            0 => "This is sold out.".to_owned(),
            n => format!("Only {n} can be had at once."),
        };
        Err(Refusal::with_cart(ProblemCode::OutOfStock, &detail, fresh, Some(available)))
    }

    /// Changes what a bag says of market, buyer, address, shipping and accepted prices.
    ///
    /// # Errors
    /// When a field is wrong; then nothing changes.
    pub async fn update_cart(&self, tx: &mut Tx, cart: &mut CartRow, update: &UpdateCart) -> Result<()> {
        let mut faults = Vec::new();
        if let Some(id) = &update.market {
            if self.catalogue.market(id.as_str()).is_none() {
                faults.push(field("/market", FieldCode::NotOffered, "We don't sell to this market."));
            } else if cart.market_id != id.as_str() {
                self.move_market(tx, cart, id.as_str()).await?;
            }
        }
        if let Some(contact) = &update.contact {
            faults.extend(check_email(&contact.email, "/contact/email"));
            cart.email = Some(contact.email.trim().to_owned());
        }
        if let Some(address) = &update.shipping_address {
            let market = self.catalogue.market(&cart.market_id).ok_or_else(Refusal::not_found)?;
            faults.extend(check_address(address, &market.address, &market.postal_code_shapes));
            cart.address = Some(trimmed(address));
        }
        if let Some(choices) = &update.shipping {
            let view = self.cart_view(tx, cart, "en").await?;
            for (index, choice) in choices.iter().enumerate() {
                let group = view.groups.iter().find(|g| g.id == choice.group_id);
                if group.is_some_and(|g| g.shipping_options.iter().any(|o| o.id == choice.option_id)) {
                    cart.shipping.insert(choice.group_id.0.clone(), choice.option_id.0.clone());
                } else {
                    let pointer = format!("/shipping/{index}/option_id");
                    faults.push(field(&pointer, FieldCode::NotOffered, "This way of shipping isn't offered."));
                }
            }
        }
        if !faults.is_empty() {
            return Err(Refusal::fields(faults));
        }
        if update.confirm_prices == Some(true) {
            for line in carts::lines(tx, &cart.id).await? {
                if let Some((amount, _)) = rows::price(tx, &line.variant_id, &cart.market_id).await? {
                    carts::confirm_price(tx, &line.id, amount).await?;
                }
            }
        }
        if let Some(seen) = &update.seen_prices {
            self.confirm_seen(tx, cart, seen).await?;
        }
        self.touch(tx, cart).await
    }

    /// The shopper accepts prices as they were shown; those of other bags' lines and in other money say nothing.
    async fn confirm_seen(&self, tx: &mut Tx, cart: &CartRow, seen: &[SeenPrice]) -> Result<()> {
        let currency = self.catalogue.market(&cart.market_id).map(|market| market.currency);
        let lines = carts::lines(tx, &cart.id).await?;
        for SeenPrice { line_id, price } in seen {
            let own = lines.iter().any(|line| line.id == line_id.as_str());
            if own && Some(price.currency()) == currency {
                carts::confirm_price(tx, line_id.as_str(), price.amount()).await?;
            }
        }
        Ok(())
    }

    /// Another market has other prices, addresses and ways of shipping; the shopper chose it, so
    /// its prices count as confirmed.
    async fn move_market(&self, tx: &mut Tx, cart: &mut CartRow, market: &str) -> Result<()> {
        market.clone_into(&mut cart.market_id);
        cart.address = None;
        cart.shipping.clear();
        for line in carts::lines(tx, &cart.id).await? {
            if let Some((amount, _)) = rows::price(tx, &line.variant_id, market).await? {
                carts::confirm_price(tx, &line.id, amount).await?;
            }
        }
        Ok(())
    }

    /// Stores the bag with a new version and tells other tabs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch(&self, tx: &mut Tx, cart: &mut CartRow) -> Result<()> {
        let now = self.now();
        carts::save(tx, cart, now).await?;
        messages::announce(tx, "cart", &cart.id, now).await?;
        Ok(())
    }
}

fn field(pointer: &str, code: FieldCode, message: &str) -> FieldError {
    FieldError { pointer: pointer.to_owned(), code, message: message.to_owned() }
}

/// What sending a parcel costs, as it is chosen.
fn sent_for(group: &DeliveryGroup, currency: Currency) -> Money {
    let chosen = group.shipping_options.iter().find(|option| group.selected.as_ref() == Some(&option.id));
    chosen.map_or(Money::zero(currency), |option| option.price)
}

fn check_quantity(quantity: u32) -> Result<()> {
    if (1..=99).contains(&quantity) {
        return Ok(());
    }
    Err(Refusal::fields(vec![field("/quantity", FieldCode::Range, "A quantity is 1 to 99.")]))
}

fn trimmed(address: &vitrine_api::Address) -> vitrine_api::Address {
    let tidy = |text: &String| text.trim().to_owned();
    let option = |text: &Option<String>| text.as_ref().map(tidy).filter(|t| !t.is_empty());
    vitrine_api::Address {
        name: tidy(&address.name),
        line1: tidy(&address.line1),
        line2: option(&address.line2),
        postal_code: tidy(&address.postal_code),
        city: tidy(&address.city),
        region: option(&address.region),
        phone: option(&address.phone),
    }
}
