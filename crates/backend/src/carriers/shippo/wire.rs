//! Shippo's tracking object, as its messages and answers carry it (schema `Track` of its public API,
//! version 2018-02-08). Fields the shop has no use for are left out; all but two may be missing.

use super::words::{Words, handed, normalise};
use crate::carriers::provider::Unreadable;
use crate::carriers::{CarrierEvent, Telling};
use crate::domain::{estimate::Eta, zones};
use jiff::{Timestamp, tz::TimeZone};
use serde::Deserialize;
use vitrine_api::{DeliveryProof, Location, TrackingStatus};

/// The kind of message that tells of a parcel.
pub(super) const TRACK_UPDATED: &str = "track_updated";

/// A message.
#[derive(Debug, Deserialize)]
pub(super) struct Hook {
    /// What it is about: [`TRACK_UPDATED`] and others.
    pub(super) event: String,
    data: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
struct Track {
    carrier: String,
    tracking_number: String,
    metadata: Option<String>,
    eta: Option<String>,
    original_eta: Option<String>,
    tracking_status: Option<Status>,
    tracking_history: Option<Vec<Status>>,
}

#[derive(Debug, Deserialize)]
struct Status {
    status: Option<String>,
    substatus: Option<Substatus>,
    status_details: Option<String>,
    status_date: Option<String>,
    object_updated: Option<String>,
    location: Option<Place>,
}

#[derive(Debug, Deserialize)]
struct Substatus {
    code: Option<String>,
    text: Option<String>,
    action_required: Option<bool>,
}

#[derive(Debug, Deserialize)]
struct Place {
    city: Option<String>,
    country: Option<String>,
}

impl Hook {
    /// What a [`TRACK_UPDATED`] tells.
    pub(super) fn telling(self) -> Result<Telling, Unreadable> {
        telling(self.data.ok_or_else(|| Unreadable("it has no data".to_owned()))?)
    }
}

/// Reads a tracking object.
pub(super) fn telling(track: serde_json::Value) -> Result<Telling, Unreadable> {
    let track: Track = serde_json::from_value(track)?;
    let carrier = track.carrier.trim().to_lowercase();
    let tracking_number = track.tracking_number.trim().to_owned();
    if carrier.is_empty() || tracking_number.is_empty() {
        return Err(Unreadable("it names no parcel".to_owned()));
    }
    // The newest one stands in the history too, with the same id.
    let statuses: Vec<Status> = track.tracking_history.into_iter().flatten().chain(track.tracking_status).collect();
    let told_at = statuses.iter().filter_map(|status| time(&status.object_updated).or(time(&status.status_date))).max();
    let named = time(&track.eta).or(time(&track.original_eta));
    Ok(Telling {
        new_number: None,
        reference: track.metadata.filter(|text| !text.is_empty()),
        eta: told_at.zip(named).map(|(told_at, at)| Eta { told_at, day: at.to_zoned(TimeZone::UTC).date() }),
        events: statuses.into_iter().filter_map(|status| event(&carrier, status)).collect(),
        carrier,
        tracking_number,
    })
}

/// An event; `None` for one without a time, such as "not found".
fn event(carrier: &str, told: Status) -> Option<CarrierEvent> {
    let occurred_at = time(&told.status_date)?;
    let word = told.status.unwrap_or_default();
    let (code, text, action_required) =
        told.substatus.map(|sub| (sub.code, sub.text, sub.action_required)).unwrap_or_default();
    let code = code.unwrap_or_default();
    let message = told.status_details.filter(|text| !text.is_empty()).or(text).unwrap_or_default();
    let (status, sub_status) = normalise(&Words {
        status: &word,
        code: &code,
        action_required: action_required.unwrap_or_default(),
        details: &message,
    });
    let place = told.location.and_then(|place| place.city.zip(place.country));
    // `status_date` is in UTC, without the place's own offset.
    let time_zone = place.as_ref().and_then(|(_, country)| zones::of(country)).map(ToOwned::to_owned);
    let kind = handed(&message).filter(|_| status == TrackingStatus::Delivered);
    let proof = kind.map(|kind| DeliveryProof { kind, signed_by: None, place: None, picture: None });
    Some(CarrierEvent {
        carrier: carrier.to_owned(),
        code: if code.is_empty() { word } else { format!("{word}/{code}") },
        message,
        occurred_at,
        location: place.map(|(city, country)| Location { city, country }),
        time_zone,
        proof,
        status,
        sub_status,
    })
}

fn time(text: &Option<String>) -> Option<Timestamp> {
    text.as_deref().and_then(|text| text.parse().ok())
}
