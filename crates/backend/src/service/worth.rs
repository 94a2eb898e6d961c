//! What of a payment goes back for pieces, and how much of an order went back.

use super::Result;
use crate::domain::order::{After, Share};
use crate::domain::returns::{part, share};
use crate::store::missing::MissingRow;
use crate::store::orders::OrderRow;
use crate::store::returns::ReturnRow;
use crate::store::shipments::ShipmentRow;
use crate::store::{Conn, merchants, missing, refunds, returns, shipments};
use std::collections::BTreeSet;
use vitrine_api::{MissingStatus, OrderLine, OrderLineId, RefundStatus};

/// What goes back for pieces, in minor units: their share of what was paid, and with the last piece of the
/// order all that is left. Never more than what hasn't gone back yet, and never more than is left of their
/// seller's goods where it sent money back by hand.
///
/// # Errors
/// When the database fails.
pub(super) async fn worth(conn: &mut Conn, order: &OrderRow, pieces: &[(OrderLineId, u32)]) -> Result<i64> {
    let mut all = paid_before(conn, order, &[]).await?;
    all.extend_from_slice(pieces);
    let back =
        |id: &OrderLineId| -> u32 { all.iter().filter(|(line, _)| line == id).map(|(_, quantity)| quantity).sum() };
    let left = merchants::left_of_payment(conn, &order.checkout_id).await?.max(0);
    if order.doc.lines.iter().all(|line| back(&line.id) >= line.quantity) {
        return Ok(left);
    }
    let price: i64 = pieces
        .iter()
        .filter_map(|(id, quantity)| {
            let bought = order.doc.lines.iter().find(|bought| bought.id == *id)?;
            Some(part(price_of(bought), *quantity, bought.quantity))
        })
        .sum();
    let totals = &order.doc.totals;
    let paid = totals.total.amount() - totals.shipping.amount();
    let items = totals.items.amount() - totals.discount.map_or(0, |off| off.amount());
    let most = left_of_sellers(conn, order, pieces, (items, paid)).await?;
    Ok(share(price, items, paid).min(left).min(most))
}

/// What a line cost after codes, in minor units.
pub(super) fn price_of(line: &OrderLine) -> i64 {
    line.line_total.amount() - line.discount.map_or(0, |off| off.amount())
}

/// What hasn't gone back of the goods of the sellers of some pieces, by hand or for other pieces; no bound where
/// nothing went by hand. `items` and `paid` as for [`share`].
async fn left_of_sellers(
    conn: &mut Conn,
    order: &OrderRow,
    pieces: &[(OrderLineId, u32)],
    (items, paid): (i64, i64),
) -> Result<i64> {
    let named = |line: &&OrderLine| pieces.iter().any(|(id, _)| *id == line.id);
    let sellers: BTreeSet<&str> = order.doc.lines.iter().filter(named).map(|line| line.merchant.id.as_str()).collect();
    let mut by_hand = 0;
    for seller in &sellers {
        by_hand += merchants::sent_back(conn, seller, &order.id).await?;
    }
    if by_hand == 0 {
        return Ok(i64::MAX);
    }
    // What could not be sent by itself is sent by hand.
    let failed = failed(conn, order).await?;
    let gone = paid_before(conn, order, &failed).await?;
    let (mut whole, mut back) = (0, 0);
    for line in order.doc.lines.iter().filter(|line| sellers.contains(line.merchant.id.as_str())) {
        let pieces = gone.iter().filter(|(id, _)| *id == line.id).map(|(_, pieces)| *pieces).sum();
        whole += price_of(line);
        back += part(price_of(line), pieces, line.quantity);
    }
    Ok((share(whole, items, paid) - share(back, items, paid) - by_hand).max(0))
}

/// The refunds of an order that could not be sent.
///
/// # Errors
/// When the database fails.
pub(super) async fn failed(conn: &mut Conn, order: &OrderRow) -> Result<Vec<String>> {
    let all = refunds::of_order(conn, &order.id).await?.into_iter();
    Ok(all.filter(|refund| refund.status == RefundStatus::Failed).map(|refund| refund.id).collect())
}

/// Pieces whose money went back, or is on its way: of returns, and of parcels that never came; without those
/// of some refunds.
///
/// # Errors
/// When the database fails.
pub(super) async fn paid_before(
    conn: &mut Conn,
    order: &OrderRow,
    without: &[String],
) -> Result<Vec<(OrderLineId, u32)>> {
    let counts = |refund: &Option<String>| refund.as_ref().is_none_or(|refund| !without.contains(refund));
    let wishes = returns::of_order(conn, &order.id).await?;
    let back = wishes.into_iter().filter(|wish| counts(&wish.doc.refund)).flat_map(|wish| wish.doc.paid_back);
    let mut all: Vec<_> = back.map(|line| (line.order_line_id, line.quantity)).collect();
    for report in missing::of_order(conn, &order.id).await? {
        if report.status != MissingStatus::Refunded || !counts(&report.refund_id) {
            continue;
        }
        if let Some(parcel) = shipments::find(conn, &report.shipment_id).await? {
            all.extend(parcel.doc.lines.into_iter().map(|line| (line.order_line_id, line.quantity)));
        }
    }
    Ok(all)
}

/// What came after the sale of some lines of an order.
pub(super) fn after<'a>(
    lines: impl Iterator<Item = &'a OrderLine>,
    wishes: &[ReturnRow],
    reports: &[MissingRow],
    parcels: &[ShipmentRow],
) -> After {
    let (mut bought, mut returned) = (0, 0);
    for line in lines {
        let back = wishes.iter().flat_map(|wish| &wish.doc.paid_back).filter(|back| back.order_line_id == line.id);
        bought += line.quantity;
        returned += back.map(|back| back.quantity).sum::<u32>();
    }
    let open = |report: &MissingRow| report.status == MissingStatus::Reported;
    let own = |report: &MissingRow| parcels.iter().any(|parcel| parcel.id == report.shipment_id);
    After { returned: Share::of(returned, bought), missing: reports.iter().any(|report| open(report) && own(report)) }
}
