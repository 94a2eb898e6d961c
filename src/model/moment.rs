//! Which product has its moment, and where its hotspot is on the screen.

use vitrine_api::ProductAnchor;

/// The anchor whose moment it is: the one that began last of those that last.
#[must_use]
pub fn moment(anchors: &[ProductAnchor], at_ms: u32) -> Option<usize> {
    anchors
        .iter()
        .enumerate()
        .filter(|(_, anchor)| (anchor.start_ms..anchor.end_ms).contains(&at_ms))
        .max_by_key(|(_, anchor)| anchor.start_ms)
        .map(|(at, _)| at)
}

/// How many different products there are.
#[must_use]
pub fn product_count(anchors: &[ProductAnchor]) -> usize {
    distinct(anchors).count()
}

/// Each product once, in the order of their first moments.
pub fn distinct(anchors: &[ProductAnchor]) -> impl Iterator<Item = &ProductAnchor> {
    anchors.iter().enumerate().filter_map(|(at, anchor)| {
        let before = anchors.get(..at).unwrap_or_default();
        (!before.iter().any(|b| b.product.id == anchor.product.id)).then_some(anchor)
    })
}

/// A place on the screen, in CSS pixels from the left and the top of the slide.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A width and a height.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Size {
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
}

impl Size {
    /// Whether something fits into it.
    fn holds(self) -> bool {
        self.width > 0.0 && self.height > 0.0
    }
}

/// Where a point of a film (0..1 each way) is in a box that the film covers, as
/// `object-fit: cover` cuts it. Nothing when it is cut away.
#[must_use]
pub fn cover(at: (f32, f32), film: Size, frame: Size) -> Option<Point> {
    if !film.holds() || !frame.holds() {
        return None;
    }
    let scale = (frame.width / film.width).max(frame.height / film.height);
    let place = |share: f32, film: f64, frame: f64| {
        let shown = film * scale;
        let inside = f64::from(share) * shown - (shown - frame) / 2.0;
        // A little over the edge is a rounding of the scale.
        (-0.5..=frame + 0.5).contains(&inside).then(|| inside.clamp(0.0, frame))
    };
    Some(Point { x: place(at.0, film.width, frame.width)?, y: place(at.1, film.height, frame.height)? })
}

/// A straight line as a rotated bar: where it starts, how long it is and its angle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Where it starts.
    pub from: Point,
    /// Its length in pixels.
    pub length: f64,
    /// Its angle in degrees, clockwise from the right.
    pub angle: f64,
}

/// The line from the label to the hotspot; nothing when the hotspot is closer to the
/// label than the line would be worth, or not above it.
#[must_use]
pub fn leader(label: Point, hotspot: Point) -> Option<Line> {
    let (dx, dy) = (hotspot.x - label.x, hotspot.y - label.y);
    let length = dx.hypot(dy);
    (dy < -12.0 && length >= 24.0).then(|| Line { from: label, length, angle: dy.atan2(dx).to_degrees() })
}

#[cfg(test)]
#[path = "moment_tests.rs"]
mod tests;
