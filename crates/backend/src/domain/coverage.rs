//! Until when a purchase is covered, in days of UTC.

use jiff::{ToSpan, civil::Date};

/// Years of the seller's liability for faults in the member states of the European Union: Directive
/// (EU) 2019/771, article 10(1). Some states give more; the shop tells the least.
const EU_YEARS: i64 = 2;

/// The member states, by ISO 3166-1.
const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// The last day of the legal guarantee for goods delivered on a day; none where the market's law sets no
/// time the shop knows of.
#[must_use]
pub fn guarantee_until(market: &str, delivered: Date) -> Option<Date> {
    EU.contains(&market).then(|| delivered.saturating_add(EU_YEARS.years()))
}

/// The last day to send goods back, by the merchant's days after the delivery.
#[must_use]
pub fn returnable_until(delivered: Date, merchants_days: u32) -> Date {
    delivered.saturating_add(i64::from(merchants_days).days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_union_has_two_years_and_others_say_nothing() {
        assert_eq!(guarantee_until("DE", date(2026, 11, 26)), Some(date(2028, 11, 26)));
        assert_eq!(guarantee_until("DE", date(2028, 2, 29)), Some(date(2030, 2, 28)));
        assert_eq!(guarantee_until("US", date(2026, 11, 26)), None);
        assert_eq!(returnable_until(date(2026, 11, 26), 30), date(2026, 12, 26));
    }
}
