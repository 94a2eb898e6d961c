//! When a parcel that says nothing is no longer just slow.
//!
//! Carriers don't tell that they lost sight of a parcel: scans just stop coming. After a number of
//! days without one a parcel is `stale`; the next scan undoes that, because standing is computed
//! from the events each time.

use super::tracking::{Event, Standing, last_scan, standing};
use jiff::{Timestamp, ToSpan};
use vitrine_api::TrackingStatus;

/// Days without a scan on the way.
pub const ON_THE_WAY_DAYS: i64 = 5;
/// Days without a word while with customs, who seldom scan.
pub const CUSTOMS_DAYS: i64 = 10;
/// Days a parcel may have a label and nothing else.
pub const LABEL_DAYS: i64 = 3;

/// Sub-status of a stale parcel that was never scanned.
pub const LABEL_ONLY: &str = "label_only";
/// Sub-status of a stale parcel that was last with customs.
pub const AT_CUSTOMS: &str = "customs";

/// How a parcel falls silent: after how many days, and its sub-status then. `None` where somebody
/// has the next word (held, at a pick-up point) or where nothing is waited for (over, on the way back).
fn limit(told: &Standing, scanned: bool) -> Option<(i64, Option<&'static str>)> {
    use TrackingStatus as T;
    let customs = matches!(told.sub_status.as_deref(), Some("customs"));
    match told.status {
        T::PreTransit => Some(if scanned { (ON_THE_WAY_DAYS, None) } else { (LABEL_DAYS, Some(LABEL_ONLY)) }),
        T::InTransit if customs => Some((CUSTOMS_DAYS, Some(AT_CUSTOMS))),
        T::InTransit | T::OutForDelivery | T::AttemptFailed | T::Delayed => Some((ON_THE_WAY_DAYS, None)),
        _ => None,
    }
}

/// Since when nothing was scanned: the last scan, or the label where there was none.
#[must_use]
pub fn quiet_since(events: &[Event]) -> Option<Timestamp> {
    last_scan(events).or_else(|| {
        let label = |event: &&Event| event.status == TrackingStatus::PreTransit;
        events.iter().filter(label).map(|event| event.occurred_at).max()
    })
}

/// The moment a parcel becomes stale if nothing more is heard; `None` when it can't.
#[must_use]
pub fn stale_at(events: &[Event]) -> Option<Timestamp> {
    let (days, _) = limit(&standing(events), last_scan(events).is_some())?;
    quiet_since(events)?.checked_add((days * 24).hours()).ok()
}

/// The standing of a parcel that is known to be stale: its `since` is its last scan, or its label where
/// there was none.
#[must_use]
pub fn stale(events: &[Event], told: Standing) -> Standing {
    let sub = limit(&told, last_scan(events).is_some()).and_then(|(_, sub)| sub);
    Standing {
        status: TrackingStatus::Stale,
        sub_status: sub.map(ToOwned::to_owned),
        since: quiet_since(events).or(told.since),
    }
}

/// The status as the packing sees it: a stale parcel that was never scanned has not left.
#[must_use]
pub fn packed_as(status: TrackingStatus, sub_status: Option<&str>) -> TrackingStatus {
    match (status, sub_status) {
        (TrackingStatus::Stale, Some(LABEL_ONLY)) => TrackingStatus::PreTransit,
        _ => status,
    }
}

/// The standing at a moment of the carrier's clock, as the shop stores it.
#[cfg(test)]
pub(super) fn standing_at(events: &[Event], now: Timestamp) -> Standing {
    let told = standing(events);
    if stale_at(events).is_none_or(|at| now < at) { told } else { stale(events, told) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TrackingStatus as T;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).unwrap()
    }

    fn event(day: i64, status: T, sub: Option<&str>) -> Event {
        Event { id: format!("{day}{sub:?}"), occurred_at: at(day), status, sub_status: sub.map(ToOwned::to_owned) }
    }

    #[test]
    fn silence_makes_stale_and_the_next_scan_undoes_it() {
        let mut events = vec![event(0, T::PreTransit, None), event(1, T::InTransit, Some("departed"))];
        assert_eq!(standing_at(&events, at(5)).status, T::InTransit);
        let silent = standing_at(&events, at(6));
        assert_eq!(silent, Standing { status: T::Stale, sub_status: None, since: Some(at(1)) });
        events.push(event(7, T::OutForDelivery, None));
        assert_eq!(standing_at(&events, at(7)).status, T::OutForDelivery);
        assert_eq!(stale_at(&events), Some(at(12)));
    }

    #[test]
    fn a_label_alone_is_told_apart_and_customs_get_more_time() {
        let label = [event(0, T::PreTransit, None)];
        assert_eq!(standing_at(&label, at(2)).status, T::PreTransit);
        let silent = standing_at(&label, at(3));
        assert_eq!((silent.status, silent.sub_status.as_deref()), (T::Stale, Some(LABEL_ONLY)));
        assert_eq!(packed_as(silent.status, silent.sub_status.as_deref()), T::PreTransit);
        let customs = [event(0, T::InTransit, Some("customs"))];
        assert_eq!(standing_at(&customs, at(9)).status, T::InTransit);
        assert_eq!(standing_at(&customs, at(10)).sub_status.as_deref(), Some(AT_CUSTOMS));
    }

    #[test]
    fn what_waits_for_somebody_or_is_over_is_never_stale() {
        for status in [T::ActionNeeded, T::AvailableForPickup, T::Delivered, T::Returning, T::Returned, T::Exception] {
            assert_eq!(standing_at(&[event(0, status, None)], at(90)).status, status);
        }
        assert_eq!(standing_at(&[], at(90)).status, T::Unknown);
    }
}
