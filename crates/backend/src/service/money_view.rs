//! Money of an order that went back or is disputed, as its page shows it.

use super::Result;
use crate::clock::{from_micros, wire, wire_day};
use crate::domain::promise::working_days_after;
use crate::store::disputes::DisputeRow;
use crate::store::refunds::RefundRow;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use vitrine_api::{Currency, Dispute, Money, Refund};

/// A refund.
pub(super) fn refund(row: RefundRow) -> Result<Refund> {
    let begun = from_micros(row.created_at);
    // Card networks ask issuers to post refunds within five to ten working days.
    let by = working_days_after(begun.to_zoned(TimeZone::UTC).date(), 10, &BTreeSet::new());
    Ok(Refund {
        id: row.id.into(),
        amount: Money::new(row.amount, Currency::parse(&row.currency)?)?,
        status: row.status,
        created_at: wire(begun),
        expected_by: wire_day(by),
    })
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
