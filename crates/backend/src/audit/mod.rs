//! `audit`: proves for a database that money and pieces add up. It only reads, in one transaction,
//! so that all sums are of one moment and it may run beside a serving shop.

mod checkouts;
mod money;
mod print;
mod promotions;
mod stock;

pub use money::MoneyLine;
pub use print::table;
pub use stock::StockLine;

use crate::store::{Conn, Result, Store};
use serde::Serialize;
use std::fmt;

/// What must be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The money ledger is what came less what went back, for each checkout.
    MoneyLedger,
    /// The provider's own record says the same; checked for the sandbox, whose record is here.
    Provider,
    /// No more goes back than came.
    RefundTooLarge,
    /// Each shelf holds what was put there, less what was sold, and what came back.
    StockLedger,
    /// What is reserved on a shelf is what checkouts hold of it.
    Reserved,
    /// What was sold from a shelf is what stands in orders.
    Sold,
    /// One order a checkout.
    OneOrder,
    /// No paid checkout without an order or a refund.
    PaidForNothing,
    /// No order without its payment.
    OrderUnpaid,
    /// No reservation past its time.
    ReservationOverdue,
    /// No code used more often than it may be.
    PromotionTwice,
    /// What codes took off an order is what the ledger of codes says.
    PromotionAmount,
    /// No code held without a checkout that may still become an order.
    PromotionHeld,
}

/// Something that isn't as it must be.
#[derive(Clone, Debug, Serialize)]
pub struct Breach {
    /// What must be true.
    pub rule: Rule,
    /// Whom it is about: checkouts, orders, payments, shelves.
    pub ids: Vec<String>,
    /// What is there instead.
    pub detail: String,
}

impl Breach {
    fn new(rule: Rule, ids: &[&str], detail: impl Into<String>) -> Self {
        Self { rule, ids: ids.iter().map(|&id| id.to_owned()).collect(), detail: detail.into() }
    }
}

/// One line for people.
impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = crate::store::word(&self.rule).unwrap_or_default();
        write!(f, "{rule}: {} ({})", self.detail, self.ids.join(", "))
    }
}

/// What a look at the database found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The sums of each currency.
    pub money: Vec<MoneyLine>,
    /// The sums of each shelf.
    pub stock: Vec<StockLine>,
    /// How many checkouts are in each state.
    pub checkouts: Vec<(String, i64)>,
    /// How many orders there are.
    pub orders: i64,
    /// What isn't as it must be; empty when all is well.
    pub breaches: Vec<Breach>,
}

/// Looks at everything. `now` in microseconds.
///
/// # Errors
/// When the database fails.
pub async fn run(store: &Store, now: i64) -> Result<Report> {
    look(&mut *store.snapshot().await?, now).await
}

/// The same within a transaction.
///
/// # Errors
/// When the database fails.
pub async fn look(conn: &mut Conn, now: i64) -> Result<Report> {
    let mut breaches = Vec::new();
    let money = money::check(conn, &mut breaches).await?;
    let stock = stock::check(conn, &mut breaches).await?;
    let (states, orders) = checkouts::check(conn, now, &mut breaches).await?;
    promotions::check(conn, &mut breaches).await?;
    breaches.sort_by_key(|breach| breach.rule);
    Ok(Report { money, stock, checkouts: states, orders, breaches })
}
