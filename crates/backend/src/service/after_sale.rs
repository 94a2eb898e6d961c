//! After the sale: canceled while nothing has left.

use super::{Refusal, Result, Shop};
use crate::domain::order as rules;
use crate::faults;
use crate::store::orders::{self, OrderRow};
use crate::store::refunds::{self, NewRow};
use crate::store::{Tx, disputes, merchants, messages, promotions, shipments, stock};
use vitrine_api::{FulfillmentStatus, Money, ProblemCode, TrackingStatus};

impl Shop {
    /// Cancels an order while nothing has left: pieces go back on the shelf, money goes back,
    /// and the shopper may use codes again that everybody has once.
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
        if disputes::hold(tx, &order.checkout_id).await? {
            let detail = "Your bank is looking at this payment; until it has decided, the order stays as it is.";
            return Err(Refusal::new(ProblemCode::InvalidState, detail));
        }
        for (variant, warehouse, pieces) in &order.doc.taken {
            stock::restock(tx, &order.checkout_id, variant, warehouse, *pieces).await?;
        }
        faults::point("cancel.after_stock");
        promotions::give_back(tx, &order.checkout_id).await?;
        for mut shipment in shipments::of_order(tx, &order.id).await? {
            shipment.status = TrackingStatus::Cancelled;
            shipment.updated_at = self.now();
            shipments::update(tx, &mut shipment).await?;
        }
        // A seller may have sent a part back already; that part doesn't go back twice.
        let left = merchants::left_of_payment(tx, &order.checkout_id).await?;
        if left > 0 {
            let new = NewRow {
                checkout: &order.checkout_id,
                order: Some(&order.id),
                payment_ref: None,
                provider_ref: None,
                amount: Money::new(left, order.doc.totals.total.currency())?,
            };
            refunds::insert(tx, &new, self.now()).await?;
        }
        faults::point("cancel.after_refund");
        order.fulfillment_status = FulfillmentStatus::Canceled;
        orders::update(tx, &mut order).await?;
        messages::announce(tx, "order", &order.id, self.now()).await?;
        Ok(order)
    }
}
