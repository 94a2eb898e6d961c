//! Parcels that were told as delivered and aren't there: reported by the shopper, answered by the seller
//! ([`super::merchants`]) or, where nobody answers, by the clock.

use super::worth::worth;
use super::{Refusal, Result, Round, Shop};
use crate::clock::{from_micros, micros, wire};
use crate::domain::missing as rules;
use crate::store::missing::{self, MissingRow};
use crate::store::orders::{self, OrderRow};
use crate::store::refunds::{self, NewRow};
use crate::store::shipments::{self, ShipmentRow};
use crate::store::{Conn, Tx, disputes, messages};
use vitrine_api::{
    MissingReport, MissingStatus, Money, OrderLineId, ProblemCode, Shipment, ShipmentLine, TrackingStatus,
};

impl Shop {
    /// Notes that a delivered parcel isn't there; the same again changes nothing. Where the seller said where it is
    /// and it isn't there, it may be said once more, and the clock runs anew.
    ///
    /// # Errors
    /// 404 for a parcel of another order or one that goes back; 409 when it wasn't delivered, or long ago, or when
    /// its pieces go back already.
    pub async fn report_missing(&self, tx: &mut Tx, mut order: OrderRow, parcel: &str) -> Result<OrderRow> {
        let view = self.order_view(tx, &order).await?;
        let told = view.shipments.iter().find(|told| told.id.as_str() == parcel).ok_or_else(Refusal::not_found)?;
        let again = told.missing.as_ref().filter(|report| report.may_come_again());
        if told.missing.is_some() && again.is_none() {
            return Ok(order);
        }
        let answered = again.and_then(|report| report.answered_at.as_ref()?.as_str().parse::<jiff::Timestamp>().ok());
        if !rules::may_report(told.status, delivered_at(told).max(answered), self.clock.now()) {
            let detail = "A parcel can be reported once it was told as delivered, within 90 days.";
            return Err(Refusal::new(ProblemCode::InvalidState, detail));
        }
        let left = |line: &ShipmentLine| {
            let bought = view.lines.iter().find(|bought| bought.id == line.order_line_id);
            bought.map_or(0, |bought| view.left_of(bought))
        };
        // Pieces sent in exchange can't be named by another return: they are there, or they aren't.
        if !view.is_exchange(&told.id) && told.lines.iter().any(|line| line.quantity > left(line)) {
            let detail = "Things of this parcel are on their way back already, or came back.";
            return Err(Refusal::new(ProblemCode::InvalidState, detail));
        }
        let answer_by = micros(self.clock.now() + self.carrier.real(rules::ANSWER_DAYS as f64));
        match again {
            None => missing::insert(tx, parcel, &order.id, self.now(), answer_by).await?,
            Some(_) => missing::insert_again(tx, parcel, self.now(), answer_by).await?,
        };
        orders::update(tx, &mut order).await?;
        messages::announce(tx, "order", &order.id, self.now()).await?;
        Ok(order)
    }

    /// Notes that a parcel turned up after all; the same again changes nothing.
    ///
    /// # Errors
    /// 404 for a parcel that wasn't reported, 409 once something else came of the report.
    pub async fn turned_up(&self, tx: &mut Tx, mut order: OrderRow, parcel: &str) -> Result<OrderRow> {
        let report = missing::find(tx, parcel).await?.filter(|report| report.order_id == order.id);
        let mut report = report.ok_or_else(Refusal::not_found)?;
        match report.status {
            MissingStatus::Found => return Ok(order),
            MissingStatus::Reported => {}
            _ => {
                let detail = "The report has ended already. Write to the seller.";
                return Err(Refusal::new(ProblemCode::InvalidState, detail));
            }
        }
        report.status = MissingStatus::Found;
        report.answered_at = Some(self.now());
        // It is the shopper's word now.
        (report.actor, report.reason) = (None, None);
        missing::update(tx, &report).await?;
        orders::update(tx, &mut order).await?;
        messages::announce(tx, "order", &order.id, self.now()).await?;
        Ok(order)
    }

    /// Sends the money of parcels back whose reports nobody answered in time.
    ///
    /// # Errors
    /// When the database fails, for one of them or for all.
    pub async fn settle_missing(&self) -> Result<()> {
        let mut round = Round::begin(&self.stuck, "missing parcels");
        let due = missing::due(&mut *self.reader().await?, self.now(), round.page()).await?;
        let news = round.each(due, |parcel| async move { self.end_of_report(&parcel).await }).await;
        if news {
            self.wake_browsers();
            self.work.notify_one();
        }
        round.end()
    }

    async fn end_of_report(&self, parcel: &str) -> Result<bool> {
        let mut tx = self.store.begin().await?;
        let news = self.settle_report(&mut tx, parcel).await?;
        if news {
            tx.commit().await?;
        }
        Ok(news)
    }

    async fn settle_report(&self, tx: &mut Tx, parcel: &str) -> Result<bool> {
        let Some(mut report) = missing::find(tx, parcel).await? else {
            return Ok(false);
        };
        let mut order = orders::find(tx, &report.order_id).await?.ok_or_else(Refusal::not_found)?;
        // While a bank looks at the payment, money must not go back twice.
        if report.status != MissingStatus::Reported || disputes::hold(tx, &order.checkout_id).await? {
            return Ok(false);
        }
        let parcel = shipments::find(tx, parcel).await?.ok_or_else(Refusal::not_found)?;
        pay_back(tx, &order, &parcel, &mut report, self.now()).await?;
        (report.actor, report.reason) = (None, None);
        missing::update(tx, &report).await?;
        orders::update(tx, &mut order).await?;
        messages::announce(tx, "order", &order.id, self.now()).await?;
        Ok(true)
    }
}

/// Begins the refund of a parcel's pieces, where there is something left to send back.
pub(super) async fn pay_back(
    tx: &mut Tx,
    order: &OrderRow,
    parcel: &ShipmentRow,
    report: &mut MissingRow,
    now: i64,
) -> Result<()> {
    let pieces: Vec<(OrderLineId, u32)> =
        parcel.doc.lines.iter().map(|line| (line.order_line_id.clone(), line.quantity)).collect();
    let amount = worth(tx, order, &pieces).await?;
    if amount > 0 {
        let new = NewRow {
            checkout: &order.checkout_id,
            order: Some(&order.id),
            payment_ref: None,
            provider_ref: None,
            amount: Money::new(amount, order.doc.totals.total.currency())?,
        };
        report.refund_id = Some(refunds::insert(tx, &new, now).await?);
    }
    report.status = MissingStatus::Refunded;
    report.answered_at = Some(now);
    Ok(())
}

impl Shop {
    /// The picture of how a parcel was handed over.
    ///
    /// # Errors
    /// 404 for a parcel of another order, and where there is none.
    pub async fn proof_picture(&self, conn: &mut Conn, order: &OrderRow, parcel: &str) -> Result<String> {
        let parcels = shipments::of_order(conn, &order.id).await?;
        let parcel = parcels.into_iter().find(|own| own.id == parcel).ok_or_else(Refusal::not_found)?;
        let tracker = self.trackers.named(&parcel.provider).ok_or_else(Refusal::not_found)?;
        let events = shipments::events(conn, &parcel.id).await?;
        events.iter().find_map(|event| tracker.picture(event)).ok_or_else(Refusal::not_found)
    }
}

/// A report as it travels.
pub(super) fn view(row: MissingRow) -> MissingReport {
    let at = |micros| wire(from_micros(micros));
    MissingReport {
        status: row.status,
        reported_at: at(row.reported_at),
        answer_by: at(row.answer_by),
        answered_at: row.answered_at.map(at),
        answer: row.reason,
        refund: row.refund_id.map(Into::into),
        new_parcel: row.new_shipment_id.map(Into::into),
    }
}

/// When a parcel was told as delivered, by the carrier's clock.
fn delivered_at(parcel: &Shipment) -> Option<jiff::Timestamp> {
    let told = parcel.events.iter().find(|event| event.status == TrackingStatus::Delivered)?;
    told.occurred_at.as_str().parse().ok()
}
