//! The sandbox provider: behaves as a hosted payment page does, with no money behind it.
//!
//! It keeps its payments in tables of its own and speaks to the shop only through the trait and
//! signed webhooks. Card numbers are looked at and dropped; nothing of them is stored or logged.

use super::{Answer, Disputed, NewPayment, NewRefund, Notice, Payment, PaymentProvider, ProviderError, SentBack};
use crate::clock::{Clock, micros};
use crate::faults;
use crate::store::{Conn, Store, StoreError, Tx, again, from_word, locks_rows, messages, new_id, word};
use crate::webhook;
use std::sync::Arc;
use vitrine_api::{Currency, Money, PaymentErrorCode, PaymentIntentStatus, RefundStatus};

/// The provider's name.
pub const NAME: &str = "sandbox";

/// How ids of its payments begin.
const PREFIX: &str = "pay_";

/// Whether a payment is the sandbox's.
#[must_use]
pub fn owns(id: &str) -> bool {
    id.starts_with(PREFIX)
}

/// The stand-in provider.
#[derive(Clone)]
pub struct Sandbox {
    store: Store,
    clock: Arc<dyn Clock>,
    key: [u8; 32],
    delay_ms: u64,
}

/// What a test card does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Card {
    /// Pays.
    Succeeds,
    /// Asks for a 3-D Secure step first.
    AsksForAuthentication,
    /// Is refused.
    Fails(PaymentErrorCode),
    /// No test card.
    NotATestCard,
}

/// Stripe's published test numbers and what they do.
#[must_use]
pub fn card(number: &str) -> Card {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match digits.as_str() {
        "4242424242424242" => Card::Succeeds,
        "4000002500003155" => Card::AsksForAuthentication,
        "4000000000000002" => Card::Fails(PaymentErrorCode::CardDeclined),
        "4000000000009995" => Card::Fails(PaymentErrorCode::InsufficientFunds),
        _ => Card::NotATestCard,
    }
}

/// A payment as the sandbox keeps it.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// The shop's checkout.
    pub reference: String,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub status: PaymentIntentStatus,
    /// Why the last try failed.
    pub error: Option<PaymentErrorCode>,
    /// Where the shopper goes back to.
    pub return_url: String,
    /// When the page closes, in microseconds.
    pub expires_at: i64,
}

impl Session {
    /// Whether the time to pay is over.
    #[must_use]
    pub fn ran_out(&self, now: i64) -> bool {
        now >= self.expires_at
    }

    /// Whether the page still takes money.
    #[must_use]
    pub fn is_open(&self, now: i64) -> bool {
        now < self.expires_at
            && matches!(self.status, PaymentIntentStatus::RequiresPaymentMethod | PaymentIntentStatus::RequiresAction)
    }

    fn answer(&self) -> Payment {
        Payment {
            id: self.id.clone(),
            reference: self.reference.clone(),
            url: format!("/sandbox/pay/{}", self.id),
            status: self.status,
            error: self.error,
            amount: self.amount,
        }
    }
}

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, reference, amount, currency, status, error, return_url, expires_at FROM sandbox_payment ",
            "WHERE ",
            $condition
        )
    };
}

impl Sandbox {
    /// A sandbox on a store. `delay_ms` is how late its webhooks are at most.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, key: [u8; 32], delay_ms: u64) -> Self {
        Self { store, clock, key, delay_ms }
    }

    /// The key its webhooks are signed with.
    #[must_use]
    pub fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// A payment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find(&self, id: &str) -> Result<Option<Session>, StoreError> {
        let mut conn = self.store.read().acquire().await?;
        find(&mut conn, id).await
    }

    /// Moves an open payment on and tells the shop. Nothing happens when it is closed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn advance(
        &self,
        id: &str,
        status: PaymentIntentStatus,
        error: Option<PaymentErrorCode>,
    ) -> Result<Option<Session>, StoreError> {
        again!(self.advance_now(id, status, error).await)
    }

    async fn advance_now(
        &self,
        id: &str,
        status: PaymentIntentStatus,
        error: Option<PaymentErrorCode>,
    ) -> Result<Option<Session>, StoreError> {
        let now = micros(self.clock.now());
        let mut tx = self.store.begin_keyed().await?;
        let Some(mut session) = hold(&mut tx, id).await? else {
            return Ok(None);
        };
        if session.is_open(now) {
            session.status = status;
            session.error = error;
            self.write(&mut tx, &session, now).await?;
            faults::point("sandbox.pay.before_commit");
        }
        tx.commit().await?;
        faults::point("sandbox.pay.after_commit");
        Ok(Some(session))
    }

    async fn write(&self, tx: &mut Tx, session: &Session, now: i64) -> Result<(), StoreError> {
        sqlx::query("UPDATE sandbox_payment SET status = $2, error = $3 WHERE id = $1")
            .bind(&session.id)
            .bind(word(&session.status)?)
            .bind(session.error.as_ref().map(word).transpose()?)
            .execute(&mut **tx)
            .await?;
        let event = new_id();
        let payload = serde_json::json!({
            "id": event,
            "type": "payment.updated",
            "payment": session.id,
            "status": word(&session.status)?,
        })
        .to_string();
        // Late by a share drawn from the id, and every third time twice: a shop must bear both.
        let draw = draw(&session.id, &event);
        let late = i64::try_from(self.delay_ms * 1000 * (draw % 100) / 100).unwrap_or(0);
        messages::plan_delivery(tx, NAME, &payload, now + late).await?;
        if draw.is_multiple_of(3) {
            messages::plan_delivery(tx, NAME, &payload, now + late * 2 + 100_000).await?;
        }
        Ok(())
    }

    async fn create_now(&self, new: &NewPayment) -> Result<Payment, StoreError> {
        let mut tx = self.store.begin_single().await?;
        let session = Session {
            // 128 random bits: the address of the page is what opens it.
            id: format!("{PREFIX}{}", crate::secret::token::<16>()),
            reference: new.reference.clone(),
            amount: new.amount,
            status: PaymentIntentStatus::RequiresPaymentMethod,
            error: None,
            return_url: new.return_url.clone(),
            expires_at: new.expires_at,
        };
        let done = sqlx::query(
            "INSERT INTO sandbox_payment (id, reference, idempotency_key, amount, currency, status, return_url, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (idempotency_key) DO NOTHING",
        )
        .bind(&session.id)
        .bind(&session.reference)
        .bind(&new.idempotency_key)
        .bind(session.amount.amount())
        .bind(session.amount.currency().code())
        .bind(word(&session.status)?)
        .bind(&session.return_url)
        .bind(session.expires_at)
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            // The key was used: its page is the answer.
            let known = one(&mut tx, select!("idempotency_key = $1"), &new.idempotency_key).await?;
            tx.commit().await?;
            return Ok(known.unwrap_or(session).answer());
        }
        faults::point("sandbox.create.before_commit");
        tx.commit().await?;
        faults::point("sandbox.create.after_commit");
        Ok(session.answer())
    }

    async fn cancel_now(&self, id: &str) -> Result<Option<Payment>, StoreError> {
        let now = micros(self.clock.now());
        let mut tx = self.store.begin().await?;
        let Some(mut session) = find(&mut tx, id).await? else {
            return Ok(None);
        };
        if session.status != PaymentIntentStatus::Succeeded && session.status != PaymentIntentStatus::Canceled {
            session.status = PaymentIntentStatus::Canceled;
            self.write(&mut tx, &session, now).await?;
            faults::point("sandbox.cancel.before_commit");
            tx.commit().await?;
            faults::point("sandbox.cancel.after_commit");
        }
        Ok(Some(session.answer()))
    }

    async fn refund_now(&self, id: &str, amount: Money, key: &str) -> Result<bool, StoreError> {
        let mut tx = self.store.begin().await?;
        let fresh = sqlx::query(
            "INSERT INTO sandbox_refund (idempotency_key, payment_id, amount) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        )
        .bind(key)
        .bind(id)
        .bind(amount.amount())
        .execute(&mut *tx)
        .await?;
        if fresh.rows_affected() == 0 {
            return Ok(true);
        }
        let done = sqlx::query(
            "UPDATE sandbox_payment SET refunded = refunded + $2
             WHERE id = $1 AND status = 'succeeded' AND refunded + $2 <= amount",
        )
        .bind(id)
        .bind(amount.amount())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        faults::point("sandbox.refund.before_commit");
        tx.commit().await?;
        faults::point("sandbox.refund.after_commit");
        Ok(true)
    }
}

fn draw(payment: &str, event: &str) -> u64 {
    let mac = crate::secret::hmac_sha256(payment.as_bytes(), event.as_bytes());
    u64::from(u16::from_be_bytes([mac[0], mac[1]]))
}

/// id, reference, amount, currency, status, error, return URL, expiry.
type Raw = (String, String, i64, String, String, Option<String>, String, i64);

async fn find(conn: &mut Conn, id: &str) -> Result<Option<Session>, StoreError> {
    one(conn, select!("id = $1"), id).await
}

/// A payment for whoever moves it on: nobody else does until the write ends.
async fn hold(conn: &mut Conn, id: &str) -> Result<Option<Session>, StoreError> {
    let sql = if locks_rows(conn) { select!("id = $1 FOR NO KEY UPDATE") } else { select!("id = $1") };
    one(conn, sql, id).await
}

async fn one(conn: &mut Conn, sql: &'static str, value: &str) -> Result<Option<Session>, StoreError> {
    let row: Option<Raw> = sqlx::query_as(sql).bind(value).fetch_optional(conn).await?;
    let Some((id, reference, amount, currency, status, error, return_url, expires_at)) = row else {
        return Ok(None);
    };
    let currency = Currency::parse(&currency).unwrap_or(Currency::EUR);
    Ok(Some(Session {
        id,
        reference,
        amount: Money::new(amount, currency).unwrap_or(Money::zero(currency)),
        status: from_word(&status)?,
        error: error.as_deref().map(from_word).transpose()?,
        return_url,
        expires_at,
    }))
}

fn unavailable(error: StoreError) -> ProviderError {
    ProviderError::Unavailable(error.to_string())
}

impl PaymentProvider for Sandbox {
    fn name(&self) -> &'static str {
        NAME
    }

    fn test_mode(&self) -> bool {
        true
    }

    fn create(&self, payment: NewPayment) -> Answer<'_, Payment> {
        Box::pin(async move { again!(self.create_now(&payment).await).map_err(unavailable) })
    }

    fn retrieve<'a>(&'a self, id: &'a str) -> Answer<'a, Payment> {
        Box::pin(async move {
            let found = self.find(id).await.map_err(unavailable)?;
            found.map(|session| session.answer()).ok_or(ProviderError::NotFound)
        })
    }

    fn cancel<'a>(&'a self, id: &'a str) -> Answer<'a, Payment> {
        Box::pin(async move { again!(self.cancel_now(id).await).map_err(unavailable)?.ok_or(ProviderError::NotFound) })
    }

    /// Money is back at once; the reference alone decides whether it went.
    fn refund(&self, refund: NewRefund) -> Answer<'_, SentBack> {
        Box::pin(async move {
            let NewRefund { payment, reference, amount, .. } = refund;
            match again!(self.refund_now(&payment, amount, &reference).await).map_err(unavailable)? {
                true => Ok(SentBack {
                    id: format!("back_{reference}"),
                    reference: Some(reference),
                    amount,
                    status: RefundStatus::Succeeded,
                }),
                false => Err(ProviderError::NotFound),
            }
        })
    }

    /// The answer of [`refund`](PaymentProvider::refund) is final here, and nobody else sends money back.
    fn refunds<'a>(&'a self, _id: &'a str) -> Answer<'a, Vec<SentBack>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn disputes<'a>(&'a self, _id: &'a str) -> Answer<'a, Vec<Disputed>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn read<'a>(&'a self, message: &'a str) -> Answer<'a, Notice> {
        Box::pin(async move {
            let body: serde_json::Value =
                serde_json::from_str(message).map_err(|error| ProviderError::Refused(error.to_string()))?;
            let payment = body["payment"].as_str().map(ToOwned::to_owned);
            payment
                .map(Notice::Payment)
                .ok_or_else(|| ProviderError::Refused("the message names no payment".to_owned()))
        })
    }

    fn verify(&self, signature: &str, body: &[u8], now: i64) -> bool {
        webhook::verify(&self.key, signature, body, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_test_cards_are_known() {
        assert_eq!(card("4242 4242 4242 4242"), Card::Succeeds);
        assert_eq!(card("4000-0025-0000-3155"), Card::AsksForAuthentication);
        assert_eq!(card("4000000000000002"), Card::Fails(PaymentErrorCode::CardDeclined));
        assert_eq!(card("4000000000009995"), Card::Fails(PaymentErrorCode::InsufficientFunds));
        assert_eq!(card("4111111111111111"), Card::NotATestCard);
    }
}
