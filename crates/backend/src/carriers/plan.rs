//! What a simulated parcel goes through: events at days after the label, and when the carrier gets
//! round to telling of them.

use crate::config::ParcelPlan;
use vitrine_api::{ProofKind, ProofPicture};

/// The code with which a parcel waits for its duty: what comes behind it is told once that is paid.
pub(super) const WAITS_FOR_DUTY: &str = "CUSTOMS_HELD_PAYMENT";

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
    /// Whether the parcel has another number from then on.
    pub(super) renumbers: bool,
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

/// The route a draw stands for, where nobody chose one.
pub(super) fn drawn(plan: ParcelPlan, draw: u8, cross_border: bool) -> ParcelPlan {
    match (plan, draw % 10) {
        (ParcelPlan::Auto, 0 | 1) if cross_border => ParcelPlan::Held,
        (ParcelPlan::Auto, 2) if cross_border => ParcelPlan::Duty,
        (ParcelPlan::Auto, 3) => ParcelPlan::Missed,
        (ParcelPlan::Auto, 4) => ParcelPlan::Late,
        (ParcelPlan::Auto, 5) => ParcelPlan::Renumbered,
        (ParcelPlan::Auto, _) => ParcelPlan::Smooth,
        (chosen, _) => chosen,
    }
}

/// The last words of a route, and how the parcel was handed over. So that each way of handing over is seen, most
/// routes end in another way.
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
        ParcelPlan::Renumbered => {
            ("Delivered, left in a safe place", handed(ProofKind::SafePlace, Some("Garage"), Some(ProofPicture::Photo)))
        }
        // Whoever paid a duty is at home. The last three never come to this.
        ParcelPlan::Smooth
        | ParcelPlan::Auto
        | ParcelPlan::Duty
        | ParcelPlan::Silent
        | ParcelPlan::Lost
        | ParcelPlan::Returned => {
            ("Delivered, handed to the recipient", handed(ProofKind::Recipient, None, Some(ProofPicture::Signature)))
        }
    }
}

/// The scans of a parcel that should arrive `days` after its label.
pub(super) fn steps(plan: ParcelPlan, cross_border: bool, days: f64) -> Vec<Step> {
    let days = days.max(1.0);
    let mut steps = Vec::new();
    let step = |day: f64, code, message, place| Step { day, code, message, place, handed: None, renumbers: false };
    let mut add = |day: f64, code, message, place| steps.push(step(day, code, message, place));
    add(0.0, "LABEL_CREATED", "Shipment information received", Place::Origin);
    add(0.3, "PICKED_UP", "Picked up at the warehouse", Place::Origin);
    add(days * 0.35, "DEPARTED", "Left the sorting centre", Place::Origin);
    if plan == ParcelPlan::Silent {
        return steps;
    }
    if plan == ParcelPlan::Lost {
        add(days * 0.75, "LOST", "Could not be found, search closed", Place::Origin);
        return steps;
    }
    let mut late = 0.0;
    if cross_border {
        add(days * 0.45, "DEPARTED", "Left the country of origin", Place::Export);
        add(days * 0.55, "CUSTOMS_STARTED", "Handed to customs", Place::Import);
        if plan == ParcelPlan::Held {
            add(days * 0.6, "CUSTOMS_HELD_DOCUMENT", "Customs asks the sender for a commercial invoice", Place::Import);
            late = 3.0;
            add(days * 0.6 + late, "CUSTOMS_RESUMED", "Document received, clearance continues", Place::Import);
        }
        if plan == ParcelPlan::Duty {
            add(days * 0.6, WAITS_FOR_DUTY, "Customs asks the recipient for the duty", Place::Import);
            late = 0.1;
            add(days * 0.6 + late, "CUSTOMS_RESUMED", "Duty received, clearance continues", Place::Import);
        }
        add(days * 0.7 + late, "CUSTOMS_CLEARED", "Released by customs", Place::Import);
    }
    if plan == ParcelPlan::Late {
        late = 2.0;
        add(days * 0.75, "DELAYED", "Missed its connection", Place::Import);
    }
    add(days * 0.85 + late, "ARRIVED", "Arrived at the delivery depot", Place::Destination);
    if matches!(plan, ParcelPlan::Missed | ParcelPlan::Returned) {
        add(days - 0.1, "OUT_FOR_DELIVERY", "With the courier", Place::Destination);
        add(days, "ATTEMPT_NOBODY_HOME", "Nobody was home", Place::Destination);
        late = 1.0;
    }
    if plan == ParcelPlan::Returned {
        add(days + 1.0, "ATTEMPT_NOBODY_HOME", "Nobody was home again", Place::Destination);
        add(days + 2.0, "RETURNING", "On its way back to the sender", Place::Destination);
        add(days + 4.0, "RETURNED", "Back at the sender", Place::Origin);
        return steps;
    }
    add(days - 0.1 + late, "OUT_FOR_DELIVERY", "With the courier", Place::Destination);
    let (message, handed) = end(plan);
    steps.push(Step { handed: Some(handed), ..step(days + late, "DELIVERED", message, Place::Destination) });
    if plan == ParcelPlan::Renumbered {
        for step in steps.iter_mut().filter(|step| step.code == "ARRIVED") {
            (step.message, step.renumbers) = ("Relabelled at the delivery depot", true);
        }
    }
    steps
}

/// How many of the steps are told without anybody's doing.
pub(super) fn told_at_once(steps: &[Step]) -> usize {
    steps.iter().position(|step| step.code == WAITS_FOR_DUTY).map_or(steps.len(), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DELIVERING: [ParcelPlan; 6] = [
        ParcelPlan::Smooth,
        ParcelPlan::Held,
        ParcelPlan::Duty,
        ParcelPlan::Missed,
        ParcelPlan::Late,
        ParcelPlan::Renumbered,
    ];
    const FAILING: [ParcelPlan; 3] = [ParcelPlan::Silent, ParcelPlan::Lost, ParcelPlan::Returned];

    fn codes(plan: ParcelPlan, cross_border: bool) -> Vec<&'static str> {
        steps(plan, cross_border, 5.0).into_iter().map(|step| step.code).collect()
    }

    #[test]
    fn every_route_moves_forward_and_ends_as_its_plan_says() {
        for plan in DELIVERING.into_iter().chain(FAILING) {
            for cross_border in [false, true] {
                for days in [1.0, 2.0, 9.0] {
                    let steps = steps(plan, cross_border, days);
                    assert!(steps.windows(2).all(|w| w[0].day <= w[1].day), "{plan:?} {days}: {steps:?}");
                    let last = match plan {
                        ParcelPlan::Silent => "DEPARTED",
                        ParcelPlan::Lost => "LOST",
                        ParcelPlan::Returned => "RETURNED",
                        _ => "DELIVERED",
                    };
                    assert_eq!(steps.last().map(|s| s.code), Some(last), "{plan:?}");
                    assert!(steps.iter().all(|step| step.handed.is_some() == (step.code == "DELIVERED")), "{steps:?}");
                }
            }
        }
    }

    #[test]
    fn only_parcels_that_cross_a_border_see_customs() {
        for plan in [ParcelPlan::Held, ParcelPlan::Duty] {
            let customs = |cross| codes(plan, cross).iter().any(|code| code.starts_with("CUSTOMS"));
            assert!(customs(true) && !customs(false), "{plan:?}");
        }
    }

    #[test]
    fn a_parcel_waits_for_its_duty_and_no_other_waits() {
        let duty = steps(ParcelPlan::Duty, true, 5.0);
        let told = told_at_once(&duty);
        assert_eq!((duty[told - 1].code, duty[told].code), (WAITS_FOR_DUTY, "CUSTOMS_RESUMED"));
        assert_eq!(told_at_once(&steps(ParcelPlan::Duty, false, 5.0)), codes(ParcelPlan::Duty, false).len());
        assert_eq!(told_at_once(&steps(ParcelPlan::Held, true, 5.0)), codes(ParcelPlan::Held, true).len());
    }

    #[test]
    fn a_number_changes_once_and_only_where_that_is_the_plan() {
        let changes = |plan| steps(plan, true, 5.0).iter().filter(|step| step.renumbers).count();
        assert_eq!(changes(ParcelPlan::Renumbered), 1);
        assert!(DELIVERING[..5].iter().chain(&FAILING).all(|plan| changes(*plan) == 0));
    }
}
