//! Rules about money and time in words; the words themselves are the pages' business.

use vitrine_api::{ChargeLine, Money, Totals};

/// A rate in basis points as people write it, with the language's decimal sign: `8.875`, `19`.
#[must_use]
pub fn rate(bp: u32, lang: &str) -> String {
    let whole = bp / 100;
    let rest = bp % 100;
    if rest == 0 {
        return whole.to_string();
    }
    let sign = if lang.starts_with("de") { ',' } else { '.' };
    let digits = format!("{rest:02}");
    format!("{whole}{sign}{}", digits.trim_end_matches('0'))
}

/// The name of a charge that the pages have words for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChargeName {
    /// Customs duty.
    Duty,
    /// Value added tax.
    Vat,
    /// Value added tax on imports.
    ImportVat,
    /// Japan's consumption tax.
    ConsumptionTax,
    /// Sales tax of the United States.
    SalesTax,
    /// A charge nobody listed.
    Other,
}

impl ChargeName {
    /// The name behind a stable code.
    #[must_use]
    pub fn of(code: &str) -> Self {
        match code {
            "duty" => Self::Duty,
            "vat" => Self::Vat,
            "import_vat" => Self::ImportVat,
            "consumption_tax" => Self::ConsumptionTax,
            "sales_tax" => Self::SalesTax,
            _ => Self::Other,
        }
    }
}

/// The charges that are paid to us and come on top of the price.
pub fn added(lines: &[ChargeLine]) -> impl Iterator<Item = &ChargeLine> {
    lines.iter().filter(|line| !line.included && !line.at_door && !line.amount.is_zero())
}

/// The charges that the price contains.
pub fn included(lines: &[ChargeLine]) -> impl Iterator<Item = &ChargeLine> {
    lines.iter().filter(|line| line.included && !line.at_door && !line.amount.is_zero())
}

/// What is taken off, as it stands in a bill: below zero.
#[must_use]
pub fn taken_off(discount: Money) -> Money {
    let nothing = Money::zero(discount.currency());
    nothing.checked_sub(discount).unwrap_or(nothing)
}

/// Whether the parts of the totals make the total; a bag that does not add up is not shown as settled.
#[must_use]
pub fn adds_up(totals: &Totals) -> bool {
    let discount = taken_off(totals.discount.unwrap_or(Money::zero(totals.total.currency())));
    let parts = [totals.items, discount, totals.shipping, totals.duties, totals.tax];
    let sum = Money::sum(totals.total.currency(), parts);
    sum == Ok(totals.total)
}

/// A time span as people say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// It is over.
    Over,
    /// Less than an hour.
    Minutes(u32),
    /// Hours and minutes.
    Hours(u32, u32),
    /// More than a day: the date says more.
    Long,
}

/// The time left in words.
#[must_use]
pub fn span(milliseconds: f64) -> Span {
    if milliseconds.is_nan() || milliseconds <= 0.0 {
        return Span::Over;
    }
    // A minute that has begun is a minute one still has.
    let minutes = (milliseconds / 60_000.0).ceil();
    if minutes >= 24.0 * 60.0 {
        return Span::Long;
    }
    let minutes = minutes as u32;
    if minutes < 60 { Span::Minutes(minutes) } else { Span::Hours(minutes / 60, minutes % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures::{eur, totals};
    use proptest::prelude::*;

    #[test]
    fn rates_are_written_short() {
        assert_eq!((rate(1900, "de"), rate(887, "en"), rate(250, "de")), ("19".into(), "8.87".into(), "2,5".into()));
    }

    #[test]
    fn spans() {
        assert_eq!(span(-1.0), Span::Over);
        assert_eq!(span(f64::NAN), Span::Over);
        assert_eq!(span(1.0), Span::Minutes(1));
        assert_eq!(span(11_520_000.0), Span::Hours(3, 12));
        assert_eq!(span(1e12), Span::Long);
    }

    #[test]
    fn totals_that_do_not_add_up_are_seen() {
        let mut sum = totals();
        assert!(adds_up(&sum));
        sum.shipping = eur(490);
        assert!(!adds_up(&sum));
        sum.total = eur(490);
        assert!(adds_up(&sum));
        sum.items = eur(2_900);
        sum.discount = Some(eur(290));
        assert!(!adds_up(&sum));
        sum.total = eur(3_100);
        assert!(adds_up(&sum));
    }

    proptest! {
        #[test]
        fn a_span_is_never_shorter_than_the_time_left(ms in 1.0f64..86_000_000.0) {
            let minutes = match span(ms) {
                Span::Over => 0,
                Span::Minutes(m) => m,
                Span::Hours(h, m) => h * 60 + m,
                Span::Long => u32::MAX,
            };
            prop_assert!(f64::from(minutes) * 60_000.0 >= ms);
        }
    }
}
