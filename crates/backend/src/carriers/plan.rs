//! What a simulated parcel goes through: events at days after the label, and when the carrier gets
//! round to telling of them.

use crate::config::ParcelPlan;

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

/// The scans of a parcel that should arrive `days` after its label.
pub(super) fn steps(plan: ParcelPlan, cross_border: bool, days: f64) -> Vec<Step> {
    let days = days.max(1.0);
    let mut steps = Vec::new();
    let mut add = |day: f64, code, message, place| steps.push(Step { day, code, message, place });
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
    add(days + late, "DELIVERED", "Delivered, left at the front door", Place::Destination);
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
