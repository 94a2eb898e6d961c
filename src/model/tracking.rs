//! What is known of an order, and what each word of a carrier means for the shopper.

use super::tone::Tone;
use vitrine_api::{
    MissingStatus, NextActor, Order, OrderStatus, ReturnStatus, Shipment, ShipmentAction, Timestamp, TrackingEvent,
    TrackingStatus,
};

/// Puts a snapshot on what is known: newer wins, an older one changes nothing.
///
/// Snapshots come doubled and out of order (event stream, polling, answers to our own calls).
#[must_use]
pub fn merge(known: Option<Order>, incoming: Order) -> Order {
    match known {
        Some(known) if known.id == incoming.id && is_older(&incoming, &known) => known,
        _ => incoming,
    }
}

/// Whether a snapshot tells nothing new. Of one version there are two views, whole and shared: what the
/// server showed last is what this browser may see.
fn is_older(incoming: &Order, known: &Order) -> bool {
    known.version > incoming.version || (known.version == incoming.version && known.shared == incoming.shared)
}

/// The events to show: each once, newest first, whatever order they came in.
#[must_use]
pub fn timeline(events: &[TrackingEvent]) -> Vec<TrackingEvent> {
    let mut events = events.to_vec();
    events.sort_by(|a, b| b.occurred_at.cmp(&a.occurred_at).then_with(|| b.id.cmp(&a.id)));
    events.dedup_by(|a, b| a.id == b.id);
    events
}

/// The stations every parcel passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// There is a label.
    Label,
    /// On the way.
    OnTheWay,
    /// With customs; only across a border.
    Customs,
    /// It comes today.
    OutForDelivery,
    /// It arrived.
    Delivered,
}

/// How far a station is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageState {
    /// Passed.
    Done,
    /// Here.
    Current,
    /// Not yet.
    Ahead,
}

impl StageState {
    /// The word in `data-state`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Current => "current",
            Self::Ahead => "ahead",
        }
    }
}

/// The stations of a parcel and how far it is.
#[must_use]
pub fn stages(shipment: &Shipment) -> Vec<(Stage, StageState)> {
    let here = position(shipment);
    [Stage::Label, Stage::OnTheWay, Stage::Customs, Stage::OutForDelivery, Stage::Delivered]
        .into_iter()
        .filter(|stage| *stage != Stage::Customs || shipment.cross_border)
        .map(|stage| (stage, state_at(stage, here)))
        .collect()
}

/// Where the border stands on the picture of a parcel's way, as a share of its length.
pub const BORDER: f64 = 0.5;

/// How far a parcel is on its way, as a share of it.
#[must_use]
pub fn progress(shipment: &Shipment) -> f64 {
    match position(shipment) {
        Stage::Label => 0.0,
        // Short of the border until its customs have spoken.
        Stage::OnTheWay if shipment.cross_border && !past_customs(shipment) => 0.28,
        Stage::OnTheWay if shipment.cross_border => 0.7,
        Stage::OnTheWay => 0.4,
        Stage::Customs => BORDER,
        Stage::OutForDelivery => 0.88,
        Stage::Delivered => 1.0,
    }
}

fn past_customs(shipment: &Shipment) -> bool {
    let cleared = |sub: Option<&str>| matches!(sub, Some("customs_cleared" | "customs_released"));
    cleared(shipment.sub_status.as_deref()) || shipment.events.iter().any(|event| cleared(event.sub_status.as_deref()))
}

fn state_at(stage: Stage, here: Stage) -> StageState {
    match stage.cmp(&here) {
        std::cmp::Ordering::Less => StageState::Done,
        // What has arrived is done, not under way.
        std::cmp::Ordering::Equal if stage == Stage::Delivered => StageState::Done,
        std::cmp::Ordering::Equal => StageState::Current,
        std::cmp::Ordering::Greater => StageState::Ahead,
    }
}

fn position(shipment: &Shipment) -> Stage {
    if at_customs(shipment.status, shipment.sub_status.as_deref()) && shipment.cross_border {
        return Stage::Customs;
    }
    match shipment.status {
        TrackingStatus::PreTransit => Stage::Label,
        TrackingStatus::InTransit => Stage::OnTheWay,
        TrackingStatus::OutForDelivery | TrackingStatus::AvailableForPickup | TrackingStatus::AttemptFailed => {
            Stage::OutForDelivery
        }
        TrackingStatus::Delivered => Stage::Delivered,
        // Words that say nothing of the place: as far as its events got.
        _ => shipment.events.iter().filter_map(event_stage).max().unwrap_or(Stage::Label),
    }
}

fn event_stage(event: &TrackingEvent) -> Option<Stage> {
    if at_customs(event.status, event.sub_status.as_deref()) {
        return Some(Stage::Customs);
    }
    match event.status {
        TrackingStatus::PreTransit => Some(Stage::Label),
        TrackingStatus::InTransit => Some(Stage::OnTheWay),
        TrackingStatus::OutForDelivery | TrackingStatus::AvailableForPickup | TrackingStatus::AttemptFailed => {
            Some(Stage::OutForDelivery)
        }
        _ => None,
    }
}

/// Whether a parcel is with customs.
#[must_use]
pub fn at_customs(status: TrackingStatus, sub_status: Option<&str>) -> bool {
    matches!(status, TrackingStatus::InTransit | TrackingStatus::ActionNeeded | TrackingStatus::Delayed)
        && sub_status
            .is_some_and(|sub| sub.starts_with("customs") && sub != "customs_cleared" && sub != "customs_released")
}

/// How a parcel's status is meant.
#[must_use]
pub fn tone(status: TrackingStatus) -> Tone {
    match status {
        TrackingStatus::Delivered => Tone::Ok,
        TrackingStatus::ActionNeeded
        | TrackingStatus::AttemptFailed
        | TrackingStatus::Delayed
        | TrackingStatus::Stale => Tone::Warn,
        TrackingStatus::Exception | TrackingStatus::Cancelled => Tone::Bad,
        _ => Tone::Info,
    }
}

/// How a parcel is meant: what its shopper doesn't have is no good news.
#[must_use]
pub fn parcel_tone(shipment: &Shipment) -> Tone {
    if is_absent(shipment) { Tone::Warn } else { tone(shipment.status) }
}

/// Whether a parcel was told as delivered and its shopper said that it isn't there.
#[must_use]
pub fn is_absent(shipment: &Shipment) -> bool {
    shipment.missing.as_ref().is_some_and(|report| report.status != MissingStatus::Found)
}

/// Whether the seller has yet to answer that.
#[must_use]
pub fn is_reported(shipment: &Shipment) -> bool {
    shipment.missing.as_ref().is_some_and(|report| report.status == MissingStatus::Reported)
}

/// The event of a parcel's delivery; none before, and none for one that went back since.
#[must_use]
pub fn delivery(shipment: &Shipment) -> Option<TrackingEvent> {
    let delivered = TrackingStatus::Delivered;
    let found = timeline(&shipment.events).into_iter().find(|event| event.status == delivered);
    found.filter(|_| shipment.status == delivered)
}

/// The town of a place carriers have: of an airport the town.
#[must_use]
pub fn town(city: &str) -> &str {
    city.strip_suffix(" Airport").unwrap_or(city)
}

/// How an order's status is meant.
#[must_use]
pub fn order_tone(status: OrderStatus) -> Tone {
    match status {
        OrderStatus::Delivered => Tone::Ok,
        OrderStatus::ActionNeeded | OrderStatus::Delayed => Tone::Warn,
        OrderStatus::Canceled => Tone::Bad,
        _ => Tone::Info,
    }
}

/// Whether a parcel doesn't go on by itself.
#[must_use]
pub fn is_held(status: TrackingStatus) -> bool {
    matches!(status, TrackingStatus::ActionNeeded | TrackingStatus::Exception)
}

/// The last scan of a parcel that fell silent; a parcel that was never scanned has none.
#[must_use]
pub fn silent_since(shipment: &Shipment) -> Option<&Timestamp> {
    shipment.last_scan_at.as_ref().filter(|_| shipment.status == TrackingStatus::Stale)
}

/// Whose move it is, where that says more than the parcel's status does: a parcel that is on its way
/// needs no line about the carrier carrying it.
#[must_use]
pub fn move_to_tell(shipment: &Shipment) -> Option<&ShipmentAction> {
    // A report of a missing parcel says its own deadline.
    let in_turn = ["pack", "carry", "deliver", "carry_back", "nothing", "answer_missing"];
    let action = shipment.action.as_ref()?;
    (action.actor != NextActor::Nobody && !in_turn.contains(&action.code.as_str())).then_some(action)
}

/// Whether a parcel is still expected.
#[must_use]
pub fn is_coming(status: TrackingStatus) -> bool {
    !matches!(
        status,
        TrackingStatus::Delivered
            | TrackingStatus::Returning
            | TrackingStatus::Returned
            | TrackingStatus::Cancelled
            | TrackingStatus::Exception
    )
}

/// Whether something may still change, so that watching makes sense.
#[must_use]
pub fn is_moving(order: &Order) -> bool {
    let over =
        |status| matches!(status, TrackingStatus::Delivered | TrackingStatus::Returned | TrackingStatus::Cancelled);
    // A label that waits for the shopper changes by the shopper's hand alone.
    let goes_on = |status| matches!(status, ReturnStatus::Requested | ReturnStatus::Sent | ReturnStatus::Received);
    order.status != OrderStatus::Canceled
        && (order.shipments.is_empty()
            || order.shipments.iter().any(|parcel| !over(parcel.status) || is_reported(parcel))
            || order.returns.iter().any(|wish| goes_on(wish.status)))
}

/// The parcels whose word changed between two snapshots: what a live region announces.
#[must_use]
pub fn changed<'a>(before: &Order, after: &'a Order) -> Vec<&'a Shipment> {
    after
        .shipments
        .iter()
        .filter(|now| {
            before.shipments.iter().find(|was| was.id == now.id).is_none_or(|was| {
                was.status != now.status
                    || was.sub_status != now.sub_status
                    || was.estimate != now.estimate
                    || was.missing != now.missing
            })
        })
        .collect()
}

/// Whether other days are expected of a parcel than before, and it still comes.
#[must_use]
pub fn expected_anew(before: &Order, now: &Shipment) -> bool {
    let was = before.shipments.iter().find(|was| was.id == now.id);
    is_coming(now.status) && was.is_some_and(|was| was.estimate != now.estimate)
}

#[cfg(test)]
#[path = "tracking_tests.rs"]
mod tests;
