//! Which product has its moment, and where its hotspot is on the screen.

use vitrine_api::{ProductAnchor, TrackPoint};

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

/// Where a hotspot is at a time: between the points of its track on a straight line, before the
/// first and after the last where those are; `rest` where there is no track.
#[must_use]
pub fn hotspot(track: &[TrackPoint], rest: Option<(f32, f32)>, at_ms: f64) -> Option<(f32, f32)> {
    let after = track.iter().position(|point| f64::from(point.at_ms) > at_ms);
    let (before, after) = match (after, track.last()) {
        (Some(0), _) => (track.first()?, track.first()?),
        (Some(at), _) => (track.get(at - 1)?, track.get(at)?),
        (None, Some(last)) => (last, last),
        (None, None) => return rest,
    };
    let span = f64::from(after.at_ms) - f64::from(before.at_ms);
    let share = if span > 0.0 { ((at_ms - f64::from(before.at_ms)) / span) as f32 } else { 0.0 };
    Some((before.x + (after.x - before.x) * share, before.y + (after.y - before.y) * share))
}

/// A time in a film as people write it: `0:04`.
#[must_use]
pub fn clock_text(seconds: f64) -> String {
    // Not a number and negative times are the start.
    let whole = seconds.max(0.0) as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}

/// A place on the screen, in CSS pixels from the left and the top of the slide.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

impl Point {
    /// The nearest whole pixels.
    #[must_use]
    pub fn rounded(self) -> Self {
        Self { x: self.x.round(), y: self.y.round() }
    }
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

/// How a film is fitted into its box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fit {
    /// It fills the box, and what is over is cut away.
    #[default]
    Cover,
    /// All of it is seen, and the box has room beside it.
    Contain,
}

impl Fit {
    /// A film about as narrow as a phone fills it; wide and square ones are shown whole.
    #[must_use]
    pub fn of(width: u32, height: u32) -> Self {
        if u64::from(width) * 4 > u64::from(height) * 3 { Self::Contain } else { Self::Cover }
    }

    /// The word of CSS's `object-fit`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Cover => "cover",
            Self::Contain => "contain",
        }
    }
}

/// Where a point of a film (0..1 each way) is in its box, as `object-fit` places it. Nothing when
/// it is cut away.
#[must_use]
pub fn on_screen(at: (f32, f32), film: Size, frame: Size, fit: Fit) -> Option<Point> {
    if !film.holds() || !frame.holds() {
        return None;
    }
    let (across, down) = (frame.width / film.width, frame.height / film.height);
    let scale = match fit {
        Fit::Cover => across.max(down),
        Fit::Contain => across.min(down),
    };
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
