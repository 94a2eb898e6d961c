//! The rules of [`super`] on sets of events: any order, doubles, losses.

use super::*;
use crate::domain::{estimate, silence};
use jiff::civil::date;
use proptest::prelude::*;

fn event(second: i64, status: TrackingStatus) -> Event {
    Event {
        id: format!("{second}-{status:?}"),
        occurred_at: Timestamp::from_second(second).unwrap(),
        status,
        sub_status: None,
    }
}

fn told(steps: &[(i64, TrackingStatus)]) -> TrackingStatus {
    let events: Vec<Event> = steps.iter().map(|(at, status)| event(*at, *status)).collect();
    standing(&events).status
}

use TrackingStatus as T;

#[test]
fn delivered_is_not_taken_back_but_may_be_returned() {
    let mut steps = vec![(1, T::InTransit), (3, T::Delivered), (4, T::InTransit), (5, T::Exception)];
    assert_eq!(told(&steps), T::Delivered);
    steps.push((6, T::Returning));
    assert_eq!(told(&steps), T::Returning);
    steps.push((7, T::Returned));
    assert_eq!(told(&steps), T::Returned);
}

#[test]
fn scans_on_the_way_back_are_of_the_way_back() {
    let mut steps = vec![(1, T::OutForDelivery), (2, T::Returning), (3, T::InTransit), (4, T::OutForDelivery)];
    assert_eq!(told(&steps), T::Returning);
    // Who gets it then is the seller.
    steps.push((5, T::Delivered));
    assert_eq!(told(&steps), T::Returned);
    steps.push((6, T::InTransit));
    assert_eq!(told(&steps), T::Returned);
}

#[test]
fn what_was_lost_may_be_found() {
    assert_eq!(told(&[(1, T::InTransit), (2, T::Exception), (3, T::Delivered)]), T::Delivered);
    assert_eq!(told(&[(1, T::Returning), (2, T::Exception)]), T::Exception);
}

#[test]
fn an_unknown_word_changes_nothing_but_is_a_scan() {
    let mut strange = event(9, T::Unknown);
    strange.sub_status = Some(UNLISTED.into());
    let events = [event(1, T::PreTransit), event(2, T::InTransit), strange.clone()];
    assert_eq!(standing(&events).status, T::InTransit);
    assert_eq!(last_scan(&events), Some(strange.occurred_at));
    assert_eq!(standing(&[strange]).sub_status.as_deref(), Some(UNLISTED));
}

#[test]
fn a_label_is_no_scan_and_neither_is_a_parcel_that_is_not_found() {
    let mut missing = event(5, T::Unknown);
    missing.sub_status = Some(NOT_FOUND.into());
    assert_eq!(last_scan(&[event(1, T::PreTransit), missing]), None);
}

fn statuses() -> impl Strategy<Value = TrackingStatus> {
    prop::sample::select(vec![
        T::PreTransit,
        T::InTransit,
        T::ActionNeeded,
        T::OutForDelivery,
        T::AttemptFailed,
        T::Delayed,
        T::Delivered,
        T::Returning,
        T::Returned,
        T::Exception,
        T::Unknown,
    ])
}

fn sets() -> impl Strategy<Value = Vec<Event>> {
    let day = 86_400;
    prop::collection::vec((0i64..40, statuses()), 0..14)
        .prop_map(move |set| set.into_iter().map(|(at, status)| event(at * day, status)).collect())
}

/// A set, and the same with some told twice, in any order.
fn told_badly() -> impl Strategy<Value = (Vec<Event>, Vec<Event>)> {
    (sets(), 0usize..14).prop_flat_map(|(events, twice)| {
        let doubled: Vec<Event> = events.iter().chain(events.iter().take(twice)).cloned().collect();
        (Just(events), Just(doubled).prop_shuffle())
    })
}

/// Events that the rest of the way hangs on.
fn turns(event: &Event) -> bool {
    matches!(event.status, T::Delivered | T::Returning | T::Returned | T::Exception)
}

proptest! {
    #[test]
    fn order_and_doubles_do_not_matter((once, badly) in told_badly(), day in 0i64..60) {
        let now = Timestamp::from_second(day * 86_400).unwrap();
        prop_assert_eq!(standing(&once), standing(&badly));
        prop_assert_eq!(last_scan(&once), last_scan(&badly));
        prop_assert_eq!(silence::standing_at(&once, now), silence::standing_at(&badly, now));
        let promise = estimate::Days { earliest: date(1970, 1, 5), latest: date(1970, 1, 8) };
        prop_assert_eq!(estimate::estimate(promise, &once, &[]), estimate::estimate(promise, &badly, &[]));
    }

    /// Scans that never came change nothing once the ones that decide are there.
    #[test]
    fn lost_scans_do_not_matter(all in sets(), lost in prop::collection::vec(any::<bool>(), 14)) {
        let last = in_order(&all).into_iter().rfind(|e| e.status != T::Unknown).map(|e| e.id.clone());
        let kept: Vec<Event> = all
            .iter()
            .zip(lost)
            .filter(|(event, lost)| !lost || turns(event) || Some(&event.id) == last.as_ref())
            .map(|(event, _)| event.clone())
            .collect();
        prop_assert_eq!(standing(&kept).status, standing(&all).status);
    }

    /// What is told in two parts, such as by webhook and when asked, is what is told at once.
    #[test]
    fn two_tellings_are_one(all in sets(), split in 0usize..14) {
        let at = split.min(all.len());
        let (first, second) = all.split_at(at);
        let joined: Vec<Event> = second.iter().chain(first).cloned().collect();
        prop_assert_eq!(standing(&joined), standing(&all));
    }
}
