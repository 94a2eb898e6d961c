//! Orders and refunds as tables for people.

use crate::store::word;
use serde::Serialize;
use std::fmt::Write;
use vitrine_api::{MerchantOrder, MerchantRefund, Money};

/// A line for each order.
pub(super) fn orders(orders: &[MerchantOrder]) -> String {
    let mut text = String::new();
    // Writing into a text never fails, here and below.
    let _ = write_orders(&mut text, orders);
    text
}

/// An order with all that is in it.
pub(super) fn order(order: &MerchantOrder) -> String {
    let mut text = String::new();
    let _ = write_order(&mut text, order);
    text
}

/// A refund.
pub(super) fn refund(refund: &MerchantRefund) -> String {
    let again = if refund.replayed { "; this key had begun it before, nothing was done now" } else { "" };
    format!(
        "refund {} of {}: {}{again}\nstill refundable: {}\n",
        refund.id,
        money(refund.amount),
        said(&refund.status),
        money(refund.refundable)
    )
}

fn write_orders(text: &mut String, orders: &[MerchantOrder]) -> std::fmt::Result {
    writeln!(
        text,
        "{:<15}{:<26}{:<22}{:<20}{:>7}{:>8}{:>16}",
        "order", "made", "status", "payment", "pieces", "parcels", "refundable"
    )?;
    for order in orders {
        let pieces: u32 = order.lines.iter().map(|line| line.quantity).sum();
        writeln!(
            text,
            "{:<15}{:<26}{:<22}{:<20}{pieces:>7}{:>8}{:>16}",
            order.number,
            order.created_at.as_str(),
            said(&order.status),
            said(&order.payment_status),
            order.parcels.len(),
            money(order.refundable)
        )?;
    }
    Ok(())
}

fn write_order(text: &mut String, order: &MerchantOrder) -> std::fmt::Result {
    writeln!(text, "order {} ({}), {}, {}", order.number, order.id, order.created_at, said(&order.status))?;
    writeln!(text, "payment {}, refundable {}", said(&order.payment_status), money(order.refundable))?;
    for line in &order.lines {
        let total = match line.discount {
            Some(off) => format!("{} less {} by codes", money(line.line_total), off.amount()),
            None => money(line.line_total),
        };
        writeln!(text, "  line {}  {} × {} ({}), {total}", line.id, line.quantity, line.title, line.variant_id)?;
    }
    for parcel in &order.parcels {
        let number = parcel.tracking_number.as_deref().unwrap_or("no label yet");
        let status = said(&parcel.status);
        writeln!(text, "parcel {}  {status}, {} {number}", parcel.id, parcel.carrier.code)?;
        for line in &parcel.lines {
            writeln!(text, "  line {}  {} × {}", line.order_line_id, line.quantity, line.title)?;
        }
        if let Some(report) = &parcel.missing {
            let (at, by) = (report.reported_at.as_str(), report.answer_by.as_str());
            let answer = report.answer.as_deref().unwrap_or("not answered");
            writeln!(text, "  missing since {at}, {}, answer by {by}: {answer}", said(&report.status))?;
        }
    }
    for wish in &order.returns {
        let answer = wish.answer.as_deref().unwrap_or("not answered");
        writeln!(text, "return {}  {}, {}: {answer}", wish.id, said(&wish.status), said(&wish.reason))?;
        for line in &wish.lines {
            writeln!(text, "  line {}  {} pieces", line.order_line_id, line.quantity)?;
        }
    }
    Ok(())
}

fn said<T: Serialize>(value: &T) -> String {
    word(value).unwrap_or_default()
}

fn money(amount: Money) -> String {
    format!("{} {}", amount.amount(), amount.currency())
}
