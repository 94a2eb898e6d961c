use crate::{
    browser::{clock, intl},
    i18n::Locale,
    model::{json, tracking},
    ui::{promise_text, say},
};
use leptos_i18n::I18nContext;
use vitrine_api::{
    EstimateChange, MissingStatus, NextActor, Order, OrderStatus, PaymentStatus, Shipment, ShipmentAction, Timestamp,
    TrackingEvent, TrackingStatus,
};

/// An order's status in one or two words.
#[must_use]
pub fn order_status(i18n: I18nContext<Locale>, status: OrderStatus) -> String {
    match status {
        OrderStatus::Confirmed => say!(i18n, order_status.confirmed),
        OrderStatus::Preparing => say!(i18n, order_status.preparing),
        OrderStatus::PartiallyShipped => say!(i18n, order_status.partially_shipped),
        OrderStatus::InTransit => say!(i18n, order_status.in_transit),
        OrderStatus::Customs => say!(i18n, order_status.customs),
        OrderStatus::ActionNeeded => say!(i18n, order_status.action_needed),
        OrderStatus::OutForDelivery => say!(i18n, order_status.out_for_delivery),
        OrderStatus::AvailableForPickup => say!(i18n, order_status.available_for_pickup),
        OrderStatus::Delayed => say!(i18n, order_status.delayed),
        OrderStatus::PartiallyDelivered => say!(i18n, order_status.partially_delivered),
        OrderStatus::Delivered => say!(i18n, order_status.delivered),
        OrderStatus::Returned => say!(i18n, order_status.returned),
        OrderStatus::PartiallyReturned => say!(i18n, order_status.partially_returned),
        OrderStatus::Refunded => say!(i18n, order_status.refunded),
        OrderStatus::Canceled => say!(i18n, order_status.canceled),
        OrderStatus::Unknown => say!(i18n, order_status.unlisted),
    }
}

/// What of the money went back, where the status doesn't say it.
#[must_use]
pub fn money_note(i18n: I18nContext<Locale>, status: OrderStatus, payment: PaymentStatus) -> Option<String> {
    match payment {
        PaymentStatus::PartiallyRefunded => Some(say!(i18n, order_status.money_part)),
        PaymentStatus::Refunded if status != OrderStatus::Refunded => Some(say!(i18n, order_status.refunded)),
        _ => None,
    }
}

/// When something happened: in the local time of its place where that is known, with the reader's own beside it
/// where they differ; else in the reader's own, and that is said.
pub(super) fn event_time(i18n: I18nContext<Locale>, lang: &str, event: &TrackingEvent) -> String {
    let own = intl::date_time(lang, &event.occurred_at);
    let there = event.time_zone.as_deref().and_then(|zone| intl::date_time_in(lang, &event.occurred_at, zone));
    let town = event.location.as_ref().map(|place| tracking::town(&place.city).to_owned());
    match town.zip(there) {
        Some((town, there)) if there == own => say!(i18n, order.time_there, time = there, town = town),
        Some((town, there)) => say!(i18n, order.time_both, time = there, town = town, own = own),
        None => say!(i18n, order.time_own, time = own),
    }
}

/// The same with all its parcels known: when it is held up, whose move it is.
pub(super) fn order_words(i18n: I18nContext<Locale>, order: &Order) -> String {
    let waits_for = |actor| {
        let held = order.shipments.iter().filter(|p| tracking::is_held(p.status) || tracking::is_reported(p));
        held.filter_map(|p| p.action.as_ref()).any(|action| action.actor == actor)
    };
    match order.status {
        OrderStatus::ActionNeeded if waits_for(NextActor::You) => say!(i18n, order_status.your_move),
        OrderStatus::ActionNeeded if waits_for(NextActor::Seller) => say!(i18n, order_status.sellers_move),
        status => order_status(i18n, status),
    }
}

/// Where a parcel is, in one sentence.
pub(super) fn sentence(i18n: I18nContext<Locale>, parcel: &Shipment) -> String {
    if parcel.status == TrackingStatus::Unknown && parcel.tracking_number.is_none() {
        // Without a label it is still with us, and a carrier can't have news.
        return say!(i18n, track.packing);
    }
    match parcel.missing.as_ref().map(|report| report.status) {
        Some(MissingStatus::Reported) => return say!(i18n, track.reported),
        Some(MissingStatus::Resent | MissingStatus::Refunded) => return say!(i18n, track.never_came),
        _ => {}
    }
    let sub = parcel.sub_status.as_deref();
    if parcel.status != TrackingStatus::InTransit && tracking::at_customs(parcel.status, sub) {
        // What is missing, who sends it and by when stand right below.
        return say!(i18n, track.customs_held);
    }
    status_words(i18n, parcel.status, sub)
}

/// A tracking status with its sub-status in one sentence.
pub(super) fn status_words(i18n: I18nContext<Locale>, status: TrackingStatus, sub: Option<&str>) -> String {
    if let Some(customs) = sub.filter(|sub| sub.contains("customs") || sub.contains("duty"))
        && matches!(status, TrackingStatus::InTransit | TrackingStatus::ActionNeeded | TrackingStatus::Delayed)
    {
        return customs_words(i18n, status, customs);
    }
    let sub = sub.unwrap_or_default();
    match status {
        TrackingStatus::PreTransit => say!(i18n, track.pre_transit),
        TrackingStatus::InTransit => say!(i18n, track.in_transit),
        TrackingStatus::ActionNeeded if sub == "address" => say!(i18n, track.address),
        TrackingStatus::ActionNeeded => say!(i18n, track.action_needed),
        TrackingStatus::OutForDelivery => say!(i18n, track.out_for_delivery),
        TrackingStatus::AvailableForPickup => say!(i18n, track.available_for_pickup),
        TrackingStatus::AttemptFailed => match sub {
            "inaccessible" => say!(i18n, track.inaccessible),
            "notice_left" => say!(i18n, track.notice_left),
            "reschedule" => say!(i18n, track.reschedule),
            _ => say!(i18n, track.attempt_failed),
        },
        TrackingStatus::Delayed if sub == "rescheduled" => say!(i18n, track.rescheduled),
        TrackingStatus::Delayed if sub.contains("weather") => say!(i18n, track.delayed_weather),
        TrackingStatus::Delayed => say!(i18n, track.delayed),
        TrackingStatus::Delivered if sub.contains("neighbo") => {
            say!(i18n, track.delivered_neighbor)
        }
        TrackingStatus::Delivered => say!(i18n, track.delivered),
        TrackingStatus::Returning if sub == "unclaimed" => say!(i18n, track.unclaimed),
        TrackingStatus::Returning => say!(i18n, track.returning),
        TrackingStatus::Returned => say!(i18n, track.returned),
        TrackingStatus::Exception if sub.contains("lost") => say!(i18n, track.lost),
        TrackingStatus::Exception if sub.contains("damaged") => say!(i18n, track.damaged),
        TrackingStatus::Exception if sub == "undeliverable" => say!(i18n, track.undeliverable),
        TrackingStatus::Exception if sub == "disposed" => say!(i18n, track.disposed),
        TrackingStatus::Exception => say!(i18n, track.exception),
        TrackingStatus::Cancelled => say!(i18n, track.cancelled),
        TrackingStatus::Stale if sub == "label_only" => say!(i18n, track.stale_label),
        TrackingStatus::Stale if sub == "customs" => say!(i18n, track.stale_customs),
        TrackingStatus::Stale => say!(i18n, track.stale),
        TrackingStatus::Unknown if sub == "unlisted" => say!(i18n, track.unlisted),
        TrackingStatus::Unknown => say!(i18n, track.nothing),
    }
}

fn customs_words(i18n: I18nContext<Locale>, status: TrackingStatus, sub: &str) -> String {
    if sub.contains("document") || sub.contains("information") {
        say!(i18n, track.customs_documents)
    } else if sub.contains("payment") || sub.contains("duty") {
        say!(i18n, track.customs_payment)
    } else if sub.contains("clear") || sub.contains("release") {
        say!(i18n, track.customs_cleared)
    } else if sub.contains("start") {
        say!(i18n, track.customs_started)
    } else if status == TrackingStatus::ActionNeeded {
        say!(i18n, track.action_needed)
    } else {
        say!(i18n, track.customs)
    }
}

/// Whose move it is, what to do and by when.
pub(super) fn action_words(i18n: I18nContext<Locale>, lang: &str, action: &ShipmentAction) -> String {
    let what = match (action.code.as_str(), action.actor) {
        ("send_document", NextActor::You) => say!(i18n, act.you_document),
        ("send_document", _) => say!(i18n, act.seller_document),
        ("pay_duty", NextActor::Seller) => say!(i18n, act.seller_pay_duty),
        ("pay_duty", _) => say!(i18n, act.you_pay_duty),
        ("collect", _) => say!(i18n, act.collect),
        ("be_home", _) => say!(i18n, act.be_home),
        ("check_address" | "confirm_address" | "correct_address", _) => say!(i18n, act.address),
        ("hand_over", _) => say!(i18n, act.hand_over),
        ("ask_carrier", _) => say!(i18n, act.ask_carrier),
        ("reschedule", _) => say!(i18n, act.reschedule),
        ("try_again", _) => say!(i18n, act.try_again),
        ("replace_or_refund", _) => say!(i18n, act.replace),
        (_, NextActor::You) => say!(i18n, act.you),
        (_, NextActor::Seller) => say!(i18n, act.seller),
        (_, NextActor::Carrier | NextActor::Unknown) => say!(i18n, act.carrier),
        (_, NextActor::Customs) => say!(i18n, act.customs),
        (_, NextActor::Nobody) => say!(i18n, act.nobody),
    };
    match &action.due {
        Some(due) => say!(i18n, act.due, what = what, time = intl::local_day(lang, due)),
        None => say!(i18n, act.plain, what = what),
    }
}

/// Since when nobody scanned a parcel, where that is what there is to say.
pub(super) fn silence_words(i18n: I18nContext<Locale>, lang: &str, parcel: &Shipment) -> Option<String> {
    let since = tracking::silent_since(parcel)?;
    let what = say!(i18n, order.last_scan, day = intl::full_day(lang, since));
    Some(say!(i18n, act.plain, what = what))
}

/// Why an estimate changed: the reason is a sub-status or a status.
pub(super) fn reason_words(i18n: I18nContext<Locale>, reason: &str) -> String {
    let status = json::read_tree(reason.into()).unwrap_or(TrackingStatus::Unknown);
    if status != TrackingStatus::Unknown {
        return status_words(i18n, status, None);
    }
    match reason {
        "eta" => say!(i18n, track.eta),
        "rescheduled" => status_words(i18n, TrackingStatus::Delayed, Some(reason)),
        "address" | "held" | "contact_carrier" => status_words(i18n, TrackingStatus::ActionNeeded, Some(reason)),
        "nobody_home" | "inaccessible" | "notice_left" | "reschedule" => {
            status_words(i18n, TrackingStatus::AttemptFailed, Some(reason))
        }
        _ if reason.contains("customs") || reason.contains("duty") => {
            customs_words(i18n, TrackingStatus::InTransit, reason)
        }
        _ if reason.contains("weather") => say!(i18n, track.delayed_weather),
        _ if reason.contains("delay") => say!(i18n, track.delayed),
        _ => say!(i18n, track.in_transit),
    }
}

/// A move of the expected days: when, why, and from which days to which.
pub(super) fn change_words(i18n: I18nContext<Locale>, lang: &str, change: &EstimateChange) -> String {
    let (time, reason) = (intl::date_time(lang, &change.at), reason_words(i18n, &change.reason));
    let (from, to) = (promise_text(lang, &change.from), promise_text(lang, &change.to));
    if change.to.latest > change.from.latest {
        say!(i18n, order.estimate_later, time = time, reason = reason, from = from, to = to)
    } else {
        say!(i18n, order.estimate_sooner, time = time, reason = reason, from = from, to = to)
    }
}

/// A moment of this browser's clock as it travels.
pub(super) fn now_timestamp(milliseconds: f64) -> Option<Timestamp> {
    clock::timestamp(milliseconds)
}
