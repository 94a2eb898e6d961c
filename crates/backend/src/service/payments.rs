//! Money: begin a payment, believe the provider, never the browser.

use super::{Refusal, Result, Shop};
use crate::domain::checkout::{Event, holds_stock, next};
use crate::faults;
use crate::payments::{NewPayment, Payment, ProviderError};
use crate::store::checkouts::{self, CheckoutRow};
use crate::store::refunds::{self, NewRow};
use crate::store::{Tx, ledger, promotions, stock};
use vitrine_api::{CheckoutState, Currency, Money, PaymentIntentStatus, ProblemCode};

/// How long after the end of a reservation a provider that can't be asked is waited for, in
/// microseconds. By then every page has closed by itself; money that came all the same goes back.
const LONGEST_WAIT: i64 = 3_600 * 1_000_000;

impl Shop {
    /// Begins a payment in the caller's write ([`crate::store::Store::begin_keyed`]), or finds the page that is open.
    /// There is never more than one page that takes money for a checkout. One without a page is asked for by
    /// [`Shop::ask_for_page`], after the commit.
    ///
    /// # Errors
    /// 409 when the total is another one than expected, or the reservation ran out.
    pub async fn begin_payment(&self, tx: &mut Tx, session: &str, id: &str, expected: Money) -> Result<CheckoutRow> {
        let held = checkouts::hold(tx, id).await?;
        let mut row = held.filter(|row| row.session_id == session).ok_or_else(Refusal::not_found)?;
        self.check_total(&row, expected)?;
        if row.expires_at <= self.now() || row.state == CheckoutState::Expired {
            return Err(Refusal::new(ProblemCode::CheckoutExpired, "The reservation ran out. Nothing was charged."));
        }
        if next(row.state, Event::StartPayment).is_none() {
            return Err(Refusal::new(ProblemCode::InvalidState, "This purchase can't be paid any more."));
        }
        let open = matches!(row.state, CheckoutState::Paying | CheckoutState::RequiresAction)
            && !matches!(row.payment_status, Some(PaymentIntentStatus::Canceled));
        if !open || row.payment_ref.is_none() {
            if !open {
                row.payment_attempt += 1;
            }
            row.state = CheckoutState::Paying;
            row.payment_ref = None;
            row.payment_url = None;
            row.payment_status = Some(PaymentIntentStatus::RequiresPaymentMethod);
            row.payment_error = None;
            checkouts::update(tx, &row).await?;
        } else if row.payment_error.is_some() {
            // A new try on the same page: what the last card did is over.
            row.payment_error = None;
            checkouts::update(tx, &row).await?;
        }
        Ok(row)
    }

    /// Asks the provider for the page of a payment that has begun. Outside of any transaction, because the provider is
    /// on the network; its key makes a second try find the first one's page.
    ///
    /// # Errors
    /// When the provider can't answer.
    pub async fn ask_for_page(&self, row: &CheckoutRow) -> Result<Payment> {
        let asked = self
            .payments
            .create(NewPayment {
                reference: row.id.clone(),
                idempotency_key: format!("{}.{}", row.id, row.payment_attempt),
                amount: total(row)?,
                return_url: format!("{}/checkout/return?checkout={}", self.public_url, row.id),
                expires_at: row.expires_at,
            })
            .await;
        faults::point("payment.start.after_provider");
        if matches!(asked, Err(ProviderError::Broken(_))) {
            self.use_another_key(&row.id, row.payment_attempt).await?;
        }
        Ok(asked?)
    }

    /// Keeps the page that was asked for, in the caller's write; gives the checkout as it is then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_page(&self, tx: &mut Tx, asked: &CheckoutRow, payment: &Payment) -> Result<CheckoutRow> {
        let page = (payment.id.as_str(), payment.url.as_str(), payment.status);
        if let Some(row) = checkouts::keep_page(tx, &asked.id, asked.payment_attempt, page).await? {
            return Ok(row);
        }
        checkouts::find(tx, &asked.id).await?.ok_or_else(Refusal::not_found)
    }

    /// The provider would repeat its fault for the key of this attempt. Should it have opened a page
    /// all the same, nobody knows its address.
    async fn use_another_key(&self, id: &str, attempt: i64) -> Result<()> {
        let mut tx = self.store.begin().await?;
        let mut row = checkouts::find(&mut tx, id).await?.ok_or_else(Refusal::not_found)?;
        if row.payment_attempt == attempt && row.payment_ref.is_none() {
            row.payment_attempt += 1;
            checkouts::update(&mut tx, &row).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// 409 when the shopper agreed to another total than the server's.
    ///
    /// # Errors
    /// See above.
    pub fn check_total(&self, row: &CheckoutRow, expected: Money) -> Result<()> {
        if total(row)? == expected {
            return Ok(());
        }
        Err(Refusal::new(ProblemCode::PriceChanged, "The total is another one than expected. Nothing was charged."))
    }

    /// Asks the provider how a payment stands and applies it. Harmless to repeat and in any order,
    /// because what is applied is the provider's present truth, not the message.
    ///
    /// # Errors
    /// When the provider or the database can't answer.
    pub async fn apply_payment(&self, payment_ref: &str) -> Result<()> {
        let told = self.payments.retrieve(payment_ref).await;
        faults::point("completion.after_provider");
        match told {
            Ok(payment) => self.apply(&payment).await,
            Err(ProviderError::NotFound) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Applies a payment's present state to its checkout; makes the order when the money is there,
    /// and sends back money that no order can be made of.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn apply(&self, payment: &Payment) -> Result<()> {
        let mut tx = self.store.begin_keyed().await?;
        let Some(mut row) = checkout_of(&mut tx, payment).await? else {
            return Ok(());
        };
        let came = payment.status == PaymentIntentStatus::Succeeded;
        faults::point("completion.begin");
        if row.payment_ref.as_deref() != Some(payment.id.as_str()) {
            if came {
                return self.send_stray_back(tx, &row, payment).await;
            }
            // What it rests on may be another's work that isn't on the disk yet; so below.
            return Ok(tx.commit().await?);
        }
        // What was read before the money came may be applied after it.
        if row.payment_status == Some(PaymentIntentStatus::Succeeded) && !came {
            return Ok(tx.commit().await?);
        }
        let wrong = came && payment.amount != total(&row)?;
        let spent = came && promotions::spent_meanwhile(&mut tx, &row.id).await?;
        let event = match payment.status {
            _ if wrong => Event::WrongAmount,
            _ if spent => Event::CodeSpent,
            status => Event::Provider(status),
        };
        let to = next(row.state, event);
        let unchanged = row.payment_status == Some(payment.status) && row.payment_error == payment.error;
        if to.is_none() && unchanged {
            return Ok(tx.commit().await?);
        }
        let held = holds_stock(row.state);
        row.payment_status = Some(payment.status);
        row.payment_error = payment.error;
        if let Some(to) = to {
            row.state = to;
        }
        if came {
            ledger::payment(&mut tx, &row.id, &payment.id, payment.amount, self.now()).await?;
            faults::point("completion.after_money");
        }
        if wrong {
            // Another amount or currency than agreed is no order: a person must see why.
            let (ours, theirs) = (row.total, payment.amount.amount());
            tracing::error!(checkout = row.id, ours, theirs, "the provider took another amount than the checkout's");
        }
        if spent {
            tracing::warn!(checkout = row.id, "a code was used by another order of the address; the money goes back");
        }
        match to {
            Some(CheckoutState::Paid) if held => {
                self.make_order(&mut tx, &row).await?;
                faults::point("completion.after_order");
                row.state = next(row.state, Event::OrderMade).unwrap_or(row.state);
            }
            Some(CheckoutState::RefundDue) => {
                if held {
                    stock::release(&mut tx, &row.id).await?;
                    promotions::release(&mut tx, &row.id).await?;
                }
                let new = NewRow {
                    checkout: &row.id,
                    order: None,
                    payment_ref: None,
                    provider_ref: None,
                    amount: payment.amount,
                };
                refunds::insert(&mut tx, &new, self.now()).await?;
            }
            _ => {}
        }
        checkouts::update(&mut tx, &row).await?;
        faults::point("completion.before_commit");
        tx.commit().await?;
        faults::point("completion.after_commit");
        self.work.notify_one();
        self.wake_browsers();
        Ok(())
    }

    /// Money of a page that the shop has given up, though it should have been closed: it goes back.
    async fn send_stray_back(&self, mut tx: Tx, row: &CheckoutRow, payment: &Payment) -> Result<()> {
        if !ledger::payment(&mut tx, &row.id, &payment.id, payment.amount, self.now()).await? {
            return Ok(tx.commit().await?);
        }
        tracing::error!(checkout = row.id, payment = payment.id, "money came by a page that was given up");
        let payment_ref = Some(payment.id.as_str());
        let new = NewRow { checkout: &row.id, order: None, payment_ref, provider_ref: None, amount: payment.amount };
        refunds::insert(&mut tx, &new, self.now()).await?;
        tx.commit().await?;
        self.work.notify_one();
        Ok(())
    }

    /// Lets a checkout go: closes the provider's page first, so that money and stock can't both
    /// move. When money came first, the order is made instead; while the bank still works on a
    /// payment that nobody can stop, the pieces stay held.
    ///
    /// # Errors
    /// When the provider or the database can't answer; then nothing has changed.
    pub async fn let_go(&self, row: CheckoutRow) -> Result<()> {
        if let Some(payment_ref) = &row.payment_ref {
            faults::point("release.before_provider");
            let closed = self.payments.cancel(payment_ref).await;
            faults::point("release.after_provider");
            match closed {
                Ok(payment) if payment.status == PaymentIntentStatus::Succeeded => {
                    return self.apply(&payment).await;
                }
                Ok(payment) if payment.status == PaymentIntentStatus::Processing && holds_stock(row.state) => {
                    return self.hold_on(&row.id, &payment).await;
                }
                Ok(_) | Err(ProviderError::NotFound) => {}
                Err(error @ ProviderError::Refused(_)) => {
                    tracing::warn!(checkout = row.id, %error, "a page could not be closed; money from it goes back");
                }
                Err(error) if self.now() < row.expires_at + LONGEST_WAIT => return Err(error.into()),
                Err(error) => {
                    tracing::error!(checkout = row.id, %error, "the provider is away too long; the pieces are free");
                }
            }
        }
        let mut tx = self.store.begin_keyed().await?;
        if let Some(fresh) = checkouts::hold(&mut tx, &row.id).await? {
            let opened = fresh.payment_ref.is_some() && fresh.payment_ref != row.payment_ref;
            if opened && next(fresh.state, Event::Expire).is_some() {
                // A page was opened since: it is closed first.
                tx.commit().await?;
                return Box::pin(self.let_go(fresh)).await;
            }
            self.expire(&mut tx, fresh).await?;
            faults::point("release.before_commit");
            tx.commit().await?;
            faults::point("release.after_commit");
        }
        Ok(())
    }

    /// Bank debits take days. The reservation goes on until the bank has answered: it always does.
    async fn hold_on(&self, id: &str, payment: &Payment) -> Result<()> {
        self.apply(payment).await?;
        let mut tx = self.store.begin_keyed().await?;
        let Some(mut row) = checkouts::hold(&mut tx, id).await? else {
            return Ok(());
        };
        if holds_stock(row.state) && row.expires_at <= self.now() {
            row.expires_at = self.now() + self.reservation_seconds * 1_000_000;
            checkouts::update(&mut tx, &row).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// What a checkout costs.
fn total(row: &CheckoutRow) -> Result<Money> {
    Ok(Money::new(row.total, Currency::parse(&row.currency)?)?)
}

/// The checkout of a payment. One whose page was opened while the answer got lost takes the page
/// over; one that has another page is given too, and the payment is a stray.
async fn checkout_of(tx: &mut Tx, payment: &Payment) -> Result<Option<CheckoutRow>> {
    if let Some(row) = checkouts::hold_by_payment(tx, &payment.id).await? {
        return Ok(Some(row));
    }
    let Some(mut row) = checkouts::hold(tx, &payment.reference).await? else {
        return Ok(None);
    };
    if row.payment_ref.is_none() {
        // A page that is over is of no use to a shopper who may be opening another one now.
        if payment.status == PaymentIntentStatus::Canceled {
            return Ok(None);
        }
        row.payment_ref = Some(payment.id.clone());
        row.payment_url = Some(payment.url.clone());
    }
    Ok(Some(row))
}
