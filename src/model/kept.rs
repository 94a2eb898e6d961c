//! Orders kept in this browser: what is shown of them without a network.

use super::{json, tracking::is_coming};
use serde::{Deserialize, Serialize};
use vitrine_api::{Order, OrderSummary};

/// An order and when the server was last heard of it, by this browser's clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Milliseconds since 1970.
    pub heard: f64,
    /// What it said.
    pub order: Order,
}

/// Reads what was kept. A text of another shape, kept by another program, is nothing: the server
/// is asked again.
#[must_use]
pub fn read(text: &str) -> Option<Kept> {
    json::read::<Kept>(text).ok().filter(|kept| kept.heard.is_finite())
}

/// The orders as a list, newest first, and when the oldest news of them is from.
#[must_use]
pub fn list(kept: &[Kept]) -> (Vec<OrderSummary>, Option<f64>) {
    let mut orders: Vec<OrderSummary> = kept.iter().map(|kept| summary(&kept.order)).collect();
    orders.sort_by(|a, b| b.created_at.cmp(&a.created_at).then_with(|| b.id.as_str().cmp(a.id.as_str())));
    let heard = kept.iter().map(|kept| kept.heard).min_by(f64::total_cmp);
    (orders, heard)
}

/// An order as the server's list has it.
#[must_use]
pub fn summary(order: &Order) -> OrderSummary {
    OrderSummary {
        id: order.id.clone(),
        number: order.number.clone(),
        created_at: order.created_at.clone(),
        status: order.status,
        payment_status: order.payment_status,
        total: order.totals.total,
        pieces: order.lines.iter().map(|line| line.quantity).sum(),
        thumbnails: order.lines.iter().take(4).map(|line| line.thumbnail_url.clone()).collect(),
        latest: order
            .shipments
            .iter()
            .filter(|parcel| is_coming(parcel.status))
            .map(|parcel| parcel.estimate.latest.clone())
            .max(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures::{at, order, shipment};
    use proptest::prelude::*;
    use vitrine_api::TrackingStatus;

    fn kept(id: &str, clock: &str, heard: f64) -> Kept {
        let mut order = order(1, vec![shipment(1, TrackingStatus::InTransit)]);
        order.id = id.into();
        order.created_at = at(clock);
        Kept { heard, order }
    }

    #[test]
    fn what_is_kept_is_read_again_and_other_shapes_are_nothing() {
        let one = kept("a", "10:00", 5.0);
        assert_eq!(read(&serde_json::to_string(&one).unwrap()), Some(one));
        for odd in ["", "{}", "null", r#"{"heard":1,"order":{"id":"x"}}"#] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }

    #[test]
    fn the_list_is_as_old_as_its_oldest_news() {
        let (orders, heard) = list(&[kept("a", "10:00", 9.0), kept("b", "12:00", 5.0)]);
        assert_eq!(orders.iter().map(|order| order.id.as_str()).collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!(heard, Some(5.0));
        assert_eq!(list(&[]), (vec![], None));
    }

    #[test]
    fn only_what_still_comes_is_expected_by_a_day() {
        let of = |status| summary(&order(1, vec![shipment(1, status)])).latest;
        assert!(of(TrackingStatus::InTransit).is_some() && of(TrackingStatus::Stale).is_some());
        for over in [TrackingStatus::Delivered, TrackingStatus::Exception, TrackingStatus::Returned] {
            assert_eq!(of(over), None, "{over:?}");
        }
    }

    proptest! {
        /// The list does not depend on the order the browser gives.
        #[test]
        fn any_order_gives_one_list(picks in Just((0..6usize).collect::<Vec<_>>()).prop_shuffle()) {
            let all: Vec<_> = picks.iter().map(|n| kept(&format!("o{n}"), &format!("1{}:00", n / 2), *n as f64)).collect();
            let mut sorted = all.clone();
            sorted.sort_by(|a, b| a.order.id.as_str().cmp(b.order.id.as_str()));
            prop_assert_eq!(list(&all), list(&sorted));
        }
    }
}
