//! Money: begin a payment, believe the provider, never the browser.

use super::{Refusal, Result, Shop};
use crate::domain::checkout::{Event, holds_stock, next};
use crate::payments::{NewPayment, Payment, ProviderError};
use crate::store::checkouts::{self, CheckoutRow};
use crate::store::refunds;
use vitrine_api::{CheckoutState, Currency, Money, PaymentIntentStatus, ProblemCode, RefundStatus};

impl Shop {
    /// Opens the provider's page for a checkout, or finds the page that is open. There is never
    /// more than one page that takes money for a checkout.
    ///
    /// # Errors
    /// 409 when the total is another one than expected, or the reservation ran out.
    pub async fn start_payment(&self, session: &str, id: &str, expected: Money) -> Result<CheckoutRow> {
        let mut tx = self.store.begin().await?;
        let mut row = self.own_checkout(&mut tx, session, id).await?;
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
            checkouts::update(&mut tx, &row).await?;
        } else if row.payment_error.is_some() {
            // A new try on the same page: what the last card did is over.
            row.payment_error = None;
            checkouts::update(&mut tx, &row).await?;
        }
        tx.commit().await?;
        if row.payment_ref.is_some() {
            return Ok(row);
        }
        // Outside the transaction: the provider is on the network. The key makes a second try find
        // the first one's page.
        let payment = self
            .payments
            .create(NewPayment {
                reference: row.id.clone(),
                idempotency_key: format!("{}.{}", row.id, row.payment_attempt),
                amount: Money::new(row.total, Currency::parse(&row.currency)?)?,
                return_url: format!("{}/checkout/return?checkout={}", self.public_url, row.id),
                expires_at: row.expires_at,
            })
            .await
            .map_err(|error| Refusal::Provider(error.to_string()))?;
        self.keep_page(&row.id, row.payment_attempt, payment).await
    }

    async fn keep_page(&self, id: &str, attempt: i64, payment: Payment) -> Result<CheckoutRow> {
        let mut tx = self.store.begin().await?;
        let mut row = checkouts::find(&mut tx, id).await?.ok_or_else(Refusal::not_found)?;
        if row.payment_attempt == attempt && row.payment_ref.is_none() {
            row.payment_ref = Some(payment.id);
            row.payment_url = Some(payment.url);
            row.payment_status = Some(payment.status);
            checkouts::update(&mut tx, &row).await?;
            tx.commit().await?;
        }
        Ok(row)
    }

    /// 409 when the shopper agreed to another total than the server's.
    ///
    /// # Errors
    /// See above.
    pub fn check_total(&self, row: &CheckoutRow, expected: Money) -> Result<()> {
        let total = Money::new(row.total, Currency::parse(&row.currency)?)?;
        if total == expected {
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
        let payment = match self.payments.retrieve(payment_ref).await {
            Ok(payment) => payment,
            Err(ProviderError::NotFound) => return Ok(()),
            Err(error) => return Err(Refusal::Provider(error.to_string())),
        };
        self.apply(&payment).await
    }

    /// Applies a payment's present state to its checkout; makes the order when the money is there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn apply(&self, payment: &Payment) -> Result<()> {
        let mut tx = self.store.begin().await?;
        let Some(mut row) = checkouts::by_payment(&mut tx, &payment.id).await? else {
            return Ok(());
        };
        let total = Money::new(row.total, Currency::parse(&row.currency)?)?;
        if payment.status == PaymentIntentStatus::Succeeded && payment.amount != total {
            // Somebody paid another amount than ours: never an order, always a human.
            tracing::error!(checkout = row.id, "the provider took another amount than the checkout's");
            return Err(Refusal::Provider("amounts differ".to_owned()));
        }
        let to = next(row.state, Event::Provider(payment.status));
        let unchanged = row.payment_status == Some(payment.status) && row.payment_error == payment.error;
        if to.is_none() && unchanged {
            return Ok(());
        }
        let held = holds_stock(row.state);
        row.payment_status = Some(payment.status);
        row.payment_error = payment.error;
        if let Some(to) = to {
            row.state = to;
        }
        if row.state == CheckoutState::Paid && held {
            self.make_order(&mut tx, &row).await?;
            row.state = next(row.state, Event::OrderMade).unwrap_or(row.state);
        }
        checkouts::update(&mut tx, &row).await?;
        tx.commit().await?;
        self.wake_browsers().await;
        Ok(())
    }

    /// Lets a checkout go: closes the provider's page first, so that money and stock can't both
    /// move. When money came first, the order is made instead.
    ///
    /// # Errors
    /// When the provider or the database can't answer; then nothing has changed.
    pub async fn let_go(&self, row: CheckoutRow) -> Result<()> {
        if let Some(payment_ref) = &row.payment_ref {
            match self.payments.cancel(payment_ref).await {
                Ok(payment) if payment.status == PaymentIntentStatus::Succeeded => {
                    return self.apply(&payment).await;
                }
                Ok(_) | Err(ProviderError::NotFound) => {}
                Err(error) => return Err(Refusal::Provider(error.to_string())),
            }
        }
        let mut tx = self.store.begin().await?;
        if let Some(fresh) = checkouts::find(&mut tx, &row.id).await? {
            self.expire(&mut tx, fresh).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Sends back what must go back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn send_refunds(&self) -> Result<()> {
        let mut conn = self.reader().await?;
        for row in checkouts::refund_due(&mut conn).await? {
            let mut tx = self.store.begin().await?;
            refunds::insert(&mut tx, &row.id, None, row.total, &row.currency, self.now()).await?;
            tx.commit().await?;
        }
        for refund in refunds::pending(&mut conn).await? {
            let Some(checkout) = checkouts::find(&mut conn, &refund.checkout_id).await? else {
                continue;
            };
            let Some(payment_ref) = checkout.payment_ref else {
                continue;
            };
            let amount = Money::new(refund.amount, Currency::parse(&refund.currency)?)?;
            let status = match self.payments.refund(&payment_ref, amount, &refund.id).await {
                Ok(()) => RefundStatus::Succeeded,
                Err(ProviderError::NotFound) => RefundStatus::Failed,
                // The provider is away: the refund stays pending and is tried again.
                Err(ProviderError::Unavailable(_)) => continue,
            };
            self.refund_settled(&refund.id, &refund.checkout_id, status).await?;
        }
        Ok(())
    }
}
