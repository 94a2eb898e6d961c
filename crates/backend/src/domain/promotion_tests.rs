use super::*;
use PromotionReason as R;
use proptest::prelude::*;

const NAMES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

fn goods(prices: &[i64]) -> Vec<Goods<'static>> {
    let line = |(at, price): (usize, &i64)| {
        let merchant = if at % 2 == 0 { "halm" } else { "kegel" };
        Goods { id: NAMES[at], product: NAMES[at], merchant, price: *price }
    };
    prices.iter().enumerate().map(line).collect()
}

fn code(kind: Kind) -> Code<'static> {
    Code { kind, minimum: 0, merchant: None, products: &[], barred: None }
}

fn bp(bp: u32) -> Kind {
    Kind::Percent { bp, cap: None }
}

fn alone(code: Code<'_>, prices: &[i64]) -> (Taken, Vec<i64>) {
    let reduced = reduce(&[code], &goods(prices), 490);
    (reduced.codes[0], reduced.lines)
}

#[test]
fn codes_are_read_as_people_type_them() {
    assert_eq!(read("  welcome10 ").as_deref(), Ok("WELCOME10"));
    assert_eq!(read("Gift-7q4m-50").as_deref(), Ok("GIFT-7Q4M-50"));
    assert_eq!(read(" "), Err(FieldCode::Required));
    assert_eq!(read(&"A".repeat(25)), Err(FieldCode::TooLong));
    for bad in ["AB", "WELCOME 10", "TEN%", "KÄSE", "ÀÀÀÀ", "A_B_C"] {
        assert_eq!(read(bad), Err(FieldCode::Format), "{bad}");
    }
}

#[test]
fn a_percentage_is_rounded_half_up_once_for_all_lines() {
    assert_eq!(alone(code(bp(1_000)), &[2_900]).0.amount, 290);
    assert_eq!(alone(code(bp(1_000)), &[5, 0]).0.amount, 1, "half a cent is a cent");
    assert_eq!(alone(code(bp(1_000)), &[4]).0.reason, Some(R::Goods), "less is none");
    // Two lines of 14.95: 10 % of each would be 1.50, of both it is 2.99.
    assert_eq!(alone(code(bp(1_000)), &[1_495, 1_495]), (Taken { amount: 299, ..Taken::default() }, vec![150, 149]));
    assert_eq!(alone(code(Kind::Percent { bp: 1_000, cap: Some(2_000) }), &[89_000]).0.amount, 2_000);
}

#[test]
fn an_amount_stops_at_the_goods_and_shipping_is_left() {
    assert_eq!(alone(code(Kind::Fixed(5_000)), &[2_900]), (Taken { amount: 2_900, ..Taken::default() }, vec![2_900]));
}

#[test]
fn a_code_that_leaves_nothing_to_pay_does_not_apply() {
    let all = code(Kind::Fixed(5_000));
    let free = reduce(std::slice::from_ref(&all), &goods(&[2_900]), 0);
    assert_eq!((free.codes[0].reason, free.lines), (Some(R::NothingLeft), vec![0]));
    let most = reduce(&[code(Kind::Fixed(2_899))], &goods(&[2_900]), 0);
    assert_eq!(most.codes[0].amount, 2_899);
    // The first takes the larger part; the second would take the rest.
    let two = reduce(&[code(Kind::Fixed(2_000)), all], &goods(&[2_900]), 0);
    assert_eq!((two.codes[0].amount, two.codes[1].reason), (2_000, Some(R::NothingLeft)));
}

#[test]
fn what_it_is_not_for_stays_as_it_is() {
    let of_one = Code { merchant: Some("kegel"), ..code(bp(5_000)) };
    assert_eq!(alone(of_one.clone(), &[1_000, 2_000, 3_000]).1, [0, 1_000, 0]);
    assert_eq!(alone(of_one, &[1_000]).0.reason, Some(R::Goods));
    let products = ["c".to_owned()];
    assert_eq!(alone(Code { products: &products, ..code(bp(5_000)) }, &[1_000, 2_000, 3_000]).1, [0, 0, 1_500]);
}

#[test]
fn the_minimum_counts_what_the_code_is_for_at_shown_prices() {
    let code_of_halm = Code { merchant: Some("halm"), minimum: 4_000, ..code(bp(1_500)) };
    let (taken, lines) = alone(code_of_halm.clone(), &[2_900, 9_900]);
    assert_eq!((taken.reason, taken.missing, lines), (Some(R::Minimum), 1_100, vec![0, 0]));
    assert_eq!(alone(code_of_halm.clone(), &[4_000]).0.amount, 600);
    let after = reduce(&[code(Kind::Fixed(1_000)), code_of_halm], &goods(&[4_000]), 490);
    assert_eq!(after.codes[1].amount, 450, "of what the first has left");
}

#[test]
fn what_is_wrong_whatever_is_in_the_bag_comes_first() {
    let barred = Code { barred: Some(R::UsedUp), minimum: 9_000, ..code(bp(1_000)) };
    assert_eq!(alone(barred, &[2_900]).0, Taken { amount: 0, reason: Some(R::UsedUp), missing: 0 });
    assert_eq!(alone(code(bp(1_000)), &[]).0.reason, Some(R::Goods), "an empty bag");
}

#[test]
fn the_first_moment_is_in_time_and_the_last_is_not() {
    assert_eq!(by_time(Some(10), Some(20), 9), Some(R::NotYet));
    assert_eq!(by_time(Some(10), Some(20), 10), None);
    assert_eq!(by_time(Some(10), Some(20), 19), None);
    assert_eq!(by_time(Some(10), Some(20), 20), Some(R::Expired));
    assert_eq!(by_time(None, None, 0), None);
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        (1u32..=10_000, prop::option::of(1i64..50_000)).prop_map(|(bp, cap)| Kind::Percent { bp, cap }),
        (1i64..100_000).prop_map(Kind::Fixed),
    ]
}

fn prices() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(1i64..200_000, 1..8)
}

proptest! {
    /// Never more than there is, to the last unit, and something is left to pay.
    #[test]
    fn parts_sum_to_the_whole_and_no_line_is_below_zero(
        kinds in prop::collection::vec((kinds(), any::<bool>()), 1..4), prices in prices(), shipping in 0i64..2_000
    ) {
        let codes: Vec<_> = kinds
            .into_iter()
            .map(|(kind, of_one)| Code { merchant: of_one.then_some("halm"), ..code(kind) })
            .collect();
        let lines = goods(&prices);
        let reduced = reduce(&codes, &lines, shipping);
        let off: i64 = reduced.lines.iter().sum();
        prop_assert_eq!(off, reduced.codes.iter().map(|taken| taken.amount).sum::<i64>());
        for (line, off) in lines.iter().zip(&reduced.lines) {
            prop_assert!((0..=line.price).contains(off), "{off} of {}", line.price);
        }
        prop_assert!(prices.iter().sum::<i64>() + shipping - off > 0);
        for taken in &reduced.codes {
            prop_assert_eq!(taken.amount == 0, taken.reason.is_some());
        }
    }

    /// A line's part belongs to the line, wherever it stands.
    #[test]
    fn the_order_of_lines_does_not_matter(kind in kinds(), prices in prices(), turn in 0usize..8) {
        let lines = goods(&prices);
        let mut turned = lines.clone();
        let turn = turn % lines.len();
        turned.rotate_left(turn);
        let codes = [code(kind)];
        let (one, mut other) = (reduce(&codes, &lines, 490), reduce(&codes, &turned, 490));
        other.lines.rotate_right(turn);
        prop_assert_eq!(one, other);
    }

    /// More in the bag never makes a code take less off.
    #[test]
    fn more_pieces_never_take_less_off(kind in kinds(), prices in prices(), more in 1i64..50, at in 0usize..8) {
        let at = at % prices.len();
        let mut larger = prices.clone();
        larger[at] += prices[at] * more;
        let few = reduce(&[code(kind)], &goods(&prices), 490).codes[0].amount;
        let many = reduce(&[code(kind)], &goods(&larger), 490).codes[0].amount;
        prop_assert!(many >= few, "{many} < {few}");
    }
}

#[test]
fn of_lines_cut_alike_the_smaller_id_has_more_taken_off() {
    assert_eq!(allot(10, &[(10, "c"), (10, "a"), (10, "b")]), [3, 4, 3]);
    assert_eq!(allot(5, &[(10, "b"), (10, "a")]), [2, 3]);
    assert_eq!(allot(0, &[(0, "b"), (0, "a")]), [0, 0]);
}
