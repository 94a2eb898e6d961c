//! The refund clock: who holds goods or money now, what must happen by when, and what follows if it doesn't.
//!
//! Directive 2011/83/EU on consumer rights, article 13: the trader pays back all payments within 14 days
//! of the day it is told of the withdrawal (paragraph 1), and may wait until it has the goods or proof that
//! they were sent, whichever is first (paragraph 3). Days are counted as 24 hours from the moment of the
//! notice, which is never later than the end the law gives. The shop keeps to it in every market.

use jiff::{SignedDuration, Timestamp};
use vitrine_api::{Holder, RefundStatus, ReturnStatus};

/// Days from the notice to the money, by article 13(1).
const REFUND_DAYS: i64 = 14;

/// What is known of a return.
#[derive(Clone, Copy, Debug)]
pub struct Return {
    /// Where it stands.
    pub status: ReturnStatus,
    /// When the shopper gave notice.
    pub asked_at: Timestamp,
    /// When it is agreed by itself.
    pub answer_by: Timestamp,
    /// The last moment to hand it over, once there is a label.
    pub drop_off_by: Option<Timestamp>,
    /// When it was handed over: the proof of sending.
    pub sent_at: Option<Timestamp>,
    /// When it came to the warehouse.
    pub received_at: Option<Timestamp>,
}

/// What is known of a refund.
#[derive(Clone, Copy, Debug)]
pub struct Refund {
    /// Where it stands.
    pub status: RefundStatus,
    /// Whether the payment provider has taken it.
    pub taken: bool,
    /// When the shopper gave notice: of the return, else when the refund was begun.
    pub noticed_at: Timestamp,
    /// When it should be on the card.
    pub expected_by: Timestamp,
}

/// What the clock shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Who has it.
    pub holder: Holder,
    /// What comes next.
    pub step: &'static str,
    /// By when.
    pub due: Option<Timestamp>,
    /// What happens if nobody acts by then.
    pub otherwise: &'static str,
    /// Whether that moment has passed.
    pub overdue: bool,
}

impl Clock {
    fn until(holder: Holder, step: &'static str, due: Timestamp, otherwise: &'static str, now: Timestamp) -> Self {
        Self { holder, step, due: Some(due), otherwise, overdue: now > due }
    }

    fn over(holder: Holder) -> Self {
        Self { holder, step: "done", due: None, otherwise: "nothing", overdue: false }
    }
}

/// When the money of a return must be on its way, by article 13(1) and (3); none while the goods are
/// neither there nor sent.
#[must_use]
pub fn refund_by(asked_at: Timestamp, sent_at: Option<Timestamp>, received_at: Option<Timestamp>) -> Option<Timestamp> {
    let proven = match (sent_at, received_at) {
        (Some(sent), Some(received)) => sent.min(received),
        (sent, received) => sent.or(received)?,
    };
    Some(proven.max(days_after(asked_at, REFUND_DAYS)))
}

/// The clock of a return.
#[must_use]
pub fn of_return(facts: &Return, now: Timestamp) -> Clock {
    let refund_by = refund_by(facts.asked_at, facts.sent_at, facts.received_at)
        .unwrap_or_else(|| days_after(facts.asked_at, REFUND_DAYS));
    match facts.status {
        // Nobody misses this one: silence is a yes.
        ReturnStatus::Requested => {
            Clock { overdue: false, ..Clock::until(Holder::You, "answer", facts.answer_by, "approved", now) }
        }
        ReturnStatus::Approved => match facts.drop_off_by {
            Some(due) => Clock::until(Holder::You, "drop_off", due, "lapses", now),
            None => Clock { holder: Holder::You, step: "drop_off", due: None, otherwise: "nothing", overdue: false },
        },
        // The goods were proven to be sent: the seller may not wait for them any longer than that.
        ReturnStatus::Sent => Clock::until(Holder::Carrier, "carry_back", refund_by, "refund_anyway", now),
        ReturnStatus::Received => Clock::until(Holder::Seller, "refund", refund_by, "claim", now),
        ReturnStatus::Refunded | ReturnStatus::Exchanged => Clock::over(Holder::Seller),
        ReturnStatus::Declined | ReturnStatus::Lapsed => Clock::over(Holder::You),
        ReturnStatus::Unknown => Clock::over(Holder::Unknown),
    }
}

/// The clock of a refund.
#[must_use]
pub fn of_refund(facts: &Refund, now: Timestamp) -> Clock {
    let by = days_after(facts.noticed_at, REFUND_DAYS);
    match facts.status {
        RefundStatus::Pending if facts.taken => {
            Clock::until(Holder::Provider, "pay_out", facts.expected_by, "ask_provider", now)
        }
        RefundStatus::Pending => Clock::until(Holder::Seller, "send_refund", by, "claim", now),
        RefundStatus::Succeeded => Clock::over(Holder::You),
        RefundStatus::Failed => Clock::until(Holder::Seller, "send_again", by, "claim", now),
        RefundStatus::Unknown => Clock::over(Holder::Unknown),
    }
}

/// So many days of 24 hours later.
#[must_use]
pub fn days_after(at: Timestamp, days: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(days.saturating_mul(24))).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Timestamp {
        days_after(Timestamp::UNIX_EPOCH, day)
    }

    fn facts(status: ReturnStatus) -> Return {
        Return { status, asked_at: at(0), answer_by: at(1), drop_off_by: None, sent_at: None, received_at: None }
    }

    #[test]
    fn each_state_of_a_return_says_who_holds_the_goods_and_what_follows() {
        let requested = of_return(&facts(ReturnStatus::Requested), at(0));
        assert_eq!(requested, Clock::until(Holder::You, "answer", at(1), "approved", at(0)));
        assert!(!of_return(&facts(ReturnStatus::Requested), at(2)).overdue);
        let approved = Return { drop_off_by: Some(at(30)), ..facts(ReturnStatus::Approved) };
        assert_eq!(of_return(&approved, at(2)), Clock::until(Holder::You, "drop_off", at(30), "lapses", at(2)));
        assert!(of_return(&approved, at(31)).overdue);
        let sent = Return { sent_at: Some(at(3)), ..facts(ReturnStatus::Sent) };
        assert_eq!(
            of_return(&sent, at(4)),
            Clock::until(Holder::Carrier, "carry_back", at(14), "refund_anyway", at(4))
        );
        let received = Return { sent_at: Some(at(3)), received_at: Some(at(6)), ..facts(ReturnStatus::Received) };
        assert_eq!(of_return(&received, at(6)), Clock::until(Holder::Seller, "refund", at(14), "claim", at(6)));
        for status in [ReturnStatus::Refunded, ReturnStatus::Exchanged] {
            assert_eq!(of_return(&facts(status), at(99)), Clock::over(Holder::Seller));
        }
        for status in [ReturnStatus::Declined, ReturnStatus::Lapsed] {
            assert_eq!(of_return(&facts(status), at(99)), Clock::over(Holder::You));
        }
        assert_eq!(of_return(&facts(ReturnStatus::Unknown), at(0)).holder, Holder::Unknown);
    }

    #[test]
    fn the_seller_may_wait_for_goods_or_proof_but_no_longer() {
        assert_eq!(refund_by(at(0), None, None), None);
        assert_eq!(refund_by(at(0), Some(at(3)), Some(at(6))), Some(at(14)));
        assert_eq!(refund_by(at(0), Some(at(20)), Some(at(25))), Some(at(20)), "proof is enough");
        assert_eq!(refund_by(at(0), None, Some(at(25))), Some(at(25)));
        let received = Return { sent_at: Some(at(3)), received_at: Some(at(6)), ..facts(ReturnStatus::Received) };
        assert!(!of_return(&received, at(14)).overdue);
        assert!(of_return(&received, at(15)).overdue, "the seller missed it");
        let sent = Return { sent_at: Some(at(3)), ..facts(ReturnStatus::Sent) };
        assert!(of_return(&sent, at(15)).overdue, "though the goods aren't there");
    }

    #[test]
    fn each_state_of_a_refund_says_who_holds_the_money() {
        let of = |status, taken, now| of_refund(&Refund { status, taken, noticed_at: at(0), expected_by: at(12) }, now);
        assert_eq!(of(RefundStatus::Pending, false, at(1)).holder, Holder::Seller);
        assert!(!of(RefundStatus::Pending, false, at(14)).overdue && of(RefundStatus::Pending, false, at(15)).overdue);
        let taken = of(RefundStatus::Pending, true, at(13));
        assert_eq!((taken.holder, taken.due, taken.overdue), (Holder::Provider, Some(at(12)), true));
        assert_eq!(of(RefundStatus::Succeeded, true, at(99)), Clock::over(Holder::You));
        assert_eq!(of(RefundStatus::Failed, false, at(1)).step, "send_again");
        assert_eq!(of(RefundStatus::Unknown, false, at(1)).holder, Holder::Unknown);
    }
}
