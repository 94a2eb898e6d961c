//! Money divided into parts that sum to the whole.

use std::cmp::Reverse;
use vitrine_api::{Money, MoneyError};

/// [`divide`] for an amount of money.
///
/// # Errors
/// When a part is past what money can hold, which no part of an amount is.
pub fn portions(whole: Money, weights: &[i64]) -> Result<Vec<Money>, MoneyError> {
    divide(whole.amount(), weights).into_iter().map(|part| Money::new(part, whole.currency())).collect()
}

/// Divides an amount after weights. What rounding down leaves goes, a minor unit each, to the parts with the
/// largest remainders, of equals to the first. Without any weight the first part is the whole.
#[must_use]
pub fn divide(whole: i64, weights: &[i64]) -> Vec<i64> {
    let weights: Vec<i128> = weights.iter().map(|weight| i128::from(*weight).max(0)).collect();
    let all: i128 = weights.iter().sum();
    if all == 0 {
        return (0..weights.len()).map(|at| if at == 0 { whole } else { 0 }).collect();
    }
    let amount = i128::from(whole);
    let mut parts: Vec<i128> = weights.iter().map(|weight| (amount * weight).div_euclid(all)).collect();
    let left = amount - parts.iter().sum::<i128>();
    let mut turns: Vec<usize> = (0..weights.len()).collect();
    // Stable: of equals the first.
    turns.sort_by_key(|at| Reverse((amount * weights[*at]).rem_euclid(all)));
    for at in turns.into_iter().take(usize::try_from(left).unwrap_or_default()) {
        parts[at] += 1;
    }
    // No part is larger than the whole.
    parts.into_iter().map(|part| i64::try_from(part).unwrap_or(whole)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use vitrine_api::Currency;

    fn divided(amount: i64, weights: &[i64]) -> Vec<i64> {
        let whole = Money::new(amount, Currency::EUR).unwrap();
        portions(whole, weights).unwrap().into_iter().map(|part| part.amount()).collect()
    }

    #[test]
    fn what_is_left_goes_to_the_largest_remainders() {
        assert_eq!(divided(10, &[1, 1, 1]), [4, 3, 3], "of equals the first");
        assert_eq!(divided(100, &[1, 4, 1]), [17, 67, 16], "of 16.67, 66.67 and 16.67 the first two get more");
        assert_eq!(divided(1_175, &[1, 1]), [588, 587]);
        assert_eq!(divided(5, &[0, 3]), [0, 5]);
        assert_eq!(divided(5, &[0, 0]), [5, 0], "without a weight the first has all");
        assert_eq!(divided(5, &[]), [0; 0]);
    }

    proptest! {
        /// Nothing is lost or made, nobody gets a whole unit more or less than its share, and no weight gets nothing.
        #[test]
        fn parts_sum_to_the_whole(
            amount in 0i64..9_007_199_254_740_991,
            weights in proptest::collection::vec(prop_oneof![Just(0i64), 0i64..1_000, any::<i64>()], 1..9),
        ) {
            let parts = divided(amount, &weights);
            prop_assert_eq!(parts.iter().sum::<i64>(), amount);
            let all: i128 = weights.iter().map(|weight| i128::from(*weight).max(0)).sum();
            for (part, weight) in parts.iter().zip(&weights).filter(|_| all > 0) {
                let exact = i128::from(amount) * i128::from(*weight).max(0);
                prop_assert!((i128::from(*part) * all - exact).abs() < all, "{} of {:?}", part, weights);
                prop_assert!(*weight > 0 || *part == 0);
            }
        }
    }
}
