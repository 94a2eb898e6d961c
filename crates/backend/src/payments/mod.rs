//! Payment providers behind one trait.

pub mod sandbox;
pub mod stripe;

use crate::webhook;
use std::future::Future;
use std::pin::Pin;
use vitrine_api::{DisputeStatus, Money, PaymentErrorCode, PaymentIntentStatus, RefundStatus};

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
    /// Our checkout, as it was told when the page was opened; empty when the provider doesn't know.
    pub reference: String,
    /// The page the shopper goes to.
    pub url: String,
    /// Where it stands.
    pub status: PaymentIntentStatus,
    /// Why the last try failed.
    pub error: Option<PaymentErrorCode>,
    /// How much it is.
    pub amount: Money,
}

/// Money to send back.
#[derive(Clone, Debug)]
pub struct NewRefund {
    /// The provider's id of the payment.
    pub payment: String,
    /// Our refund: money goes back once for each of them, whatever the key is.
    pub reference: String,
    /// The same key always gets the same answer.
    pub idempotency_key: String,
    /// How much; a part of the payment or all of it.
    pub amount: Money,
}

/// Money that the provider sent back, or is about to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentBack {
    /// The provider's id.
    pub id: String,
    /// Our refund; absent where somebody sent the money back on the provider's own pages.
    pub reference: Option<String>,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub status: RefundStatus,
}

/// A payment that the shopper's bank disputes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disputed {
    /// The provider's id.
    pub id: String,
    /// How much is in dispute.
    pub amount: Money,
    /// Where it stands.
    pub status: DisputeStatus,
    /// Whether the money is away from us now.
    pub withdrawn: bool,
    /// When it was opened, in microseconds.
    pub opened_at: i64,
}

/// What a provider's message is about. It is only a hint: the truth is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// This payment moved on.
    Payment(String),
    /// Money of this payment went back, or could not.
    Refunds(String),
    /// The bank of this payment disputes it, or has decided.
    Disputes(String),
    /// Nothing the shop acts on.
    Nothing,
}

/// Why a provider gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It doesn't know the payment.
    #[error("the provider doesn't know this payment")]
    NotFound,
    /// No answer came, or "later"; ask again with the same key.
    #[error("the provider can't answer now: {0}")]
    Unavailable(String),
    /// It had a fault and may keep that answer for the key; ask again with a new one.
    #[error("the provider had a fault: {0}")]
    Broken(String),
    /// It understood and won't; asking again changes nothing.
    #[error("the provider refused: {0}")]
    Refused(String),
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
    /// Stops a payment; the answer says `succeeded` when money came first, and `processing` when the
    /// bank still works on it and nobody can stop it.
    fn cancel<'a>(&'a self, id: &'a str) -> Answer<'a, Payment>;
    /// Sends money back, once for each reference.
    fn refund(&self, refund: NewRefund) -> Answer<'_, SentBack>;
    /// Everything that went back of a payment, whoever sent it.
    fn refunds<'a>(&'a self, id: &'a str) -> Answer<'a, Vec<SentBack>>;
    /// The disputes about a payment.
    fn disputes<'a>(&'a self, id: &'a str) -> Answer<'a, Vec<Disputed>>;
    /// What a message is about; its signature was checked.
    fn read<'a>(&'a self, message: &'a str) -> Answer<'a, Notice>;
    /// The header of its webhooks' signature, in small letters.
    fn signature_header(&self) -> &'static str {
        webhook::HEADER
    }
    /// Checks a webhook's signature over the raw body; `now` in seconds since 1970.
    fn verify(&self, signature: &str, body: &[u8], now: i64) -> bool;
}
