//! Money in Stripe's numbers. Stripe counts in the smallest unit as ISO 4217 does, with a few
//! currencies apart (<https://docs.stripe.com/currencies>, "Zero-decimal" and "Special cases").

use vitrine_api::{Currency, Money};

/// How a currency's numbers differ from ISO 4217's.
enum Rule {
    /// Not at all: cents for EUR, whole yen for JPY.
    Same,
    /// ISO has no minor unit, Stripe counts hundredths that are always zero.
    HundredTimes,
    /// ISO has hundredths, Stripe counts whole units.
    Hundredth,
    /// Three digits, of which the last must be zero.
    Tens,
}

fn rule(code: &str) -> Rule {
    match code {
        "ISK" | "UGX" => Rule::HundredTimes,
        "MGA" => Rule::Hundredth,
        "BHD" | "JOD" | "KWD" | "OMR" | "TND" => Rule::Tens,
        _ => Rule::Same,
    }
}

/// The number and the currency in small letters; `None` when Stripe can't take exactly this amount.
pub(super) fn to_stripe(money: Money) -> Option<(i64, String)> {
    let (amount, currency) = (money.amount(), money.currency());
    let number = match rule(currency.code()) {
        Rule::Same => amount,
        Rule::HundredTimes => amount.checked_mul(100)?,
        Rule::Hundredth => whole(amount, 100)?,
        Rule::Tens => whole(amount, 10)?.checked_mul(10)?,
    };
    (number > 0).then(|| (number, currency.code().to_ascii_lowercase()))
}

/// Our money; `None` when it can't be told exactly.
pub(super) fn from_stripe(number: i64, currency: &str) -> Option<Money> {
    let currency = Currency::parse(&currency.to_ascii_uppercase()).ok()?;
    let amount = match rule(currency.code()) {
        Rule::Same | Rule::Tens => number,
        Rule::HundredTimes => whole(number, 100)?,
        Rule::Hundredth => number.checked_mul(100)?,
    };
    Money::new(amount, currency).ok()
}

/// The quotient of a division that leaves nothing.
fn whole(number: i64, by: i64) -> Option<i64> {
    (number % by == 0).then_some(number / by)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: i64, code: &str) -> Money {
        Money::new(amount, Currency::parse(code).unwrap()).unwrap()
    }

    #[test]
    fn yen_have_no_cents_and_euros_do() {
        assert_eq!(to_stripe(money(1_200, "JPY")), Some((1_200, "jpy".to_owned())));
        assert_eq!(to_stripe(money(2_962, "EUR")), Some((2_962, "eur".to_owned())));
        assert_eq!(from_stripe(1_200, "jpy"), Some(money(1_200, "JPY")));
    }

    #[test]
    fn currencies_apart_go_there_and_back_or_not_at_all() {
        for (ours, number) in [(money(7, "ISK"), 700), (money(500, "MGA"), 5), (money(5_120, "KWD"), 5_120)] {
            let (sent, code) = to_stripe(ours).unwrap();
            assert_eq!(sent, number);
            assert_eq!(from_stripe(sent, &code), Some(ours));
        }
        assert_eq!(to_stripe(money(550, "MGA")), None);
        assert_eq!(to_stripe(money(5_124, "KWD")), None);
        assert_eq!(to_stripe(money(0, "EUR")), None);
        assert_eq!(from_stripe(1, "€"), None);
    }
}
