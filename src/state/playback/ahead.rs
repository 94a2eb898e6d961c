use super::Playback;
use crate::model::{
    feed_window::ALL_STEPS,
    prefetch::{self, Job},
};
use leptos::prelude::*;
use std::time::Duration;

/// Between two steps of building slides: a few frames, in which everything else has its turn.
const BETWEEN_STEPS: Duration = Duration::from_millis(60);

// What is made ready before it is seen: posters, slides, the beginnings of films.
impl Playback {
    /// Whether nothing moves any more: the last swipe has come to rest; tracked.
    #[must_use]
    pub fn is_calm(self) -> bool {
        self.rests_at(self.current.get())
    }

    /// Whether it was this item at which the last swipe came to rest; tracked.
    #[must_use]
    pub fn rests_at(self, index: usize) -> bool {
        self.calm.get() == index
    }

    /// Says that nothing moves any more: the slides further off may be built, step by step, and what was left is
    /// cleared up behind them.
    pub fn calm_down(self) {
        let current = self.current.get_untracked();
        if self.calm.get_untracked() != current {
            self.steps.set_value(0);
            self.calm.set(current);
        }
        self.build_on(current);
    }

    fn build_on(self, at: usize) {
        set_timeout(
            move || {
                // Until the next swipe: it builds on when it has come to rest itself.
                let rests = |signal: RwSignal<usize>| signal.try_get_untracked() == Some(at);
                let goes_on = rests(self.calm) && rests(self.current);
                let steps = self.steps.try_get_value().unwrap_or(ALL_STEPS);
                if goes_on && steps < ALL_STEPS {
                    self.steps.set_value(steps + 1);
                    self.seat_all();
                    self.build_on(at);
                } else if goes_on {
                    self.clear_up();
                }
            },
            BETWEEN_STEPS,
        );
    }

    /// What is fetched ahead now; not tracked.
    pub(super) fn plan(self) -> Vec<Job> {
        let world = self.world.get_untracked();
        let input = prefetch::In {
            current: self.current.get_untracked(),
            len: self.films.with_untracked(Vec::len),
            seen: world.seen,
            online: world.online,
            saver: untrack(|| self.prefs.saver()),
            autoplay: world.autoplay,
            enough: self.enough.get_untracked(),
            kbps: self.kbps.get_untracked(),
            swipes: self.recent_swipes(),
        };
        prefetch::plan(&input, |index| self.rendition(index).map_or(0, |source| source.bitrate))
    }
}
