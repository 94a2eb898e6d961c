//! What a simulated parcel goes through: events at days after the label, and when the carrier gets
//! round to telling of them.

use crate::config::ParcelPlan;
use vitrine_api::{ProofKind, ProofPicture};

/// Where a scan happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// At the warehouse.
    Origin,
    /// Where the country is left.
    Export,
    /// Where the country is entered.
    Import,
    /// At the shopper's.
    Destination,
}

/// One planned scan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    /// Days after the label.
    pub(super) day: f64,
    /// The carrier's code.
    pub(super) code: &'static str,
    /// The carrier's words.
    pub(super) message: &'static str,
    /// Where.
    pub(super) place: Place,
    /// How the parcel was handed over, with a delivery.
    pub(super) handed: Option<Handed>,
}

/// How a parcel was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Handed {
    /// To whom, or where it was left.
    pub(super) kind: ProofKind,
    /// More exactly where.
    pub(super) place: Option<&'static str>,
    /// What there is a picture of.
    pub(super) picture: Option<ProofPicture>,
}

/// The route a draw stands for, where the operator didn't choose one.
pub(super) fn drawn(plan: ParcelPlan, draw: u8, cross_border: bool) -> ParcelPlan {
    match (plan, draw % 10) {
        (ParcelPlan::Auto, 0..=2) if cross_border => ParcelPlan::Held,
        (ParcelPlan::Auto, 3) => ParcelPlan::Missed,
        (ParcelPlan::Auto, 4) => ParcelPlan::Late,
        (ParcelPlan::Auto, _) => ParcelPlan::Smooth,
        (chosen, _) => chosen,
    }
}

/// The last words of a route, and how the parcel was handed over. Each route ends in another way.
fn end(plan: ParcelPlan) -> (&'static str, Handed) {
    let handed = |kind, place, picture| Handed { kind, place, picture };
    match plan {
        ParcelPlan::Missed => (
            "Delivered to a neighbour",
            handed(ProofKind::Neighbor, Some("Brandt, second floor"), Some(ProofPicture::Signature)),
        ),
        ParcelPlan::Late => {
            ("Delivered, left at the front door", handed(ProofKind::FrontDoor, None, Some(ProofPicture::Photo)))
        }
        ParcelPlan::Held => ("Delivered, left in the letterbox", handed(ProofKind::Letterbox, None, None)),
        ParcelPlan::Smooth | ParcelPlan::Auto => {
            ("Delivered, handed to the recipient", handed(ProofKind::Recipient, None, Some(ProofPicture::Signature)))
        }
    }
}

/// The scans of a parcel that should arrive `days` after its label.
pub(super) fn steps(plan: ParcelPlan, cross_border: bool, days: f64) -> Vec<Step> {
    let days = days.max(1.0);
    let mut steps = Vec::new();
    let mut add = |day: f64, code, message, place| steps.push(Step { day, code, message, place, handed: None });
    add(0.0, "LABEL_CREATED", "Shipment information received", Place::Origin);
    add(0.3, "PICKED_UP", "Picked up at the warehouse", Place::Origin);
    add(days * 0.35, "DEPARTED", "Left the sorting centre", Place::Origin);
    let mut late = 0.0;
    if cross_border {
        add(days * 0.45, "DEPARTED", "Left the country of origin", Place::Export);
        add(days * 0.55, "CUSTOMS_STARTED", "Handed to customs", Place::Import);
        if plan == ParcelPlan::Held {
            add(days * 0.6, "CUSTOMS_HELD_DOCUMENT", "Customs asks the sender for a commercial invoice", Place::Import);
            late = 3.0;
            add(days * 0.6 + late, "CUSTOMS_RESUMED", "Document received, clearance continues", Place::Import);
        }
        add(days * 0.7 + late, "CUSTOMS_CLEARED", "Released by customs", Place::Import);
    }
    if plan == ParcelPlan::Late {
        late = 2.0;
        add(days * 0.75, "DELAYED", "Missed its connection", Place::Import);
    }
    add(days * 0.85 + late, "ARRIVED", "Arrived at the delivery depot", Place::Destination);
    if plan == ParcelPlan::Missed {
        add(days - 0.1, "OUT_FOR_DELIVERY", "With the courier", Place::Destination);
        add(days, "ATTEMPT_NOBODY_HOME", "Nobody was home", Place::Destination);
        late = 1.0;
    }
    add(days - 0.1 + late, "OUT_FOR_DELIVERY", "With the courier", Place::Destination);
    let (message, handed) = end(plan);
    steps.push(Step { day: days + late, code: "DELIVERED", message, place: Place::Destination, handed: Some(handed) });
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_moves_forward_and_ends_delivered() {
        for plan in [ParcelPlan::Smooth, ParcelPlan::Held, ParcelPlan::Missed, ParcelPlan::Late] {
            for cross_border in [false, true] {
                for days in [1.0, 2.0, 9.0] {
                    let steps = steps(plan, cross_border, days);
                    assert!(steps.windows(2).all(|w| w[0].day <= w[1].day), "{plan:?} {days}: {steps:?}");
                    assert_eq!(steps.last().map(|s| s.code), Some("DELIVERED"));
                    assert!(steps.iter().all(|step| step.handed.is_some() == (step.code == "DELIVERED")), "{steps:?}");
                }
            }
        }
    }

    #[test]
    fn only_parcels_that_cross_a_border_see_customs() {
        let codes = |cross| steps(ParcelPlan::Held, cross, 5.0).iter().any(|s| s.code.starts_with("CUSTOMS"));
        assert!(codes(true) && !codes(false));
    }
}
