//! Bags and orders for tests.

use vitrine_api::{
    Availability, Cart, CartLine, Currency, MerchantRef, Money, Order, OrderStatus, Shipment, Timestamp, Totals,
    TrackingStatus,
};

/// Euros in cents.
pub fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR).unwrap()
}

/// A moment on a fixed day.
pub fn at(clock: &str) -> Timestamp {
    Timestamp::try_from(format!("2026-11-23T{clock}:00.000Z")).unwrap()
}

/// A line of `line-{variant}`.
pub fn line(variant: &str, quantity: u32) -> CartLine {
    CartLine {
        id: format!("line-{variant}").into(),
        variant_id: variant.into(),
        product_id: "product".into(),
        title: "Cup".to_owned(),
        options: vec![],
        thumbnail_url: String::new(),
        merchant: MerchantRef { id: "m".into(), name: "Halm & Ton".to_owned(), country: "DE".to_owned() },
        quantity,
        available: 10,
        availability: Availability::InStock,
        unit_price: eur(1000),
        previous_unit_price: None,
        line_total: eur(1000 * i64::from(quantity)),
        discount: None,
        post_id: None,
    }
}

/// A settled bag of version 7.
pub fn cart(lines: Vec<CartLine>) -> Cart {
    Cart {
        id: "cart".into(),
        version: 7,
        market: "DE".into(),
        lines,
        groups: vec![],
        promotions: vec![],
        totals: totals(),
        contact: None,
        shipping_address: None,
        notices: vec![],
        order_id: None,
        checked_at: at("12:00"),
    }
}

/// Totals of nothing.
pub fn totals() -> Totals {
    let zero = eur(0);
    Totals {
        items: zero,
        discount: None,
        shipping: zero,
        duties: zero,
        tax: zero,
        tax_lines: vec![],
        total: zero,
        due_at_door: zero,
        settled: true,
    }
}

/// An order of a version.
pub fn order(version: u64, shipments: Vec<Shipment>) -> Order {
    let json = serde_json::json!({
        "id": "order", "number": "V-1", "version": version, "checkout_id": "c", "created_at": at("12:00"),
        "market": "DE", "status": OrderStatus::Confirmed, "payment_status": "captured",
        "fulfillment_status": "not_fulfilled", "lines": [], "totals": totals(),
        "contact": {"email": "a@b.de"},
        "shipping_address": {"name": "A", "line1": "B 1", "postal_code": "04109", "city": "Leipzig"},
        "shipments": shipments, "returns": [], "refunds": [], "cancelable": true,
        "returnable_until": null, "test_mode": true
    });
    serde_json::from_value(json).unwrap()
}

/// A parcel of a version and status.
pub fn shipment(version: u64, status: TrackingStatus) -> Shipment {
    let promise = serde_json::json!({"earliest": "2026-11-26", "latest": "2026-11-28", "cutoff": at("14:00")});
    let json = serde_json::json!({
        "id": "parcel", "order_id": "order", "version": version,
        "merchant": {"id": "m", "name": "Halm & Ton", "country": "DE"},
        "from": {"id": "w", "city": "Leipzig", "country": "DE"}, "to_country": "DE", "cross_border": false,
        "carrier": {"code": "dhl", "name": "DHL", "tracking_url": null}, "tracking_number": null,
        "status": status, "sub_status": null, "lines": [], "promise": promise, "estimate": promise,
        "estimate_changes": [], "events": [], "action": null, "updated_at": at("12:00")
    });
    serde_json::from_value(json).unwrap()
}

/// A cup in colours and sizes: (colour, size, pieces left).
pub fn product(variants: &[(&str, &str, u32)]) -> vitrine_api::Product {
    let offer = |left: u32| {
        serde_json::json!({"price": eur(1000), "compare_at": null, "availability": "in_stock", "available": left,
            "dispatch": null, "promise": null, "landed_cost": null, "checked_at": at("12:00")})
    };
    let variants: Vec<_> = variants
        .iter()
        .map(|(color, size, left)| {
            serde_json::json!({
                "id": format!("{color}-{size}"), "picture": 0, "weight_g": 1, "offer": offer(*left),
                "options": [{"name": "color", "value": color, "label": color}, {"name": "size", "value": size, "label": size}]
            })
        })
        .collect();
    serde_json::from_value(serde_json::json!({
        "id": "cup", "title": "Cup", "description": "", "pictures": [], "options": [], "variants": variants,
        "facts": [], "origin_country": "DE", "customs_code": "6911",
        "merchant": {"id": "m", "name": "Halm & Ton", "country": "DE", "city": "Leipzig", "about": "", "mark_url": "",
            "email": "", "return_days": 30, "incoterm": "ddp"}
    }))
    .unwrap()
}
