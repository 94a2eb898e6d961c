use super::*;
use crate::model::fixtures::{at, order, shipment};
use proptest::prelude::*;

fn event(id: &str, clock: &str, status: TrackingStatus) -> TrackingEvent {
    TrackingEvent {
        id: id.to_owned(),
        occurred_at: at(clock),
        status,
        sub_status: None,
        code: String::new(),
        message: String::new(),
        location: None,
        time_zone: None,
        proof: None,
    }
}

#[test]
fn of_one_version_the_view_that_was_shown_last_stands() {
    let whole = order(3, vec![]);
    let shared = Order { shared: true, ..whole.clone() };
    assert!(merge(Some(whole.clone()), shared.clone()).shared);
    assert!(!merge(Some(shared.clone()), whole.clone()).shared);
    let older = Order { version: 2, ..whole };
    assert!(merge(Some(shared), older).shared, "an older one changes nothing");
}

proptest! {
    /// Any order and any number of copies of the snapshots end at the newest.
    #[test]
    fn merging_ends_at_the_newest(versions in prop::collection::vec(1u64..9, 1..20)) {
        let newest = versions.iter().copied().max();
        let end = versions.iter().fold(None, |known, version| {
            Some(merge(known, order(*version, vec![shipment(*version, TrackingStatus::InTransit)])))
        });
        prop_assert_eq!(end.map(|order| order.version), newest);
    }

    /// It never goes back on the way there.
    #[test]
    fn merging_never_goes_back(versions in prop::collection::vec(1u64..9, 1..20)) {
        let mut known: Option<Order> = None;
        for version in versions {
            let before = known.as_ref().map_or(0, |order| order.version);
            let after = merge(known, order(version, vec![]));
            prop_assert!(after.version >= before);
            known = Some(after);
        }
    }

    /// Doubled and shuffled events make one timeline.
    #[test]
    fn one_timeline(picks in Just((0..8usize).chain(0..8).collect::<Vec<_>>()).prop_shuffle()) {
        let events: Vec<_> = picks
            .iter()
            .map(|n| event(&format!("e{n}"), &format!("1{}:00", n / 2), TrackingStatus::InTransit))
            .collect();
        let shown = timeline(&events);
        prop_assert_eq!(shown.len(), 8);
        prop_assert!(shown.windows(2).all(|pair| pair[0].occurred_at >= pair[1].occurred_at));
        let mut sorted = events;
        sorted.sort_by(|a, b| a.id.cmp(&b.id));
        prop_assert_eq!(shown, timeline(&sorted));
    }
}

#[test]
fn customs_is_a_station_only_across_a_border() {
    let mut parcel = shipment(1, TrackingStatus::InTransit);
    assert_eq!(stages(&parcel).len(), 4);
    parcel.cross_border = true;
    parcel.sub_status = Some("customs".to_owned());
    assert_eq!(stages(&parcel)[2], (Stage::Customs, StageState::Current));
}

#[test]
fn a_parcel_goes_forward_on_its_picture() {
    let mut parcel = shipment(1, TrackingStatus::PreTransit);
    parcel.cross_border = true;
    let mut shares = vec![progress(&parcel)];
    let steps = [
        (TrackingStatus::InTransit, None),
        (TrackingStatus::InTransit, Some("customs")),
        (TrackingStatus::InTransit, Some("customs_cleared")),
        (TrackingStatus::OutForDelivery, None),
        (TrackingStatus::Delivered, None),
    ];
    for (status, sub) in steps {
        (parcel.status, parcel.sub_status) = (status, sub.map(str::to_owned));
        shares.push(progress(&parcel));
    }
    assert!(shares.windows(2).all(|pair| pair[0] < pair[1]), "{shares:?}");
    assert_eq!((shares[0], shares[2], shares[5]), (0.0, BORDER, 1.0));
}

#[test]
fn a_delivered_parcel_has_nothing_ahead() {
    let parcel = shipment(1, TrackingStatus::Delivered);
    assert!(stages(&parcel).iter().all(|(_, state)| *state == StageState::Done));
}

#[test]
fn a_delayed_parcel_stays_where_its_events_got() {
    let mut parcel = shipment(1, TrackingStatus::Delayed);
    parcel.events = vec![event("a", "10:00", TrackingStatus::InTransit)];
    assert_eq!(stages(&parcel)[1], (Stage::OnTheWay, StageState::Current));
}

#[test]
fn only_a_stale_parcel_is_silent_since_a_day() {
    let mut parcel = shipment(1, TrackingStatus::Stale);
    assert_eq!(silent_since(&parcel), None);
    parcel.last_scan_at = Some(at("10:00"));
    assert_eq!(silent_since(&parcel), Some(&at("10:00")));
    parcel.status = TrackingStatus::InTransit;
    assert_eq!(silent_since(&parcel), None);
}

#[test]
fn a_stale_parcel_stays_where_its_events_got() {
    let mut parcel = shipment(1, TrackingStatus::Stale);
    parcel.events = vec![event("a", "10:00", TrackingStatus::InTransit)];
    assert_eq!(stages(&parcel)[1], (Stage::OnTheWay, StageState::Current));
    assert!(is_coming(parcel.status));
}

#[test]
fn whose_move_it_is_is_said_when_it_says_something() {
    let mut parcel = shipment(1, TrackingStatus::InTransit);
    let mut told = |actor, code: &str| {
        parcel.action = Some(ShipmentAction { actor, code: code.to_owned(), due: None });
        move_to_tell(&parcel).is_some()
    };
    assert!(told(NextActor::You, "pay_duty") && told(NextActor::Customs, "clear"));
    assert!(told(NextActor::Seller, "a code nobody listed"));
    assert!(!told(NextActor::Carrier, "carry") && !told(NextActor::Nobody, "nothing"));
    parcel.action = None;
    assert_eq!(move_to_tell(&parcel), None);
}

#[test]
fn only_what_changed_is_announced() {
    let before = order(1, vec![shipment(1, TrackingStatus::InTransit)]);
    let mut after = order(2, vec![shipment(2, TrackingStatus::InTransit)]);
    assert!(changed(&before, &after).is_empty());
    after.shipments[0].status = TrackingStatus::Delivered;
    assert_eq!(changed(&before, &after).len(), 1);
    assert!(is_moving(&before) && !is_moving(&after));
}

#[test]
fn a_parcel_that_never_came_is_no_good_news_and_is_watched_until_it_is_answered() {
    let mut parcel = shipment(1, TrackingStatus::Delivered);
    let report = |status: &str| {
        let text = serde_json::json!({"status": status, "reported_at": at("12:00"), "answer_by": at("13:00"),
            "answered_at": null, "answer": null, "refund": null, "new_parcel": null});
        serde_json::from_value(text).ok()
    };
    assert_eq!(parcel_tone(&parcel), Tone::Ok);
    for (status, tone, moving) in
        [("reported", Tone::Warn, true), ("refunded", Tone::Warn, false), ("found", Tone::Ok, false)]
    {
        parcel.missing = report(status);
        assert!(parcel.missing.is_some());
        assert_eq!((parcel_tone(&parcel), is_moving(&order(1, vec![parcel.clone()]))), (tone, moving), "{status}");
    }
    let before = order(1, vec![shipment(1, TrackingStatus::Delivered)]);
    assert_eq!(changed(&before, &order(2, vec![parcel])).len(), 1, "it is announced");
}

#[test]
fn a_delivery_is_told_while_it_stands() {
    let mut parcel = shipment(1, TrackingStatus::Delivered);
    parcel.events =
        vec![event("a", "10:00", TrackingStatus::OutForDelivery), event("b", "11:00", TrackingStatus::Delivered)];
    assert_eq!(delivery(&parcel).map(|event| event.id), Some("b".to_owned()));
    parcel.status = TrackingStatus::Returned;
    assert_eq!(delivery(&parcel), None);
    assert_eq!((town("Leipzig Airport"), town("Airport"), town("Reno")), ("Leipzig", "Airport", "Reno"));
}

#[test]
fn other_days_are_told_of_parcels_that_still_come() {
    let before = order(1, vec![shipment(1, TrackingStatus::InTransit)]);
    let mut parcel = shipment(2, TrackingStatus::Delayed);
    assert!(!expected_anew(&before, &parcel));
    parcel.estimate.latest = vitrine_api::Day::try_from("2027-01-02".to_owned()).unwrap();
    assert!(expected_anew(&before, &parcel));
    parcel.status = TrackingStatus::Exception;
    assert!(!expected_anew(&before, &parcel), "what is lost is expected on no day");
}
