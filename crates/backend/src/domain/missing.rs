//! A parcel that was told as delivered and isn't there: what may follow what, and by when.
//!
//! Directive 2011/83/EU on consumer rights, article 20: the risk is the trader's until the goods are in the
//! shopper's hands, whatever a carrier's scan says. So the seller answers, and where it doesn't the money goes
//! back by itself.

use jiff::Timestamp;
use vitrine_api::{MissingAnswer, MissingStatus, TrackingStatus};

/// Days of the carrier's clock in which the seller answers.
pub const ANSWER_DAYS: i64 = 3;
/// Days after the delivery in which it can be reported.
pub const REPORT_DAYS: i64 = 90;

/// Whether a parcel can be reported: it was delivered, and not long ago.
#[must_use]
pub fn may_report(status: TrackingStatus, delivered: Option<Timestamp>, now: Timestamp) -> bool {
    let until = delivered.map(|at| super::refund_clock::days_after(at, REPORT_DAYS));
    status == TrackingStatus::Delivered && until.is_none_or(|until| now <= until)
}

/// Where the seller's answer leads; none where there is one already, and where it was `found` before and says so
/// again.
#[must_use]
pub fn next(from: MissingStatus, answer: MissingAnswer, found_before: bool) -> Option<MissingStatus> {
    let twice = found_before && answer == MissingAnswer::Found;
    (from == MissingStatus::Reported && !twice).then(|| leads_to(answer))
}

/// Where a report stands after an answer.
#[must_use]
pub fn leads_to(answer: MissingAnswer) -> MissingStatus {
    match answer {
        MissingAnswer::Resend => MissingStatus::Resent,
        MissingAnswer::Refund => MissingStatus::Refunded,
        MissingAnswer::Found => MissingStatus::Found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refund_clock::days_after;

    #[test]
    fn only_what_was_delivered_not_long_ago_is_reported() {
        let delivered = Timestamp::UNIX_EPOCH;
        let now = days_after(delivered, REPORT_DAYS);
        assert!(may_report(TrackingStatus::Delivered, Some(delivered), now));
        assert!(!may_report(TrackingStatus::Delivered, Some(delivered), days_after(now, 1)));
        for status in [TrackingStatus::InTransit, TrackingStatus::Exception, TrackingStatus::Returned] {
            assert!(!may_report(status, Some(delivered), now), "{status:?}");
        }
    }

    #[test]
    fn there_is_one_answer() {
        let answers = [MissingAnswer::Resend, MissingAnswer::Refund, MissingAnswer::Found];
        for answer in answers {
            let end = next(MissingStatus::Reported, answer, false).unwrap();
            assert_eq!(end, leads_to(answer));
            assert!(answers.iter().all(|again| next(end, *again, false).is_none()));
        }
    }

    #[test]
    fn nothing_is_found_twice() {
        assert_eq!(next(MissingStatus::Reported, MissingAnswer::Found, true), None);
        for answer in [MissingAnswer::Resend, MissingAnswer::Refund] {
            assert_eq!(next(MissingStatus::Reported, answer, true), Some(leads_to(answer)));
        }
    }
}
