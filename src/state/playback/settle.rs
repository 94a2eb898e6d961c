use super::{Playback, engine::Engine};
use crate::browser::{clock, turns};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// How many milliseconds the rest of a swipe waits for the first frame of its film at most.
const AT_MOST_MS: u32 = 250;

/// How many milliseconds a finger that scrolls holds frames up at most: browsers may not say that a scroll has ended,
/// and none says it where nothing moved.
const MOVES_MS: f64 = 1_000.0;

// What a swipe leaves to do. Once its film is on the screen: the slide that is next now, what is fetched ahead, and a
// film two back that still loads. When it has come to rest, behind the slides that are built then: films that are
// brought back to their beginnings, and freed. None of it is seen before, and each of the latter costs the frames of a
// snap that still goes on.
impl Playback {
    /// Takes note that a finger scrolls: the film that may be left now isn't followed frame by frame until the scroll has
    /// ended or the next film's first frame is there. What moved with its frames made the next one come later.
    pub fn scrolls(self) {
        self.with_engine(|engine| engine.moves_until.set(clock::monotonic_ms() + MOVES_MS));
    }

    /// Takes note that the feed has come to a stop.
    pub fn scrolled(self) {
        self.with_engine(|engine| {
            engine.moves_until.set(0.0);
            self.follow_frames(engine);
        });
    }

    /// Asks for the next frame of the film on the screen, unless a finger scrolls.
    pub(super) fn follow_frames(self, engine: &Engine) {
        let active = engine.pool.borrow().active();
        if let (Some(at), Some(videos)) = (active, engine.videos())
            && engine.moves_until.get() <= clock::monotonic_ms()
        {
            videos.await_frame(at);
        }
    }

    /// Begins the film on the screen; the rest waits for its first frame, but not for long.
    pub(super) fn begin(self) {
        let current = self.current.get_untracked();
        self.with_engine(|engine| {
            self.rewind(engine, |index| index == current);
            // Not anew with each of many swipes: the slides further off would never come.
            if engine.rest.borrow().is_none() {
                self.settle_in(engine, AT_MOST_MS);
            }
            self.activate(engine, current);
        });
    }

    /// Does the rest after so many milliseconds.
    pub(super) fn settle_in(self, engine: &Engine, ms: u32) {
        let timer = Timeout::new(ms, move || self.settle());
        // Dropped after the borrow: it may be the one that calls.
        let before = engine.rest.replace(Some(timer));
        drop(before);
    }

    /// Does what the last swipe left to do, if anything.
    fn settle(self) {
        let mut waited = None;
        self.with_engine(|engine| waited = engine.rest.take());
        if waited.is_some() {
            // What still loads would go on for nothing; freeing what is there already can wait.
            self.with_engine(|engine| {
                self.release_far(engine, |at| engine.videos().is_some_and(|videos| videos.is_loading(at)));
            });
            self.seat_all();
            // Behind a frame: both at once would cost several.
            turns::after_frame(move || self.sync());
        }
    }

    /// What waits until nothing moves any more.
    pub(super) fn clear_up(self) {
        self.with_engine(|engine| self.rewind(engine, |_| true));
        turns::after_frame(move || self.with_engine(|engine| self.release_far(engine, |_| true)));
    }

    /// Brings films that were left back to their beginnings: those of the items that are wanted.
    fn rewind(self, engine: &Engine, wanted: impl Fn(usize) -> bool) {
        let slots = engine.pool.borrow().slots;
        let left = engine.rewinds.take();
        for (at, epoch) in left {
            let Some(slot) = slots.get(at).filter(|slot| slot.epoch == epoch && !slot.active) else { continue };
            if !slot.index.is_some_and(&wanted) {
                engine.rewinds.borrow_mut().push((at, epoch));
            } else if let Some(videos) = engine.videos() {
                videos.seek(at, 0.0);
            }
        }
    }
}
