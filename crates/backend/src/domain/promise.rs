//! When a parcel arrives: handling and transit counted in working days.

use jiff::{Timestamp, ToSpan, civil::Date, civil::Weekday, tz::TimeZone};
use std::collections::BTreeSet;

/// How a warehouse works.
#[derive(Clone, Debug)]
pub struct Handling {
    /// Its zone.
    pub zone: TimeZone,
    /// The local hour after which an order waits for the next working day.
    pub cutoff_hour: i8,
    /// Working days from order to hand-over.
    pub days: u32,
}

/// How long a carrier takes, in working days of the destination.
#[derive(Clone, Copy, Debug)]
pub struct Transit {
    /// At least.
    pub min: u32,
    /// At most.
    pub max: u32,
}

/// A dated promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first day it may come.
    pub earliest: Date,
    /// The last day it should come.
    pub latest: Date,
    /// Order before this moment for the days to hold.
    pub cutoff: Timestamp,
}

/// Computes the window for an order placed at `now`.
#[must_use]
pub fn promise(now: Timestamp, handling: &Handling, transit: Transit, holidays: &BTreeSet<Date>) -> Window {
    let local = now.to_zoned(handling.zone.clone());
    let today = local.date();
    let in_time = is_working(today, &BTreeSet::new()) && local.hour() < handling.cutoff_hour;
    let day = if in_time { today } else { next_working(today, &BTreeSet::new()) };
    let cutoff =
        day.at(handling.cutoff_hour, 0, 0, 0).to_zoned(handling.zone.clone()).map_or(now, |zoned| zoned.timestamp());
    let handed_over = working_days_after(day, handling.days, &BTreeSet::new());
    Window {
        earliest: working_days_after(handed_over, transit.min.max(1), holidays),
        latest: working_days_after(handed_over, transit.max.max(transit.min).max(1), holidays),
        cutoff,
    }
}

/// The day `count` working days after `day`.
#[must_use]
pub fn working_days_after(day: Date, count: u32, holidays: &BTreeSet<Date>) -> Date {
    (0..count).fold(day, |day, _| next_working(day, holidays))
}

fn next_working(day: Date, holidays: &BTreeSet<Date>) -> Date {
    let mut next = day;
    loop {
        next = next.saturating_add(1.day());
        if is_working(next, holidays) || next == Date::MAX {
            return next;
        }
    }
}

fn is_working(day: Date, holidays: &BTreeSet<Date>) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !holidays.contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn leipzig() -> Handling {
        Handling { zone: TimeZone::get("Europe/Berlin").unwrap(), cutoff_hour: 14, days: 1 }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn before_the_cutoff_today_counts() {
        // Monday noon: handed over Tuesday, there Wednesday to Friday.
        let window = promise(at("2026-11-23T11:00:00Z"), &leipzig(), Transit { min: 1, max: 3 }, &BTreeSet::new());
        assert_eq!((window.earliest, window.latest), (date(2026, 11, 25), date(2026, 11, 27)));
        assert_eq!(window.cutoff, at("2026-11-23T13:00:00Z"));
    }

    #[test]
    fn after_the_cutoff_tomorrow_counts_and_weekends_do_not() {
        // Friday 15:00 in Leipzig: Monday counts, handed over Tuesday, there Wednesday.
        let window = promise(at("2026-11-27T14:00:00Z"), &leipzig(), Transit { min: 1, max: 1 }, &BTreeSet::new());
        assert_eq!(window.earliest, date(2026, 12, 2));
        assert_eq!(window.cutoff, at("2026-11-30T13:00:00Z"));
    }

    #[test]
    fn holidays_of_the_destination_are_skipped() {
        let holidays = BTreeSet::from([date(2026, 12, 25), date(2026, 12, 26)]);
        let window = promise(at("2026-12-22T08:00:00Z"), &leipzig(), Transit { min: 2, max: 2 }, &holidays);
        // Handed over Wed 23; Thu 24 is day one, Fri 25 a holiday, Mon 28 day two.
        assert_eq!(window.earliest, date(2026, 12, 28));
    }

    proptest! {
        #[test]
        fn a_promise_lies_ahead_and_in_order(seconds in 1_700_000_000i64..1_900_000_000, min in 0u32..10, more in 0u32..10) {
            let now = Timestamp::from_second(seconds).unwrap();
            let window = promise(now, &leipzig(), Transit { min, max: min + more }, &BTreeSet::new());
            prop_assert!(window.cutoff > now);
            prop_assert!(window.earliest <= window.latest);
            prop_assert!(window.earliest > now.to_zoned(TimeZone::UTC).date());
            prop_assert!(is_working(window.earliest, &BTreeSet::new()) && is_working(window.latest, &BTreeSet::new()));
        }
    }
}
