//! Payment providers behind one trait.

pub mod sandbox;

use std::future::Future;
use std::pin::Pin;
use vitrine_api::{Money, PaymentErrorCode, PaymentIntentStatus};

/// A boxed future, so that providers can be chosen at run time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, ProviderError>> + Send + 'a>>;

/// What a provider needs to open a payment page.
#[derive(Clone, Debug)]
pub struct NewPayment {
    /// Our checkout.
    pub reference: String,
    /// The same key always means the same payment.
    pub idempotency_key: String,
    /// How much.
    pub amount: Money,
    /// Where the shopper comes back to.
    pub return_url: String,
    /// When the page stops taking money, in microseconds.
    pub expires_at: i64,
}

/// How a payment stands at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The provider's id.
    pub id: String,
    /// The page the shopper goes to.
    pub url: String,
    /// Where it stands.
    pub status: PaymentIntentStatus,
    /// Why the last try failed.
    pub error: Option<PaymentErrorCode>,
    /// How much it is.
    pub amount: Money,
}

/// Why a provider gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It doesn't know the payment.
    #[error("the provider doesn't know this payment")]
    NotFound,
    /// It can't be reached or had a fault; ask again.
    #[error("the provider can't answer now: {0}")]
    Unavailable(String),
}

/// A hosted payment page and the truth about what was paid.
pub trait PaymentProvider: Send + Sync + 'static {
    /// Its name in `/webhooks/{provider}`.
    fn name(&self) -> &'static str;
    /// Whether no real money moves.
    fn test_mode(&self) -> bool;
    /// Opens a payment page, or finds the one with the same idempotency key.
    fn create(&self, payment: NewPayment) -> Answer<'_, Payment>;
    /// How a payment stands now.
    fn retrieve<'a>(&'a self, id: &'a str) -> Answer<'a, Payment>;
    /// Stops a payment; the answer says `succeeded` when money came first.
    fn cancel<'a>(&'a self, id: &'a str) -> Answer<'a, Payment>;
    /// Sends money back. The same key does it once.
    fn refund<'a>(&'a self, id: &'a str, amount: Money, idempotency_key: &'a str) -> Answer<'a, ()>;
    /// Checks a webhook's signature over the raw body; `now` in seconds since 1970.
    fn verify(&self, signature: &str, body: &[u8], now: i64) -> bool;
}
