//! A return: which step may follow which, and what money goes back for pieces.

use vitrine_api::ReturnStatus;

/// What can be done with a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The seller agrees; a label is made.
    Approve,
    /// The seller says no.
    Decline,
    /// The shopper hands the parcel over.
    DropOff,
    /// The shopper didn't in time.
    Lapse,
    /// The parcel comes to the warehouse.
    Arrive,
    /// The money goes back.
    Refund,
    /// Other pieces are sent.
    Exchange,
}

/// Where an act leads; none where it isn't possible.
#[must_use]
pub fn next(from: ReturnStatus, act: Act) -> Option<ReturnStatus> {
    use ReturnStatus as S;
    match (from, act) {
        (S::Requested, Act::Approve) => Some(S::Approved),
        // A label that is out can't be taken back: the parcel may be on its way already.
        (S::Requested, Act::Decline) => Some(S::Declined),
        (S::Approved, Act::DropOff) => Some(S::Sent),
        (S::Approved, Act::Lapse) => Some(S::Lapsed),
        // A parcel that is there was sent, whoever forgot to say so.
        (S::Approved | S::Sent, Act::Arrive) => Some(S::Received),
        (S::Received, Act::Refund) => Some(S::Refunded),
        (S::Received, Act::Exchange) => Some(S::Exchanged),
        _ => None,
    }
}

/// What some pieces of a line cost, in minor units: their share of the line's price after codes, rounded
/// down, so that all parts together are never more than the whole.
#[must_use]
pub fn part(whole: i64, pieces: u32, of: u32) -> i64 {
    let part = i128::from(whole) * i128::from(pieces.min(of)) / i128::from(of.max(1));
    i64::try_from(part).unwrap_or(i64::MAX)
}

/// What goes back for pieces, in minor units: their share of all that was paid for goods with duties and
/// taxes, rounded down. `price` is theirs and `items` that of all goods, both after codes; `paid` is the
/// total without shipping. With the last piece the caller sends back all that is left, shipping too.
#[must_use]
pub fn share(price: i64, items: i64, paid: i64) -> i64 {
    if items <= 0 {
        return 0;
    }
    let share = i128::from(price) * i128::from(paid) / i128::from(items);
    i64::try_from(share).unwrap_or(i64::MAX).clamp(0, paid.max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ReturnStatus as S;

    #[test]
    fn only_the_steps_of_the_table_are_possible() {
        let table = [
            (S::Requested, Act::Approve, S::Approved),
            (S::Requested, Act::Decline, S::Declined),
            (S::Approved, Act::DropOff, S::Sent),
            (S::Approved, Act::Lapse, S::Lapsed),
            (S::Approved, Act::Arrive, S::Received),
            (S::Sent, Act::Arrive, S::Received),
            (S::Received, Act::Refund, S::Refunded),
            (S::Received, Act::Exchange, S::Exchanged),
        ];
        let states = [
            S::Requested,
            S::Approved,
            S::Sent,
            S::Received,
            S::Refunded,
            S::Exchanged,
            S::Declined,
            S::Lapsed,
            S::Unknown,
        ];
        let acts = [Act::Approve, Act::Decline, Act::DropOff, Act::Lapse, Act::Arrive, Act::Refund, Act::Exchange];
        for from in states {
            for act in acts {
                let wanted = table.iter().find(|(f, a, _)| *f == from && *a == act).map(|(_, _, to)| *to);
                assert_eq!(next(from, act), wanted, "{from:?} {act:?}");
            }
        }
    }

    #[test]
    fn parts_of_a_line_are_never_more_than_the_line() {
        assert_eq!(part(5800, 1, 2), 2900);
        assert_eq!((part(5219, 1, 3), part(5219, 3, 3)), (1739, 5219), "rounded down");
        assert_eq!((part(5219, 9, 3), part(0, 1, 1), part(1, 1, 0)), (5219, 0, 0));
    }

    #[test]
    fn a_share_has_its_part_of_duties_and_taxes_and_never_too_much() {
        assert_eq!(share(1000, 3000, 3000), 1000);
        assert_eq!(share(1000, 3000, 3301), 1100, "rounded down");
        assert_eq!(share(5000, 3000, 3000), 3000);
        assert_eq!(share(1000, 0, 3000), 0);
        assert_eq!(share(i64::MAX, 1, i64::MAX), i64::MAX);
    }
}
