//! The simulated carrier: makes labels and posts signed webhooks to the endpoint a real one would
//! use, on a clock whose days are short. It tells late, twice and out of order at times.

mod duty;

pub use duty::Duty;

use super::plan::{Place, Step, drawn, steps, told_at_once};
use super::provider::{Answer, AskError, Asked, Proof, Taken, TrackingProvider, Unreadable};
use super::{CarrierEvent, Telling, drawing, normalise};
use crate::clock::{Clock, micros, wire};
use crate::config::ParcelPlan;
use crate::domain::zones;
use crate::secret::{hmac_sha256, token};
use crate::store::shipments::{FROM_SHOPPER, ShipmentDoc};
use crate::store::{Store, StoreError, Tx, messages, new_id};
use crate::webhook;
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde::Deserialize;
use std::sync::Arc;
use vitrine_api::{DeliveryProof, Location, Money, ProofKind, TrackingEvent};

/// Its name in `/webhooks/{provider}`.
pub const NAME: &str = "simulated";

/// The stand-in carrier.
#[derive(Clone)]
pub struct Simulated {
    store: Store,
    clock: Arc<dyn Clock>,
    key: [u8; 32],
    day_seconds: f64,
    plan: ParcelPlan,
}

/// The body of its webhooks.
#[derive(Debug, Deserialize)]
struct Webhook {
    carrier: String,
    tracking_number: String,
    /// The number the parcel has from now on.
    new_tracking_number: Option<String>,
    code: String,
    message: String,
    occurred_at: Timestamp,
    city: Option<String>,
    country: Option<String>,
    time_zone: Option<String>,
    proof: Option<DeliveryProof>,
}

/// What somebody wishes for a parcel of the demo.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish {
    /// What it goes through; what the operator chose when absent.
    pub plan: Option<ParcelPlan>,
    /// What customs may ask of the recipient; nothing when the seller has paid all there is.
    pub duty: Option<Money>,
}

impl Wish {
    /// What a line of an address wishes, and what is due at the door.
    #[must_use]
    pub fn of(line: Option<&str>, duty: Option<Money>) -> Self {
        Self { plan: line.and_then(ParcelPlan::wished), duty }
    }
}

impl Simulated {
    /// A carrier whose day takes `day_seconds`.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, key: [u8; 32], day_seconds: f64, plan: ParcelPlan) -> Self {
        Self { store, clock, key, day_seconds: day_seconds.max(0.001), plan }
    }

    /// The key its webhooks are signed with.
    #[must_use]
    pub fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// Real time that a number of its days takes.
    #[must_use]
    pub fn real(&self, days: f64) -> SignedDuration {
        SignedDuration::try_from_secs_f64(days * self.day_seconds).unwrap_or(SignedDuration::ZERO)
    }

    /// How long a silence of its days lasts for us; `None` where a day takes a day and its clock is ours.
    /// No shorter than a busy machine may need to tell what is due.
    #[must_use]
    pub fn hurried(&self, silence: SignedDuration) -> Option<SignedDuration> {
        let days = silence.as_secs_f64() / 86_400.0;
        (self.day_seconds < 86_400.0).then(|| self.real(days).max(SHORTEST_SILENCE))
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
        wish: Wish,
        label_at: Timestamp,
        now: Timestamp,
    ) -> Result<String, StoreError> {
        let number = self.label();
        self.plan(tx, parcel, &number, wish, (label_at, now)).await?;
        Ok(number)
    }

    /// A number for a label, at random. Until [`Simulated::carry`] nothing is told of it.
    #[must_use]
    pub fn label(&self) -> String {
        format!("VT{}", token::<9>().to_ascii_uppercase().replace(['-', '_'], "7"))
    }

    /// Takes a labelled parcel and plans everything that will be told of it.
    ///
    /// `label_at` is the carrier's time, `now` ours.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn carry(
        &self,
        tx: &mut Tx,
        parcel: &ShipmentDoc,
        number: &str,
        label_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.plan(tx, parcel, number, Wish::default(), (label_at, now)).await
    }

    /// Plans what is told without anybody's doing; the times are the label's and ours.
    async fn plan(
        &self,
        tx: &mut Tx,
        parcel: &ShipmentDoc,
        number: &str,
        wish: Wish,
        (label_at, now): (Timestamp, Timestamp),
    ) -> Result<(), StoreError> {
        let draw = hmac_sha256(&self.key, number.as_bytes());
        let chosen = wish.plan.unwrap_or(self.plan);
        // Somebody is always there at a warehouse, and nobody pays a duty there.
        let chosen = match (is_back(parcel), chosen) {
            (true, ParcelPlan::Auto | ParcelPlan::Duty | ParcelPlan::Returned) => ParcelPlan::Smooth,
            (_, chosen) => chosen,
        };
        let plan = match drawn(chosen, draw[0], parcel.cross_border) {
            // What the seller has paid, customs doesn't ask for again.
            ParcelPlan::Duty if wish.duty.is_none() => ParcelPlan::Held,
            plan => plan,
        };
        let steps = steps(plan, parcel.cross_border, days_until(label_at, parcel.promise.earliest.as_str()));
        let mut number = number.to_owned();
        for (index, step) in steps.iter().take(told_at_once(&steps)).enumerate() {
            let mut payload = payload(parcel, &number, step, label_at + carriers_days(step.day));
            if step.code == super::plan::WAITS_FOR_DUTY {
                payload["duty"] = serde_json::to_value(wish.duty)?;
            }
            if step.renumbers {
                let next = self.label();
                payload["new_tracking_number"] = next.as_str().into();
                number = next;
            }
            let payload = payload.to_string();
            let odd = draw[(index + 1) % draw.len()];
            // One in eight is told a quarter of a day late, which puts it behind its successor. News under
            // a new number must not come before the number.
            let lags = odd.is_multiple_of(8) && chosen == ParcelPlan::Auto && plan != ParcelPlan::Renumbered;
            let due = micros(now + self.real(step.day + if lags { 0.25 } else { 0.0 }));
            messages::plan_delivery(tx, NAME, &payload, due).await?;
            if odd.is_multiple_of(5) {
                messages::plan_delivery(tx, NAME, &payload, due + 150_000).await?;
            }
        }
        Ok(())
    }
}

/// On a fast clock no silence is told before this much time without a word.
const SHORTEST_SILENCE: SignedDuration = SignedDuration::from_secs(15);

/// Whether a parcel goes back to a seller.
fn is_back(parcel: &ShipmentDoc) -> bool {
    parcel.from.id.as_str() == FROM_SHOPPER
}

/// A number of the carrier's days by its own clock.
fn carriers_days(days: f64) -> SignedDuration {
    SignedDuration::try_from_secs_f64(days * 86_400.0).unwrap_or_default()
}

/// The body of a webhook about one step.
fn payload(parcel: &ShipmentDoc, number: &str, step: &Step, occurred_at: Timestamp) -> serde_json::Value {
    let (city, country) = place(step.place, parcel);
    let message = match (is_back(parcel), step.code) {
        (true, "PICKED_UP") => "Handed over by the sender",
        (true, "DELIVERED") => "Delivered to the warehouse",
        _ => step.message,
    };
    let proof = step.handed.filter(|_| !is_back(parcel)).map(|handed| DeliveryProof {
        kind: handed.kind,
        signed_by: handed.picture.and_then(|_| signer(handed.kind, parcel)),
        place: handed.place.map(ToOwned::to_owned),
        picture: handed.picture,
    });
    serde_json::json!({
        "id": new_id(),
        "carrier": parcel.carrier.code,
        "tracking_number": number,
        "code": step.code,
        "message": message,
        "occurred_at": wire(occurred_at),
        "city": city,
        "country": country,
        "time_zone": zone(&city, &country),
        "proof": proof,
    })
}

impl TrackingProvider for Simulated {
    fn name(&self) -> &'static str {
        NAME
    }

    fn signature_header(&self) -> &'static str {
        webhook::HEADER
    }

    fn verify(&self, proof: &Proof<'_>, body: &[u8], now: i64) -> bool {
        webhook::verify(&self.key, proof.signature, body, now)
    }

    fn take(&self, body: &str) -> Result<Taken, Unreadable> {
        let value: serde_json::Value = serde_json::from_str(body)?;
        let id = value.get("id").and_then(serde_json::Value::as_str);
        id.map(|id| Taken::Keep(id.to_owned())).ok_or_else(|| Unreadable("it has no id".to_owned()))
    }

    fn read(&self, body: &str) -> Result<Telling, Unreadable> {
        let hook: Webhook = serde_json::from_str(body)?;
        let (status, sub_status) = normalise::simulated(&hook.code);
        let event = CarrierEvent {
            carrier: hook.carrier.clone(),
            code: hook.code,
            message: hook.message,
            occurred_at: hook.occurred_at,
            location: hook.city.zip(hook.country).map(|(city, country)| Location { city, country }),
            time_zone: hook.time_zone,
            proof: hook.proof,
            status,
            sub_status: sub_status.map(ToOwned::to_owned),
        };
        Ok(Telling {
            carrier: hook.carrier,
            tracking_number: hook.tracking_number,
            new_number: hook.new_tracking_number,
            reference: None,
            events: vec![event],
            eta: None,
        })
    }

    /// What it has told by now, or tried to: its webhooks may have been lost.
    fn ask<'a>(&'a self, parcel: &'a Asked) -> Answer<'a, Option<Telling>> {
        Box::pin(async move {
            let unavailable = |error: StoreError| AskError::Unavailable(error.to_string());
            let mut conn = self.store.read().acquire().await.map_err(|error| unavailable(error.into()))?;
            let now = micros(self.clock.now());
            let told = messages::told(&mut conn, NAME, &parcel.tracking_number, now).await.map_err(unavailable)?;
            let mut all: Option<Telling> = None;
            for body in told {
                let one = self.read(&body)?;
                match &mut all {
                    Some(all) => {
                        all.events.extend(one.events);
                        all.new_number = one.new_number.or(all.new_number.take());
                    }
                    None => all = Some(one),
                }
            }
            Ok(all)
        })
    }

    fn page(&self, number: &str) -> Option<String> {
        Some(format!("/sandbox/track/{number}"))
    }

    fn picture(&self, event: &TrackingEvent) -> Option<String> {
        drawing::picture(event.proof.as_ref()?, &event.id)
    }
}

/// Days from a moment until the afternoon of a day, at least one.
fn days_until(from: Timestamp, day: &str) -> f64 {
    let noon = day.parse::<Date>().ok().and_then(|d| d.at(14, 0, 0, 0).to_zoned(TimeZone::UTC).ok());
    noon.map_or(1.0, |at| at.timestamp().duration_since(from).as_secs_f64() / 86_400.0).max(1.0)
}

/// Who signs for a parcel; nobody does where it is only left.
fn signer(kind: ProofKind, parcel: &ShipmentDoc) -> Option<String> {
    match kind {
        ProofKind::Recipient => Some(parcel.to_name.clone()).filter(|name| !name.is_empty()),
        ProofKind::Neighbor => Some("Brandt".to_owned()),
        _ => None,
    }
}

/// The zone of a place the carrier has scanners at; of a shopper's place only where the country has one.
fn zone(city: &str, country: &str) -> Option<&'static str> {
    zones::of(country).or(match city {
        "Reno" | "Los Angeles Airport" => Some("America/Los_Angeles"),
        _ => None,
    })
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
