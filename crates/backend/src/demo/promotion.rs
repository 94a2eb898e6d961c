//! The shape of `promotions.json`: codes that take something off.

use super::catalogue::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vitrine_api::Currency;

/// How often a code may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Usable {
    /// By one purchase alone.
    SingleUse,
    /// Once by each shopper, known by session and by email address.
    PerShopper,
    /// Once in each bag.
    PerCart,
}

/// One code of `promotions.json`. It takes off a share of the goods or an amount.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromotionFile {
    /// What people type, in capitals.
    pub code: String,
    /// What it is, in a few words.
    pub label: Text,
    /// The share in basis points.
    #[serde(default)]
    pub percent_bp: Option<u32>,
    /// The most a share takes off, in minor units by currency.
    #[serde(default)]
    pub cap: BTreeMap<Currency, i64>,
    /// The amount, in minor units by currency.
    #[serde(default)]
    pub amount: BTreeMap<Currency, i64>,
    /// What the goods it is for must cost, in minor units by currency.
    #[serde(default)]
    pub minimum: BTreeMap<Currency, i64>,
    /// Only this seller's goods.
    #[serde(default)]
    pub merchant: Option<String>,
    /// Only these products.
    #[serde(default)]
    pub products: Vec<String>,
    /// Only these markets.
    #[serde(default)]
    pub markets: Vec<String>,
    /// From when on, as RFC 3339.
    #[serde(default)]
    pub from: Option<String>,
    /// Until just before when, as RFC 3339.
    #[serde(default)]
    pub until: Option<String>,
    /// How often.
    pub usable: Usable,
}

impl PromotionFile {
    /// Its first moment, in microseconds.
    #[must_use]
    pub fn begins(&self) -> Option<i64> {
        moment(self.from.as_deref())
    }

    /// The moment it is over, in microseconds.
    #[must_use]
    pub fn ends(&self) -> Option<i64> {
        moment(self.until.as_deref())
    }
}

fn moment(text: Option<&str>) -> Option<i64> {
    text.and_then(|text| text.parse::<jiff::Timestamp>().ok()).map(jiff::Timestamp::as_microsecond)
}
