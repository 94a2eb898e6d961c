//! The simulated carrier's words in ours. Shippo's are in [`super::shippo::words`].

use crate::domain::tracking::UNLISTED;
use vitrine_api::TrackingStatus;

/// Our status and sub-status for a carrier's code; an unknown code is an event without status.
#[must_use]
pub fn simulated(code: &str) -> (TrackingStatus, Option<&'static str>) {
    use TrackingStatus as T;
    match code {
        "LABEL_CREATED" => (T::PreTransit, None),
        "PICKED_UP" => (T::InTransit, Some("picked_up")),
        "DEPARTED" => (T::InTransit, Some("departed")),
        "ARRIVED" => (T::InTransit, Some("arrived")),
        "CUSTOMS_STARTED" => (T::InTransit, Some("customs")),
        "CUSTOMS_HELD_DOCUMENT" => (T::ActionNeeded, Some("customs_document")),
        "CUSTOMS_HELD_PAYMENT" => (T::ActionNeeded, Some("customs_payment")),
        "CUSTOMS_RESUMED" => (T::InTransit, Some("customs")),
        "CUSTOMS_CLEARED" => (T::InTransit, Some("customs_cleared")),
        "DELAYED" => (T::Delayed, None),
        "OUT_FOR_DELIVERY" => (T::OutForDelivery, None),
        "ATTEMPT_NOBODY_HOME" => (T::AttemptFailed, Some("nobody_home")),
        "AT_PICKUP_POINT" => (T::AvailableForPickup, None),
        "DELIVERED" => (T::Delivered, None),
        "RETURNING" => (T::Returning, None),
        "RETURNED" => (T::Returned, None),
        "LOST" => (T::Exception, Some("lost")),
        "CANCELLED" => (T::Cancelled, None),
        _ => (T::Unknown, Some(UNLISTED)),
    }
}
