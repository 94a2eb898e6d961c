//! Checkouts: freeze prices, hold stock, let go again.

use super::{Refusal, Result, Shop, promotions as codes};
use crate::clock::{from_micros, wire};
use crate::domain::address::{check_address, check_email};
use crate::domain::checkout::{Event, holds_stock, next};
use crate::faults;
use crate::store::carts::{self, CartRow};
use crate::store::checkouts::{self, CheckoutRow};
use crate::store::{Conn, Tx, new_id, orders, promotions, stock};
use serde::{Deserialize, Serialize};
use vitrine_api::{
    Address, Availability, Cart, CartLine, CartNoticeCode, Checkout, CheckoutState, Contact, CreateCheckout, Currency,
    DeliveryGroup, FieldCode, FieldError, MarketId, Money, NextAction, PaymentError, PaymentIntent,
    PaymentIntentStatus, ProblemCode, Promotion, PromotionReason, Totals,
};

/// What a checkout freezes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Frozen {
    /// Where it is bought.
    pub market: MarketId,
    /// The lines.
    pub lines: Vec<CartLine>,
    /// The parcels.
    pub groups: Vec<DeliveryGroup>,
    /// The codes that take something off.
    #[serde(default)]
    pub promotions: Vec<Promotion>,
    /// What it costs.
    pub totals: Totals,
    /// Who buys.
    pub contact: Contact,
    /// Where it goes.
    pub shipping_address: Address,
}

/// A checkout that lost its bag's trust and whose page at the provider must be closed.
pub type Replaced = Option<CheckoutRow>;

impl Shop {
    /// Makes the checkout of a bag, or finds the one there is for the same version, in the caller's write
    /// ([`crate::store::Store::begin_keyed`]). What it replaces is for the caller to let go of, after the commit.
    ///
    /// # Errors
    /// 412 when the bag is another version, 409 with the fresh bag when a price changed, pieces
    /// are missing or a code is used up, 422 when something isn't filled in. Then nothing is reserved.
    pub async fn create_checkout(
        &self,
        tx: &mut Tx,
        session: &str,
        request: &CreateCheckout,
        lang: &str,
    ) -> Result<(CheckoutRow, Replaced)> {
        let cart = carts::hold(tx, request.cart_id.as_str(), session).await?.ok_or_else(Refusal::not_found)?;
        let view = self.cart_view(tx, &cart, lang).await?;
        if cart.order_id.is_some() {
            return Err(Refusal::with_cart(ProblemCode::CartCompleted, "This bag was bought already.", view, None));
        }
        if view.version != request.cart_version {
            return Err(Refusal::with_cart(ProblemCode::StaleVersion, "The bag has changed since.", view, None));
        }
        let active = checkouts::hold_active_of_cart(tx, &cart.id).await?;
        let fits = |row: &CheckoutRow| row.cart_version == cart.version && row.expires_at > self.now();
        let active = match active {
            Some(active) if fits(&active) || active.state == CheckoutState::Paid => return Ok((active, None)),
            active => active,
        };
        if self.note_spent(tx, &cart).await? {
            return Err(codes::unavailable(self.cart_view(tx, &cart, lang).await?));
        }
        let replaced = match active {
            Some(active) => Some(self.expire(tx, active).await?),
            None => None,
        };
        self.check_ready(&cart, &view)?;
        let row = self.new_checkout(&cart, &view)?;
        faults::point("checkout.create.before_row");
        checkouts::insert(tx, &row, self.now()).await?;
        faults::point("checkout.reserve.before_stock");
        self.reserve(tx, &row, &view).await?;
        faults::point("checkout.reserve.after_stock");
        self.hold_promotions(tx, &cart, &row, &view, lang).await?;
        Ok((row, replaced))
    }

    fn new_checkout(&self, cart: &CartRow, view: &Cart) -> Result<CheckoutRow> {
        let (Some(contact), Some(shipping_address)) = (view.contact.clone(), view.shipping_address.clone()) else {
            return Err(Refusal::not_found());
        };
        let frozen = Frozen {
            market: view.market.clone(),
            lines: view.lines.clone(),
            groups: view.groups.clone(),
            promotions: view.promotions.iter().filter(|told| told.reason.is_none()).cloned().collect(),
            totals: view.totals.clone(),
            contact,
            shipping_address,
        };
        Ok(CheckoutRow {
            id: new_id(),
            cart_id: cart.id.clone(),
            session_id: cart.session_id.clone(),
            cart_version: cart.version,
            state: CheckoutState::Reserved,
            total: view.totals.total.amount(),
            currency: view.totals.total.currency().code().to_owned(),
            doc: serde_json::to_string(&frozen)?,
            expires_at: self.now() + self.reservation_seconds * 1_000_000,
            payment_ref: None,
            payment_url: None,
            payment_status: None,
            payment_error: None,
            payment_attempt: 0,
        })
    }

    fn check_ready(&self, cart: &CartRow, view: &Cart) -> Result<()> {
        let refuse = |code, detail: &str| Err(Refusal::with_cart(code, detail, view.clone(), None));
        if view.lines.is_empty() {
            return refuse(ProblemCode::CartEmpty, "The bag is empty.");
        }
        let market = self.catalogue.market(&cart.market_id).ok_or_else(Refusal::not_found)?;
        let missing = |pointer: &str| {
            let message = "This is needed before you can pay.".to_owned();
            vec![FieldError { pointer: pointer.to_owned(), code: FieldCode::Required, message }]
        };
        let mut faults = match &cart.email {
            Some(email) => check_email(email, "/contact/email"),
            None => missing("/contact/email"),
        };
        faults.extend(match &cart.address {
            Some(address) => check_address(address, &market.address, &market.postal_code_shapes),
            None => missing("/shipping_address"),
        });
        if !faults.is_empty() {
            return Err(Refusal::fields(faults));
        }
        let has = |wanted: &[CartNoticeCode]| view.notices.iter().find(|n| wanted.contains(&n.code));
        if let Some(notice) = has(&[CartNoticeCode::SoldOut, CartNoticeCode::Reduced, CartNoticeCode::NotSoldHere]) {
            let available = view.lines.iter().find(|l| l.id == notice.line_id).map(|l| l.available);
            let detail = "Fewer pieces are left than you want.";
            return Err(Refusal::with_cart(ProblemCode::OutOfStock, detail, view.clone(), available));
        }
        if view.lines.iter().any(|l| l.availability == Availability::SoldOut || l.quantity > l.available) {
            return refuse(ProblemCode::OutOfStock, "Fewer pieces can be had than you want.");
        }
        if view.promotions.iter().any(|told| told.reason.is_some_and(PromotionReason::lasts)) {
            return Err(codes::unavailable(view.clone()));
        }
        if has(&[CartNoticeCode::PriceChanged]).is_some() {
            return refuse(ProblemCode::PriceChanged, "A price has changed. Look at the new total and accept it.");
        }
        let all_sent = view.lines.iter().all(|l| view.groups.iter().any(|g| g.line_ids.contains(&l.id)));
        if !all_sent || view.groups.iter().any(|g| g.selected.is_none()) {
            return refuse(ProblemCode::ShippingUnavailable, "Not everything can be sent to this market.");
        }
        Ok(())
    }

    /// Holds the pieces of every line, in the order of SKUs.
    async fn reserve(&self, tx: &mut Tx, row: &CheckoutRow, view: &Cart) -> Result<()> {
        let mut wanted: Vec<(&str, &str, u32)> = view
            .lines
            .iter()
            .filter_map(|line| {
                let group = view.groups.iter().find(|g| g.line_ids.contains(&line.id))?;
                Some((line.variant_id.as_str(), group.warehouse.id.as_str(), line.quantity))
            })
            .collect();
        wanted.sort_unstable();
        for (variant, warehouse, pieces) in wanted {
            if !stock::reserve(tx, &row.id, variant, warehouse, i64::from(pieces)).await? {
                let detail = "Somebody was faster: fewer pieces are left than you want.";
                return Err(Refusal::with_cart(ProblemCode::OutOfStock, detail, view.clone(), Some(0)));
            }
        }
        Ok(())
    }

    /// Ends a checkout and gives its pieces back. The provider's page must be closed by the caller,
    /// outside the transaction.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn expire(&self, tx: &mut Tx, mut row: CheckoutRow) -> Result<CheckoutRow> {
        if let Some(to) = next(row.state, Event::Expire) {
            let held = holds_stock(row.state);
            row.state = to;
            checkouts::update(tx, &row).await?;
            faults::point("release.after_state");
            if held {
                stock::release(tx, &row.id).await?;
                faults::point("release.after_stock");
                promotions::release(tx, &row.id).await?;
            }
        }
        Ok(row)
    }

    /// A checkout of a session.
    ///
    /// # Errors
    /// When it is unknown or another's.
    pub async fn own_checkout(&self, conn: &mut Conn, session: &str, id: &str) -> Result<CheckoutRow> {
        let row = checkouts::find(conn, id).await?;
        row.filter(|row| row.session_id == session).ok_or_else(Refusal::not_found)
    }

    /// The checkout as its browser sees it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn checkout_view(&self, conn: &mut Conn, row: &CheckoutRow) -> Result<Checkout> {
        // The state comes with the order, in one transaction, and is the last.
        let order = match row.state {
            CheckoutState::Ordered => orders::of_checkout(conn, &row.id).await?.map(|order| order.id),
            _ => None,
        };
        self.checkout_with(row, order)
    }

    /// The same of one that is no order yet.
    ///
    /// # Errors
    /// When what is frozen can't be read.
    pub fn unfinished_view(&self, row: &CheckoutRow) -> Result<Checkout> {
        self.checkout_with(row, None)
    }

    fn checkout_with(&self, row: &CheckoutRow, order: Option<String>) -> Result<Checkout> {
        let frozen: Frozen = serde_json::from_str(&row.doc)?;
        let total = Money::new(row.total, Currency::parse(&row.currency)?)?;
        let payment = row.payment_ref.as_ref().map(|id| PaymentIntent {
            id: id.clone(),
            status: row.payment_status.unwrap_or(PaymentIntentStatus::RequiresPaymentMethod),
            amount: total,
            next_action: payable(row)
                .then(|| NextAction::Redirect { url: row.payment_url.clone().unwrap_or_default() }),
            last_error: row.payment_error.map(|code| PaymentError { code }),
            attempt: u32::try_from(row.payment_attempt).unwrap_or(0),
        });
        Ok(Checkout {
            id: row.id.as_str().into(),
            state: row.state,
            cart_id: row.cart_id.as_str().into(),
            cart_version: u64::try_from(row.cart_version).unwrap_or_default(),
            market: frozen.market,
            lines: frozen.lines,
            groups: frozen.groups,
            promotions: frozen.promotions,
            totals: frozen.totals,
            contact: frozen.contact,
            shipping_address: frozen.shipping_address,
            expires_at: wire(from_micros(row.expires_at)),
            now: wire(self.clock.now()),
            payment,
            order_token: order.as_ref().map(|id| self.order_token(id)),
            order_id: order.map(Into::into),
            test_mode: self.payments.test_mode(),
        })
    }
}

/// Whether the provider's page still takes money.
fn payable(row: &CheckoutRow) -> bool {
    matches!(row.state, CheckoutState::Paying | CheckoutState::RequiresAction)
        && row.payment_url.is_some()
        && !matches!(
            row.payment_status,
            Some(PaymentIntentStatus::Succeeded | PaymentIntentStatus::Canceled | PaymentIntentStatus::Processing)
        )
}
