//! One word for an order out of its three axes.

use vitrine_api::{FulfillmentStatus, OrderStatus, PaymentStatus, TrackingStatus};

/// How much of what was bought went back for its money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Share {
    /// Nothing.
    #[default]
    None,
    /// Some pieces.
    Part,
    /// All of them.
    All,
}

impl Share {
    /// The share that so many pieces are of all.
    #[must_use]
    pub fn of(pieces: u32, all: u32) -> Self {
        match pieces {
            0 => Self::None,
            pieces if pieces >= all => Self::All,
            _ => Self::Part,
        }
    }
}

/// What came after the sale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct After {
    /// How much went back.
    pub returned: Share,
    /// Whether a parcel that was told as delivered is reported missing, and nobody has answered yet.
    pub missing: bool,
}

/// The status people read first. What needs somebody's hand comes before what goes well; what is over with all
/// its money comes before both.
#[must_use]
pub fn status(
    payment: PaymentStatus,
    fulfillment: FulfillmentStatus,
    parcels: &[(TrackingStatus, Option<&str>)],
    after: After,
) -> OrderStatus {
    use TrackingStatus as T;
    if fulfillment == FulfillmentStatus::Canceled || payment == PaymentStatus::Canceled {
        return OrderStatus::Canceled;
    }
    let any = |wanted: &[T]| parcels.iter().any(|(status, _)| wanted.contains(status));
    let all = |wanted: &[T]| !parcels.is_empty() && parcels.iter().all(|(status, _)| wanted.contains(status));
    if all(&[T::Returning, T::Returned]) || after.returned == Share::All {
        return OrderStatus::Returned;
    }
    if payment == PaymentStatus::Refunded {
        return OrderStatus::Refunded;
    }
    if after.missing {
        return OrderStatus::ActionNeeded;
    }
    if all(&[T::Delivered, T::Returning, T::Returned]) {
        let part = after.returned == Share::Part;
        return if part { OrderStatus::PartiallyReturned } else { OrderStatus::Delivered };
    }
    if any(&[T::ActionNeeded, T::Exception]) {
        return OrderStatus::ActionNeeded;
    }
    if any(&[T::AvailableForPickup]) {
        return OrderStatus::AvailableForPickup;
    }
    if any(&[T::AttemptFailed, T::Delayed, T::Stale]) {
        return OrderStatus::Delayed;
    }
    if any(&[T::OutForDelivery]) {
        return OrderStatus::OutForDelivery;
    }
    if parcels.iter().any(|(status, sub)| *status == T::InTransit && *sub == Some("customs")) {
        return OrderStatus::Customs;
    }
    if any(&[T::Delivered]) {
        return OrderStatus::PartiallyDelivered;
    }
    if all(&[T::InTransit]) {
        return OrderStatus::InTransit;
    }
    if any(&[T::InTransit]) {
        return OrderStatus::PartiallyShipped;
    }
    if any(&[T::PreTransit]) { OrderStatus::Preparing } else { OrderStatus::Confirmed }
}

/// The packing axis out of the parcels.
#[must_use]
pub fn fulfillment(parcels: &[TrackingStatus]) -> FulfillmentStatus {
    use TrackingStatus as T;
    let total = parcels.len();
    let packed = parcels.iter().filter(|s| !matches!(s, T::Unknown | T::Cancelled)).count();
    let sent = parcels.iter().filter(|s| !matches!(s, T::Unknown | T::Cancelled | T::PreTransit)).count();
    match (packed, sent) {
        (_, s) if s == total && total > 0 => FulfillmentStatus::Shipped,
        (_, s) if s > 0 => FulfillmentStatus::PartiallyShipped,
        (p, _) if p == total && total > 0 => FulfillmentStatus::Fulfilled,
        (p, _) if p > 0 => FulfillmentStatus::PartiallyFulfilled,
        _ => FulfillmentStatus::NotFulfilled,
    }
}

/// Whether the shopper may still cancel: nothing has left.
#[must_use]
pub fn cancelable(payment: PaymentStatus, fulfillment: FulfillmentStatus) -> bool {
    payment == PaymentStatus::Captured
        && matches!(
            fulfillment,
            FulfillmentStatus::NotFulfilled | FulfillmentStatus::PartiallyFulfilled | FulfillmentStatus::Fulfilled
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use TrackingStatus as T;

    fn of(parcels: &[(T, Option<&str>)]) -> OrderStatus {
        let statuses: Vec<T> = parcels.iter().map(|p| p.0).collect();
        status(PaymentStatus::Captured, fulfillment(&statuses), parcels, After::default())
    }

    #[test]
    fn what_went_back_is_told_in_whole_and_in_part() {
        let there = [(T::Delivered, None), (T::Delivered, None)];
        let of = |payment, returned, missing| {
            status(payment, FulfillmentStatus::Shipped, &there, After { returned, missing })
        };
        let (part, all) = (Share::of(1, 2), Share::of(2, 2));
        assert_eq!(of(PaymentStatus::PartiallyRefunded, part, false), OrderStatus::PartiallyReturned);
        assert_eq!(of(PaymentStatus::Refunded, all, false), OrderStatus::Returned);
        // The money is still on its way, the goods are there.
        assert_eq!(of(PaymentStatus::Captured, all, false), OrderStatus::Returned);
        assert_eq!(of(PaymentStatus::Refunded, Share::None, false), OrderStatus::Refunded);
        assert_eq!(of(PaymentStatus::PartiallyRefunded, Share::None, false), OrderStatus::Delivered);
        assert_eq!(of(PaymentStatus::Captured, part, true), OrderStatus::ActionNeeded);
        let coming = [(T::Delivered, None), (T::InTransit, None)];
        let after = After { returned: part, missing: false };
        let status = status(PaymentStatus::PartiallyRefunded, FulfillmentStatus::Shipped, &coming, after);
        assert_eq!(status, OrderStatus::PartiallyDelivered, "what still comes is said first");
    }

    #[test]
    fn what_needs_a_hand_comes_first() {
        assert_eq!(of(&[(T::Delivered, None), (T::ActionNeeded, None)]), OrderStatus::ActionNeeded);
        assert_eq!(of(&[(T::InTransit, Some("customs")), (T::PreTransit, None)]), OrderStatus::Customs);
        assert_eq!(of(&[(T::Delivered, None), (T::InTransit, None)]), OrderStatus::PartiallyDelivered);
        assert_eq!(of(&[(T::Delivered, None), (T::Delivered, None)]), OrderStatus::Delivered);
        assert_eq!(of(&[(T::InTransit, None), (T::Unknown, None)]), OrderStatus::PartiallyShipped);
        assert_eq!(of(&[(T::Unknown, None)]), OrderStatus::Confirmed);
    }

    #[test]
    fn packing_follows_the_parcels() {
        assert_eq!(fulfillment(&[]), FulfillmentStatus::NotFulfilled);
        assert_eq!(fulfillment(&[T::PreTransit, T::Unknown]), FulfillmentStatus::PartiallyFulfilled);
        assert_eq!(fulfillment(&[T::PreTransit, T::PreTransit]), FulfillmentStatus::Fulfilled);
        assert_eq!(fulfillment(&[T::PreTransit, T::InTransit]), FulfillmentStatus::PartiallyShipped);
        assert_eq!(fulfillment(&[T::Delivered, T::InTransit]), FulfillmentStatus::Shipped);
    }

    #[test]
    fn nothing_that_left_can_be_canceled() {
        assert!(cancelable(PaymentStatus::Captured, FulfillmentStatus::Fulfilled));
        assert!(!cancelable(PaymentStatus::Captured, FulfillmentStatus::PartiallyShipped));
        assert!(!cancelable(PaymentStatus::Refunded, FulfillmentStatus::NotFulfilled));
    }
}
