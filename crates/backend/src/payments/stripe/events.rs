//! Which of Stripe's events the shop acts on (<https://docs.stripe.com/api/events/types>). An event
//! names its object; what the object is now is asked for.

use crate::payments::ProviderError;
use serde_json::Value;

/// What an event is about.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A payment page.
    Session(String),
    /// The money behind a page, and what about it.
    Intent(About, String),
    /// Nothing the shop acts on.
    Nothing,
}

/// What about the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// A card was declined, or the bank asks for a further step.
    Payment,
    /// It went back, or could not.
    Refunds,
    /// The bank disputes it.
    Disputes,
}

/// Which of an object's names is read.
#[derive(Clone, Copy)]
enum Named {
    /// The object is a payment page.
    Page,
    /// The object is the money itself, or names it.
    Money(About),
}

fn named(kind: &str) -> Option<Named> {
    Some(match kind {
        "checkout.session.completed"
        | "checkout.session.async_payment_succeeded"
        | "checkout.session.async_payment_failed"
        | "checkout.session.expired" => Named::Page,
        "payment_intent.payment_failed" | "payment_intent.requires_action" => Named::Money(About::Payment),
        "charge.refunded" | "charge.refund.updated" | "refund.created" | "refund.updated" | "refund.failed" => {
            Named::Money(About::Refunds)
        }
        "charge.dispute.created"
        | "charge.dispute.updated"
        | "charge.dispute.closed"
        | "charge.dispute.funds_withdrawn"
        | "charge.dispute.funds_reinstated" => Named::Money(About::Disputes),
        _ => return None,
    })
}

/// Reads an event. A type that nobody here knows is nothing.
pub(super) fn subject(message: &str) -> Result<Subject, ProviderError> {
    let event: Value = serde_json::from_str(message)
        .map_err(|error| ProviderError::Refused(format!("an event can't be read: {error}")))?;
    let Some(named) = event["type"].as_str().and_then(named) else {
        return Ok(Subject::Nothing);
    };
    let object = &event["data"]["object"];
    let name = |field: &str| object[field].as_str().map(ToOwned::to_owned);
    let subject = match named {
        Named::Page => name("id").map(Subject::Session),
        Named::Money(About::Payment) => name("id").map(|id| Subject::Intent(About::Payment, id)),
        Named::Money(about) => name("payment_intent").map(|id| Subject::Intent(about, id)),
    };
    Ok(subject.unwrap_or(Subject::Nothing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(kind: &str, object: Value) -> Subject {
        subject(&json!({"id": "evt_1", "type": kind, "data": {"object": object}}).to_string()).unwrap()
    }

    #[test]
    fn events_lead_to_a_page_or_to_its_money() {
        let page = of("checkout.session.async_payment_failed", json!({"id": "cs_1", "payment_intent": "pi_1"}));
        assert_eq!(page, Subject::Session("cs_1".to_owned()));
        let declined = of("payment_intent.payment_failed", json!({"id": "pi_1"}));
        assert_eq!(declined, Subject::Intent(About::Payment, "pi_1".to_owned()));
        let back = of("charge.refunded", json!({"id": "ch_1", "payment_intent": "pi_1"}));
        assert_eq!(back, Subject::Intent(About::Refunds, "pi_1".to_owned()));
        let disputed = of("charge.dispute.closed", json!({"id": "dp_1", "payment_intent": "pi_1"}));
        assert_eq!(disputed, Subject::Intent(About::Disputes, "pi_1".to_owned()));
    }

    #[test]
    fn what_nobody_knows_is_nothing() {
        assert_eq!(of("customer.created", json!({"id": "cus_1"})), Subject::Nothing);
        assert_eq!(of("charge.refunded", json!({"id": "ch_1", "payment_intent": null})), Subject::Nothing);
        assert_eq!(subject("{}").unwrap(), Subject::Nothing);
        assert!(subject("no json").is_err());
    }
}
