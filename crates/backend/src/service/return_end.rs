//! How returns end: at the warehouse, with money or with other pieces, or not at all.

use super::returns::{like_before, step, way_there};
use super::worth::worth;
use super::{Refusal, Result, Round, Shop};
use crate::clock::wire;
use crate::domain::returns::Act;
use crate::faults;
use crate::store::orders::{self, OrderRow};
use crate::store::refunds::{self, NewRow};
use crate::store::returns::{self, ReturnRow};
use crate::store::shipments::{self, ShipmentDoc, ShipmentRow};
use crate::store::{Tx, disputes, stock};
use jiff::SignedDuration;
use vitrine_api::{Carrier, Money, OrderLineId, ReturnLine, ReturnReason, ReturnStatus, ShipmentLine, TrackingStatus};

impl Shop {
    /// Does what is due with returns: agrees where nobody answered, takes in what is back, pays or sends
    /// other pieces, gives up what was never handed over. One step each; the next round does the next.
    ///
    /// # Errors
    /// When the database fails, for one of them or for all.
    pub async fn settle_returns(&self) -> Result<()> {
        let mut round = Round::begin(&self.stuck, "returns");
        let due = returns::due(&mut *self.reader().await?, self.now(), round.page()).await?;
        let news = round.each(due, |id| async move { self.step_of_return(&id).await }).await;
        if news {
            self.wake_browsers();
        }
        round.end()
    }

    async fn step_of_return(&self, id: &str) -> Result<bool> {
        let mut tx = self.store.begin().await?;
        let news = self.settle_return(&mut tx, id).await?;
        if news {
            faults::point("return.settle.before_commit");
            tx.commit().await?;
            faults::point("return.settle.after_commit");
        }
        Ok(news)
    }

    async fn settle_return(&self, tx: &mut Tx, id: &str) -> Result<bool> {
        let Some(mut wish) = returns::find(tx, id).await? else {
            return Ok(false);
        };
        let now = self.now();
        match wish.status {
            ReturnStatus::Requested if wish.doc.answer_at <= now => {
                self.answer_return(tx, id, true).await?;
                Ok(true)
            }
            ReturnStatus::Approved | ReturnStatus::Sent => {
                let Some(label) = wish.doc.label.clone() else {
                    return Ok(false);
                };
                let Some(mut parcel) = shipments::find(tx, &label.shipment).await? else {
                    return Ok(false);
                };
                if matches!(parcel.status, TrackingStatus::Delivered | TrackingStatus::Returned) {
                    self.take_in(tx, &mut wish).await?;
                } else if wish.status == ReturnStatus::Approved && label.drop_off_by < now {
                    wish.status = step(wish.status, Act::Lapse)?;
                    parcel.status = TrackingStatus::Cancelled;
                    shipments::update(tx, &mut parcel).await?;
                } else {
                    return Ok(false);
                }
                returns::update(tx, &wish).await?;
                self.tell_return(tx, &wish).await?;
                Ok(true)
            }
            ReturnStatus::Received => self.make_good(tx, wish).await,
            _ => Ok(false),
        }
    }

    /// The parcel is at the warehouse: pieces go back on the shelf they came from. What is damaged is not
    /// sold again.
    async fn take_in(&self, tx: &mut Tx, wish: &mut ReturnRow) -> Result<()> {
        wish.status = step(wish.status, Act::Arrive)?;
        wish.doc.received_at = Some(self.now());
        if wish.doc.reason == ReturnReason::Damaged {
            return Ok(());
        }
        let order = orders::find(tx, &wish.order_id).await?.ok_or_else(Refusal::not_found)?;
        let there = way_there(tx, wish).await?.ok_or_else(Refusal::not_found)?;
        let warehouse = there.doc.from.id.0;
        for line in &wish.doc.lines {
            let Some(bought) = order.doc.lines.iter().find(|bought| bought.id == line.order_line_id) else {
                continue;
            };
            let (variant, pieces) = (bought.variant_id.0.clone(), i64::from(line.quantity));
            stock::restock(tx, &order.checkout_id, &variant, &warehouse, pieces).await?;
            faults::point("return.take_in.after_shelf");
            wish.doc.restocked.push((variant, warehouse.clone(), pieces));
        }
        Ok(())
    }

    /// Other pieces where they were asked for and are there, the money for the rest. Waits while a bank
    /// looks at the payment: money must not go back twice.
    async fn make_good(&self, tx: &mut Tx, mut wish: ReturnRow) -> Result<bool> {
        let order = orders::find(tx, &wish.order_id).await?.ok_or_else(Refusal::not_found)?;
        if disputes::hold(tx, &order.checkout_id).await? {
            return Ok(false);
        }
        let there = way_there(tx, &wish).await?.ok_or_else(Refusal::not_found)?;
        let warehouse = there.doc.from.id.0.clone();
        let mut instead = Vec::new();
        for line in wish.doc.lines.clone() {
            let pieces = i64::from(line.quantity);
            let sent = match &line.exchange_for {
                Some(variant) => stock::exchange(tx, &order.checkout_id, variant.as_str(), &warehouse, pieces).await?,
                None => false,
            };
            match line.exchange_for.as_ref().filter(|_| sent) {
                Some(variant) => {
                    wish.doc.given.push((variant.0.clone(), warehouse.clone(), pieces));
                    instead.push(line);
                }
                None => wish.doc.paid_back.push(line),
            }
        }
        if !instead.is_empty() {
            let parcel = self.send_instead(tx, &order, &there, &wish, &instead).await?;
            wish.doc.parcels.push(parcel);
        }
        let amount =
            if wish.doc.paid_back.is_empty() { 0 } else { worth(tx, &order, &pieces(&wish.doc.paid_back)).await? };
        if amount > 0 {
            let new = NewRow {
                checkout: &order.checkout_id,
                order: Some(&order.id),
                payment_ref: None,
                provider_ref: None,
                amount: Money::new(amount, order.doc.totals.total.currency())?,
            };
            wish.doc.refund = Some(refunds::insert(tx, &new, self.now()).await?);
            faults::point("return.make_good.after_refund");
        }
        let act = if wish.doc.paid_back.is_empty() { Act::Exchange } else { Act::Refund };
        wish.status = step(wish.status, act)?;
        returns::update(tx, &wish).await?;
        self.tell_return(tx, &wish).await?;
        Ok(true)
    }

    /// A new parcel on the way the first one took; gives its id.
    async fn send_instead(
        &self,
        tx: &mut Tx,
        order: &OrderRow,
        there: &ShipmentRow,
        wish: &ReturnRow,
        lines: &[ReturnLine],
    ) -> Result<String> {
        let back = wish.doc.label.as_ref().map(|label| label.shipment.as_str());
        let from = self.carriers_time(tx, &order.id, back).await?;
        let promise = like_before(order, there, from);
        let quantity = |id: &OrderLineId| lines.iter().find(|line| line.order_line_id == *id).map(|line| line.quantity);
        let inside =
            there.doc.lines.iter().filter_map(|line| {
                quantity(&line.order_line_id).map(|quantity| ShipmentLine { quantity, ..line.clone() })
            });
        let doc = ShipmentDoc {
            lines: inside.collect(),
            carrier: Carrier { tracking_url: None, ..there.doc.carrier.clone() },
            estimate: promise.clone(),
            promise,
            estimate_changes: Vec::new(),
            etas: Vec::new(),
            label_at: Some(wire(from + SignedDuration::from_hours(6))),
            // What was due at the door is due once.
            due_at_door: Vec::new(),
            ..there.doc.clone()
        };
        let parcel = self.new_parcel(&order.id, doc, TrackingStatus::Unknown);
        let position = shipments::of_order(tx, &order.id).await?.len();
        shipments::insert(tx, &parcel, position).await?;
        Ok(parcel.id)
    }
}

/// Which pieces lines name.
fn pieces(lines: &[ReturnLine]) -> Vec<(OrderLineId, u32)> {
    lines.iter().map(|line| (line.order_line_id.clone(), line.quantity)).collect()
}
