//! The part of Stripe's objects that the shop reads, and what it means in our words.

use super::amounts::from_stripe;
use crate::payments::{Disputed, Payment, ProviderError, SentBack};
use serde::Deserialize;
use vitrine_api::{DisputeStatus, Money, PaymentErrorCode, PaymentIntentStatus, RefundStatus};

/// A page of a list; the shop asks for no more than one.
#[derive(Deserialize)]
pub(super) struct List<T> {
    pub(super) data: Vec<T>,
}

/// A hosted payment page (<https://docs.stripe.com/api/checkout/sessions/object>).
#[derive(Deserialize)]
pub(super) struct Session {
    pub(super) id: String,
    url: Option<String>,
    status: Option<String>,
    #[serde(default)]
    payment_status: String,
    amount_total: Option<i64>,
    currency: Option<String>,
    client_reference_id: Option<String>,
    payment_intent: Option<Expandable>,
}

/// The money behind a page: its id, or all of it where it was asked for.
#[derive(Deserialize)]
#[serde(untagged)]
enum Expandable {
    Id(String),
    Whole(Box<Intent>),
}

#[derive(Deserialize)]
struct Intent {
    id: String,
    status: String,
    last_payment_error: Option<LastError>,
}

#[derive(Deserialize)]
struct LastError {
    code: Option<String>,
    decline_code: Option<String>,
}

impl Session {
    /// The id of the money behind the page; there is none before somebody tried to pay.
    pub(super) fn intent(&self) -> Option<&str> {
        match self.payment_intent.as_ref()? {
            Expandable::Id(id) => Some(id),
            Expandable::Whole(intent) => Some(&intent.id),
        }
    }

    /// Whether the page still takes money.
    pub(super) fn is_open(&self) -> bool {
        self.status.as_deref() == Some("open")
    }

    /// How the payment stands.
    pub(super) fn payment(self) -> Result<Payment, ProviderError> {
        let (Some(number), Some(currency)) = (self.amount_total, self.currency.as_deref()) else {
            return Err(ProviderError::Refused(format!("session {} has no amount", self.id)));
        };
        let (status, error) = (self.standing(), self.error());
        Ok(Payment {
            status,
            error,
            amount: money(number, currency)?,
            reference: self.client_reference_id.unwrap_or_default(),
            url: self.url.unwrap_or_default(),
            id: self.id,
        })
    }

    fn whole(&self) -> Option<&Intent> {
        match self.payment_intent.as_ref()? {
            Expandable::Whole(intent) => Some(intent),
            Expandable::Id(_) => None,
        }
    }

    fn standing(&self) -> PaymentIntentStatus {
        use PaymentIntentStatus as P;
        let intent = self.whole().map(|intent| intent.status.as_str());
        match (self.status.as_deref(), self.payment_status.as_str(), intent) {
            (_, "paid", _) => P::Succeeded,
            (Some("expired"), ..) => P::Canceled,
            // The shopper is done, but the bank said no days later: this page takes no other card.
            (Some("complete"), _, Some("requires_payment_method" | "canceled")) => P::Canceled,
            // Bank debits and transfers: the answer comes as `async_payment_succeeded` or `…_failed`.
            (Some("complete"), ..) | (_, _, Some("processing")) => P::Processing,
            (_, _, Some("requires_action")) => P::RequiresAction,
            _ => P::RequiresPaymentMethod,
        }
    }

    /// Why the last try failed, where nothing has come of it.
    fn error(&self) -> Option<PaymentErrorCode> {
        use PaymentIntentStatus as P;
        if !matches!(self.standing(), P::RequiresPaymentMethod | P::Canceled) {
            return None;
        }
        let told = self.whole().and_then(|intent| intent.last_payment_error.as_ref()).map(reason);
        let failed_late = self.status.as_deref() == Some("complete");
        told.or_else(|| failed_late.then_some(PaymentErrorCode::CardDeclined))
    }
}

/// Stripe's codes (<https://docs.stripe.com/error-codes>, <https://docs.stripe.com/declines/codes>).
fn reason(error: &LastError) -> PaymentErrorCode {
    match (error.code.as_deref(), error.decline_code.as_deref()) {
        (_, Some("insufficient_funds")) => PaymentErrorCode::InsufficientFunds,
        (Some("payment_intent_authentication_failure"), _) | (_, Some("authentication_required")) => {
            PaymentErrorCode::AuthenticationFailed
        }
        (Some("processing_error"), _) | (_, Some("processing_error")) => PaymentErrorCode::ProcessingError,
        _ => PaymentErrorCode::CardDeclined,
    }
}

/// Money that goes back (<https://docs.stripe.com/api/refunds/object>).
#[derive(Deserialize)]
pub(super) struct Refund {
    id: String,
    amount: i64,
    currency: String,
    status: Option<String>,
    metadata: Option<Labels>,
}

/// What the shop wrote on a refund.
#[derive(Deserialize)]
struct Labels {
    refund: Option<String>,
}

impl Refund {
    pub(super) fn sent_back(self) -> Result<SentBack, ProviderError> {
        let status = match self.status.as_deref() {
            Some("succeeded") => RefundStatus::Succeeded,
            Some("failed" | "canceled") => RefundStatus::Failed,
            // `pending`, `requires_action`: `refund.updated` tells how it ends.
            _ => RefundStatus::Pending,
        };
        let amount = money(self.amount, &self.currency)?;
        let reference = self.metadata.and_then(|labels| labels.refund);
        Ok(SentBack { id: self.id, reference, amount, status })
    }
}

/// A bank's question (<https://docs.stripe.com/api/disputes/object>).
#[derive(Deserialize)]
pub(super) struct Dispute {
    id: String,
    amount: i64,
    currency: String,
    status: String,
    created: i64,
}

impl Dispute {
    pub(super) fn disputed(self) -> Result<Disputed, ProviderError> {
        // An inquiry (`warning_…`) takes no money yet; a dispute does until it is won.
        let (status, withdrawn) = match self.status.as_str() {
            "warning_needs_response" | "warning_under_review" => (DisputeStatus::Open, false),
            "needs_response" | "under_review" => (DisputeStatus::Open, true),
            "lost" => (DisputeStatus::Lost, true),
            "won" | "warning_closed" | "prevented" => (DisputeStatus::Won, false),
            _ => (DisputeStatus::Unknown, false),
        };
        let amount = money(self.amount, &self.currency)?;
        let opened_at = self.created.saturating_mul(1_000_000);
        Ok(Disputed { id: self.id, amount, status, withdrawn, opened_at })
    }
}

fn money(number: i64, currency: &str) -> Result<Money, ProviderError> {
    from_stripe(number, currency)
        .ok_or_else(|| ProviderError::Refused(format!("{number} {currency} is no amount of ours")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn standing(status: &str, paid: &str, intent: Value) -> (PaymentIntentStatus, Option<PaymentErrorCode>) {
        let session: Session = serde_json::from_value(json!({
            "id": "cs_1", "url": null, "status": status, "payment_status": paid, "amount_total": 2962,
            "currency": "eur", "client_reference_id": "c", "payment_intent": intent
        }))
        .unwrap();
        let payment = session.payment().unwrap();
        (payment.status, payment.error)
    }

    #[test]
    fn a_session_says_how_the_payment_stands() {
        use PaymentErrorCode as E;
        use PaymentIntentStatus as P;
        let intent = |status: &str| json!({"id": "pi_1", "status": status, "last_payment_error": null});
        let declined = |code: &str| {
            let error = json!({"code": "card_declined", "decline_code": code});
            json!({"id": "pi_1", "status": "requires_payment_method", "last_payment_error": error})
        };
        assert_eq!(standing("open", "unpaid", Value::Null), (P::RequiresPaymentMethod, None));
        assert_eq!(standing("open", "unpaid", intent("requires_action")), (P::RequiresAction, None));
        let poor = standing("open", "unpaid", declined("insufficient_funds"));
        assert_eq!(poor, (P::RequiresPaymentMethod, Some(E::InsufficientFunds)));
        assert_eq!(standing("complete", "paid", json!("pi_1")), (P::Succeeded, None));
        assert_eq!(standing("complete", "unpaid", intent("processing")), (P::Processing, None));
        let late = standing("complete", "unpaid", intent("requires_payment_method"));
        assert_eq!(late, (P::Canceled, Some(E::CardDeclined)));
        assert_eq!(standing("expired", "unpaid", Value::Null), (P::Canceled, None));
    }

    #[test]
    fn a_dispute_says_where_the_money_is() {
        let of = |status: &str| {
            let text = json!({"id": "dp_1", "amount": 5, "currency": "jpy", "status": status, "created": 1});
            let disputed = serde_json::from_value::<Dispute>(text).unwrap().disputed().unwrap();
            (disputed.status, disputed.withdrawn)
        };
        assert_eq!(of("warning_needs_response"), (DisputeStatus::Open, false));
        assert_eq!(of("needs_response"), (DisputeStatus::Open, true));
        assert_eq!(of("won"), (DisputeStatus::Won, false));
        assert_eq!(of("lost"), (DisputeStatus::Lost, true));
        assert_eq!(of("a new word"), (DisputeStatus::Unknown, false));
    }
}
