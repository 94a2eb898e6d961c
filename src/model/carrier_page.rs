//! Which of a carrier's addresses become links, and what for.

use vitrine_api::{NextActor, Shipment};

/// Whether an address may become a link: one of the web, or a path of this shop.
#[must_use]
pub fn is_link(url: &str) -> bool {
    let own = url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\");
    own || url.starts_with("https://") || url.starts_with("http://")
}

/// The page where the shopper pays the duty that a parcel waits for.
#[must_use]
pub fn pay_page(shipment: &Shipment) -> Option<&str> {
    let action = shipment.action.as_ref()?;
    let url = shipment.carrier.tracking_url.as_deref().filter(|url| is_link(url))?;
    (action.actor == NextActor::You && action.code == "pay_duty").then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures::shipment;
    use vitrine_api::{ShipmentAction, TrackingStatus};

    #[test]
    fn only_addresses_of_the_web_and_the_shops_own_become_links() {
        for good in ["https://a.test/x", "http://a.test", "/sandbox/track/VT1"] {
            assert!(is_link(good), "{good}");
        }
        for bad in ["", "javascript:alert(1)", "//a.test/x", "/\\a.test", "data:text/html,x", "a.test"] {
            assert!(!is_link(bad), "{bad}");
        }
    }

    #[test]
    fn a_duty_is_paid_where_the_carrier_says_and_only_by_whose_move_it_is() {
        let mut parcel = shipment(1, TrackingStatus::ActionNeeded);
        parcel.carrier.tracking_url = Some("/sandbox/track/VT1".to_owned());
        let mut of = |actor, code: &str| {
            parcel.action = Some(ShipmentAction { actor, code: code.to_owned(), due: None });
            pay_page(&parcel).is_some()
        };
        assert!(of(NextActor::You, "pay_duty"));
        assert!(!of(NextActor::Seller, "pay_duty") && !of(NextActor::You, "confirm_address"));
        parcel.action = Some(ShipmentAction { actor: NextActor::You, code: "pay_duty".to_owned(), due: None });
        parcel.carrier.tracking_url = Some("javascript:alert(1)".to_owned());
        assert_eq!(pay_page(&parcel), None);
    }
}
