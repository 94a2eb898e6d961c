//! What a parcel's events make of it. Events are a set: late, doubled and reordered ones
//! lead to the same parcel.

use jiff::Timestamp;
use vitrine_api::TrackingStatus;

/// The sub-status of a carrier's word that nobody listed.
pub const UNLISTED: &str = "unlisted";
/// The sub-status of a carrier that doesn't find the parcel; nothing happened to it.
pub const NOT_FOUND: &str = "not_found";

/// An event as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The same event has the same id.
    pub id: String,
    /// By the carrier's clock.
    pub occurred_at: Timestamp,
    /// What it says.
    pub status: TrackingStatus,
    /// More exactly.
    pub sub_status: Option<String>,
}

/// Where a parcel is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The status.
    pub status: TrackingStatus,
    /// More exactly.
    pub sub_status: Option<String>,
    /// Since when.
    pub since: Option<Timestamp>,
}

/// The events by the time they happened, each once.
#[must_use]
pub fn in_order(events: &[Event]) -> Vec<&Event> {
    let mut sorted: Vec<&Event> = events.iter().collect();
    sorted.sort_by(|a, b| (a.occurred_at, &a.id).cmp(&(b.occurred_at, &b.id)));
    sorted.dedup_by(|a, b| a.id == b.id);
    sorted
}

/// The standing after a set of events, as the carrier told it: silence is in [`super::silence`].
///
/// The event that happened last decides, with these exceptions:
///
/// - A word nobody knows changes nothing, unless nothing else is known.
/// - After `delivered` only the way back counts: a late scan doesn't take a delivery back.
/// - On the way back scans are of the way back, and a delivery is the seller's: `returned`.
/// - After `returned` nothing counts.
#[must_use]
pub fn standing(events: &[Event]) -> Standing {
    use TrackingStatus as T;
    let mut now = Standing { status: T::Unknown, sub_status: None, since: None };
    for event in in_order(events) {
        let status = match (now.status, event.status) {
            (T::Returned, _) => continue,
            (known, T::Unknown) if known != T::Unknown => continue,
            (T::Delivered, T::Returning | T::Returned) => event.status,
            (T::Delivered, _) => continue,
            (T::Returning, T::Delivered | T::Returned) => T::Returned,
            (T::Returning, T::Exception) => T::Exception,
            (T::Returning, _) => continue,
            (_, told) => told,
        };
        now = Standing { status, sub_status: event.sub_status.clone(), since: Some(event.occurred_at) };
    }
    now
}

/// When the parcel was last in somebody's hands: a label alone is no scan, and neither is a carrier
/// that doesn't find the parcel.
#[must_use]
pub fn last_scan(events: &[Event]) -> Option<Timestamp> {
    let scanned = |event: &&Event| match event.status {
        TrackingStatus::PreTransit => false,
        TrackingStatus::Unknown => event.sub_status.as_deref() != Some(NOT_FOUND),
        _ => true,
    };
    events.iter().filter(scanned).map(|event| event.occurred_at).max()
}

/// Whether a parcel is still expected: not what has arrived, goes back or is lost.
#[must_use]
pub fn is_coming(status: TrackingStatus) -> bool {
    use TrackingStatus as T;
    !matches!(status, T::Delivered | T::Returning | T::Returned | T::Cancelled | T::Exception)
}

#[cfg(test)]
#[path = "tracking_tests.rs"]
mod tests;
