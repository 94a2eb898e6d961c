//! A parcel that customs holds until its duty is paid: the carrier's own page asks for it, and what is
//! paid there lets the parcel go on.

use super::{NAME, Simulated, carriers_days, days_until, payload};
use crate::carriers::plan::{WAITS_FOR_DUTY, steps, told_at_once};
use crate::clock::micros;
use crate::config::ParcelPlan;
use crate::store::shipments::{self, ShipmentRow};
use crate::store::{Conn, StoreError, again, messages};
use jiff::Timestamp;
use serde::Deserialize;
use vitrine_api::Money;

/// A parcel that waits longer goes on as if it had waited this many days: on a fast clock a night is years.
const LONGEST_WAIT_DAYS: f64 = 30.0;

/// A duty the carrier waits for, or has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    /// How much.
    pub amount: Money,
    /// Whether it was paid.
    pub paid: bool,
}

/// What matters here of a webhook.
#[derive(Deserialize)]
struct Body {
    carrier: String,
    code: String,
    occurred_at: Timestamp,
    duty: Option<Money>,
}

/// A parcel that waits, or waited.
struct Held {
    duty: Duty,
    parcel: ShipmentRow,
    /// The carrier's time of the label.
    label_at: Timestamp,
    /// The carrier's time at which it began to wait.
    since: Timestamp,
    /// Ours, in microseconds.
    told_at: i64,
}

impl Simulated {
    /// The duty of a parcel that customs holds for it, or has held.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn duty(&self, number: &str) -> Result<Option<Duty>, StoreError> {
        let mut conn = self.store.read().acquire().await?;
        let held = held(&mut conn, number, micros(self.clock.now())).await?;
        Ok(held.map(|held| held.duty))
    }

    /// The duty is paid: the rest of the way is planned. Paid twice, nothing more happens.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pay_duty(&self, number: &str) -> Result<Option<Duty>, StoreError> {
        again!(self.pay_duty_now(number).await)
    }

    async fn pay_duty_now(&self, number: &str) -> Result<Option<Duty>, StoreError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let Some(held) = held(&mut tx, number, micros(now)).await? else {
            return Ok(None);
        };
        if !held.duty.paid {
            let parcel = &held.parcel.doc;
            let days = days_until(held.label_at, parcel.promise.earliest.as_str());
            let all = steps(ParcelPlan::Duty, parcel.cross_border, days);
            let (told, ahead) = all.split_at(told_at_once(&all));
            let begun = told.last().map_or(0.0, |step| step.day);
            let waited = (micros(now) - held.told_at).max(0) as f64 / 1_000_000.0 / self.day_seconds;
            let waited = waited.min(LONGEST_WAIT_DAYS);
            for step in ahead {
                let after = step.day - begun;
                let body = payload(parcel, number, step, held.since + carriers_days(waited + after));
                let due = micros(now + self.real(after));
                messages::plan_delivery(&mut tx, NAME, &body.to_string(), due).await?;
            }
        }
        tx.commit().await?;
        Ok(Some(Duty { paid: true, ..held.duty }))
    }
}

async fn held(conn: &mut Conn, number: &str, now: i64) -> Result<Option<Held>, StoreError> {
    let (mut label_at, mut waits, mut paid) = (None, None, false);
    for planned in messages::planned(conn, NAME, number).await? {
        let body: Body = serde_json::from_str(&planned.payload)?;
        let told_at = planned.delivered_at.or((planned.due_at <= now).then_some(planned.due_at));
        match (body.code.as_str(), told_at, body.duty) {
            ("LABEL_CREATED", ..) => label_at = Some(body.occurred_at),
            ("CUSTOMS_RESUMED", ..) => paid = true,
            (WAITS_FOR_DUTY, Some(told_at), Some(amount)) if waits.is_none() => {
                waits = Some((body.carrier, body.occurred_at, told_at, amount));
            }
            _ => {}
        }
    }
    let Some((label_at, (carrier, since, told_at, planned))) = label_at.zip(waits) else {
        return Ok(None);
    };
    let Some(parcel) = shipments::by_number(conn, NAME, &carrier, number).await? else {
        return Ok(None);
    };
    // Whoever took pieces out after the label was made took their duty out. Of old parcels only the plan knows it.
    let own = parcel.doc.duty().unwrap_or(Money::zero(planned.currency()));
    let amount = if parcel.doc.incoterm.is_some() { own } else { planned };
    Ok(Some(Held { duty: Duty { amount, paid }, parcel, label_at, since, told_at }))
}
