//! What customs asks at the door: of each parcel its own, and of all together what the bill says.

use super::{Result, Shop};
use crate::domain::{landed_cost::duty_rate_bp, portions::portions};
use crate::store::shipments::LineDue;
use vitrine_api::{DeliveryGroup, Money, OrderLine, ShipmentLine};

impl Shop {
    /// What of a parcel's duty is due at the door for each of its lines: its share after price and rate.
    ///
    /// # Errors
    /// When a sum is past what money can hold.
    pub(super) fn due_at_door(&self, group: &DeliveryGroup, to: &str, lines: &[&OrderLine]) -> Result<Vec<LineDue>> {
        let at_door: Vec<Money> = group.duty_lines.iter().filter(|line| line.at_door).map(|line| line.amount).collect();
        let Some(first) = at_door.first() else {
            return Ok(Vec::new());
        };
        let whole = Money::sum(first.currency(), at_door.iter().copied())?;
        let weight = |line: &&OrderLine| {
            let known = self.catalogue.variant(line.variant_id.as_str());
            let code = known.map_or("", |(entry, _)| entry.file.customs_code.as_str());
            let value = line.line_total.amount() - line.discount.map_or(0, |off| off.amount());
            i64::from(duty_rate_bp(code, to)).saturating_mul(value)
        };
        let weights: Vec<i64> = lines.iter().map(weight).collect();
        let dues = lines.iter().zip(portions(whole, &weights)?);
        Ok(dues.map(|(line, amount)| LineDue { order_line_id: line.id.clone(), amount }).collect())
    }
}

/// Pieces that leave a parcel take their part of the duty along: what stays, and what goes.
///
/// # Errors
/// When a sum is past what money can hold.
pub(super) fn divide(
    dues: &[LineDue],
    kept: &[ShipmentLine],
    moved: &[ShipmentLine],
) -> Result<(Vec<LineDue>, Vec<LineDue>)> {
    let (mut stays, mut goes) = (Vec::new(), Vec::new());
    for due in dues {
        let pieces = |lines: &[ShipmentLine]| -> i64 {
            let own = lines.iter().filter(|line| line.order_line_id == due.order_line_id);
            own.map(|line| i64::from(line.quantity)).sum()
        };
        let parts = portions(due.amount, &[pieces(kept), pieces(moved)])?;
        for (list, amount) in [&mut stays, &mut goes].into_iter().zip(parts) {
            if !amount.is_zero() {
                list.push(LineDue { order_line_id: due.order_line_id.clone(), amount });
            }
        }
    }
    Ok((stays, goes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_api::Currency;

    fn lines(all: &[(&str, u32)]) -> Vec<ShipmentLine> {
        let line = |(id, quantity): &(&str, u32)| ShipmentLine {
            order_line_id: (*id).into(),
            title: String::new(),
            thumbnail_url: String::new(),
            quantity: *quantity,
        };
        all.iter().map(line).collect()
    }

    fn dues(all: &[(&str, i64)]) -> Vec<LineDue> {
        let due = |(id, amount): &(&str, i64)| LineDue {
            order_line_id: (*id).into(),
            amount: Money::new(*amount, Currency::EUR).unwrap(),
        };
        all.iter().map(due).collect()
    }

    #[test]
    fn the_duty_goes_with_the_pieces() {
        let all = dues(&[("a", 1_175), ("b", 300)]);
        let whole = divide(&all, &lines(&[("a", 2)]), &lines(&[("b", 1)])).unwrap();
        assert_eq!(whole, (dues(&[("a", 1_175)]), dues(&[("b", 300)])));
        let half = divide(&all, &lines(&[("a", 1), ("b", 1)]), &lines(&[("a", 1)])).unwrap();
        assert_eq!(half, (dues(&[("a", 588), ("b", 300)]), dues(&[("a", 587)])));
        assert_eq!(divide(&[], &lines(&[("a", 1)]), &lines(&[("a", 1)])).unwrap(), (vec![], vec![]));
    }
}
