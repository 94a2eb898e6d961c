//! Taps on the film: one pauses, two like.

/// How long a tap waits for a second one, in milliseconds.
pub const DOUBLE_MS: f64 = 250.0;
/// How far apart two taps may be to be one gesture, in pixels.
const DOUBLE_PX: f64 = 40.0;

/// A tap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tap {
    /// When, in milliseconds.
    pub at_ms: f64,
    /// Where from the left.
    pub x: f64,
    /// Where from the top.
    pub y: f64,
}

/// What a tap is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The first: it means something if none follows in [`DOUBLE_MS`].
    First,
    /// The second of two.
    Double,
}

/// What `tap` is after `before`.
#[must_use]
pub fn judge(before: Option<Tap>, tap: Tap) -> Verdict {
    match before {
        Some(first)
            if (0.0..=DOUBLE_MS).contains(&(tap.at_ms - first.at_ms))
                && (tap.x - first.x).hypot(tap.y - first.y) <= DOUBLE_PX =>
        {
            Verdict::Double
        }
        _ => Verdict::First,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_quick_taps_at_one_place_are_double() {
        let tap = |at_ms, x| Tap { at_ms, x, y: 10.0 };
        let first = Some(tap(1000.0, 50.0));
        assert_eq!(judge(None, tap(1000.0, 50.0)), Verdict::First);
        assert_eq!(judge(first, tap(1200.0, 60.0)), Verdict::Double);
        assert_eq!(judge(first, tap(1300.0, 50.0)), Verdict::First);
        assert_eq!(judge(first, tap(1200.0, 120.0)), Verdict::First);
    }
}
