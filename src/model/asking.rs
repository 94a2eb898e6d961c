//! When something that is shown is asked for again.

use super::price::FRESH_MS;

/// How often the age of what is shown is looked at, and the first pause after asking in vain, in milliseconds.
pub const LOOK_MS: u32 = 20_000;
/// The longest pause, in milliseconds.
const LONGEST_MS: f64 = 300_000.0;

/// What came of asking so far. Times are milliseconds of one clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asking {
    /// When it was asked last, and what had been heard last by then.
    last: Option<(f64, f64)>,
    /// The pause that follows while nothing new is heard.
    pause: f64,
}

impl Asking {
    /// Whether to ask: what was heard last is old, and so is the question that nobody has answered since.
    #[must_use]
    pub fn due(&self, now: f64, heard: f64) -> bool {
        if now - heard < FRESH_MS {
            return false;
        }
        match self.last {
            // Looks come a little early or late; a clock that was set back holds up nothing.
            Some((at, then)) if then == heard => (now - at).abs() + f64::from(LOOK_MS) / 2.0 >= self.pause,
            _ => true,
        }
    }

    /// It is asked now.
    pub fn note(&mut self, now: f64, heard: f64) {
        let in_vain = self.last.is_some_and(|(_, then)| then == heard);
        let first = f64::from(LOOK_MS);
        self.pause = if in_vain { (self.pause * 2.0).clamp(first, LONGEST_MS) } else { first };
        self.last = Some((now, heard));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: f64 = LOOK_MS as f64;

    /// When it is asked, in looks, while nobody answers.
    fn asked(looks: u32, mut asking: Asking, heard: f64) -> Vec<u32> {
        let mut at = Vec::new();
        for look in 0..looks {
            // A browser's timer is never on time.
            let now = heard + FRESH_MS + f64::from(look) * LOOK + f64::from(look % 3) * 40.0;
            if asking.due(now, heard) {
                asking.note(now, heard);
                at.push(look);
            }
        }
        at
    }

    #[test]
    fn pauses_grow_to_five_minutes_while_nobody_answers() {
        assert_eq!(asked(70, Asking::default(), 0.0), [0, 1, 3, 7, 15, 30, 45, 60]);
    }

    #[test]
    fn an_answer_ends_the_pauses() {
        let mut asking = Asking::default();
        for now in [1.0, 2.0, 3.0, 4.0, 5.0, 6.0] {
            asking.note(FRESH_MS + now, 0.0);
        }
        assert!(!asking.due(FRESH_MS * 1.9, 0.0));
        let heard = FRESH_MS * 1.5;
        assert!(!asking.due(heard + FRESH_MS - 1.0, heard), "it is fresh");
        assert_eq!(asked(8, asking, heard), [0, 1, 3, 7], "the pauses begin anew");
    }

    #[test]
    fn a_clock_that_was_set_back_holds_up_nothing() {
        let mut asking = Asking::default();
        asking.note(FRESH_MS * 10.0, 0.0);
        assert!(asking.due(FRESH_MS * 2.0, 0.0));
    }
}
