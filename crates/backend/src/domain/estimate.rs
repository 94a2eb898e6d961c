//! When a parcel is expected: the promise, moved by what happened and by days the carrier names.
//! Computed from the whole set each time, so that late and doubled news give the same days.

use super::tracking::{Event, in_order};
use jiff::{Timestamp, ToSpan, civil::Date};
use vitrine_api::TrackingStatus;

/// The days a parcel may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub earliest: Date,
    /// The last.
    pub latest: Date,
}

/// A day a carrier named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Eta {
    /// When it named it, by its own clock.
    pub told_at: Timestamp,
    /// The day.
    pub day: Date,
}

/// A move of the expected days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// What was expected before.
    pub from: Days,
    /// What is expected since.
    pub to: Days,
    /// Why.
    pub reason: Reason,
}

/// Why the expected days moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Something happened: its status and sub-status.
    Event(TrackingStatus, Option<String>),
    /// The carrier named another day.
    Carrier,
}

enum News<'a> {
    Happened(&'a Event),
    Named(Date),
}

/// The expected days after all that is known, and how they came to be.
///
/// A day the carrier names inside the expected ones changes nothing: carriers name a new day with
/// nearly every scan. Several scans of one hold-up move the days once. After the parcel arrived or
/// turned back nothing moves them.
#[must_use]
pub fn estimate(promise: Days, events: &[Event], etas: &[Eta]) -> (Days, Vec<Change>) {
    let mut etas = etas.to_vec();
    etas.sort_unstable();
    etas.dedup();
    let happened = in_order(events).into_iter().map(|event| (event.occurred_at, News::Happened(event)));
    let mut news: Vec<_> = happened.chain(etas.iter().map(|eta| (eta.told_at, News::Named(eta.day)))).collect();
    // Stable: at the same moment the event comes first, and the day named with it has the last word.
    news.sort_by_key(|(at, _)| *at);
    let (mut now, mut changes) = (promise, Vec::new());
    let mut before: Option<&Event> = None;
    for (at, news) in news {
        let moved = match news {
            News::Named(day) if day < now.earliest || day > now.latest => {
                Some((Days { earliest: day, latest: day }, Reason::Carrier))
            }
            News::Named(_) => None,
            News::Happened(event) if event.status == TrackingStatus::Unknown => None,
            News::Happened(event) if ends(event.status) => break,
            News::Happened(event) => {
                let same = before.is_some_and(|b| (b.status, &b.sub_status) == (event.status, &event.sub_status));
                before = Some(event);
                let reason = || Reason::Event(event.status, event.sub_status.clone());
                shift(event.status).filter(|_| !same).map(|days| (shifted(now, days), reason()))
            }
        };
        if let Some((to, reason)) = moved {
            changes.push(Change { at, from: now, to, reason });
            now = to;
        }
    }
    (now, changes)
}

/// Whether nothing is expected any more.
fn ends(status: TrackingStatus) -> bool {
    use TrackingStatus as T;
    matches!(status, T::Delivered | T::Returning | T::Returned)
}

/// By how many days an event moves the expected ones, where it does.
fn shift(status: TrackingStatus) -> Option<i64> {
    match status {
        TrackingStatus::ActionNeeded => Some(3),
        TrackingStatus::Delayed => Some(2),
        TrackingStatus::AttemptFailed => Some(1),
        _ => None,
    }
}

fn shifted(days: Days, by: i64) -> Days {
    let span = by.days();
    Days { earliest: days.earliest.saturating_add(span), latest: days.latest.saturating_add(span) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TrackingStatus as T;
    use jiff::civil::date;
    use proptest::prelude::*;

    const PROMISE: Days = Days { earliest: date(2026, 3, 4), latest: date(2026, 3, 6) };

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(1_772_000_000 + hour * 3_600).unwrap()
    }

    fn event(hour: i64, status: T) -> Event {
        Event { id: format!("{hour}-{status:?}"), occurred_at: at(hour), status, sub_status: None }
    }

    fn eta(hour: i64, day: i8) -> Eta {
        Eta { told_at: at(hour), day: date(2026, 3, day) }
    }

    #[test]
    fn a_day_inside_changes_nothing_and_one_outside_moves_the_days() {
        assert_eq!(estimate(PROMISE, &[], &[eta(1, 5)]), (PROMISE, vec![]));
        let (days, changes) = estimate(PROMISE, &[], &[eta(1, 5), eta(2, 9), eta(3, 9)]);
        assert_eq!(days, Days { earliest: date(2026, 3, 9), latest: date(2026, 3, 9) });
        assert_eq!(changes.len(), 1);
        assert_eq!((&changes[0].from, &changes[0].reason), (&PROMISE, &Reason::Carrier));
    }

    #[test]
    fn one_hold_up_moves_once_and_a_second_one_again() {
        let events = [event(1, T::Delayed), event(2, T::Delayed), event(3, T::InTransit), event(4, T::Delayed)];
        let (days, changes) = estimate(PROMISE, &events, &[]);
        assert_eq!((days.latest, changes.len()), (date(2026, 3, 10), 2));
    }

    #[test]
    fn the_day_named_with_a_delay_has_the_last_word() {
        let (days, _) = estimate(PROMISE, &[event(1, T::Delayed)], &[eta(1, 11)]);
        assert_eq!(days.earliest, date(2026, 3, 11));
    }

    #[test]
    fn after_it_arrived_nothing_moves() {
        let events = [event(1, T::Delivered), event(2, T::Delayed)];
        assert_eq!(estimate(PROMISE, &events, &[eta(3, 20)]), (PROMISE, vec![]));
    }

    proptest! {
        #[test]
        fn order_and_doubles_of_named_days_do_not_matter(
            (once, badly) in prop::collection::vec((0i64..48, 1i8..28), 0..8).prop_flat_map(|set| {
                let once: Vec<Eta> = set.into_iter().map(|(hour, day)| eta(hour, day)).collect();
                let twice: Vec<Eta> = once.iter().chain(once.iter().take(3)).copied().collect();
                (Just(once), Just(twice).prop_shuffle())
            })
        ) {
            let events = [event(10, T::Delayed), event(30, T::AttemptFailed)];
            prop_assert_eq!(estimate(PROMISE, &events, &once), estimate(PROMISE, &events, &badly));
        }
    }
}
