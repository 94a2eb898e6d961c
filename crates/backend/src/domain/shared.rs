//! What of an order is shown to those it was shared with: where its parcels are, and no more of
//! the people than they need to know that it is the right one.

use super::order::{After, status};
use vitrine_api::{Address, DeliveryProof, NextActor, Order, PaymentStatus};

/// The order as somebody with a shared link sees it. The address is a first letter and a city;
/// nothing can be done about the order, and what is between shopper, shop and bank isn't told.
#[must_use]
pub fn shown(mut order: Order) -> Order {
    order.shared = true;
    order.checkout_id = String::new().into();
    order.contact.email.clear();
    order.shipping_address = masked(&order.shipping_address);
    order.cancelable = false;
    order.returnable_until = None;
    // A code may be the shopper's own.
    order.promotions.clear();
    order.returns.clear();
    order.refunds.clear();
    order.disputes.clear();
    for parcel in &mut order.shipments {
        // Not the reader's move: "pay the duty" is said to the shopper. Nor theirs that it was reported missing.
        let reported = parcel.missing.take().is_some();
        if reported || parcel.action.as_ref().is_some_and(|action| action.actor == NextActor::You) {
            parcel.action = None;
        }
        for event in &mut parcel.events {
            // The carrier's own words name who signed, and at which door.
            event.message.clear();
            event.proof = event.proof.take().map(less);
        }
    }
    // One word without the money: it says where the parcels are.
    if matches!(order.payment_status, PaymentStatus::Refunded | PaymentStatus::PartiallyRefunded) {
        order.payment_status = PaymentStatus::Captured;
    }
    let standings: Vec<_> = order.shipments.iter().map(|p| (p.status, p.sub_status.as_deref())).collect();
    order.status = status(order.payment_status, order.fulfillment_status, &standings, After::default());
    order
}

/// A proof without its picture and its door, and of who signed the first letter.
fn less(proof: DeliveryProof) -> DeliveryProof {
    let signed_by = proof.signed_by.as_deref().and_then(initial);
    DeliveryProof { kind: proof.kind, signed_by, place: None, picture: None }
}

fn initial(name: &str) -> Option<String> {
    name.trim().chars().next().map(|letter| format!("{letter}."))
}

fn masked(address: &Address) -> Address {
    Address {
        name: initial(&address.name).unwrap_or_default(),
        line1: String::new(),
        line2: None,
        postal_code: String::new(),
        city: address.city.clone(),
        region: None,
        phone: None,
    }
}

#[cfg(test)]
mod tests {
    use super::{less, masked, shown};
    use serde_json::json;
    use vitrine_api::{Address, DeliveryProof, Order, ProofKind, ProofPicture};

    #[test]
    fn a_code_is_not_shared_and_what_it_took_off_is() {
        let euros = |amount: i64| json!({"amount": amount, "currency": "EUR"});
        let order: Order = serde_json::from_value(json!({
            "id": "o", "number": "V-1", "version": 1, "checkout_id": "c", "created_at": "2026-11-23T12:00:00.000Z",
            "market": "DE", "status": "confirmed", "payment_status": "captured",
            "fulfillment_status": "not_fulfilled", "lines": [],
            "promotions": [{"code": "TEN", "label": "", "merchant": null, "amount": euros(290), "reason": null,
                "missing": null}],
            "totals": {"items": euros(2_900), "discount": euros(290), "shipping": euros(0), "duties": euros(0),
                "tax": euros(0), "tax_lines": [], "total": euros(2_610), "due_at_door": euros(0), "settled": true},
            "contact": {"email": "a@b.de"},
            "shipping_address": {"name": "A", "line1": "B 1", "postal_code": "04109", "city": "Leipzig"},
            "shipments": [], "returns": [], "refunds": [], "cancelable": true, "returnable_until": null,
            "test_mode": true
        }))
        .unwrap();
        let told = shown(order);
        assert!(told.promotions.is_empty());
        assert_eq!(told.totals.discount.map(|discount| discount.amount()), Some(290));
    }

    #[test]
    fn of_a_proof_no_name_no_door_and_no_picture_are_left() {
        let proof = DeliveryProof {
            kind: ProofKind::Neighbor,
            signed_by: Some("Kern".to_owned()),
            place: Some("Brandt, number 4".to_owned()),
            picture: Some(ProofPicture::Signature),
        };
        let text = serde_json::to_string(&less(proof)).unwrap();
        assert_eq!(text, r#"{"kind":"neighbor","signed_by":"K.","place":null,"picture":null}"#);
    }

    #[test]
    fn of_an_address_a_letter_and_the_city_are_left() {
        let address = Address {
            name: " Österreicher, Ada".to_owned(),
            line1: "Karl-Heine-Str. 1".to_owned(),
            line2: Some("c/o Kern".to_owned()),
            postal_code: "04229".to_owned(),
            city: "Leipzig".to_owned(),
            region: Some("SN".to_owned()),
            phone: Some("+49 341 1".to_owned()),
        };
        let text = serde_json::to_string(&masked(&address)).unwrap();
        assert_eq!(text, r#"{"name":"Ö.","line1":"","postal_code":"","city":"Leipzig"}"#);
    }
}
