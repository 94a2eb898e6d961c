//! The simulated carrier: makes labels and posts signed webhooks to the endpoint a real one would
//! use, on a clock whose days are short. It tells late, twice and out of order at times.

use super::CarrierEvent;
use super::plan::{Place, drawn, steps};
use crate::clock::{micros, wire};
use crate::config::ParcelPlan;
use crate::secret::{hmac_sha256, token};
use crate::store::{StoreError, Tx, messages, new_id, shipments::ShipmentDoc};
use crate::webhook;
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde::Deserialize;
use vitrine_api::Location;

/// Its name in `/webhooks/{provider}`.
pub const NAME: &str = "simulated";

/// The stand-in carrier.
#[derive(Clone, Debug)]
pub struct Simulated {
    key: [u8; 32],
    day_seconds: f64,
    plan: ParcelPlan,
}

/// The body of its webhooks.
#[derive(Debug, Deserialize)]
struct Webhook {
    carrier: String,
    tracking_number: String,
    code: String,
    message: String,
    occurred_at: Timestamp,
    city: Option<String>,
    country: Option<String>,
}

impl Simulated {
    /// A carrier whose day takes `day_seconds`.
    #[must_use]
    pub fn new(key: [u8; 32], day_seconds: f64, plan: ParcelPlan) -> Self {
        Self { key, day_seconds: day_seconds.max(0.001), plan }
    }

    /// The key its webhooks are signed with.
    #[must_use]
    pub fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// Whether a webhook is its own.
    #[must_use]
    pub fn verify(&self, signature: &str, body: &[u8], now: i64) -> bool {
        webhook::verify(&self.key, signature, body, now)
    }

    /// Real time that a number of its days takes.
    #[must_use]
    pub fn real(&self, days: f64) -> SignedDuration {
        SignedDuration::try_from_secs_f64(days * self.day_seconds).unwrap_or(SignedDuration::ZERO)
    }

    /// Makes a label and plans everything the carrier will tell. Returns the tracking number.
    ///
    /// `label_at` is the carrier's time, `now` ours.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ship(
        &self,
        tx: &mut Tx,
        parcel: &ShipmentDoc,
        label_at: Timestamp,
        now: Timestamp,
    ) -> Result<String, StoreError> {
        let number = format!("VT{}", token::<9>().to_ascii_uppercase().replace(['-', '_'], "7"));
        let draw = hmac_sha256(&self.key, number.as_bytes());
        let plan = drawn(self.plan, draw[0], parcel.cross_border);
        let days = days_until(label_at, parcel.promise.earliest.as_str());
        for (index, step) in steps(plan, parcel.cross_border, days).into_iter().enumerate() {
            let occurred_at = label_at + SignedDuration::try_from_secs_f64(step.day * 86_400.0).unwrap_or_default();
            let (city, country) = place(step.place, parcel);
            let payload = serde_json::json!({
                "id": new_id(),
                "carrier": parcel.carrier.code,
                "tracking_number": number,
                "code": step.code,
                "message": step.message,
                "occurred_at": wire(occurred_at),
                "city": city,
                "country": country,
            })
            .to_string();
            let odd = draw[(index + 1) % draw.len()];
            // One in eight is told a quarter of a day late, which puts it behind its successor.
            let lag = if odd.is_multiple_of(8) && self.plan == ParcelPlan::Auto { 0.25 } else { 0.0 };
            let due = micros(now + self.real(step.day + lag));
            messages::plan_delivery(tx, NAME, &payload, due).await?;
            if odd.is_multiple_of(5) {
                messages::plan_delivery(tx, NAME, &payload, due + 150_000).await?;
            }
        }
        Ok(number)
    }
}

/// Reads a webhook: its id and what it tells.
///
/// # Errors
/// When the body isn't one of this carrier's.
pub fn parse(body: &str) -> Result<CarrierEvent, serde_json::Error> {
    let hook: Webhook = serde_json::from_str(body)?;
    Ok(CarrierEvent {
        carrier: hook.carrier,
        tracking_number: hook.tracking_number,
        code: hook.code,
        message: hook.message,
        occurred_at: hook.occurred_at,
        location: hook.city.zip(hook.country).map(|(city, country)| Location { city, country }),
    })
}

/// Days from a moment until the afternoon of a day, at least one.
fn days_until(from: Timestamp, day: &str) -> f64 {
    let noon = day.parse::<Date>().ok().and_then(|d| d.at(14, 0, 0, 0).to_zoned(TimeZone::UTC).ok());
    noon.map_or(1.0, |at| at.timestamp().duration_since(from).as_secs_f64() / 86_400.0).max(1.0)
}

fn place(place: Place, parcel: &ShipmentDoc) -> (String, String) {
    let hub = |country: &str| match country {
        "DE" => "Leipzig Airport",
        "US" => "Los Angeles Airport",
        "JP" => "Tokyo Narita Airport",
        _ => "Airport",
    };
    match place {
        Place::Origin => (parcel.from.city.clone(), parcel.from.country.clone()),
        Place::Export => (hub(&parcel.from.country).to_owned(), parcel.from.country.clone()),
        Place::Import if parcel.cross_border => (hub(&parcel.to_country).to_owned(), parcel.to_country.clone()),
        Place::Import | Place::Destination => (parcel.to_city.clone(), parcel.to_country.clone()),
    }
}
