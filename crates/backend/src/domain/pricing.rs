//! What a bag costs. Every total in the shop comes from here.

use super::landed_cost::{Goods, duties};
use vitrine_api::{ChargeLine, Currency, Incoterm, Money, MoneyError, Totals};

/// How a market taxes.
#[derive(Clone, Debug)]
pub struct TaxRule {
    /// `vat`, `consumption_tax`, `sales_tax`.
    pub code: String,
    /// The rate in basis points; `None` while it depends on an address not given yet.
    pub rate_bp: Option<u32>,
    /// Whether shown prices contain it.
    pub included: bool,
}

impl TaxRule {
    /// The rate that shown prices contain.
    #[must_use]
    pub fn included_bp(&self) -> u32 {
        if self.included { self.rate_bp.unwrap_or(0) } else { 0 }
    }
}

/// A line as pricing sees it.
#[derive(Clone, Debug)]
pub struct PricedLine {
    /// Price of all pieces, as shown.
    pub total: Money,
    /// What codes take off it; tax and duty are of what is left.
    pub discount: Money,
    /// Harmonized System code.
    pub customs_code: String,
}

/// A parcel as pricing sees it.
#[derive(Clone, Debug)]
pub struct PricedGroup {
    /// Country it leaves from.
    pub from: String,
    /// What is in it.
    pub lines: Vec<PricedLine>,
    /// What shipping costs.
    pub shipping: Money,
    /// Who pays duties.
    pub incoterm: Incoterm,
}

/// A priced bag.
#[derive(Clone, Debug, PartialEq)]
pub struct Priced {
    /// The sums.
    pub totals: Totals,
    /// The duty lines of each parcel, in the order given.
    pub duties: Vec<Vec<ChargeLine>>,
}

/// Prices parcels for a destination.
///
/// Tax and duty are of what codes leave of a line. Tax is rounded per line, half away from zero; shipping is taxed like goods where prices contain
/// the tax, and untaxed where it is added (a simplification of state rules, said in docs/API.md).
///
/// # Errors
/// When a sum is past what money can hold or currencies are mixed.
pub fn price(to: &str, currency: Currency, tax: &TaxRule, groups: &[PricedGroup]) -> Result<Priced, MoneyError> {
    let mut items = Money::zero(currency);
    let mut discount = Money::zero(currency);
    let mut shipping = Money::zero(currency);
    let mut tax_amount = Money::zero(currency);
    let mut duty_paid = Money::zero(currency);
    let mut at_door = Money::zero(currency);
    let mut group_duties = Vec::new();
    let rate = tax.rate_bp.unwrap_or(0);
    for group in groups {
        let mut goods: Vec<Goods<'_>> = Vec::new();
        for line in &group.lines {
            items = items.checked_add(line.total)?;
            discount = discount.checked_add(line.discount)?;
            let value = line.total.checked_sub(line.discount)?;
            let line_tax = if tax.included { value.included_tax(rate)? } else { value.basis_points(rate)? };
            tax_amount = tax_amount.checked_add(line_tax)?;
            goods.push(Goods { customs_code: &line.customs_code, value });
        }
        shipping = shipping.checked_add(group.shipping)?;
        if tax.included {
            tax_amount = tax_amount.checked_add(group.shipping.included_tax(rate)?)?;
        }
        let lines = duties(&group.from, to, &goods, tax.included_bp(), group.incoterm)?;
        for line in &lines {
            if line.at_door {
                at_door = at_door.checked_add(line.amount)?;
            } else {
                duty_paid = duty_paid.checked_add(line.amount)?;
            }
        }
        group_duties.push(lines);
    }
    let added = if tax.included { Money::zero(currency) } else { tax_amount };
    let total = items.checked_sub(discount)?.checked_add(shipping)?.checked_add(duty_paid)?.checked_add(added)?;
    let tax_lines = if rate == 0 {
        Vec::new()
    } else {
        vec![ChargeLine {
            code: tax.code.clone(),
            rate_bp: rate,
            amount: tax_amount,
            included: tax.included,
            at_door: false,
        }]
    };
    let totals = Totals {
        items,
        discount: (!discount.is_zero()).then_some(discount),
        shipping,
        duties: duty_paid,
        tax: added,
        tax_lines,
        total,
        due_at_door: at_door,
        settled: tax.rate_bp.is_some(),
    };
    Ok(Priced { totals, duties: group_duties })
}

/// What shipping costs: a base for the first 500 g and a step for each further 500 g begun.
///
/// # Errors
/// When the sum is past what money can hold.
pub fn shipping_price(base: i64, step: i64, weight_g: u64, currency: Currency) -> Result<Money, MoneyError> {
    let steps = weight_g.saturating_sub(1) / 500;
    let steps = u32::try_from(steps).map_err(|_| MoneyError::Overflow)?;
    Money::new(base, currency)?.checked_add(Money::new(step, currency)?.checked_mul(steps)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn group(from: &str, totals: &[i64], shipping: i64, currency: Currency) -> PricedGroup {
        PricedGroup {
            from: from.into(),
            lines: totals
                .iter()
                .map(|t| PricedLine {
                    total: Money::new(*t, currency).unwrap(),
                    discount: Money::zero(currency),
                    customs_code: "691200".into(),
                })
                .collect(),
            shipping: Money::new(shipping, currency).unwrap(),
            incoterm: Incoterm::Ddp,
        }
    }

    #[test]
    fn german_prices_contain_the_tax() {
        let vat = TaxRule { code: "vat".into(), rate_bp: Some(1900), included: true };
        let priced = price("DE", Currency::EUR, &vat, &[group("DE", &[2_400, 562], 490, Currency::EUR)]).unwrap();
        assert_eq!(priced.totals.total.amount(), 3_452);
        assert_eq!(priced.totals.tax.amount(), 0);
        assert_eq!(priced.totals.tax_lines[0].amount.amount(), 383 + 90 + 78);
    }

    #[test]
    fn us_tax_and_duty_are_added() {
        let tax = TaxRule { code: "sales_tax".into(), rate_bp: Some(725), included: false };
        let priced = price("US", Currency::USD, &tax, &[group("DE", &[2_400], 1_200, Currency::USD)]).unwrap();
        assert_eq!(priced.totals.tax.amount(), 174);
        assert_eq!(priced.totals.duties.amount(), 235); // 9.8 % of 24.00 is 2.352
        assert_eq!(priced.totals.total.amount(), 2_400 + 1_200 + 174 + 235);
    }

    #[test]
    fn tax_and_duty_are_of_what_a_code_leaves() {
        let tax = TaxRule { code: "sales_tax".into(), rate_bp: Some(725), included: false };
        let mut parcel = group("DE", &[2_400], 1_200, Currency::USD);
        parcel.lines[0].discount = Money::new(400, Currency::USD).unwrap();
        let t = price("US", Currency::USD, &tax, &[parcel]).unwrap().totals;
        assert_eq!((t.tax.amount(), t.duties.amount()), (145, 196)); // 7.25 % and 9.8 % of 20.00
        assert_eq!(t.total.amount(), 2_400 - 400 + 1_200 + 145 + 196);
        let vat = TaxRule { code: "vat".into(), rate_bp: Some(1900), included: true };
        let mut parcel = group("DE", &[2_900], 0, Currency::EUR);
        parcel.lines[0].discount = Money::new(290, Currency::EUR).unwrap();
        let t = price("DE", Currency::EUR, &vat, &[parcel]).unwrap().totals;
        assert_eq!((t.total.amount(), t.tax_lines[0].amount.amount()), (2_610, 417));
    }

    #[test]
    fn without_an_address_a_us_total_is_not_settled() {
        let tax = TaxRule { code: "sales_tax".into(), rate_bp: None, included: false };
        assert!(!price("US", Currency::USD, &tax, &[]).unwrap().totals.settled);
    }

    #[test]
    fn shipping_counts_each_half_kilo_begun() {
        let at = |g| shipping_price(490, 100, g, Currency::EUR).unwrap().amount();
        assert_eq!([at(1), at(500), at(501), at(1_000), at(1_001)], [490, 490, 590, 590, 690]);
    }

    proptest! {
        #[test]
        fn the_total_is_the_sum_of_what_is_shown(
            lines in prop::collection::vec((1i64..1_000_000, 0i64..=100), 1..6), shipping in 0i64..10_000, bp in 0u32..3_000, included: bool
        ) {
            let tax = TaxRule { code: "t".into(), rate_bp: Some(bp), included };
            let prices: Vec<i64> = lines.iter().map(|(price, _)| *price).collect();
            let mut parcel = group("DE", &prices, shipping, Currency::USD);
            for (line, (price, percent)) in parcel.lines.iter_mut().zip(&lines) {
                line.discount = Money::new(price * percent / 100, Currency::USD).unwrap();
            }
            let t = price("US", Currency::USD, &tax, &[parcel]).unwrap().totals;
            let off = t.discount.map_or(0, |discount| discount.amount());
            prop_assert_eq!(
                t.total.amount(),
                t.items.amount() - off + t.shipping.amount() + t.duties.amount() + t.tax.amount()
            );
            prop_assert!(off <= t.items.amount() && t.total.amount() >= t.shipping.amount());
            prop_assert!(t.tax_lines.iter().all(|l| l.amount.amount() >= 0));
        }
    }
}
