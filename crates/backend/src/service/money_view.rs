//! Money of an order that went back or is disputed, as its page shows it.

use super::Result;
use crate::clock::{from_micros, wire, wire_day};
use crate::domain::promise::working_days_after;
use crate::domain::refund_clock;
use crate::store::disputes::DisputeRow;
use crate::store::refunds::RefundRow;
use jiff::{Timestamp, tz::TimeZone};
use std::collections::BTreeSet;
use vitrine_api::{AfterSaleClock, Currency, Dispute, Money, Refund};

/// A refund. `noticed_at` is when its return was asked for, in microseconds, where it has one.
pub(super) fn refund(row: RefundRow, noticed_at: Option<i64>, now: Timestamp) -> Result<Refund> {
    let begun = from_micros(row.created_at);
    // Card networks ask issuers to post refunds within five to ten working days.
    let by = working_days_after(begun.to_zoned(TimeZone::UTC).date(), 10, &BTreeSet::new());
    let end = by.to_zoned(TimeZone::UTC).map_or(begun, |day| refund_clock::days_after(day.timestamp(), 1));
    let facts = refund_clock::Refund {
        status: row.status,
        taken: row.taken,
        noticed_at: noticed_at.map_or(begun, from_micros),
        expected_by: end,
    };
    Ok(Refund {
        id: row.id.into(),
        amount: Money::new(row.amount, Currency::parse(&row.currency)?)?,
        status: row.status,
        created_at: wire(begun),
        expected_by: wire_day(by),
        clock: Some(clock(refund_clock::of_refund(&facts, now))),
    })
}

/// A clock as it travels.
pub(super) fn clock(shown: refund_clock::Clock) -> AfterSaleClock {
    AfterSaleClock {
        holder: shown.holder,
        step: shown.step.to_owned(),
        due: shown.due.map(wire),
        otherwise: shown.otherwise.to_owned(),
        overdue: shown.overdue,
    }
}

/// A dispute.
pub(super) fn dispute(row: DisputeRow) -> Result<Dispute> {
    Ok(Dispute {
        id: row.id.into(),
        amount: Money::new(row.amount, Currency::parse(&row.currency)?)?,
        status: row.status,
        opened_at: wire(from_micros(row.opened_at)),
    })
}
