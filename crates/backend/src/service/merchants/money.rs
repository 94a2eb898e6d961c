//! Money back by hand: never more than came and hasn't gone back, and once for each key.

use super::{Actor, order as find_order};
use crate::domain::returns::part;
use crate::faults;
use crate::service::worth::{failed, paid_before, price_of};
use crate::service::{Refusal, Result};
use crate::store::merchants::{self as rows, KeyedRefund};
use crate::store::orders::{self, OrderRow};
use crate::store::refunds::{self, NewRow};
use crate::store::{Conn, Tx, disputes, messages};
use vitrine_api::{
    Currency, FieldCode, FieldError, MerchantRefund, Money, OrderLine, PaymentStatus, ProblemCode, RefundStatus,
};

/// What the actor may still send back: what is left of the payment, and for one of several sellers no more
/// than its own goods cost after codes, but for those paid back already, less what it has sent back by hand.
///
/// # Errors
/// When the database fails.
pub(super) async fn refundable(conn: &mut Conn, actor: Actor<'_>, order: &OrderRow) -> Result<Money> {
    let currency = order.doc.totals.total.currency();
    let mut left = rows::left_of_payment(conn, &order.checkout_id).await?;
    if !actor.owns_all(order) {
        // What could not be sent by itself is sent by hand.
        let failed = failed(conn, order).await?;
        let gone = paid_before(conn, order, &failed).await?;
        let price = |line: &OrderLine| {
            let whole = price_of(line);
            let pieces = gone.iter().filter(|(id, _)| *id == line.id).map(|(_, pieces)| *pieces).sum();
            whole - part(whole, pieces, line.quantity)
        };
        let own: i64 = actor.lines(order).map(price).sum();
        let sent = rows::sent_back(conn, actor.name(), &order.id).await?;
        left = left.min(own - sent);
    }
    Ok(Money::new(left.max(0), currency)?)
}

/// Begins a refund; the worker sends it. `wish` is in minor units, all that is left when absent. The
/// same key with the same wish gives the refund it began, and does nothing.
///
/// # Errors
/// 404 for an order that isn't the actor's, 409 when nothing is left or a bank disputes the payment,
/// 422 for an amount that is too large and for a key used for something else.
pub async fn refund(
    tx: &mut Tx,
    actor: Actor<'_>,
    order: &str,
    wish: Option<i64>,
    key: &str,
    now: i64,
) -> Result<MerchantRefund> {
    check_key(key)?;
    let mut order = find_order(tx, actor, order).await?;
    if let Some(known) = rows::refund_by_key(tx, actor.name(), key).await? {
        return replay(tx, actor, &order, wish, &known).await;
    }
    if disputes::hold(tx, &order.checkout_id).await? {
        let detail = "The shopper's bank disputes this payment; until it has decided, no money can be sent back.";
        return Err(Refusal::new(ProblemCode::InvalidState, detail));
    }
    let left = refundable(tx, actor, &order).await?;
    if left.is_zero() {
        let detail = "All that may go back has gone back, or is on its way.";
        return Err(Refusal::new(ProblemCode::InvalidState, detail));
    }
    let amount = wished(wish, left)?;
    let new =
        NewRow { checkout: &order.checkout_id, order: Some(&order.id), payment_ref: None, provider_ref: None, amount };
    let id = refunds::insert(tx, &new, now).await?;
    faults::point("merchant.refund.after_row");
    let keyed = KeyedRefund { order_id: order.id.clone(), wish, refund_id: id.clone() };
    rows::keep_refund(tx, actor.name(), key, &keyed).await?;
    faults::point("merchant.refund.after_key");
    if order.payment_status == PaymentStatus::Captured {
        // From now on, not only when it has arrived: a shopper's cancelation sends the whole total back.
        order.payment_status = PaymentStatus::PartiallyRefunded;
    }
    orders::update(tx, &mut order).await?;
    messages::announce(tx, "order", &order.id, now).await?;
    let refundable = refundable(tx, actor, &order).await?;
    Ok(MerchantRefund {
        id: id.into(),
        order_id: order.id.into(),
        amount,
        status: RefundStatus::Pending,
        refundable,
        replayed: false,
    })
}

async fn replay(
    tx: &mut Tx,
    actor: Actor<'_>,
    order: &OrderRow,
    wish: Option<i64>,
    known: &KeyedRefund,
) -> Result<MerchantRefund> {
    if known.order_id != order.id || known.wish != wish {
        let detail = "This key was used for another refund. Use a new key for a new intent.";
        return Err(Refusal::new(ProblemCode::IdempotencyMismatch, detail));
    }
    let row = refunds::find(tx, &known.refund_id).await?.ok_or_else(Refusal::not_found)?;
    Ok(MerchantRefund {
        amount: Money::new(row.amount, Currency::parse(&row.currency)?)?,
        id: row.id.into(),
        order_id: order.id.as_str().into(),
        status: row.status,
        refundable: refundable(tx, actor, order).await?,
        replayed: true,
    })
}

fn wished(wish: Option<i64>, left: Money) -> Result<Money> {
    match wish {
        None => Ok(left),
        Some(amount) if amount >= 1 && amount <= left.amount() => Ok(Money::new(amount, left.currency())?),
        Some(_) => {
            let message = format!("1 to {} minor units of {} can go back.", left.amount(), left.currency());
            Err(Refusal::fields(vec![FieldError { pointer: "/amount".into(), code: FieldCode::Range, message }]))
        }
    }
}

fn check_key(key: &str) -> Result<()> {
    if (1..=255).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(());
    }
    let detail = "A key has 1 to 255 visible characters, such as a UUID; the same for each try.";
    Err(Refusal::new(ProblemCode::IdempotencyKeyRequired, detail))
}
