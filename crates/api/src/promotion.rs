use crate::{MerchantRef, Money};
use serde::{Deserialize, Serialize};

/// A promotion code in a bag, a checkout or an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Promotion {
    /// The code, in capitals.
    pub code: String,
    /// What it is, in a few words.
    pub label: String,
    /// The seller whose goods it is for; all sellers' when absent.
    pub merchant: Option<MerchantRef>,
    /// What it takes off the prices of the goods; zero while it doesn't apply.
    pub amount: Money,
    /// Why it takes nothing off now.
    pub reason: Option<PromotionReason>,
    /// How much more the goods it is for must cost, with `minimum`.
    pub missing: Option<Money>,
}

/// Why a code takes nothing off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PromotionReason {
    /// It isn't offered any more.
    Withdrawn,
    /// It isn't for this market.
    Market,
    /// Its time hasn't come.
    NotYet,
    /// Its time is over.
    Expired,
    /// It was for one purchase, and somebody has made or is making it.
    UsedUp,
    /// This shopper has used it.
    UsedByYou,
    /// Nothing it is for is in the bag.
    Goods,
    /// The goods it is for cost too little.
    Minimum,
    /// Nothing would be left to pay, and nothing can't be paid.
    NothingLeft,
    /// The bag has as many codes as it takes.
    Full,
    /// A reason this program does not know.
    #[serde(other)]
    Unknown,
}

impl PromotionReason {
    /// Whether the bag can't make the code apply again: it must be taken out before the bag is bought.
    #[must_use]
    pub fn lasts(self) -> bool {
        matches!(self, Self::Withdrawn | Self::Expired | Self::UsedUp | Self::UsedByYou)
    }
}

/// `POST /carts/{id}/promotions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddPromotion {
    /// The code: 3 to 24 letters, digits and dashes, in any case.
    pub code: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Totals;

    #[test]
    fn totals_from_before_there_were_codes_are_read() {
        let zero = serde_json::json!({"amount": 0, "currency": "EUR"});
        let old = serde_json::json!({"items": zero, "shipping": zero, "duties": zero, "tax": zero, "tax_lines": [],
            "total": zero, "due_at_door": zero, "settled": true});
        assert_eq!(serde_json::from_value::<Totals>(old).unwrap().discount, None);
    }

    #[test]
    fn only_what_the_bag_cannot_change_lasts() {
        use PromotionReason as R;
        for reason in [R::Withdrawn, R::Expired, R::UsedUp, R::UsedByYou] {
            assert!(reason.lasts(), "{reason:?}");
        }
        for reason in [R::Market, R::NotYet, R::Goods, R::Minimum, R::NothingLeft, R::Full, R::Unknown] {
            assert!(!reason.lasts(), "{reason:?}");
        }
    }
}
