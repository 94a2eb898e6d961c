//! Who tells of parcels, behind one trait.

use super::Telling;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use vitrine_api::TrackingEvent;

/// A boxed future, so that providers can be chosen at run time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, AskError>> + Send + 'a>>;

/// How a message proves where it comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Proof<'a> {
    /// The value of the provider's signature header; empty without one.
    pub signature: &'a str,
    /// The `token` of the address, as it stands there.
    pub token: Option<&'a str>,
}

/// What to do with a genuine message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Keep it under this id, which the same message has each time it is sent.
    Keep(String),
    /// It is about something the shop doesn't follow: say thanks, keep nothing.
    Ignore,
}

/// A parcel to ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Our own id, which the provider repeats where it can.
    pub reference: String,
    /// The carrier's code.
    pub carrier: String,
    /// The parcel's code.
    pub tracking_number: String,
    /// Whether the provider was told of it before.
    pub followed: bool,
}

/// A message or answer that isn't in the provider's form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it can't be read: {0}")]
pub struct Unreadable(pub String);

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

/// Why a provider gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// It wants to be left alone for a while; seconds, where it says how many.
    #[error("the provider is asked too often")]
    Busy(Option<i64>),
    /// It can't be reached or had a fault; ask again later.
    #[error("the provider can't answer now: {0}")]
    Unavailable(String),
    /// It won't answer this, with the HTTP status: a wrong token, carrier or number.
    #[error("the provider refuses to answer: HTTP {0}")]
    Refused(u16),
    /// It answered something else.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
}

/// Tells of parcels: by messages it sends, and when asked.
pub trait TrackingProvider: Send + Sync + 'static {
    /// Its name in `/webhooks/{provider}`.
    fn name(&self) -> &'static str;
    /// The header with the signature of its messages.
    fn signature_header(&self) -> &'static str;
    /// Checks over the raw body that a message is its own; `now` in seconds since 1970.
    fn verify(&self, proof: &Proof<'_>, body: &[u8], now: i64) -> bool;
    /// Whether to keep a genuine message, and under which id.
    ///
    /// # Errors
    /// When the message isn't in its form.
    fn take(&self, body: &str) -> Result<Taken, Unreadable>;
    /// Reads a message that was kept.
    ///
    /// # Errors
    /// When the message isn't in its form.
    fn read(&self, body: &str) -> Result<Telling, Unreadable>;
    /// All it knows of a parcel now; `None` when it doesn't know the parcel.
    fn ask<'a>(&'a self, parcel: &'a Asked) -> Answer<'a, Option<Telling>>;
    /// The address of a parcel's page at the carrier, where there is one.
    fn page(&self, number: &str) -> Option<String>;
    /// The picture behind an event's proof as SVG, where there is one. Browsers get it from the shop alone, never
    /// from a carrier's host.
    fn picture(&self, event: &TrackingEvent) -> Option<String>;
}

/// The providers of this shop.
#[derive(Clone, Default)]
pub struct Trackers(Vec<Arc<dyn TrackingProvider>>);

impl Trackers {
    /// These providers; of two with the same name the first counts.
    #[must_use]
    pub fn new(providers: Vec<Arc<dyn TrackingProvider>>) -> Self {
        Self(providers)
    }

    /// The provider with a name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&dyn TrackingProvider> {
        self.0.iter().find(|provider| provider.name() == name).map(AsRef::as_ref)
    }
}
