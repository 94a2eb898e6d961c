//! Shippo's words in ours.
//!
//! Shippo tells of all carriers in six statuses, each with substatuses ("Event definitions" in its
//! tracking guide, docs.goshippo.com/docs/tracking/tracking). It has none for customs, so there the
//! carrier's own words decide.

use crate::domain::tracking::{NOT_FOUND, UNLISTED};
use vitrine_api::{ProofKind, TrackingStatus as T};

/// What one of Shippo's events says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'a> {
    /// The status, such as `TRANSIT`.
    pub status: &'a str,
    /// The substatus, such as `package_held`; empty without one.
    pub code: &'a str,
    /// Whether somebody must do something, as Shippo sees it.
    pub action_required: bool,
    /// The carrier's own words.
    pub details: &'a str,
}

/// Shippo's documented list: status, substatus, and our words.
pub const LISTED: [(&str, &str, T, Option<&str>); 27] = [
    ("PRE_TRANSIT", "information_received", T::PreTransit, None),
    ("TRANSIT", "address_issue", T::ActionNeeded, Some("address")),
    ("TRANSIT", "contact_carrier", T::ActionNeeded, Some("contact_carrier")),
    ("TRANSIT", "delayed", T::Delayed, None),
    ("TRANSIT", "delivery_attempted", T::AttemptFailed, None),
    ("TRANSIT", "delivery_rescheduled", T::Delayed, Some("rescheduled")),
    ("TRANSIT", "delivery_scheduled", T::InTransit, Some("scheduled")),
    ("TRANSIT", "location_inaccessible", T::AttemptFailed, Some("inaccessible")),
    ("TRANSIT", "notice_left", T::AttemptFailed, Some("notice_left")),
    ("TRANSIT", "out_for_delivery", T::OutForDelivery, None),
    ("TRANSIT", "package_accepted", T::InTransit, Some("picked_up")),
    ("TRANSIT", "package_arrived", T::InTransit, Some("arrived")),
    ("TRANSIT", "package_damaged", T::Exception, Some("damaged")),
    ("TRANSIT", "package_departed", T::InTransit, Some("departed")),
    ("TRANSIT", "package_forwarded", T::InTransit, Some("forwarded")),
    ("TRANSIT", "package_held", T::ActionNeeded, Some("held")),
    ("TRANSIT", "package_processed", T::InTransit, Some("processed")),
    ("TRANSIT", "package_processing", T::InTransit, Some("processing")),
    ("TRANSIT", "pickup_available", T::AvailableForPickup, None),
    ("TRANSIT", "reschedule_delivery", T::AttemptFailed, Some("reschedule")),
    ("DELIVERED", "delivered", T::Delivered, None),
    ("RETURNED", "return_to_sender", T::Returning, None),
    ("RETURNED", "package_unclaimed", T::Returning, Some("unclaimed")),
    ("FAILURE", "package_undeliverable", T::Exception, Some("undeliverable")),
    ("FAILURE", "package_disposed", T::Exception, Some("disposed")),
    ("FAILURE", "package_lost", T::Exception, Some("lost")),
    ("UNKNOWN", "other", T::Unknown, Some(UNLISTED)),
];

/// Substatuses under which a carrier may speak of customs; empty is none.
const MAY_BE_CUSTOMS: [&str; 11] = [
    "",
    "other",
    "contact_carrier",
    "delayed",
    "information_received",
    "package_arrived",
    "package_departed",
    "package_forwarded",
    "package_held",
    "package_processed",
    "package_processing",
];

/// Our status and sub-status. A substatus nobody listed keeps the meaning of its status and stands
/// as it is; a status nobody listed is `unknown`.
#[must_use]
pub fn normalise(words: &Words<'_>) -> (T, Option<String>) {
    let details = words.details.to_lowercase();
    if words.status == "TRANSIT"
        && MAY_BE_CUSTOMS.contains(&words.code)
        && let Some((status, sub)) = customs(&details, words.action_required || words.code == "package_held")
    {
        return (status, Some(sub.to_owned()));
    }
    let listed = LISTED.iter().find(|(status, code, ..)| *status == words.status && *code == words.code);
    let (status, sub) = listed.map_or_else(|| unlisted(words), |(_, _, status, sub)| (*status, sub.map(str::to_owned)));
    match status {
        T::Returning if is_back(&details) => (T::Returned, None),
        T::Delayed if sub.is_none() && details.contains("weather") => (status, Some("weather".to_owned())),
        _ => (status, sub),
    }
}

fn unlisted(words: &Words<'_>) -> (T, Option<String>) {
    let own = Some(words.code).filter(|code| !code.is_empty() && *code != "other").map(ToOwned::to_owned);
    match words.status {
        "PRE_TRANSIT" => (T::PreTransit, own),
        "TRANSIT" if words.action_required => (T::ActionNeeded, own),
        "TRANSIT" => (T::InTransit, own),
        "DELIVERED" => (T::Delivered, own),
        "RETURNED" => (T::Returning, own),
        "FAILURE" => (T::Exception, own),
        "UNKNOWN" if words.code.is_empty() => (T::Unknown, Some(NOT_FOUND.to_owned())),
        _ => (T::Unknown, Some(UNLISTED.to_owned())),
    }
}

/// What lower-case words say of customs; `None` when they don't speak of them.
fn customs(details: &str, held: bool) -> Option<(T, &'static str)> {
    let any = |words: &[&str]| words.iter().any(|word| details.contains(word));
    if !any(&["customs", "clearance"]) {
        return None;
    }
    let not_yet = any(&["not released", "not cleared", "not yet", "uncleared"]);
    if !not_yet && any(&["released", "cleared", "clearance complete", "clearance has been completed"]) {
        return Some((T::InTransit, "customs_cleared"));
    }
    let held = held || any(&["held", "on hold", "hold for", "awaiting", "required", "requires", "missing", "pending"]);
    if !held || any(&["received, clearance", "paid, clearance"]) {
        return Some((T::InTransit, "customs"));
    }
    let sub = if any(&["payment", "duty", "duties", "tax", "charges", "fee"]) {
        "customs_payment"
    } else if any(&["document", "invoice", "paperwork", "information", "declaration"]) {
        "customs_document"
    } else {
        "customs_held"
    };
    Some((T::ActionNeeded, sub))
}

/// To whom or where a delivery says the parcel went; none where its words don't say. Shippo's object names nobody
/// who signed and has no picture.
#[must_use]
pub fn handed(details: &str) -> Option<ProofKind> {
    const WORDS: [(ProofKind, &[&str]); 6] = [
        (ProofKind::Neighbor, &["neighbor", "neighbour"]),
        (ProofKind::Letterbox, &["mailbox", "letterbox", "letter box", "mail slot"]),
        (ProofKind::PickupPoint, &["picked up at", "collected", "pickup location", "parcel locker"]),
        (ProofKind::SafePlace, &["safe place", "garage", "porch", "garden", "side door"]),
        (ProofKind::FrontDoor, &["front door", "at the door", "doorstep", "left with door"]),
        (ProofKind::Recipient, &["individual", "recipient", "signed", "handed to"]),
    ];
    let details = details.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| details.contains(word));
    WORDS.iter().find(|(_, words)| says(words)).map(|(kind, _)| *kind)
}

/// Whether lower-case words of a return say that it is over: Shippo has one status for both.
fn is_back(details: &str) -> bool {
    let done = ["was returned", "has been returned", "returned to original sender", "to original sender", "delivered"];
    done.iter().any(|words| details.contains(words)) && !details.contains("to be returned")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(status: &str, code: &str, action_required: bool, details: &str) -> (T, Option<String>) {
        normalise(&Words { status, code, action_required, details })
    }

    fn sub(words: &str) -> Option<String> {
        Some(words.to_owned())
    }

    #[test]
    fn the_documented_list_is_taken_word_by_word() {
        for (status, code, ours, ours_more) in LISTED {
            assert_eq!(say(status, code, false, ""), (ours, ours_more.map(str::to_owned)), "{status} {code}");
        }
        let pairs: std::collections::BTreeSet<_> = LISTED.iter().map(|(status, code, ..)| (status, code)).collect();
        assert_eq!(pairs.len(), LISTED.len());
    }

    #[test]
    fn what_nobody_listed_keeps_as_much_meaning_as_it_has() {
        assert_eq!(say("TELEPORTED", "by_light", false, "Beamed up"), (T::Unknown, sub("unlisted")));
        assert_eq!(say("TRANSIT", "by_drone", false, ""), (T::InTransit, sub("by_drone")));
        assert_eq!(say("TRANSIT", "wet_paint", true, ""), (T::ActionNeeded, sub("wet_paint")));
        assert_eq!(say("TRANSIT", "", false, ""), (T::InTransit, None));
        assert_eq!(say("UNKNOWN", "", false, ""), (T::Unknown, sub("not_found")));
        assert_eq!(say("", "", false, ""), (T::Unknown, sub("unlisted")));
    }

    #[test]
    fn customs_speak_in_the_carriers_words() {
        for (code, action, words, status, more) in [
            ("package_processing", false, "Clearance processing started", T::InTransit, "customs"),
            ("package_held", true, "Held by customs", T::ActionNeeded, "customs_held"),
            ("package_held", true, "Customs: a commercial invoice is missing", T::ActionNeeded, "customs_document"),
            ("contact_carrier", true, "Customs duties await payment", T::ActionNeeded, "customs_payment"),
            ("package_processed", false, "Released by customs", T::InTransit, "customs_cleared"),
            ("", false, "Shipment not released by customs", T::InTransit, "customs"),
        ] {
            assert_eq!(say("TRANSIT", code, action, words), (status, sub(more)), "{words}");
        }
        // A courier at the door is no customs officer.
        assert_eq!(say("TRANSIT", "out_for_delivery", false, "Cleared customs").0, T::OutForDelivery);
    }

    #[test]
    fn a_delivery_says_where_it_went() {
        for (words, kind) in [
            ("Delivered, left at front door", Some(ProofKind::FrontDoor)),
            ("Delivered, In/At Mailbox", Some(ProofKind::Letterbox)),
            ("Left with neighbor, who signed", Some(ProofKind::Neighbor)),
            ("Delivered, Left with Individual", Some(ProofKind::Recipient)),
            ("Your item was delivered", None),
            ("", None),
        ] {
            assert_eq!(handed(words), kind, "{words}");
        }
    }

    #[test]
    fn a_return_is_over_when_the_words_say_so() {
        assert_eq!(say("RETURNED", "return_to_sender", false, "To be returned to the sender").0, T::Returning);
        assert_eq!(say("RETURNED", "return_to_sender", false, "It was returned to the sender").0, T::Returned);
        assert_eq!(say("RETURNED", "return_to_sender", false, "Delivered, to original sender").0, T::Returned);
        assert_eq!(say("TRANSIT", "delayed", false, "Severe weather").1, sub("weather"));
    }
}
