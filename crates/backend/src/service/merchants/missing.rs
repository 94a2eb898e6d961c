//! The seller's answer to a parcel that was told as delivered and isn't there.

use super::returns::checked;
use super::{Actor, parcel};
use crate::clock::from_micros;
use crate::domain::missing as steps;
use crate::service::missing::pay_back;
use crate::service::returns::{carriers_time, like_before};
use crate::service::{Refusal, Result};
use crate::store::missing as rows;
use crate::store::orders::{self, OrderRow};
use crate::store::shipments::{self, ShipmentDoc, ShipmentRow};
use crate::store::{Tx, disputes, messages, stock};
use jiff::SignedDuration;
use vitrine_api::{AnswerMissing, Carrier, MissingAnswer, MissingStatus, ProblemCode, TrackingStatus};

/// Sends the same once more, sends the money back, or says where it is; the same answer again changes nothing.
/// Gives the order's id. `now` in microseconds.
///
/// # Errors
/// 404 for a parcel that isn't the actor's or wasn't reported; 409 when it was answered otherwise or was `found`
/// before, when too few pieces are on the shelf, or while a bank disputes the payment; 422 without a reason.
pub async fn answer_missing(
    tx: &mut Tx,
    actor: Actor<'_>,
    id: &str,
    answer: &AnswerMissing,
    now: i64,
) -> Result<String> {
    let reason = checked(&answer.reason)?.to_owned();
    let (there, mut order) = parcel(tx, actor, id).await?;
    let mut report = rows::find(tx, id).await?.ok_or_else(Refusal::not_found)?;
    if report.status == steps::leads_to(answer.answer) {
        return Ok(order.id);
    }
    let found_before = report.reason.is_some();
    let Some(next) = steps::next(report.status, answer.answer, found_before) else {
        let detail = if report.status == MissingStatus::Reported {
            "You said where it is, and it isn't there. Send it once more, or send the money back."
        } else {
            "This report was answered already; an answer isn't taken back."
        };
        return Err(Refusal::new(ProblemCode::InvalidState, detail));
    };
    match answer.answer {
        MissingAnswer::Resend => report.new_shipment_id = Some(send_again(tx, &order, &there, now).await?),
        MissingAnswer::Refund => {
            if disputes::hold(tx, &order.checkout_id).await? {
                let detail =
                    "The shopper's bank disputes this payment; until it has decided, no money can be sent back.";
                return Err(Refusal::new(ProblemCode::InvalidState, detail));
            }
            pay_back(tx, &order, &there, &mut report, now).await?;
        }
        MissingAnswer::Found => {}
    }
    report.status = next;
    report.answered_at = Some(now);
    report.actor = Some(actor.name().to_owned());
    report.reason = Some(reason);
    rows::update(tx, &report).await?;
    orders::update(tx, &mut order).await?;
    messages::announce(tx, "order", &order.id, now).await?;
    Ok(order.id)
}

/// The same pieces in a new parcel on the same way, which the worker packs; gives its id.
async fn send_again(tx: &mut Tx, order: &OrderRow, there: &ShipmentRow, now: i64) -> Result<String> {
    let warehouse = there.doc.from.id.as_str();
    for line in &there.doc.lines {
        let bought = order.doc.lines.iter().find(|bought| bought.id == line.order_line_id);
        let variant = bought.map(|bought| bought.variant_id.as_str()).ok_or_else(Refusal::not_found)?;
        let pieces = i64::from(line.quantity);
        if !stock::exchange(tx, &order.checkout_id, variant, warehouse, pieces).await? {
            let detail = format!("Fewer than {pieces} of {variant} are free in {warehouse}. Send the money back.");
            return Err(Refusal::new(ProblemCode::InvalidState, &detail));
        }
        rows::resent(tx, &there.id, variant, warehouse, pieces).await?;
    }
    let from = carriers_time(tx, &order.id, None, from_micros(now)).await?;
    let promise = like_before(order, there, from);
    let doc = ShipmentDoc {
        carrier: Carrier { tracking_url: None, ..there.doc.carrier.clone() },
        estimate: promise.clone(),
        promise,
        estimate_changes: Vec::new(),
        etas: Vec::new(),
        label_at: Some(crate::clock::wire(from + SignedDuration::from_hours(6))),
        // What was due at the door is due once.
        due_at_door: Vec::new(),
        ..there.doc.clone()
    };
    let second = ShipmentRow::new(&order.id, doc, TrackingStatus::Unknown, now, now);
    let position = shipments::of_order(tx, &order.id).await?.len();
    shipments::insert(tx, &second, position).await?;
    Ok(second.id)
}
