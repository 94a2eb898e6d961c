//! Whose move it is: the status table, one row for each status and the sub-statuses that differ.

use super::silence::{AT_CUSTOMS, CUSTOMS_DAYS, LABEL_DAYS, LABEL_ONLY, ON_THE_WAY_DAYS};
use super::tracking::{NOT_FOUND, Standing, UNLISTED};
use jiff::{Timestamp, ToSpan};
use vitrine_api::{Incoterm, NextActor, TrackingStatus};

/// A row of the status table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The status.
    pub status: TrackingStatus,
    /// The sub-status; `None` is the row of all that have none of their own.
    pub sub_status: Option<&'static str>,
    /// Whose move it is.
    pub actor: NextActor,
    /// What to do, as a stable code.
    pub code: &'static str,
    /// Until how many days after the standing began; `None` where there is no hurry or no end.
    pub days: Option<i64>,
}

const fn row(
    status: TrackingStatus,
    sub_status: Option<&'static str>,
    actor: NextActor,
    code: &'static str,
    days: Option<i64>,
) -> Row {
    Row { status, sub_status, actor, code, days }
}

use NextActor as A;
use TrackingStatus as T;

/// What to do where customs wants money.
const PAY_DUTY: &str = "pay_duty";

/// Days to answer for a parcel that fell silent, after it did.
const ANSWER_DAYS: i64 = 2;

/// The table. A stale parcel's standing began with its last scan, so its days hold the silence too.
pub const TABLE: &[Row] = &[
    row(T::Unknown, None, A::Seller, "pack", None),
    row(T::Unknown, Some(NOT_FOUND), A::Carrier, "continue", None),
    row(T::Unknown, Some(UNLISTED), A::Carrier, "continue", None),
    row(T::PreTransit, None, A::Seller, "hand_over", Some(LABEL_DAYS)),
    row(T::InTransit, None, A::Carrier, "carry", None),
    row(T::InTransit, Some("customs"), A::Customs, "clear", None),
    row(T::ActionNeeded, None, A::Seller, "contact_carrier", Some(3)),
    row(T::ActionNeeded, Some("customs_held"), A::Seller, "contact_carrier", Some(3)),
    row(T::ActionNeeded, Some("customs_document"), A::Seller, "send_document", Some(3)),
    row(T::ActionNeeded, Some("customs_payment"), A::You, PAY_DUTY, Some(5)),
    row(T::ActionNeeded, Some("address"), A::You, "confirm_address", Some(3)),
    row(T::OutForDelivery, None, A::Carrier, "deliver", Some(1)),
    row(T::AvailableForPickup, None, A::You, "collect", Some(7)),
    row(T::AttemptFailed, None, A::Carrier, "try_again", Some(1)),
    row(T::AttemptFailed, Some("inaccessible"), A::You, "reschedule", Some(3)),
    row(T::AttemptFailed, Some("notice_left"), A::You, "reschedule", Some(3)),
    row(T::AttemptFailed, Some("reschedule"), A::You, "reschedule", Some(3)),
    row(T::Delayed, None, A::Carrier, "continue", None),
    row(T::Delivered, None, A::Nobody, "nothing", None),
    row(T::Returning, None, A::Carrier, "carry_back", None),
    row(T::Returned, None, A::Seller, "replace_or_refund", Some(3)),
    row(T::Exception, None, A::Seller, "replace_or_refund", Some(3)),
    row(T::Cancelled, None, A::Nobody, "nothing", None),
    row(T::Stale, None, A::Seller, "ask_carrier", Some(ON_THE_WAY_DAYS + ANSWER_DAYS)),
    row(T::Stale, Some(AT_CUSTOMS), A::Seller, "ask_carrier", Some(CUSTOMS_DAYS + ANSWER_DAYS)),
    row(T::Stale, Some(LABEL_ONLY), A::Seller, "hand_over", Some(LABEL_DAYS + ANSWER_DAYS)),
];

/// The row of a status and sub-status: its own, or its status's.
#[must_use]
pub fn of(status: TrackingStatus, sub_status: Option<&str>) -> &'static Row {
    let rows = || TABLE.iter().filter(|row| row.status == status);
    let own = rows().find(|row| row.sub_status == sub_status);
    // A test says that every status has a row without a sub-status.
    own.or_else(|| rows().find(|row| row.sub_status.is_none())).unwrap_or(&TABLE[0])
}

/// Whose move it is, what to do, and by when. Who sold duty paid pays what customs asks for.
#[must_use]
pub fn action(standing: &Standing, incoterm: Incoterm) -> (NextActor, &'static str, Option<Timestamp>) {
    let row = of(standing.status, standing.sub_status.as_deref());
    let due = row.days.zip(standing.since).and_then(|(days, at)| at.checked_add((days * 24).hours()).ok());
    let sellers = row.code == PAY_DUTY && incoterm == Incoterm::Ddp;
    (if sellers { A::Seller } else { row.actor }, row.code, due)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// All statuses. The compiler complains here when one is added, and then it needs a row.
    fn all() -> Vec<T> {
        let known = |status: T| match status {
            T::PreTransit | T::InTransit | T::ActionNeeded | T::OutForDelivery | T::AvailableForPickup => true,
            T::AttemptFailed | T::Delayed | T::Delivered | T::Returning | T::Returned | T::Exception => true,
            T::Cancelled | T::Stale | T::Unknown => true,
        };
        let words = [
            "pre_transit",
            "in_transit",
            "action_needed",
            "out_for_delivery",
            "available_for_pickup",
            "attempt_failed",
            "delayed",
            "delivered",
            "returning",
            "returned",
            "exception",
            "cancelled",
            "stale",
            "unknown",
        ];
        let all: Vec<T> = words.iter().map(|word| serde_json::from_value((*word).into()).unwrap()).collect();
        assert!(all.iter().copied().all(known));
        all
    }

    #[test]
    fn no_status_lacks_a_row_and_no_row_stands_twice() {
        for status in all() {
            let row = of(status, Some("a word nobody listed"));
            assert_eq!((row.status, row.sub_status), (status, None));
            assert!(!row.code.is_empty());
        }
        let keys: BTreeSet<_> = TABLE.iter().map(|row| format!("{:?} {:?}", row.status, row.sub_status)).collect();
        assert_eq!(keys.len(), TABLE.len());
        assert!(TABLE.iter().all(|row| of(row.status, row.sub_status) == row));
    }

    #[test]
    fn whoever_must_do_something_is_told_by_when() {
        for row in TABLE.iter().filter(|row| row.actor == A::You) {
            assert!(row.days.is_some_and(|days| days > 0), "{row:?}");
        }
        assert!(TABLE.iter().filter(|row| row.actor == A::Nobody).all(|row| row.days.is_none()));
    }

    #[test]
    fn customs_wanting_a_document_is_the_sellers_move_and_money_his_who_pays_the_duty() {
        let held = |sub: &str| Standing {
            status: T::ActionNeeded,
            sub_status: Some(sub.into()),
            since: Some(Timestamp::UNIX_EPOCH),
        };
        for (sub, incoterm, actor, code, days) in [
            ("customs_document", Incoterm::Dap, A::Seller, "send_document", 3),
            ("customs_document", Incoterm::Ddp, A::Seller, "send_document", 3),
            ("customs_payment", Incoterm::Dap, A::You, "pay_duty", 5),
            ("customs_payment", Incoterm::Ddp, A::Seller, "pay_duty", 5),
            ("address", Incoterm::Ddp, A::You, "confirm_address", 3),
        ] {
            let (who, what, due) = action(&held(sub), incoterm);
            assert_eq!((who, what), (actor, code), "{sub} {incoterm:?}");
            assert_eq!(due.map(Timestamp::as_second), Some(days * 86_400));
        }
    }
}
