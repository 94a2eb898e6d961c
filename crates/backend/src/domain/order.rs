//! One word for an order out of its three axes.

use vitrine_api::{FulfillmentStatus, OrderStatus, PaymentStatus, TrackingStatus};

/// The status people read first. What needs somebody's hand comes before what goes well.
#[must_use]
pub fn status(
    payment: PaymentStatus,
    fulfillment: FulfillmentStatus,
    parcels: &[(TrackingStatus, Option<&str>)],
) -> OrderStatus {
    use TrackingStatus as T;
    if fulfillment == FulfillmentStatus::Canceled || payment == PaymentStatus::Canceled {
        return OrderStatus::Canceled;
    }
    let any = |wanted: &[T]| parcels.iter().any(|(status, _)| wanted.contains(status));
    let all = |wanted: &[T]| !parcels.is_empty() && parcels.iter().all(|(status, _)| wanted.contains(status));
    if all(&[T::Returning, T::Returned]) {
        return OrderStatus::Returned;
    }
    if all(&[T::Delivered, T::Returning, T::Returned]) {
        return OrderStatus::Delivered;
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
        status(PaymentStatus::Captured, fulfillment(&statuses), parcels)
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
