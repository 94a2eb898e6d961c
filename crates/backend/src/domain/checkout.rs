//! The states of a checkout and what may follow what.

use vitrine_api::{CheckoutState, PaymentIntentStatus};

/// Something that happens to a checkout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The shopper goes to the payment page.
    StartPayment,
    /// The provider told how the payment stands.
    Provider(PaymentIntentStatus),
    /// Money came, but not what the checkout costs: another amount or another currency.
    WrongAmount,
    /// Money came, but another order of the same address has used a code of this one, which each address has once.
    CodeSpent,
    /// The order was written.
    OrderMade,
    /// The reservation ran out, or the shopper left; the provider can't take money any more.
    Expire,
}

/// The state after an event; `None` where the event changes nothing.
///
/// A payment that arrives after expiry, is another amount or counted on a code that is used up goes to `refund_due`, never to silence.
#[must_use]
pub fn next(state: CheckoutState, event: Event) -> Option<CheckoutState> {
    use CheckoutState as S;
    use PaymentIntentStatus as P;
    match (state, event) {
        (S::Reserved | S::Paying | S::RequiresAction, Event::StartPayment) => Some(S::Paying),
        (S::Reserved | S::Paying | S::RequiresAction, Event::Provider(P::Succeeded)) => Some(S::Paid),
        (S::Paying | S::Reserved, Event::Provider(P::RequiresAction)) => Some(S::RequiresAction),
        (S::RequiresAction, Event::Provider(P::RequiresPaymentMethod | P::Processing)) => Some(S::Paying),
        (S::Paying | S::RequiresAction, Event::Provider(P::Canceled)) => Some(S::Reserved),
        (S::Expired | S::Failed, Event::Provider(P::Succeeded)) => Some(S::RefundDue),
        (
            S::Reserved | S::Paying | S::RequiresAction | S::Expired | S::Failed,
            Event::WrongAmount | Event::CodeSpent,
        ) => Some(S::RefundDue),
        (S::Paid, Event::OrderMade) => Some(S::Ordered),
        (S::Open | S::Reserved | S::Paying | S::RequiresAction, Event::Expire) => Some(S::Expired),
        _ => None,
    }
}

/// Whether stock is held in this state.
#[must_use]
pub fn holds_stock(state: CheckoutState) -> bool {
    use CheckoutState as S;
    matches!(state, S::Reserved | S::Paying | S::RequiresAction | S::Paid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn events() -> impl Strategy<Value = Event> {
        use PaymentIntentStatus as P;
        prop_oneof![
            Just(Event::StartPayment),
            Just(Event::OrderMade),
            Just(Event::Expire),
            Just(Event::WrongAmount),
            Just(Event::CodeSpent),
            prop::sample::select(vec![
                P::Succeeded,
                P::Canceled,
                P::RequiresAction,
                P::RequiresPaymentMethod,
                P::Processing
            ])
            .prop_map(Event::Provider),
        ]
    }

    proptest! {
        #[test]
        fn money_is_never_forgotten_and_an_order_needs_money(all in prop::collection::vec(events(), 0..20)) {
            let mut state = CheckoutState::Reserved;
            let mut money = false;
            for event in all {
                let paid = Event::Provider(PaymentIntentStatus::Succeeded);
                money |= event == paid || matches!(event, Event::WrongAmount | Event::CodeSpent);
                if let Some(to) = next(state, event) {
                    state = to;
                }
                let kept = matches!(state, CheckoutState::Paid | CheckoutState::Ordered | CheckoutState::RefundDue);
                prop_assert_eq!(money, kept, "{:?}", state);
            }
        }
    }

    #[test]
    fn another_amount_or_a_code_that_was_used_meanwhile_makes_no_order() {
        for state in [CheckoutState::Reserved, CheckoutState::Paying, CheckoutState::RequiresAction] {
            for event in [Event::WrongAmount, Event::CodeSpent] {
                assert_eq!(next(state, event), Some(CheckoutState::RefundDue));
            }
        }
        assert_eq!(next(CheckoutState::RefundDue, Event::OrderMade), None);
        assert!(!holds_stock(CheckoutState::RefundDue));
    }
}
