//! When a silent parcel's carrier is asked, and when again.

/// Hours without an event after which a carrier is asked.
pub const SILENT_HOURS: i64 = 24;
/// Days without an event after which nobody asks any more.
pub const GIVE_UP_DAYS: i64 = 90;

const HOUR: i64 = 3_600;
const MINUTE: i64 = 60;

/// How an ask ended that brought nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fruitless {
    /// There was an answer, with nothing new in it.
    NoNews,
    /// There was no answer that could be read.
    Failed,
}

/// Seconds until a parcel is asked for again, after `before` fruitless asks in a row.
///
/// Doubles each time: from six hours to two days where there is no news, from five minutes to six
/// hours where the carrier can't answer.
#[must_use]
pub fn pause_seconds(before: u32, outcome: Fruitless) -> i64 {
    let (first, most) = match outcome {
        Fruitless::NoNews => (6 * HOUR, 48 * HOUR),
        Fruitless::Failed => (5 * MINUTE, 6 * HOUR),
    };
    (first << before.min(16)).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_growing() {
        let pauses: Vec<i64> = (0..6).map(|before| pause_seconds(before, Fruitless::Failed) / MINUTE).collect();
        assert_eq!(pauses, [5, 10, 20, 40, 80, 160]);
        assert_eq!(pause_seconds(0, Fruitless::NoNews), 6 * HOUR);
        for outcome in [Fruitless::NoNews, Fruitless::Failed] {
            assert_eq!(pause_seconds(u32::MAX, outcome), pause_seconds(20, outcome));
            assert!((0..40).all(|n| pause_seconds(n, outcome) <= pause_seconds(n + 1, outcome)));
        }
    }
}
