use serde::{Deserialize, Serialize};
use std::fmt;

/// The largest amount, in minor units, that a browser's number can hold exactly: 2^53 − 1.
pub const MAX_AMOUNT: i64 = 9_007_199_254_740_991;

/// A currency by its ISO 4217 code.
///
/// The exponent (how many minor digits a major unit has) comes from the ISO 4217
/// list: JPY 0, KWD 3, most others 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "EUR"))]
pub struct Currency([u8; 3]);

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");
    /// The United States dollar.
    pub const USD: Self = Self(*b"USD");
    /// The Japanese yen.
    pub const JPY: Self = Self(*b"JPY");

    /// Reads a three-letter code in capitals, as ISO 4217 writes it.
    ///
    /// # Errors
    /// [`MoneyError::BadCurrency`] when the text is not three ASCII capitals.
    pub fn parse(code: &str) -> Result<Self, MoneyError> {
        match code.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(MoneyError::BadCurrency),
        }
    }

    /// The three-letter code.
    #[must_use]
    pub fn code(&self) -> &str {
        // Only ASCII capitals are ever stored, so this never falls back.
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many minor digits a major unit has (ISO 4217, column "minor unit").
    #[must_use]
    pub fn exponent(&self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX"
            | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Currency {
    type Error = MoneyError;
    fn try_from(code: String) -> Result<Self, MoneyError> {
        Self::parse(&code)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

/// An amount of money: integer minor units of one currency (`2962 EUR` is €29.62).
///
/// Arithmetic is checked: a result past [`MAX_AMOUNT`] or a mix of currencies is an
/// error, never a wrap-around.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "RawMoney")]
pub struct Money {
    /// Minor units; may be negative for reductions.
    amount: i64,
    /// The currency of the amount.
    currency: Currency,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMoney {
    amount: i64,
    currency: Currency,
}

impl TryFrom<RawMoney> for Money {
    type Error = MoneyError;
    fn try_from(raw: RawMoney) -> Result<Self, MoneyError> {
        Self::new(raw.amount, raw.currency)
    }
}

/// Why a computation with money was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyError {
    /// The code is not three capitals.
    BadCurrency,
    /// Two different currencies met.
    CurrencyMismatch,
    /// The result is past [`MAX_AMOUNT`].
    Overflow,
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadCurrency => "a currency is three capital letters, such as EUR",
            Self::CurrencyMismatch => "amounts of different currencies can't be combined",
            Self::Overflow => "the amount is too large",
        })
    }
}

impl std::error::Error for MoneyError {}

impl Money {
    /// An amount in minor units.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] past ±[`MAX_AMOUNT`].
    pub fn new(amount: i64, currency: Currency) -> Result<Self, MoneyError> {
        if amount.checked_abs().is_some_and(|a| a <= MAX_AMOUNT) {
            Ok(Self { amount, currency })
        } else {
            Err(MoneyError::Overflow)
        }
    }

    /// Nothing, in this currency.
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self { amount: 0, currency }
    }

    /// Minor units.
    #[must_use]
    pub fn amount(&self) -> i64 {
        self.amount
    }

    /// The currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether the amount is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.amount == 0
    }

    /// The sum.
    ///
    /// # Errors
    /// On different currencies or a result past [`MAX_AMOUNT`].
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same(other)?;
        let sum = self.amount.checked_add(other.amount).ok_or(MoneyError::Overflow)?;
        Self::new(sum, self.currency)
    }

    /// The difference.
    ///
    /// # Errors
    /// On different currencies or a result past [`MAX_AMOUNT`].
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same(other)?;
        let rest = self.amount.checked_sub(other.amount).ok_or(MoneyError::Overflow)?;
        Self::new(rest, self.currency)
    }

    /// The amount times a quantity.
    ///
    /// # Errors
    /// On a result past [`MAX_AMOUNT`].
    pub fn checked_mul(self, quantity: u32) -> Result<Self, MoneyError> {
        let product = self.amount.checked_mul(i64::from(quantity)).ok_or(MoneyError::Overflow)?;
        Self::new(product, self.currency)
    }

    /// A share in basis points (1/10,000), rounded half away from zero.
    ///
    /// # Errors
    /// On a result past [`MAX_AMOUNT`].
    pub fn basis_points(self, bp: u32) -> Result<Self, MoneyError> {
        self.ratio(i128::from(bp), 10_000)
    }

    /// The tax contained in a gross amount at a rate in basis points:
    /// `gross × rate / (10,000 + rate)`, rounded half away from zero.
    ///
    /// # Errors
    /// On a result past [`MAX_AMOUNT`].
    pub fn included_tax(self, bp: u32) -> Result<Self, MoneyError> {
        self.ratio(i128::from(bp), 10_000 + i128::from(bp))
    }

    /// Adds many amounts.
    ///
    /// # Errors
    /// On different currencies or a result past [`MAX_AMOUNT`].
    pub fn sum(currency: Currency, items: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        items.into_iter().try_fold(Self::zero(currency), Self::checked_add)
    }

    fn ratio(self, numerator: i128, denominator: i128) -> Result<Self, MoneyError> {
        let scaled = i128::from(self.amount) * numerator;
        // Half away from zero: add half of the denominator in the sign's direction, cut off.
        let rounded = (scaled * 2 + denominator * scaled.signum()) / (denominator * 2);
        let amount = i64::try_from(rounded).map_err(|_| MoneyError::Overflow)?;
        Self::new(amount, self.currency)
    }

    fn same(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency { Ok(()) } else { Err(MoneyError::CurrencyMismatch) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn eur(amount: i64) -> Money {
        Money::new(amount, Currency::EUR).unwrap()
    }

    #[test]
    fn tax_rounds_half_away_from_zero() {
        assert_eq!(eur(50).basis_points(100).unwrap(), eur(1)); // 0.5 → 1
        assert_eq!(eur(-50).basis_points(100).unwrap(), eur(-1));
        assert_eq!(eur(49).basis_points(100).unwrap(), eur(0));
        assert_eq!(eur(2962).included_tax(1900).unwrap(), eur(473)); // 472.92
    }

    #[test]
    fn mixing_currencies_and_overflow_are_errors() {
        let yen = Money::new(1, Currency::JPY).unwrap();
        assert_eq!(eur(1).checked_add(yen), Err(MoneyError::CurrencyMismatch));
        assert_eq!(eur(MAX_AMOUNT).checked_add(eur(1)), Err(MoneyError::Overflow));
        assert_eq!(eur(MAX_AMOUNT).checked_mul(2), Err(MoneyError::Overflow));
        assert_eq!(Money::new(i64::MIN, Currency::EUR), Err(MoneyError::Overflow));
    }

    #[test]
    fn json_refuses_fractions_and_foreign_fields() {
        let read = |s: &str| serde_json::from_str::<Money>(s);
        assert!(read(r#"{"amount":2962,"currency":"EUR"}"#).is_ok());
        for bad in [
            r#"{"amount":29.62,"currency":"EUR"}"#,
            r#"{"amount":9007199254740992,"currency":"EUR"}"#,
            r#"{"amount":1,"currency":"eur"}"#,
            r#"{"amount":1,"currency":"EUR","x":1}"#,
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn net_and_included_tax_make_gross(gross in -1_000_000_000i64..1_000_000_000, bp in 0u32..5_000) {
            let gross = eur(gross);
            let tax = gross.included_tax(bp).unwrap();
            prop_assert!(tax.amount().abs() <= gross.amount().abs());
            prop_assert_eq!(gross.checked_sub(tax).unwrap().checked_add(tax).unwrap(), gross);
        }

        #[test]
        fn a_share_is_within_half_a_minor_unit(amount in -1_000_000_000i64..1_000_000_000, bp in 0u32..20_000) {
            let share = eur(amount).basis_points(bp).unwrap();
            let exact = i128::from(amount) * i128::from(bp);
            prop_assert!((i128::from(share.amount()) * 10_000 - exact).abs() * 2 <= 10_000);
        }
    }
}
