//! Pauses while a provider is away: half a second, and each time twice as long.

use std::time::{Duration, Instant};

/// The first pause.
const FIRST: Duration = Duration::from_millis(500);

/// The longest pause.
const LONGEST: Duration = Duration::from_secs(30);

/// How long the worker waits before it asks again.
#[derive(Debug, Default)]
pub(super) struct Patience {
    pause: Duration,
    until: Option<Instant>,
}

impl Patience {
    /// Whether it may ask.
    pub(super) fn is_over(&self) -> bool {
        self.until.is_none_or(|until| Instant::now() >= until)
    }

    /// What came of asking.
    pub(super) fn note(&mut self, away: bool) {
        if away {
            self.pause = (self.pause * 2).clamp(FIRST, LONGEST);
            self.until = Some(Instant::now() + self.pause);
        } else {
            *self = Self::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_with_an_answer() {
        let mut patience = Patience::default();
        assert!(patience.is_over());
        patience.note(true);
        assert!(!patience.is_over());
        assert_eq!(patience.pause, FIRST);
        for _ in 0..20 {
            patience.note(true);
        }
        assert_eq!(patience.pause, LONGEST);
        patience.note(false);
        assert!(patience.is_over());
    }
}
