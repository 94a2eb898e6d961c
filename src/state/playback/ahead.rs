use super::Playback;
use crate::model::{
    feed_window::{BESIDE, NEAR, is_near},
    prefetch::{self, Job},
};
use leptos::prelude::*;

// What is made ready before it is seen: posters, slides, the beginnings of films.
impl Playback {
    /// Whether an item's poster is planned for; tracked.
    #[must_use]
    pub fn wants_poster(self, index: usize) -> bool {
        self.posters.with(|posters| posters.contains(&index))
    }

    /// Whether an item is on the screen or next to it; tracked.
    #[must_use]
    pub fn is_beside(self, index: usize) -> bool {
        is_near(index, self.current.get(), BESIDE)
    }

    /// Whether an item's contents are wanted: beside the screen at once, further off when the last
    /// swipe has come to rest, so that building them costs no frame of it; tracked.
    #[must_use]
    pub fn wants_contents(self, index: usize) -> bool {
        self.is_beside(index) || is_near(index, self.calm.get(), NEAR)
    }

    /// Says that nothing moves any more.
    pub fn calm_down(self) {
        let current = self.current.get_untracked();
        if self.calm.get_untracked() != current {
            self.calm.set(current);
        }
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
            enough: self.enough.get_untracked(),
            kbps: self.kbps.get_untracked(),
            swipes: self.recent_swipes(),
        };
        prefetch::plan(&input, |index| self.rendition(index).map_or(0, |source| source.bitrate))
    }
}
