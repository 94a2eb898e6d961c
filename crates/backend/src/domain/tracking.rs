//! What a parcel's events make of it. Events are a set: late, doubled and reordered ones
//! lead to the same parcel.

use jiff::{Timestamp, ToSpan, civil::Date};
use vitrine_api::{NextActor, TrackingStatus};

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

/// The standing after a set of events.
///
/// The event that happened last decides; after `delivered` only the way back changes anything.
#[must_use]
pub fn standing(events: &[Event]) -> Standing {
    let mut sorted: Vec<&Event> = events.iter().collect();
    sorted.sort_by(|a, b| (a.occurred_at, &a.id).cmp(&(b.occurred_at, &b.id)));
    let mut now = Standing { status: TrackingStatus::Unknown, sub_status: None, since: None };
    for event in sorted {
        let back = matches!(event.status, TrackingStatus::Returning | TrackingStatus::Returned);
        let done = matches!(now.status, TrackingStatus::Delivered) && !back;
        let over = matches!(now.status, TrackingStatus::Returned);
        if event.status == TrackingStatus::Unknown || done || over {
            continue;
        }
        now = Standing { status: event.status, sub_status: event.sub_status.clone(), since: Some(event.occurred_at) };
    }
    now
}

/// Whose move it is and what to do; `None` when nobody has to do anything out of turn.
#[must_use]
pub fn action(standing: &Standing) -> Option<(NextActor, &'static str, Option<Timestamp>)> {
    let in_days = |days: i64| standing.since.and_then(|at| at.checked_add((days * 24).hours()).ok());
    match (standing.status, standing.sub_status.as_deref()) {
        (TrackingStatus::ActionNeeded, Some("customs_payment")) => Some((NextActor::You, "pay_duty", in_days(5))),
        (TrackingStatus::ActionNeeded, Some("customs_document")) => {
            Some((NextActor::Seller, "send_document", in_days(3)))
        }
        (TrackingStatus::ActionNeeded, _) => Some((NextActor::Seller, "contact_carrier", in_days(3))),
        (TrackingStatus::AvailableForPickup, _) => Some((NextActor::You, "collect", in_days(7))),
        (TrackingStatus::AttemptFailed, _) => Some((NextActor::Carrier, "try_again", in_days(1))),
        (TrackingStatus::Delayed, _) => Some((NextActor::Carrier, "continue", None)),
        (TrackingStatus::Exception, _) => Some((NextActor::Seller, "replace_or_refund", in_days(3))),
        _ => None,
    }
}

/// By how many days an event moves the expected days, where it does.
#[must_use]
pub fn estimate_shift(status: TrackingStatus, sub_status: Option<&str>) -> Option<u32> {
    match (status, sub_status) {
        (TrackingStatus::ActionNeeded, _) => Some(3),
        (TrackingStatus::Delayed, _) => Some(2),
        (TrackingStatus::AttemptFailed, _) => Some(1),
        _ => None,
    }
}

/// The expected days after a shift.
#[must_use]
pub fn shifted(earliest: Date, latest: Date, days: u32) -> (Date, Date) {
    let span = i64::from(days).days();
    (earliest.saturating_add(span), latest.saturating_add(span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(second: i64, status: TrackingStatus) -> Event {
        Event {
            id: format!("{second}-{status:?}"),
            occurred_at: Timestamp::from_second(second).unwrap(),
            status,
            sub_status: None,
        }
    }

    #[test]
    fn delivered_is_not_taken_back_but_may_be_returned() {
        use TrackingStatus as T;
        let mut events = vec![event(1, T::InTransit), event(3, T::Delivered), event(4, T::InTransit)];
        assert_eq!(standing(&events).status, T::Delivered);
        events.push(event(5, T::Returning));
        assert_eq!(standing(&events).status, T::Returning);
    }

    #[test]
    fn customs_wanting_a_document_is_the_sellers_move() {
        let held = Standing {
            status: TrackingStatus::ActionNeeded,
            sub_status: Some("customs_document".into()),
            since: Some(Timestamp::UNIX_EPOCH),
        };
        assert_eq!(action(&held).map(|a| (a.0, a.1)), Some((NextActor::Seller, "send_document")));
    }

    fn statuses() -> impl Strategy<Value = TrackingStatus> {
        use TrackingStatus as T;
        prop::sample::select(vec![
            T::PreTransit,
            T::InTransit,
            T::OutForDelivery,
            T::AttemptFailed,
            T::Delayed,
            T::Delivered,
            T::Returning,
            T::Unknown,
        ])
    }

    proptest! {
        #[test]
        fn order_and_doubles_do_not_matter(
            set in prop::collection::vec((0i64..1_000, statuses()), 0..12).prop_flat_map(|set| {
                let events: Vec<Event> = set.into_iter().map(|(at, status)| event(at, status)).collect();
                let doubled: Vec<Event> = events.iter().chain(events.iter().take(3)).cloned().collect();
                (Just(events), Just(doubled).prop_shuffle())
            })
        ) {
            prop_assert_eq!(standing(&set.0), standing(&set.1));
        }
    }
}
