use super::*;
use proptest::prelude::*;
use vitrine_api::{Availability, Currency, MerchantRef, Money, ProductCard};

fn anchor(id: &str, start_ms: u32, end_ms: u32) -> ProductAnchor {
    ProductAnchor {
        product: ProductCard {
            id: id.into(),
            variant_id: id.into(),
            title: id.to_owned(),
            merchant: MerchantRef { id: "m".into(), name: "M".to_owned(), country: "DE".to_owned() },
            thumbnail_url: String::new(),
            price: Money::zero(Currency::EUR),
            price_varies: false,
            availability: Availability::InStock,
            promise: None,
        },
        start_ms,
        end_ms,
        x: Some(0.5),
        y: Some(0.5),
        track: Vec::new(),
    }
}

#[test]
fn the_moment_that_began_last_counts() {
    let anchors = [anchor("a", 0, 4000), anchor("b", 2000, 3000), anchor("a", 6000, 7000)];
    assert_eq!(moment(&anchors, 0), Some(0));
    assert_eq!(moment(&anchors, 2500), Some(1));
    assert_eq!(moment(&anchors, 3000), Some(0));
    assert_eq!(moment(&anchors, 4000), None);
    assert_eq!(moment(&anchors, 6500), Some(2));
    assert_eq!(product_count(&anchors), 2);
}

#[test]
fn a_tall_frame_cuts_the_sides() {
    let film = Size { width: 720.0, height: 1280.0 };
    let frame = Size { width: 390.0, height: 844.0 };
    assert_eq!(cover((0.5, 0.5), film, frame), Some(Point { x: 195.0, y: 422.0 }));
    assert_eq!(cover((0.0, 0.5), film, frame), None);
    assert_eq!(cover((0.5, 0.0), film, frame), Some(Point { x: 195.0, y: 0.0 }));
    assert_eq!(cover((0.5, 0.5), Size::default(), frame), None);
}

#[test]
fn a_line_leads_up_to_the_hotspot() {
    let label = Point { x: 100.0, y: 600.0 };
    let line = leader(label, Point { x: 100.0, y: 400.0 });
    assert_eq!(line.map(|l| (l.length, l.angle)), Some((200.0, -90.0)));
    assert_eq!(leader(label, Point { x: 100.0, y: 590.0 }), None);
    assert_eq!(leader(label, Point { x: 300.0, y: 700.0 }), None);
}

proptest! {
    #[test]
    fn a_point_is_inside_or_nowhere(
        x in 0.0..=1.0_f32, y in 0.0..=1.0_f32,
        fw in 1.0..4000.0_f64, fh in 1.0..4000.0_f64, w in 1.0..3000.0_f64, h in 1.0..3000.0_f64,
    ) {
        let frame = Size { width: w, height: h };
        if let Some(at) = cover((x, y), Size { width: fw, height: fh }, frame) {
            prop_assert!((0.0..=w).contains(&at.x) && (0.0..=h).contains(&at.y));
        }
        let middle = cover((0.5, 0.5), Size { width: fw, height: fh }, frame);
        prop_assert!(middle.is_some_and(|m| (m.x - w / 2.0).abs() < 0.01 && (m.y - h / 2.0).abs() < 0.01));
    }
}
