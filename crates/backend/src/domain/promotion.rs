//! Promotion codes: whether one applies to the goods of a bag, and what it takes off which line.
//!
//! A code takes off the prices of goods alone, never off shipping. Several codes are taken in the order
//! they were added, each on what those before it have left. A percentage is of the sum of the goods the
//! code is for, rounded half up to the minor unit; an amount is allotted to lines in proportion to their
//! prices, so that the parts sum to it exactly.

use super::portions::divide;
use vitrine_api::{FieldCode, PromotionReason};

/// No more codes fit into a bag.
pub const MOST_CODES: usize = 3;

/// What a code takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A share in basis points, at most so many minor units where there is a cap.
    Percent {
        /// 1/10,000 of the goods.
        bp: u32,
        /// The most it takes off.
        cap: Option<i64>,
    },
    /// Minor units.
    Fixed(i64),
}

/// A code as the rules see it.
#[derive(Clone, Debug)]
pub struct Code<'a> {
    /// What it takes off.
    pub kind: Kind,
    /// What the goods it is for must cost, at shown prices, in minor units.
    pub minimum: i64,
    /// Only this seller's goods.
    pub merchant: Option<&'a str>,
    /// Only these products; all when empty.
    pub products: &'a [String],
    /// What is wrong with it whatever is in the bag.
    pub barred: Option<PromotionReason>,
}

/// A line as the rules see it.
#[derive(Clone, Debug)]
pub struct Goods<'a> {
    /// The line's id: it decides where two lines are alike.
    pub id: &'a str,
    /// The product.
    pub product: &'a str,
    /// The seller.
    pub merchant: &'a str,
    /// The price of all its pieces, in minor units.
    pub price: i64,
}

/// What became of a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Minor units.
    pub amount: i64,
    /// Why it is nothing.
    pub reason: Option<PromotionReason>,
    /// How many minor units the goods must cost more.
    pub missing: i64,
}

/// What became of each code, and what each line gives up, in minor units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reduced {
    /// In the order of the codes.
    pub codes: Vec<Taken>,
    /// In the order of the lines.
    pub lines: Vec<i64>,
}

/// Reads a code as people type it.
///
/// # Errors
/// What is wrong with it: 3 to 24 letters of English, digits and dashes make a code.
pub fn read(text: &str) -> Result<String, FieldCode> {
    let code = text.trim().to_ascii_uppercase();
    let sound = code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
    match code.chars().count() {
        0 => Err(FieldCode::Required),
        25.. => Err(FieldCode::TooLong),
        3..=24 if sound => Ok(code),
        _ => Err(FieldCode::Format),
    }
}

/// What the clock says against a code; from its first moment on and until just before its end it is good.
#[must_use]
pub fn by_time(from: Option<i64>, until: Option<i64>, now: i64) -> Option<PromotionReason> {
    if from.is_some_and(|from| now < from) {
        return Some(PromotionReason::NotYet);
    }
    until.is_some_and(|until| now >= until).then_some(PromotionReason::Expired)
}

/// Takes codes off lines. `shipping` is what is paid beside the goods: a code that would leave nothing to
/// pay at all doesn't apply.
#[must_use]
pub fn reduce(codes: &[Code<'_>], lines: &[Goods<'_>], shipping: i64) -> Reduced {
    let mut off = vec![0; lines.len()];
    let mut left: i64 = lines.iter().map(|line| line.price).sum();
    let mut told = Vec::new();
    for code in codes {
        let taken = one(code, lines, &mut off, left + shipping);
        left -= taken.amount;
        told.push(taken);
    }
    Reduced { codes: told, lines: off }
}

fn one(code: &Code<'_>, lines: &[Goods<'_>], off: &mut [i64], to_pay: i64) -> Taken {
    let refused = |reason| Taken { amount: 0, reason: Some(reason), missing: 0 };
    if let Some(reason) = code.barred {
        return refused(reason);
    }
    let meant: Vec<usize> = (0..lines.len()).filter(|at| is_for(code, &lines[*at])).collect();
    let shown: i64 = meant.iter().map(|at| lines[*at].price).sum();
    if meant.is_empty() {
        return refused(PromotionReason::Goods);
    }
    if shown < code.minimum {
        return Taken { missing: code.minimum - shown, ..refused(PromotionReason::Minimum) };
    }
    let rest: Vec<(i64, &str)> = meant.iter().map(|at| (lines[*at].price - off[*at], lines[*at].id)).collect();
    let base: i64 = rest.iter().map(|(price, _)| price).sum();
    let amount = match code.kind {
        Kind::Percent { bp, cap } => percent(base, bp).min(cap.unwrap_or(i64::MAX)),
        Kind::Fixed(amount) => amount,
    };
    let amount = amount.clamp(0, base);
    if amount == 0 {
        // The codes before it have left nothing, or less than half a minor unit's worth.
        return refused(PromotionReason::Goods);
    }
    if amount >= to_pay {
        return refused(PromotionReason::NothingLeft);
    }
    for (at, part) in meant.iter().zip(allot(amount, &rest)) {
        off[*at] += part;
    }
    Taken { amount, reason: None, missing: 0 }
}

fn is_for(code: &Code<'_>, line: &Goods<'_>) -> bool {
    code.merchant.is_none_or(|merchant| merchant == line.merchant)
        && (code.products.is_empty() || code.products.iter().any(|product| product == line.product))
}

/// A share in basis points, rounded half up.
fn percent(base: i64, bp: u32) -> i64 {
    let share = (i128::from(base) * i128::from(bp) + 5_000) / 10_000;
    i64::try_from(share).unwrap_or(i64::MAX)
}

/// Allots an amount to parts in proportion to what they weigh; of those that rounding cut alike the smaller id
/// gets more. No part gets more than it weighs, provided that the amount is no more than all weigh together.
fn allot(amount: i64, parts: &[(i64, &str)]) -> Vec<i64> {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| parts[*at].1);
    let weights: Vec<i64> = order.iter().map(|at| parts[*at].0).collect();
    let mut given = vec![0; parts.len()];
    for (at, part) in order.into_iter().zip(divide(amount, &weights)) {
        given[at] = part;
    }
    given
}

#[cfg(test)]
#[path = "promotion_tests.rs"]
mod tests;
