//! The report as tables for people.

use super::Report;
use std::fmt::Write;

/// The report as text: money, shelves, checkouts, and one line for each breach.
#[must_use]
pub fn table(report: &Report) -> String {
    let mut text = String::new();
    // Writing into a text never fails.
    let _ = write_table(&mut text, report);
    text
}

fn write_table(text: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(text, "{:<12}{:>14}{:>14}{:>14}{:>14}", "currency", "paid", "refunded", "disputed", "ledger")?;
    for line in &report.money {
        writeln!(
            text,
            "{:<12}{:>14}{:>14}{:>14}{:>14}",
            line.currency, line.paid, line.refunded, line.disputed, line.ledger
        )?;
    }
    writeln!(
        text,
        "\n{:<20}{:<8}{:>8}{:>8}{:>10}{:>10}{:>10}{:>8}",
        "variant", "shelf", "filled", "sold", "returned", "on hand", "reserved", "free"
    )?;
    for line in &report.stock {
        writeln!(
            text,
            "{:<20}{:<8}{:>8}{:>8}{:>10}{:>10}{:>10}{:>8}",
            line.variant,
            line.warehouse,
            line.filled,
            line.sold,
            line.returned,
            line.on_hand,
            line.reserved,
            line.free()
        )?;
    }
    writeln!(text)?;
    for (state, count) in &report.checkouts {
        let label = format!("checkouts {state}");
        writeln!(text, "{label:<30}{count:>8}")?;
    }
    writeln!(text, "{:<30}{:>8}\n", "orders", report.orders)?;
    match report.breaches.len() {
        0 => writeln!(text, "Everything adds up."),
        count => writeln!(text, "{count} things don't add up; they are named one by one."),
    }
}
