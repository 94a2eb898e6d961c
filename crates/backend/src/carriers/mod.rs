//! Carriers: labels out, tracking in.

pub mod normalise;
mod plan;
pub mod simulated;

use jiff::Timestamp;
use vitrine_api::Location;

/// An event as a carrier tells it, before its words become ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarrierEvent {
    /// The carrier's code.
    pub carrier: String,
    /// The parcel's code.
    pub tracking_number: String,
    /// The carrier's own code of what happened.
    pub code: String,
    /// The carrier's own words.
    pub message: String,
    /// When it happened, by the carrier's clock.
    pub occurred_at: Timestamp,
    /// Where.
    pub location: Option<Location>,
}

impl CarrierEvent {
    /// The same event has the same id, however often it is told.
    #[must_use]
    pub fn id(&self) -> String {
        let city = self.location.as_ref().map_or("", |l| l.city.as_str());
        let text = format!("{}|{}|{}|{city}", self.carrier, self.occurred_at.as_microsecond(), self.code);
        crate::secret::hash(&text)[..24].to_owned()
    }
}
