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
        self.calm.get() == self.current.get()
    }

    /// Says that nothing moves any more: the slides further off may be built, step by step.
    pub fn calm_down(self) {
        let current = self.current.get_untracked();
        if self.calm.get_untracked() != current {
            self.steps.set_value(1);
            self.calm.set(current);
            self.seat_all();
            self.build_on(current);
        }
        self.follow_frames();
    }

    /// Says that a finger moves the feed: until [`follow_frames`](Self::follow_frames) nothing follows the film's frames,
    /// each of which would make the browser draw a frame of the page too, where moving asks for all of its time.
    pub fn let_frames_go(self) {
        self.moved.set_value(true);
    }

    /// Goes on following the film's frames, unless a swipe hasn't come to rest.
    pub fn follow_frames(self) {
        self.moved.set_value(false);
        if self.follows_frames() {
            self.await_frame();
        }
    }

    /// Whether what lies over the film goes with its frames; else it follows its time, four times a second.
    pub(super) fn follows_frames(self) -> bool {
        !self.moved.get_value() && self.calm.get_untracked() == self.current.get_untracked()
    }

    fn build_on(self, at: usize) {
        set_timeout(
            move || {
                let goes_on = self.calm.try_get_untracked() == Some(at);
                let steps = self.steps.try_get_value().unwrap_or(ALL_STEPS);
                if goes_on && steps < ALL_STEPS {
                    self.steps.set_value(steps + 1);
                    self.seat_all();
                    self.build_on(at);
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
