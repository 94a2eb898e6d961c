//! Stripe, by Checkout Sessions on its hosted page: card numbers never come near the shop.
//!
//! A payment of ours is a session (`cs_…`). The money behind it, a PaymentIntent (`pi_…`), is looked
//! up when refunds and disputes need it. Stripe takes no page that closes sooner than 30 minutes
//! after it was opened; the worker closes it when the reservation runs out, as with each provider.

mod amounts;
mod client;
mod events;
mod objects;
mod settings;

pub use client::VERSION;
pub use settings::Settings;

use self::client::Client;
use self::events::{About, Subject};
use self::objects::{Dispute, List, Refund, Session};
use super::{Answer, Disputed, NewPayment, NewRefund, Notice, Payment, PaymentProvider, ProviderError, SentBack};
use crate::webhook;

/// The provider's name.
pub const NAME: &str = "stripe";

/// The header of its signatures (<https://docs.stripe.com/webhooks/signature>).
const SIGNATURE: &str = "stripe-signature";

/// How long after the reservation the page closes by itself, in seconds: Stripe wants 30 minutes
/// between opening and closing, and its clock may be a little ahead of ours. It follows from the
/// checkout alone, because a repeated request must be the same to the letter.
const CLOSES_AFTER: i64 = 31 * 60;

/// The longest reservation, in seconds: Stripe closes each page within 24 hours.
pub const LONGEST_RESERVATION: i64 = 24 * 3600 - CLOSES_AFTER - 60;

/// What stands on Stripe's page for all that is bought together.
const PRODUCT: &str = "Vitrine";

/// The provider.
pub struct Stripe {
    client: Client,
    settings: Settings,
}

impl Stripe {
    /// Stripe with an account's keys. Nothing is asked yet.
    ///
    /// # Errors
    /// A sentence for people when no client can be built.
    pub fn new(settings: Settings) -> Result<Self, String> {
        Ok(Self { client: Client::new(&settings)?, settings })
    }

    async fn create_now(&self, new: NewPayment) -> Result<Payment, ProviderError> {
        let Some((number, currency)) = amounts::to_stripe(new.amount) else {
            let words = format!("{} {} can't be charged", new.amount.amount(), new.amount.currency());
            return Err(ProviderError::Refused(words));
        };
        let number = number.to_string();
        let closes = (new.expires_at / 1_000_000 + CLOSES_AFTER).to_string();
        let success = format!("{}&result=success", new.return_url);
        let form = [
            ("mode", "payment"),
            ("line_items[0][quantity]", "1"),
            ("line_items[0][price_data][currency]", currency.as_str()),
            ("line_items[0][price_data][unit_amount]", number.as_str()),
            ("line_items[0][price_data][product_data][name]", PRODUCT),
            ("client_reference_id", new.reference.as_str()),
            ("payment_intent_data[metadata][checkout]", new.reference.as_str()),
            // The total on the button is the one that is charged, in its currency.
            ("adaptive_pricing[enabled]", "false"),
            ("success_url", success.as_str()),
            ("cancel_url", new.return_url.as_str()),
            ("expires_at", closes.as_str()),
            ("expand[]", "payment_intent"),
        ];
        let made: Session = self.client.post("/v1/checkout/sessions", &form, Some(&new.idempotency_key)).await?;
        made.payment()
    }

    async fn session(&self, id: &str) -> Result<Session, ProviderError> {
        self.client.get(&format!("/v1/checkout/sessions/{}?expand%5B%5D=payment_intent", plain(id)?)).await
    }

    async fn cancel_now(&self, id: &str) -> Result<Payment, ProviderError> {
        let path = format!("/v1/checkout/sessions/{}/expire", plain(id)?);
        match self.client.post::<Session>(&path, &[("expand[]", "payment_intent")], None).await {
            Ok(session) => session.payment(),
            // It is over already, one way or the other, and only the session itself says which.
            Err(ProviderError::Refused(words)) => {
                let session = self.session(id).await?;
                if session.is_open() { Err(ProviderError::Unavailable(words)) } else { session.payment() }
            }
            Err(error) => Err(error),
        }
    }

    /// The money behind a page; 404 when nobody has tried to pay.
    async fn intent(&self, id: &str) -> Result<String, ProviderError> {
        self.session(id).await?.intent().map(ToOwned::to_owned).ok_or(ProviderError::NotFound)
    }

    async fn sent_back(&self, intent: &str) -> Result<Vec<SentBack>, ProviderError> {
        let path = format!("/v1/refunds?payment_intent={}&limit=100", plain(intent)?);
        let list: List<Refund> = self.client.get(&path).await?;
        list.data.into_iter().map(Refund::sent_back).collect()
    }

    async fn refund_now(&self, new: NewRefund) -> Result<SentBack, ProviderError> {
        let intent = self.intent(&new.payment).await?;
        // Stripe forgets keys after a day, and a key whose answer was a fault is of no use: whether
        // the money went is told by the refunds there are.
        let sent = self.sent_back(&intent).await?;
        if let Some(known) = sent.into_iter().find(|sent| sent.reference.as_deref() == Some(&new.reference)) {
            return Ok(known);
        }
        let Some((number, _)) = amounts::to_stripe(new.amount) else {
            return Err(ProviderError::Refused(format!("{} can't be sent back", new.amount.amount())));
        };
        let number = number.to_string();
        let form = [
            ("payment_intent", intent.as_str()),
            ("amount", number.as_str()),
            ("metadata[refund]", new.reference.as_str()),
        ];
        let made: Refund = self.client.post("/v1/refunds", &form, Some(&new.idempotency_key)).await?;
        made.sent_back()
    }

    async fn disputes_now(&self, id: &str) -> Result<Vec<Disputed>, ProviderError> {
        let intent = self.intent(id).await?;
        let path = format!("/v1/disputes?payment_intent={}&limit=100", plain(&intent)?);
        let list: List<Dispute> = self.client.get(&path).await?;
        list.data.into_iter().map(Dispute::disputed).collect()
    }

    async fn read_now(&self, message: &str) -> Result<Notice, ProviderError> {
        let (about, intent) = match events::subject(message)? {
            Subject::Session(id) => return Ok(Notice::Payment(id)),
            Subject::Nothing => return Ok(Notice::Nothing),
            Subject::Intent(about, intent) => (about, intent),
        };
        let path = format!("/v1/checkout/sessions?payment_intent={}&limit=1", plain(&intent)?);
        let list: List<Session> = self.client.get(&path).await?;
        // Without a page it is no payment of this shop: an account may do other things too.
        let Some(Session { id, .. }) = list.data.into_iter().next() else {
            return Ok(Notice::Nothing);
        };
        Ok(match about {
            About::Payment => Notice::Payment(id),
            About::Refunds => Notice::Refunds(id),
            About::Disputes => Notice::Disputes(id),
        })
    }
}

/// Whether the shop acts on a message. Nobody is asked.
///
/// # Errors
/// When it is no message.
pub fn concerns(message: &str) -> Result<bool, ProviderError> {
    events::subject(message).map(|subject| subject != Subject::Nothing)
}

/// An id as Stripe writes them; anything else could lead to another address.
fn plain(id: &str) -> Result<&str, ProviderError> {
    let fits = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if fits { Ok(id) } else { Err(ProviderError::NotFound) }
}

impl PaymentProvider for Stripe {
    fn name(&self) -> &'static str {
        NAME
    }

    fn test_mode(&self) -> bool {
        self.settings.test_mode()
    }

    fn create(&self, payment: NewPayment) -> Answer<'_, Payment> {
        Box::pin(self.create_now(payment))
    }

    fn retrieve<'a>(&'a self, id: &'a str) -> Answer<'a, Payment> {
        Box::pin(async move { self.session(id).await?.payment() })
    }

    fn cancel<'a>(&'a self, id: &'a str) -> Answer<'a, Payment> {
        Box::pin(self.cancel_now(id))
    }

    fn refund(&self, refund: NewRefund) -> Answer<'_, SentBack> {
        Box::pin(self.refund_now(refund))
    }

    fn refunds<'a>(&'a self, id: &'a str) -> Answer<'a, Vec<SentBack>> {
        Box::pin(async move { self.sent_back(&self.intent(id).await?).await })
    }

    fn disputes<'a>(&'a self, id: &'a str) -> Answer<'a, Vec<Disputed>> {
        Box::pin(self.disputes_now(id))
    }

    fn read<'a>(&'a self, message: &'a str) -> Answer<'a, Notice> {
        Box::pin(self.read_now(message))
    }

    fn signature_header(&self) -> &'static str {
        SIGNATURE
    }

    /// One secret that fits is enough: while one is being replaced there are two.
    fn verify(&self, signature: &str, body: &[u8], now: i64) -> bool {
        self.settings.webhook_secrets.iter().any(|secret| webhook::verify(secret.as_bytes(), signature, body, now))
    }
}
