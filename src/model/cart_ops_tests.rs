use super::*;
use crate::model::fixtures::{cart, line};
use proptest::prelude::*;

/// What the server does, written down independently: it knows every variant's line.
fn serve(mut cart: Cart, op: &CartOp) -> Cart {
    match op {
        CartOp::Add { variant, quantity, .. } => {
            if let Some(found) = cart.lines.iter_mut().find(|l| &l.variant_id == variant) {
                found.quantity = (found.quantity + quantity).min(MOST_PIECES);
            } else {
                cart.lines.push(line(variant.as_str(), *quantity));
            }
        }
        CartOp::SetQuantity { line, quantity } => {
            if let Some(found) = cart.lines.iter_mut().find(|l| &l.id == line) {
                found.quantity = *quantity;
            }
        }
        CartOp::Remove { line } => {
            if let Some(at) = cart.lines.iter().position(|l| &l.id == line) {
                cart.lines.remove(at);
            }
        }
        CartOp::Market(_) | CartOp::Update(_) | CartOp::AddCode { .. } | CartOp::RemoveCode { .. } => {}
    }
    cart.version += 1;
    cart
}

fn any_op() -> impl Strategy<Value = CartOp> {
    let name = prop::sample::select(vec!["a", "b", "c"]);
    prop_oneof![
        (name.clone(), 1u32..4).prop_map(|(v, quantity)| CartOp::Add {
            variant: v.into(),
            quantity,
            post: None,
            seen: None
        }),
        (name.clone(), 1u32..9)
            .prop_map(|(l, quantity)| CartOp::SetQuantity { line: format!("line-{l}").into(), quantity }),
        name.prop_map(|l| CartOp::Remove { line: format!("line-{l}").into() }),
    ]
}

fn quantities(lines: &[CartLine]) -> Vec<(String, u32)> {
    let mut all: Vec<_> = lines.iter().map(|l| (l.variant_id.0.clone(), l.quantity)).collect();
    all.sort();
    all
}

proptest! {
    /// However many operations the server has answered, the shopper ends at the same bag.
    #[test]
    fn replaying_on_the_servers_answer_converges(ops in prop::collection::vec(any_op(), 0..12)) {
        let start = cart(vec![line("a", 2), line("b", 1)]);
        let mut settled = start;
        for op in &ops {
            settled = serve(settled, op);
        }
        let end = overlay(Some(&settled), []);
        prop_assert_eq!(quantities(&end.lines), quantities(&settled.lines));
        prop_assert_eq!(end.coming, 0);
    }

    /// While every line is known, what is shown first is what the server says later.
    #[test]
    fn known_lines_are_shown_as_they_will_be(ops in prop::collection::vec(any_op(), 0..12), answered in 0usize..12) {
        let all = cart(vec![line("a", 2), line("b", 1), line("c", 5)]);
        // A removed line that is added again has no line to show: leave removals out here.
        let ops: Vec<_> = ops.into_iter().filter(|op| !matches!(op, CartOp::Remove { .. })).collect();
        let answered = answered.min(ops.len());
        let (done, waiting) = ops.split_at(answered);
        let settled = done.iter().fold(all.clone(), serve);
        let shown = overlay(Some(&settled), waiting);
        let at_once = overlay(Some(&all), &ops);
        prop_assert_eq!(quantities(&shown.lines), quantities(&at_once.lines));
    }

    /// Leaving out superseded wishes changes nothing.
    #[test]
    fn superseded_wishes_do_not_matter(ops in prop::collection::vec(any_op(), 0..12)) {
        let start = cart(vec![line("a", 2), line("b", 1), line("c", 1)]);
        let mut short: Vec<CartOp> = Vec::new();
        for op in &ops {
            if short.last().is_some_and(|last| supersedes(op, last)) {
                short.pop();
            }
            short.push(op.clone());
        }
        prop_assert_eq!(overlay(Some(&start), &ops), overlay(Some(&start), &short));
    }
}

#[test]
fn a_new_variant_counts_before_it_has_a_line() {
    let add = CartOp::Add { variant: "x".into(), quantity: 2, post: None, seen: None };
    let shown = overlay(None, [&add]);
    assert_eq!((shown.lines.len(), shown.pieces(), shown.is_empty()), (0, 2, false));
}

#[test]
fn a_lost_answer_is_recognised() {
    let add = CartOp::Add { variant: "a".into(), quantity: 1, post: None, seen: None };
    let before = cart(vec![line("a", 1)]);
    let mut after = before.clone();
    assert!(!already_done(Some(&before), &after, &add));
    after.lines[0].quantity = 2;
    assert!(already_done(Some(&before), &after, &add));
}

#[test]
fn a_code_that_was_taken_out_is_recognised() {
    let mut before = cart(vec![line("a", 1)]);
    let promotion = serde_json::json!({"code": "TEN", "label": "", "merchant": null, "reason": null, "missing": null,
        "amount": crate::model::fixtures::eur(100)});
    before.promotions.push(serde_json::from_value(promotion).unwrap());
    let remove = CartOp::RemoveCode { code: "TEN".to_owned() };
    assert!(!already_done(Some(&before), &before, &remove));
    assert!(already_done(Some(&before), &cart(vec![line("a", 1)]), &remove));
    // A code changes no line, and totals are the server's.
    assert_eq!(overlay(Some(&before), [&remove]), overlay(Some(&before), []));
}

#[test]
fn an_older_snapshot_is_refused() {
    let known = cart(vec![]);
    let mut older = known.clone();
    older.version -= 1;
    assert!(!is_newer(Some(&known), &older));
    older.id = "another".into();
    assert!(is_newer(Some(&known), &older));
}
