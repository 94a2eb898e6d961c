//! What shoppers do to bags.

use super::offers::MOST_PIECES;
use super::{Refusal, Result, Shop};
use crate::domain::address::{check_address, check_email};
use crate::domain::grouping;
use crate::store::carts::{self, CartRow};
use crate::store::{Tx, catalogue as rows, messages, stock};
use vitrine_api::{AddLine, Address, FieldCode, FieldError, ProblemCode, SeenPrice, UpdateCart};

impl Shop {
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

fn check_quantity(quantity: u32) -> Result<()> {
    if (1..=99).contains(&quantity) {
        return Ok(());
    }
    Err(Refusal::fields(vec![field("/quantity", FieldCode::Range, "A quantity is 1 to 99.")]))
}

fn trimmed(address: &Address) -> Address {
    let tidy = |text: &String| text.trim().to_owned();
    let option = |text: &Option<String>| text.as_ref().map(tidy).filter(|t| !t.is_empty());
    Address {
        name: tidy(&address.name),
        line1: tidy(&address.line1),
        line2: option(&address.line2),
        postal_code: tidy(&address.postal_code),
        city: tidy(&address.city),
        region: option(&address.region),
        phone: option(&address.phone),
    }
}
