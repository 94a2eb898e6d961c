//! Carriers: labels out, tracking in.

pub mod drawing;
pub mod normalise;
mod plan;
pub mod provider;
pub mod shippo;
pub mod simulated;

use crate::clock::wire;
use crate::domain::estimate::Eta;
use jiff::Timestamp;
use vitrine_api::{DeliveryProof, Location, TrackingEvent, TrackingStatus};

/// An event as a carrier tells it, with its words in ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarrierEvent {
    /// The carrier's code.
    pub carrier: String,
    /// The carrier's own code of what happened.
    pub code: String,
    /// The carrier's own words.
    pub message: String,
    /// When it happened, by the carrier's clock.
    pub occurred_at: Timestamp,
    /// Where.
    pub location: Option<Location>,
    /// The IANA zone of that place, where it is known for sure.
    pub time_zone: Option<String>,
    /// How it was handed over, where the carrier tells.
    pub proof: Option<DeliveryProof>,
    /// What it says in our words; `unknown` for a word nobody listed.
    pub status: TrackingStatus,
    /// More exactly.
    pub sub_status: Option<String>,
}

impl CarrierEvent {
    /// The same event has the same id, however often it is told and whether by webhook or when asked.
    #[must_use]
    pub fn id(&self) -> String {
        let city = self.location.as_ref().map_or("", |l| l.city.as_str());
        let text = format!("{}|{}|{}|{city}", self.carrier, self.occurred_at.as_microsecond(), self.code);
        crate::secret::hash(&text)[..24].to_owned()
    }

    /// The event as it is kept and shown.
    #[must_use]
    pub fn shown(&self) -> TrackingEvent {
        TrackingEvent {
            id: self.id(),
            occurred_at: wire(self.occurred_at),
            status: self.status,
            sub_status: self.sub_status.clone(),
            code: self.code.clone(),
            message: self.message.clone(),
            location: self.location.clone(),
            time_zone: self.time_zone.clone(),
            proof: self.proof.clone(),
        }
    }
}

/// What a provider tells of one parcel, in a message or when asked: one event or all it knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The carrier's code.
    pub carrier: String,
    /// The parcel's code.
    pub tracking_number: String,
    /// The code that took its place, where the carrier gave the parcel another one.
    pub new_number: Option<String>,
    /// Our own id of the parcel, where the provider repeats it.
    pub reference: Option<String>,
    /// What happened, in any order.
    pub events: Vec<CarrierEvent>,
    /// The day the carrier names.
    pub eta: Option<Eta>,
}
