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
    assert_eq!(on_screen((0.5, 0.5), film, frame, Fit::Cover), Some(Point { x: 195.0, y: 422.0 }));
    assert_eq!(on_screen((0.0, 0.5), film, frame, Fit::Cover), None);
    assert_eq!(on_screen((0.5, 0.0), film, frame, Fit::Cover), Some(Point { x: 195.0, y: 0.0 }));
    assert_eq!(on_screen((0.5, 0.5), Size::default(), frame, Fit::Cover), None);
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
        if let Some(at) = on_screen((x, y), Size { width: fw, height: fh }, frame, Fit::Cover) {
            prop_assert!((0.0..=w).contains(&at.x) && (0.0..=h).contains(&at.y));
        }
        let middle = on_screen((0.5, 0.5), Size { width: fw, height: fh }, frame, Fit::Cover);
        prop_assert!(middle.is_some_and(|m| (m.x - w / 2.0).abs() < 0.01 && (m.y - h / 2.0).abs() < 0.01));
    }
}

#[test]
fn a_wide_film_is_shown_whole() {
    let (film, frame) = (Size { width: 1280.0, height: 720.0 }, Size { width: 390.0, height: 844.0 });
    assert_eq!((Fit::of(1280, 720), Fit::of(720, 720), Fit::of(720, 1280)), (Fit::Contain, Fit::Contain, Fit::Cover));
    let left = on_screen((0.0, 0.5), film, frame, Fit::Contain);
    assert_eq!(left, Some(Point { x: 0.0, y: 422.0 }));
    let top = on_screen((0.5, 0.0), film, frame, Fit::Contain).unwrap();
    assert!((top.y - (844.0 - 390.0 * 720.0 / 1280.0) / 2.0).abs() < 1e-9);
}

#[test]
fn a_hotspot_follows_its_track() {
    let point = |at_ms, x, y| TrackPoint { at_ms, x, y };
    let track = [point(1000, 0.2, 0.4), point(2000, 0.4, 0.8)];
    let at = |ms| hotspot(&track, None, ms).unwrap();
    assert_eq!(at(0.0), (0.2, 0.4));
    assert_eq!(at(9000.0), (0.4, 0.8));
    let (x, y) = at(1500.0);
    assert!((x - 0.3).abs() < 1e-6 && (y - 0.6).abs() < 1e-6);
    assert_eq!(hotspot(&[], Some((0.5, 0.5)), 10.0), Some((0.5, 0.5)));
    assert_eq!(hotspot(&[], None, 10.0), None);
}

#[test]
fn times_are_written_with_a_colon() {
    assert_eq!(clock_text(4.9), "0:04");
    assert_eq!(clock_text(75.0), "1:15");
    assert_eq!(clock_text(f64::NAN), "0:00");
    assert_eq!(clock_text(-1.0), "0:00");
}
