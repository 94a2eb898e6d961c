//! Duties and taxes until the parcel is in the shopper's hands.
//!
//! The rates are a demonstration table: rounded third-country headings by destination and
//! chapter of the Harmonized System, without anti-dumping, origin quotas or preference. They
//! show how a shop tells landed cost; they are no customs advice. Rules and sources are in
//! docs/API.md, "Landed cost".

use vitrine_api::{ChargeLine, Incoterm, Money, MoneyError};

/// Countries that share a customs border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomsArea {
    /// The customs union of the EU.
    Eu,
    /// One country alone.
    Country([u8; 2]),
}

const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// The customs area of a country.
#[must_use]
pub fn area(country: &str) -> CustomsArea {
    if EU.contains(&country) {
        return CustomsArea::Eu;
    }
    let mut code = [0; 2];
    for (to, from) in code.iter_mut().zip(country.bytes()) {
        *to = from;
    }
    CustomsArea::Country(code)
}

/// Whether a parcel between two countries goes through customs.
#[must_use]
pub fn crosses_border(from: &str, to: &str) -> bool {
    area(from) != area(to)
}

/// The duty rate in basis points of the goods' value.
#[must_use]
pub fn duty_rate_bp(customs_code: &str, to: &str) -> u32 {
    let chapter = customs_code.get(..4).unwrap_or_default();
    let [eu, us, jp] = match chapter {
        "6912" => [550, 980, 230],
        "6913" => [600, 600, 0],
        "7013" => [1100, 1200, 0],
        "9405" => [370, 600, 0],
        "8518" => [200, 0, 0],
        "3406" => [0, 0, 320],
        "4202" => [370, 1760, 800],
        "6505" => [270, 680, 440],
        "9506" => [270, 400, 0],
        "9102" => [450, 600, 0],
        "9004" => [290, 200, 0],
        "5702" => [800, 400, 790],
        "7323" => [320, 200, 0],
        "6404" => [1690, 2000, 800],
        "0602" => [650, 190, 0],
        _ => [0, 0, 0],
    };
    match area(to) {
        CustomsArea::Eu => eu,
        CustomsArea::Country(code) => match &code {
            b"US" => us,
            b"JP" => jp,
            _ => eu,
        },
    }
}

/// Goods worth no more than this, in minor units of the market's currency, are free of duty:
/// €150 in the EU (Reg. (EC) 1186/2009, art. 23), ¥10,000 in Japan (Customs Tariff Law, art. 14),
/// nothing in the US since 29 August 2025 (Executive Order 14324).
#[must_use]
pub fn de_minimis(to: &str) -> i64 {
    match area(to) {
        CustomsArea::Eu => 15_000,
        CustomsArea::Country(code) if &code == b"JP" => 10_000,
        CustomsArea::Country(_) => 0,
    }
}

/// Goods of one customs code in a parcel.
#[derive(Clone, Debug)]
pub struct Goods<'a> {
    /// The code.
    pub customs_code: &'a str,
    /// Their price as shown.
    pub value: Money,
}

/// The duty lines of a parcel, one a rate; empty inland and below the limit.
///
/// `included_tax_bp` is the tax the shown prices contain: duty is taken on the value without it.
///
/// # Errors
/// When a sum is past what money can hold.
pub fn duties(
    from: &str,
    to: &str,
    goods: &[Goods<'_>],
    included_tax_bp: u32,
    incoterm: Incoterm,
) -> Result<Vec<ChargeLine>, MoneyError> {
    let Some(first) = goods.first() else {
        return Ok(Vec::new());
    };
    if !crosses_border(from, to) {
        return Ok(Vec::new());
    }
    let currency = first.value.currency();
    let mut net = Vec::new();
    for item in goods {
        let tax = item.value.included_tax(included_tax_bp)?;
        net.push((duty_rate_bp(item.customs_code, to), item.value.checked_sub(tax)?));
    }
    let customs_value = Money::sum(currency, net.iter().map(|(_, value)| *value))?;
    if customs_value.amount() <= de_minimis(to) {
        return Ok(Vec::new());
    }
    let mut rates: Vec<u32> = net.iter().map(|(rate, _)| *rate).filter(|rate| *rate > 0).collect();
    rates.sort_unstable();
    rates.dedup();
    let mut lines = Vec::new();
    for rate in rates {
        // Rounded for each item, then added: the sum of what is shown is what is paid.
        let mut amount = Money::zero(currency);
        for (_, value) in net.iter().filter(|(r, _)| *r == rate) {
            amount = amount.checked_add(value.basis_points(rate)?)?;
        }
        lines.push(ChargeLine {
            code: "duty".to_owned(),
            rate_bp: rate,
            amount,
            included: false,
            at_door: incoterm == Incoterm::Dap,
        });
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_api::Currency;

    fn goods(code: &str, amount: i64, currency: Currency) -> [Goods<'_>; 1] {
        [Goods { customs_code: code, value: Money::new(amount, currency).unwrap() }]
    }

    #[test]
    fn inland_and_within_the_eu_nothing_is_due() {
        let usd = goods("420292", 9_000, Currency::USD);
        assert!(duties("US", "US", &usd, 0, Incoterm::Ddp).unwrap().is_empty());
        let eur = goods("420292", 90_000, Currency::EUR);
        assert!(duties("FR", "DE", &eur, 1900, Incoterm::Ddp).unwrap().is_empty());
    }

    #[test]
    fn the_limit_is_on_the_value_without_tax() {
        // 178.50 gross holds 28.50 VAT: 150.00 net, just free.
        assert!(duties("US", "DE", &goods("420292", 17_850, Currency::EUR), 1900, Incoterm::Dap).unwrap().is_empty());
        let lines = duties("US", "DE", &goods("420292", 17_852, Currency::EUR), 1900, Incoterm::Dap).unwrap();
        assert_eq!(lines[0].amount.amount(), 555); // 3.7 % of 150.02
        assert!(lines[0].at_door);
    }

    #[test]
    fn the_us_has_no_limit_and_ddp_is_paid_to_us() {
        let lines = duties("DE", "US", &goods("691200", 1_000, Currency::USD), 0, Incoterm::Ddp).unwrap();
        assert_eq!((lines[0].amount.amount(), lines[0].at_door), (98, false));
    }

    /// Below, at and above the limit, on both sides of each border the demo has.
    #[test]
    fn the_edges_of_the_table() {
        // From, to, heading, tax in the price, currency; then prices and the duty of each, none for free.
        type Edge = (&'static str, &'static str, &'static str, u32, Currency, &'static [(i64, Option<i64>)]);
        let edges: [Edge; 7] = [
            // 150.00 without tax is 178.50 with it; a cent more is above.
            ("US", "DE", "420292", 1900, Currency::EUR, &[(17_849, None), (17_850, None), (17_851, Some(555))]),
            ("JP", "FR", "640419", 0, Currency::EUR, &[(14_999, None), (15_000, None), (15_001, Some(2_535))]),
            // 10,000 without tax is 11,000 with it.
            ("DE", "JP", "420292", 1000, Currency::JPY, &[(10_999, None), (11_000, None), (11_001, Some(800))]),
            // Above the limit, at a rate of nothing.
            ("US", "JP", "940521", 1000, Currency::JPY, &[(11_000, None), (999_999, None)]),
            ("DE", "US", "851830", 0, Currency::USD, &[(1, None), (99_999, None)]),
            // No limit at all; half a cent is rounded up.
            ("DE", "US", "691200", 0, Currency::USD, &[(0, None), (5, Some(0)), (250, Some(25)), (255, Some(25))]),
            // A heading nobody listed is free.
            ("US", "DE", "999999", 1900, Currency::EUR, &[(17_851, None), (9_999_999, None)]),
        ];
        for (from, to, code, tax, currency, prices) in edges {
            for (price, duty) in prices {
                for incoterm in [Incoterm::Ddp, Incoterm::Dap] {
                    let lines = duties(from, to, &goods(code, *price, currency), tax, incoterm).unwrap();
                    let told: Vec<_> = lines.iter().map(|line| (line.amount.amount(), line.at_door)).collect();
                    let expected: Vec<_> = duty.iter().map(|duty| (*duty, incoterm == Incoterm::Dap)).collect();
                    assert_eq!(told, expected, "{from} to {to}, {code}, {price}, {incoterm:?}");
                }
            }
        }
    }

    #[test]
    fn the_limit_is_for_the_parcel_and_the_rate_for_each_line() {
        let line = |code, amount| Goods { customs_code: code, value: Money::new(amount, Currency::EUR).unwrap() };
        let one = [line("420292", 8_000)];
        assert!(duties("US", "DE", &one, 0, Incoterm::Dap).unwrap().is_empty());
        let two = [line("420292", 8_000), line("640419", 7_001), line("851830", 0)];
        let lines = duties("US", "DE", &two, 0, Incoterm::Dap).unwrap();
        let told: Vec<_> = lines.iter().map(|line| (line.rate_bp, line.amount.amount())).collect();
        assert_eq!(told, [(200, 0), (370, 296), (1_690, 1_183)]);
    }
}
