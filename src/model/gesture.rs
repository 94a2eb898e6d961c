//! Fingers on the film: a tap pauses, two like, a long press plays at double speed, a drag to
//! the side scrubs. Up and down belong to the browser, which scrolls.

/// How long a tap waits for a second one, in milliseconds.
pub const DOUBLE_MS: f64 = 250.0;
/// After how many milliseconds a press is long.
pub const HOLD_MS: u32 = 450;
/// How far apart two taps may be to be one gesture, in pixels.
const DOUBLE_PX: f64 = 40.0;
/// How far a finger moves before it drags, in pixels.
const DRAG_PX: f64 = 12.0;

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

/// What a finger does, from touching to leaving.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Press {
    /// It isn't there, or belongs to the scroller.
    #[default]
    Idle,
    /// It rests where it came down.
    Down {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
    },
    /// It rested long.
    Fast,
    /// It drags to the side.
    Scrub {
        /// Where it came down, from the left.
        from: f64,
    },
}

/// What happens to a finger.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Touch {
    /// It comes down.
    Down {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
    },
    /// It moves.
    Move {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
    },
    /// [`HOLD_MS`] passed since it came down.
    Held,
    /// It leaves, or the browser takes it for scrolling.
    End,
}

/// What the film does about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    /// Double speed from now on.
    Fast,
    /// The usual speed again.
    Usual,
    /// Scrubbing begins.
    Grab,
    /// So many pixels to the right of where scrubbing began.
    Drag(f64),
    /// Scrubbing ends.
    Drop,
}

/// The rules. A press that became something else is no tap any more: see [`Press::is_tap`].
#[must_use]
pub fn press(now: Press, touch: Touch) -> (Press, Option<Act>) {
    match (now, touch) {
        (Press::Idle, Touch::Down { x, y }) => (Press::Down { x, y }, None),
        (Press::Down { x: from, y: top }, Touch::Move { x, y }) => {
            let (dx, dy) = ((x - from).abs(), (y - top).abs());
            if dx > DRAG_PX && dx > 2.0 * dy {
                (Press::Scrub { from: x }, Some(Act::Grab))
            } else if dy > DRAG_PX {
                (Press::Idle, None)
            } else {
                (now, None)
            }
        }
        (Press::Down { .. }, Touch::Held) => (Press::Fast, Some(Act::Fast)),
        (Press::Scrub { from }, Touch::Move { x, .. }) => (now, Some(Act::Drag(x - from))),
        (Press::Fast, Touch::End) => (Press::Idle, Some(Act::Usual)),
        (Press::Scrub { .. }, Touch::End) => (Press::Idle, Some(Act::Drop)),
        (_, Touch::End) => (Press::Idle, None),
        _ => (now, None),
    }
}

impl Press {
    /// Whether lifting the finger now is a tap.
    #[must_use]
    pub fn is_tap(self) -> bool {
        matches!(self, Self::Down { .. })
    }
}

/// Where a drag leads: the whole width is the whole film. Seconds, inside the film.
#[must_use]
pub fn scrubbed(start: f64, pixels: f64, width: f64, duration: f64) -> f64 {
    if width <= 0.0 || !duration.is_finite() {
        return start;
    }
    // A film that loops must not be at its very end: that is its start.
    (start + pixels / width * duration).clamp(0.0, (duration - 0.05).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_quick_taps_at_one_place_are_double() {
        let tap = |at_ms, x| Tap { at_ms, x, y: 10.0 };
        let first = Some(tap(1000.0, 50.0));
        assert_eq!(judge(None, tap(1000.0, 50.0)), Verdict::First);
        assert_eq!(judge(first, tap(1200.0, 60.0)), Verdict::Double);
        assert_eq!(judge(first, tap(1300.0, 50.0)), Verdict::First);
        assert_eq!(judge(first, tap(1200.0, 120.0)), Verdict::First);
    }

    fn run(touches: &[Touch]) -> (Press, Vec<Act>) {
        touches.iter().fold((Press::Idle, Vec::new()), |(now, mut acts), touch| {
            let (next, act) = press(now, *touch);
            acts.extend(act);
            (next, acts)
        })
    }

    const DOWN: Touch = Touch::Down { x: 100.0, y: 300.0 };

    #[test]
    fn a_long_press_is_fast_until_it_ends() {
        assert_eq!(run(&[DOWN, Touch::Held]), (Press::Fast, vec![Act::Fast]));
        assert_eq!(run(&[DOWN, Touch::Held, Touch::End]), (Press::Idle, vec![Act::Fast, Act::Usual]));
        assert!(run(&[DOWN]).0.is_tap() && !run(&[DOWN, Touch::Held]).0.is_tap());
    }

    #[test]
    fn sideways_scrubs_and_upwards_scrolls() {
        let to = |x, y| Touch::Move { x, y };
        let (end, acts) = run(&[DOWN, to(105.0, 301.0), to(120.0, 304.0), to(180.0, 380.0), Touch::End]);
        assert_eq!(acts, [Act::Grab, Act::Drag(60.0), Act::Drop]);
        assert_eq!(end, Press::Idle);
        assert_eq!(run(&[DOWN, to(104.0, 320.0), to(180.0, 320.0), Touch::Held]), (Press::Idle, vec![]));
    }

    #[test]
    fn a_drag_over_the_width_is_the_film() {
        assert_eq!(scrubbed(2.0, 195.0, 390.0, 8.0), 6.0);
        assert_eq!(scrubbed(2.0, -390.0, 390.0, 8.0), 0.0);
        assert_eq!(scrubbed(2.0, 390.0, 390.0, 8.0), 7.95);
        assert_eq!(scrubbed(2.0, 10.0, 390.0, f64::NAN), 2.0);
    }

    proptest! {
        #[test]
        fn what_begins_ends(touches in prop::collection::vec(prop_oneof![
            (0.0..390.0, 0.0..844.0).prop_map(|(x, y)| Touch::Down { x, y }),
            (0.0..390.0, 0.0..844.0).prop_map(|(x, y)| Touch::Move { x, y }),
            Just(Touch::Held), Just(Touch::End),
        ], 0..40)) {
            let mut all = touches;
            all.push(Touch::End);
            let (end, acts) = run(&all);
            prop_assert_eq!(end, Press::Idle);
            let count = |wanted: Act| acts.iter().filter(|act| **act == wanted).count();
            prop_assert_eq!(count(Act::Fast), count(Act::Usual));
            prop_assert_eq!(count(Act::Grab), count(Act::Drop));
        }
    }
}
