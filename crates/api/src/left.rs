//! What of an order can still go back: said once, for the form that asks and for the server that decides.

use crate::{Order, OrderLine, Shipment, ShipmentId, TrackingStatus};

impl Order {
    /// How many pieces of a line can still go back: those that no return names and no report holds.
    #[must_use]
    pub fn left_of(&self, line: &OrderLine) -> u32 {
        let wishes = self.returns.iter().filter(|wish| !wish.status.frees_pieces()).flat_map(|wish| &wish.lines);
        let asked = wishes.filter(|wish| wish.order_line_id == line.id).map(|wish| wish.quantity);
        // Pieces sent in exchange aren't counted twice: the return they stand in for names them.
        let held = |parcel: &&Shipment| self.nobody_has(parcel) && !self.is_exchange(&parcel.id);
        let lost = self.shipments.iter().filter(held).flat_map(|parcel| &parcel.lines);
        let lost = lost.filter(|lost| lost.order_line_id == line.id).map(|lost| lost.quantity);
        asked.chain(lost).fold(line.quantity, u32::saturating_sub)
    }

    /// Whether a parcel never came, or is missing and nothing came in its place yet.
    fn nobody_has(&self, parcel: &Shipment) -> bool {
        use TrackingStatus as T;
        let mut reports = self.shipments.iter().filter_map(|before| before.missing.as_ref());
        // What was sent once more isn't counted twice: the parcel it stands in for has the same pieces.
        let sent_again = reports.any(|report| report.new_parcel.as_ref() == Some(&parcel.id));
        let never_came = matches!(parcel.status, T::Returning | T::Returned | T::Exception | T::Cancelled);
        (never_came && !sent_again)
            || parcel.missing.as_ref().is_some_and(|report| {
                let once_more = report.new_parcel.as_ref();
                let on_its_way =
                    |next: &Shipment| Some(&next.id) == once_more && next.status != TrackingStatus::Delivered;
                report.status.holds_pieces() || self.shipments.iter().any(on_its_way)
            })
    }

    /// Whether a parcel came in exchange for what a return sent back, also when it was sent once more.
    #[must_use]
    pub fn is_exchange(&self, parcel: &ShipmentId) -> bool {
        let sent_again = |before: &Shipment| {
            before.missing.as_ref().is_some_and(|report| report.new_parcel.as_ref() == Some(parcel))
        };
        self.returns.iter().any(|wish| wish.new_parcels.contains(parcel))
            || self.shipments.iter().any(|before| sent_again(before) && self.is_exchange(&before.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const AT: &str = "2026-11-23T12:00:00.000Z";

    /// A parcel with cups; `report` is where a report of it stands, and the parcel that came instead.
    fn parcel(id: &str, cups: u32, report: Option<(&str, Option<&str>)>) -> Value {
        let promise = json!({"earliest": "2026-11-26", "latest": "2026-11-28", "cutoff": AT});
        let report = report.map(|(status, instead)| {
            json!({"status": status, "reported_at": AT, "answer_by": AT, "answered_at": null, "answer": null,
                "refund": null, "new_parcel": instead})
        });
        json!({
            "id": id, "order_id": "o", "version": 1, "merchant": {"id": "m", "name": "M", "country": "DE"},
            "from": {"id": "w", "city": "Leipzig", "country": "DE"}, "to_country": "DE", "cross_border": false,
            "carrier": {"code": "dhl", "name": "DHL", "tracking_url": null}, "tracking_number": null,
            "status": "delivered", "sub_status": null, "promise": promise, "estimate": promise,
            "lines": [{"order_line_id": "l", "title": "Cup", "thumbnail_url": "", "quantity": cups}],
            "estimate_changes": [], "events": [], "action": null, "missing": report, "updated_at": AT
        })
    }

    /// A return of cups in a status, and the parcels that came instead.
    fn wish(cups: u32, status: &str, instead: &[&str]) -> Value {
        json!({"id": "r", "created_at": AT, "status": status, "reason": "other", "new_parcels": instead,
            "lines": [{"order_line_id": "l", "quantity": cups, "exchange_for": null}]})
    }

    /// What is left of three cups.
    fn left(shipments: &[Value], returns: &[Value]) -> u32 {
        let euros = json!({"amount": 0, "currency": "EUR"});
        let order: Order = serde_json::from_value(json!({
            "id": "o", "number": "V-1", "version": 1, "checkout_id": "c", "created_at": AT, "market": "DE",
            "status": "delivered", "payment_status": "captured", "fulfillment_status": "shipped",
            "lines": [{"id": "l", "variant_id": "v", "product_id": "p", "title": "Cup", "options": [],
                "thumbnail_url": "", "merchant": {"id": "m", "name": "M", "country": "DE"}, "quantity": 3,
                "unit_price": euros, "line_total": euros, "discount": null}],
            "totals": {"items": euros, "discount": null, "shipping": euros, "duties": euros, "tax": euros,
                "tax_lines": [], "total": euros, "due_at_door": euros, "settled": true},
            "contact": {"email": "a@b.de"},
            "shipping_address": {"name": "A", "line1": "B 1", "postal_code": "04109", "city": "Leipzig"},
            "shipments": shipments, "returns": returns, "refunds": [], "cancelable": false,
            "returnable_until": null, "test_mode": true
        }))
        .unwrap();
        order.left_of(&order.lines[0])
    }

    #[test]
    fn what_is_asked_for_or_missing_is_not_left() {
        assert_eq!(left(&[parcel("a", 3, None)], &[]), 3);
        for (status, wanted) in [("requested", 1), ("refunded", 1), ("exchanged", 1), ("declined", 3), ("lapsed", 3)] {
            assert_eq!(left(&[parcel("a", 3, None)], &[wish(2, status, &[])]), wanted, "{status}");
        }
        for (status, wanted) in [("reported", 1), ("refunded", 1), ("found", 3), ("resent", 3)] {
            let parcels = [parcel("a", 1, None), parcel("b", 2, Some((status, None)))];
            assert_eq!(left(&parcels, &[]), wanted, "{status}");
        }
        let lost = [parcel("a", 2, Some(("reported", None))), parcel("b", 1, None)];
        assert_eq!(left(&lost, &[wish(2, "sent", &[])]), 0, "never less than nothing");
    }

    #[test]
    fn what_never_came_is_not_left() {
        for status in ["exception", "returning", "returned", "cancelled"] {
            let mut parcels = [parcel("a", 2, None), parcel("b", 1, None)];
            parcels[1]["status"] = status.into();
            assert_eq!(left(&parcels, &[]), 2, "{status}");
            assert_eq!(left(&parcels, &[wish(2, "sent", &[])]), 0, "{status}");
        }
    }

    #[test]
    fn what_is_sent_once_more_is_left_when_it_has_come() {
        let mut parcels = [parcel("a", 1, None), parcel("b", 2, Some(("resent", Some("c")))), parcel("c", 2, None)];
        assert_eq!(left(&parcels, &[]), 3);
        for status in ["in_transit", "exception", "returned"] {
            parcels[2]["status"] = status.into();
            assert_eq!(left(&parcels, &[]), 1, "{status}");
        }
    }

    #[test]
    fn what_was_sent_in_exchange_and_is_missing_counts_once() {
        let back = [wish(1, "exchanged", &["b"])];
        let parcels = [parcel("a", 3, None), parcel("b", 1, Some(("reported", None)))];
        assert_eq!(left(&parcels, &back), 2);
        // Sent once more, and missing again.
        let again = [
            parcel("a", 3, None),
            parcel("b", 1, Some(("resent", Some("c")))),
            parcel("c", 1, Some(("refunded", None))),
        ];
        assert_eq!(left(&again, &back), 2);
        assert_eq!(left(&again, &[]), 2, "of what was sent at first it counts");
    }
}
