//! After the sale: cancel, send back.

use super::{Refusal, Result, Shop};
use crate::domain::order as rules;
use crate::faults;
use crate::store::orders::{self, OrderRow};
use crate::store::refunds::{self, NewRow, ReturnDoc};
use crate::store::{Tx, messages, shipments, stock};
use jiff::{civil::Date, tz::TimeZone};
use std::collections::BTreeSet;
use vitrine_api::{CreateReturn, FieldCode, FieldError, FulfillmentStatus, Order, ProblemCode, TrackingStatus};

impl Shop {
    /// Cancels an order while nothing has left: pieces go back on the shelf, money goes back.
    ///
    /// # Errors
    /// 409 once something was sent.
    pub async fn cancel_order(&self, tx: &mut Tx, mut order: OrderRow) -> Result<OrderRow> {
        if order.fulfillment_status == FulfillmentStatus::Canceled {
            return Ok(order);
        }
        if !rules::cancelable(order.payment_status, order.fulfillment_status) {
            let detail = "Something has been sent already. You can send it back once it arrives.";
            return Err(Refusal::new(ProblemCode::InvalidState, detail));
        }
        if self.is_disputed(tx, &order.checkout_id).await? {
            let detail = "Your bank is looking at this payment; until it has decided, the order stays as it is.";
            return Err(Refusal::new(ProblemCode::InvalidState, detail));
        }
        for (variant, warehouse, pieces) in &order.doc.taken {
            stock::restock(tx, &order.checkout_id, variant, warehouse, *pieces).await?;
        }
        faults::point("cancel.after_stock");
        for mut shipment in shipments::of_order(tx, &order.id).await? {
            shipment.status = TrackingStatus::Cancelled;
            shipment.updated_at = self.now();
            shipments::update(tx, &mut shipment).await?;
        }
        let new = NewRow {
            checkout: &order.checkout_id,
            order: Some(&order.id),
            payment_ref: None,
            provider_ref: None,
            amount: order.doc.totals.total,
        };
        refunds::insert(tx, &new, self.now()).await?;
        faults::point("cancel.after_refund");
        order.fulfillment_status = FulfillmentStatus::Canceled;
        orders::update(tx, &mut order).await?;
        messages::announce(tx, "order", &order.id, self.now()).await?;
        Ok(order)
    }

    /// Notes a wish to send goods back.
    ///
    /// # Errors
    /// 409 when nothing can go back now, 422 when a line or a quantity is wrong.
    pub async fn create_return(&self, tx: &mut Tx, mut order: OrderRow, request: &CreateReturn) -> Result<OrderRow> {
        let view = self.order_view(tx, &order).await?;
        let today = self.clock.now().to_zoned(TimeZone::UTC).date();
        let until = view.returnable_until.as_ref().and_then(|d| d.as_str().parse::<Date>().ok());
        if until.is_none_or(|until| today > until) {
            let detail = "Goods can be sent back once they arrived, within the merchant's days.";
            return Err(Refusal::new(ProblemCode::InvalidState, detail));
        }
        check_return(request, &view)?;
        let doc = ReturnDoc { lines: request.lines.clone(), reason: request.reason };
        refunds::insert_return(tx, &order.id, &doc, self.now()).await?;
        orders::update(tx, &mut order).await?;
        messages::announce(tx, "order", &order.id, self.now()).await?;
        Ok(order)
    }
}

fn check_return(request: &CreateReturn, order: &Order) -> Result<()> {
    let mut faults = Vec::new();
    if request.lines.is_empty() {
        let message = "Say what you want to send back.".to_owned();
        faults.push(FieldError { pointer: "/lines".into(), code: FieldCode::Required, message });
    }
    let mut seen = BTreeSet::new();
    for (index, wanted) in request.lines.iter().enumerate() {
        let asked: u32 = order
            .returns
            .iter()
            .flat_map(|r| &r.lines)
            .filter(|l| l.order_line_id == wanted.order_line_id)
            .map(|l| l.quantity)
            .sum();
        let line = order.lines.iter().find(|l| l.id == wanted.order_line_id);
        let (code, message) = match line {
            Some(_) if !seen.insert(&wanted.order_line_id) => (FieldCode::NotOffered, "This line stands twice."),
            Some(line) if wanted.quantity >= 1 && wanted.quantity <= line.quantity.saturating_sub(asked) => {
                continue;
            }
            Some(_) => (FieldCode::Range, "No more than you bought and haven't sent back yet."),
            None => (FieldCode::NotOffered, "This line is not in the order."),
        };
        faults.push(FieldError { pointer: format!("/lines/{index}"), code, message: message.to_owned() });
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::fields(faults)) }
}
