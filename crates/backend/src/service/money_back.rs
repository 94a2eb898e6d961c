//! Money that goes back: refunds of the shop and of people at the provider, and disputes of banks.

use super::{Refusal, Result, Round, Shop};
use crate::faults;
use crate::payments::{NewRefund, PaymentProvider, ProviderError, SentBack, sandbox};
use crate::store::disputes::{self, Told};
use crate::store::ledger::{self, Move};
use crate::store::refunds::{self, NewRow};
use crate::store::{Tx, checkouts, merchants, messages, orders};
use vitrine_api::{Currency, Money, PaymentStatus, RefundStatus};

impl Shop {
    /// Sends back what must go back. A provider that is away is asked again later, with the same
    /// key; after a fault of its own, with another one.
    ///
    /// # Errors
    /// When the provider or the database can't answer, for one of them or for all.
    pub async fn send_refunds(&self) -> Result<()> {
        let begun = self.begin_refunds_due().await;
        let mut round = Round::begin(&self.stuck, "refunds");
        let unsent = refunds::unsent(&mut *self.reader().await?, round.page()).await?;
        round.each(unsent, |id| async move { self.send_refund(&id).await }).await;
        round.end().and(begun)
    }

    /// Checkouts from before refunds were begun together with `refund_due`.
    async fn begin_refunds_due(&self) -> Result<()> {
        let mut round = Round::begin(&self.stuck, "refunds to begin");
        let due = checkouts::refund_due(&mut *self.reader().await?, round.page()).await?;
        round.each(due, |id| async move { self.begin_refund_due(&id).await }).await;
        round.end()
    }

    async fn begin_refund_due(&self, id: &str) -> Result<bool> {
        let mut tx = self.store.begin().await?;
        let Some(row) = checkouts::find(&mut tx, id).await? else {
            return Ok(true);
        };
        let amount = Money::new(row.total, Currency::parse(&row.currency)?)?;
        let new = NewRow { checkout: &row.id, order: None, payment_ref: None, provider_ref: None, amount };
        // Another process may have begun it since: one that hasn't heard yet that it works no more.
        if merchants::left_of_payment(&mut tx, &row.id).await? < row.total {
            return Ok(false);
        }
        refunds::insert(&mut tx, &new, self.now()).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Sends a refund; false when it has to wait for other settings.
    async fn send_refund(&self, id: &str) -> Result<bool> {
        let refund = refunds::find(&mut *self.reader().await?, id).await?;
        let Some(refund) = refund.filter(|refund| refund.status == RefundStatus::Pending && !refund.taken) else {
            return Ok(true);
        };
        let checkout = checkouts::find(&mut *self.reader().await?, &refund.checkout_id).await?;
        let own = checkout.and_then(|checkout| checkout.payment_ref);
        let Some(payment) = refund.payment_ref.clone().or(own) else {
            return Ok(false);
        };
        let sandboxed = sandbox::owns(&payment);
        if !sandboxed && self.payments.name() == sandbox::NAME {
            // Paid when there were keys of a real provider; it waits until they are back.
            return Ok(false);
        }
        let currency = Currency::parse(&refund.currency)?;
        let new = NewRefund {
            payment,
            reference: refund.id.clone(),
            idempotency_key: format!("{}.{}", refund.id, refund.attempt),
            amount: Money::new(refund.amount, currency)?,
        };
        // Orders from before there were keys go back in the sandbox, where their money came from.
        let provider: &dyn PaymentProvider = if sandboxed { &self.sandbox } else { self.payments.as_ref() };
        faults::point("refund.send.before_provider");
        let answer = provider.refund(new).await;
        faults::point("refund.send.after_provider");
        let (status, provider_ref) = match answer {
            Ok(sent) => (sent.status, Some(sent.id)),
            Err(error @ (ProviderError::NotFound | ProviderError::Refused(_))) => {
                tracing::error!(refund = refund.id, %error, "a refund can't be sent; a person must look at it");
                (RefundStatus::Failed, None)
            }
            Err(ProviderError::Broken(words)) => {
                let mut tx = self.store.begin().await?;
                refunds::next_key(&mut tx, &refund.id).await?;
                tx.commit().await?;
                return Err(Refusal::Provider(words));
            }
            Err(error) => return Err(error.into()),
        };
        let mut tx = self.store.begin().await?;
        self.settle_refund(&mut tx, &refund.id, status, provider_ref.as_deref()).await?;
        faults::point("refund.send.before_commit");
        tx.commit().await?;
        faults::point("refund.send.after_commit");
        self.wake_browsers();
        Ok(true)
    }

    /// Notes where a refund stands: on the order where there is one, and in the ledger when money
    /// moved.
    async fn settle_refund(
        &self,
        tx: &mut Tx,
        id: &str,
        status: RefundStatus,
        provider_ref: Option<&str>,
    ) -> Result<()> {
        let Some(row) = refunds::find(tx, id).await? else {
            return Ok(());
        };
        refunds::settle(tx, id, status, provider_ref).await?;
        faults::point("refund.settle.after_row");
        let (was, is) = (row.status == RefundStatus::Succeeded, status == RefundStatus::Succeeded);
        if was != is {
            let how = if is { Move::Refund } else { Move::RefundFailed };
            ledger::money(tx, how, &row.checkout_id, id, row.amount, &row.currency).await?;
            faults::point("refund.settle.after_money");
        }
        let Some(mut order) = orders::of_checkout(tx, &row.checkout_id).await? else {
            return Ok(());
        };
        let sent = refunds::of_order(tx, &order.id).await?;
        let back: i64 = sent.iter().filter(|r| r.status == RefundStatus::Succeeded).map(|r| r.amount).sum();
        order.payment_status = match back {
            0 if matches!(order.payment_status, PaymentStatus::Refunded | PaymentStatus::PartiallyRefunded) => {
                PaymentStatus::Captured
            }
            0 => order.payment_status,
            back if back >= order.doc.totals.total.amount() => PaymentStatus::Refunded,
            _ => PaymentStatus::PartiallyRefunded,
        };
        orders::update(tx, &mut order).await?;
        faults::point("refund.settle.after_order");
        messages::announce(tx, "order", &order.id, self.now()).await?;
        Ok(())
    }

    /// Asks what went back of a payment and notes it, also what a person sent back on the
    /// provider's own pages.
    ///
    /// # Errors
    /// When the provider or the database can't answer.
    pub async fn apply_refunds(&self, payment_ref: &str) -> Result<()> {
        let told = match self.payments.refunds(payment_ref).await {
            Ok(told) => told,
            Err(ProviderError::NotFound) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let mut tx = self.store.begin().await?;
        for sent in &told {
            self.apply_refund(&mut tx, payment_ref, sent).await?;
        }
        tx.commit().await?;
        self.wake_browsers();
        Ok(())
    }

    async fn apply_refund(&self, tx: &mut Tx, payment_ref: &str, sent: &SentBack) -> Result<()> {
        let known = match &sent.reference {
            Some(reference) => refunds::find(tx, reference).await?,
            None => None,
        };
        let known = match known {
            Some(known) => Some(known),
            None => refunds::by_provider(tx, &sent.id).await?,
        };
        if let Some(known) = known {
            if known.status == sent.status {
                // The provider's name for it may be news.
                return Ok(refunds::settle(tx, &known.id, sent.status, Some(&sent.id)).await?);
            }
            return self.settle_refund(tx, &known.id, sent.status, Some(&sent.id)).await;
        }
        // A person sent it back: there is a payment of ours, and no refund.
        let Some(checkout) = checkouts::by_payment(tx, payment_ref).await? else {
            return Ok(());
        };
        let order = orders::of_checkout(tx, &checkout.id).await?;
        let new = NewRow {
            checkout: &checkout.id,
            order: order.as_ref().map(|order| order.id.as_str()),
            payment_ref: None,
            provider_ref: Some(&sent.id),
            amount: sent.amount,
        };
        let id = refunds::insert(tx, &new, self.now()).await?;
        self.settle_refund(tx, &id, sent.status, None).await
    }

    /// Asks after refunds that the provider has taken and not ended: its message may have got lost.
    ///
    /// # Errors
    /// When the provider or the database can't answer, for one of them or for all.
    pub async fn look_after_refunds(&self) -> Result<()> {
        let mut round = Round::begin(&self.stuck, "refunds taken");
        let unfinished = refunds::unfinished(&mut *self.reader().await?, round.page()).await?;
        // Also one that was asked about may stay as it is, for days.
        round.each(unfinished, |payment| async move { self.apply_refunds(&payment).await.map(|()| false) }).await;
        round.end()
    }

    /// Asks which disputes there are about a payment and notes how they stand.
    ///
    /// # Errors
    /// When the provider or the database can't answer.
    pub async fn apply_disputes(&self, payment_ref: &str) -> Result<()> {
        let told = match self.payments.disputes(payment_ref).await {
            Ok(told) => told,
            Err(ProviderError::NotFound) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let mut tx = self.store.begin().await?;
        let Some(checkout) = checkouts::by_payment(&mut tx, payment_ref).await? else {
            return Ok(());
        };
        let mut news = false;
        for one in &told {
            let told = Told {
                provider_ref: &one.id,
                amount: one.amount,
                status: one.status,
                withdrawn: one.withdrawn,
                opened_at: one.opened_at,
            };
            news |= disputes::put(&mut tx, &checkout.id, &told).await?;
        }
        if !news {
            return Ok(tx.commit().await?);
        }
        tracing::warn!(checkout = checkout.id, "a bank disputes a payment, or has decided");
        if let Some(mut order) = orders::of_checkout(&mut tx, &checkout.id).await? {
            orders::update(&mut tx, &mut order).await?;
            messages::announce(&mut tx, "order", &order.id, self.now()).await?;
        }
        tx.commit().await?;
        self.wake_browsers();
        Ok(())
    }
}
