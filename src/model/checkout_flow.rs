//! Which step of the checkout may be shown, from the bag alone.

use crate::routes::CheckoutStep;
use vitrine_api::{Cart, CartNoticeCode, CheckoutState, PaymentErrorCode, ProblemCode};

/// Why the checkout can't be entered: the bag must be looked at first.
#[must_use]
pub fn needs_the_bag(cart: &Cart) -> bool {
    cart.lines.is_empty() || cart.order_id.is_some() || cart.notices.iter().any(blocks)
}

fn blocks(notice: &vitrine_api::CartNotice) -> bool {
    notice.code != CartNoticeCode::Unknown
}

/// The last step this bag is ready for.
#[must_use]
pub fn furthest(cart: &Cart) -> CheckoutStep {
    if cart.contact.is_none() {
        CheckoutStep::Contact
    } else if cart.shipping_address.is_none() {
        CheckoutStep::Address
    } else if cart.groups.iter().any(|group| group.selected.is_none()) {
        CheckoutStep::Delivery
    } else {
        CheckoutStep::Review
    }
}

/// The step to show when `wanted` is asked for: never past the furthest one.
#[must_use]
pub fn allowed(cart: &Cart, wanted: CheckoutStep) -> CheckoutStep {
    match wanted {
        CheckoutStep::Return => CheckoutStep::Return,
        step => step.min(furthest(cart)),
    }
}

/// The step after this one.
#[must_use]
pub fn next(step: CheckoutStep) -> Option<CheckoutStep> {
    let at = CheckoutStep::WALK.iter().position(|s| *s == step)?;
    CheckoutStep::WALK.get(at + 1).copied()
}

/// The step before this one.
#[must_use]
pub fn previous(step: CheckoutStep) -> Option<CheckoutStep> {
    let at = CheckoutStep::WALK.iter().position(|s| *s == step)?;
    CheckoutStep::WALK.get(at.checked_sub(1)?).copied()
}

/// What the return from the payment page is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The bank has not said yet: ask again.
    Waiting,
    /// It became an order.
    Ordered,
    /// The bank said no.
    Declined,
    /// Not enough money on the card.
    InsufficientFunds,
    /// The bank's check failed or was left.
    AuthenticationFailed,
    /// The shopper left the payment page.
    Canceled,
    /// The provider had a fault.
    ProviderFault,
    /// The reservation ran out.
    Expired,
    /// Money came without an order; it goes back.
    RefundDue,
    /// The total is another one than agreed.
    PriceChanged,
    /// Something is gone.
    SoldOut,
    /// It can't go on.
    Failed,
}

/// The one thing to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Wait, or ask again.
    CheckAgain,
    /// Begin the payment again on the same checkout.
    TryAnotherCard,
    /// Go back to the bag.
    BackToBag,
    /// See the order.
    SeeOrder,
}

impl Outcome {
    /// What a checkout's state and its last payment error say.
    #[must_use]
    pub fn of(state: CheckoutState, error: Option<PaymentErrorCode>) -> Self {
        match (state, error) {
            (CheckoutState::Ordered, _) => Self::Ordered,
            (CheckoutState::Expired, _) => Self::Expired,
            (CheckoutState::RefundDue, _) => Self::RefundDue,
            (CheckoutState::Paid, _) => Self::Waiting,
            (_, Some(code)) => Self::of_error(code),
            (CheckoutState::Failed, None) => Self::Failed,
            _ => Self::Waiting,
        }
    }

    /// What a payment error says.
    #[must_use]
    pub fn of_error(code: PaymentErrorCode) -> Self {
        match code {
            PaymentErrorCode::CardDeclined | PaymentErrorCode::Unknown => Self::Declined,
            PaymentErrorCode::InsufficientFunds => Self::InsufficientFunds,
            PaymentErrorCode::AuthenticationFailed => Self::AuthenticationFailed,
            PaymentErrorCode::Canceled => Self::Canceled,
            PaymentErrorCode::ProcessingError => Self::ProviderFault,
        }
    }

    /// What a refused completion says, where it says anything.
    #[must_use]
    pub fn of_problem(code: ProblemCode) -> Option<Self> {
        match code {
            ProblemCode::PaymentPending | ProblemCode::IdempotencyInFlight => Some(Self::Waiting),
            ProblemCode::PaymentDeclined => Some(Self::Declined),
            ProblemCode::CheckoutExpired => Some(Self::Expired),
            ProblemCode::PriceChanged => Some(Self::PriceChanged),
            ProblemCode::OutOfStock => Some(Self::SoldOut),
            _ => None,
        }
    }

    /// What the shopper does next.
    #[must_use]
    pub fn next_step(self) -> NextStep {
        match self {
            Self::Ordered => NextStep::SeeOrder,
            Self::Waiting => NextStep::CheckAgain,
            Self::Declined
            | Self::InsufficientFunds
            | Self::AuthenticationFailed
            | Self::Canceled
            | Self::ProviderFault => NextStep::TryAnotherCard,
            Self::Expired | Self::RefundDue | Self::PriceChanged | Self::SoldOut | Self::Failed => NextStep::BackToBag,
        }
    }
}

/// How long to wait before asking about a payment for the nth time (from 0), in milliseconds;
/// nothing once waiting any longer would only worry people.
#[must_use]
pub fn wait_before(attempt: u32) -> Option<u32> {
    const WAITS: [u32; 12] = [0, 400, 700, 1_000, 1_500, 2_000, 3_000, 4_000, 5_000, 6_000, 8_000, 10_000];
    WAITS.get(usize::try_from(attempt).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures::{cart, line};
    use proptest::prelude::*;
    use vitrine_api::{Address, CartNotice, Contact};

    fn filled(contact: bool, address: bool) -> Cart {
        let mut cart = cart(vec![line("a", 1)]);
        cart.contact = contact.then(|| Contact { email: "a@b.de".to_owned() });
        cart.shipping_address = address.then(|| Address {
            name: "A".to_owned(),
            line1: "B 1".to_owned(),
            line2: None,
            postal_code: "04109".to_owned(),
            city: "Leipzig".to_owned(),
            region: None,
            phone: None,
        });
        cart
    }

    #[test]
    fn steps_open_one_after_another() {
        assert_eq!(furthest(&filled(false, false)), CheckoutStep::Contact);
        assert_eq!(furthest(&filled(true, false)), CheckoutStep::Address);
        assert_eq!(furthest(&filled(true, true)), CheckoutStep::Review);
        assert_eq!(allowed(&filled(true, false), CheckoutStep::Review), CheckoutStep::Address);
        assert_eq!(allowed(&filled(false, false), CheckoutStep::Return), CheckoutStep::Return);
    }

    #[test]
    fn next_and_previous_are_inverse() {
        for step in CheckoutStep::WALK {
            if let Some(after) = next(step) {
                assert_eq!(previous(after), Some(step));
            }
        }
        assert_eq!((previous(CheckoutStep::Contact), next(CheckoutStep::Review)), (None, None));
    }

    #[test]
    fn a_bag_with_notices_or_without_lines_comes_first() {
        let mut bag = filled(true, true);
        assert!(!needs_the_bag(&bag));
        bag.notices.push(CartNotice { code: CartNoticeCode::SoldOut, line_id: "line-a".into() });
        assert!(needs_the_bag(&bag));
        assert!(needs_the_bag(&cart(vec![])));
    }

    #[test]
    fn a_paid_checkout_never_asks_for_another_card() {
        let paid = Outcome::of(CheckoutState::Paid, Some(PaymentErrorCode::CardDeclined));
        assert_eq!(paid, Outcome::Waiting);
        assert_eq!(Outcome::of(CheckoutState::Ordered, None).next_step(), NextStep::SeeOrder);
    }

    proptest! {
        #[test]
        fn never_past_the_furthest(contact: bool, address: bool, at in 0usize..4) {
            let bag = filled(contact, address);
            let shown = allowed(&bag, CheckoutStep::WALK[at]);
            prop_assert!(shown <= furthest(&bag) && shown <= CheckoutStep::WALK[at]);
        }

        #[test]
        fn waits_grow(a in 0u32..12, b in 0u32..12) {
            prop_assert_eq!(a <= b, wait_before(a) <= wait_before(b));
        }
    }
}
