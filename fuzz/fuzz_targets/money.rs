//! Amounts as JSON, and reckoning with them: nothing panics, nothing leaves the bounds, and what one
//! operation does another takes back.

#![no_main]

use libfuzzer_sys::fuzz_target;
use vitrine_api::{MAX_AMOUNT, Money};

fn within(money: Money) -> Money {
    assert!(money.amount().abs() <= MAX_AMOUNT, "{money:?}");
    money
}

fuzz_target!(|data: &[u8]| {
    let Some((head, json)) = data.split_at_checked(4) else { return };
    let number = u32::from_le_bytes([head[0], head[1], head[2], head[3]]);
    let read = serde_json::from_slice::<(Money, Money)>(json);
    let Ok((one, other)) = read else {
        // One alone, and what isn't even that.
        if let Ok(money) = serde_json::from_slice::<Money>(json) {
            within(money);
        }
        return;
    };
    let text = serde_json::to_string(&within(one)).expect("an amount can be written");
    assert_eq!(serde_json::from_str::<Money>(&text).expect("and read again"), one);
    if let Ok(sum) = one.checked_add(other) {
        assert_eq!(within(sum).checked_sub(other), Ok(one));
        assert_eq!(Money::sum(one.currency(), [one, other]), Ok(sum));
    }
    if let Ok(product) = one.checked_mul(number) {
        assert_eq!(i128::from(within(product).amount()), i128::from(one.amount()) * i128::from(number));
    }
    if let Ok(share) = one.basis_points(number) {
        let twice_off =
            (i128::from(within(share).amount()) * 10_000 - i128::from(one.amount()) * i128::from(number)) * 2;
        assert!(twice_off.abs() <= 10_000, "{share:?} isn't {number} of 10,000 of {one:?}");
    }
    if let Ok(tax) = one.included_tax(number) {
        assert!(within(tax).amount().abs() <= one.amount().abs(), "more tax than price: {tax:?} of {one:?}");
    }
});
