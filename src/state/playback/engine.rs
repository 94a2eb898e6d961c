use super::{Playback, Time, warmer::Warmer};
use crate::{
    browser::{
        Element, boot,
        captions::Captions,
        scroll::WindowHeight,
        video_pool::{Report, VideoPool},
    },
    model::{
        player::{Effect, Event, Pool, SLOTS, Slot, State, slot_of},
        prefetch::{self, Job},
    },
};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::HashMap,
    fmt,
    rc::Rc,
    sync::Arc,
};
use vitrine_api::{CaptionTrack, ClipSource, Post};

/// After how many milliseconds without a frame a film counts as stalled for good.
const STALL_MS: u32 = 8_000;

/// A slide's place for the film, and its film.
pub(super) struct Host {
    pub(super) element: Element,
    pub(super) post: Arc<Post>,
}

/// The elements and the rules they follow.
#[derive(Default)]
pub(super) struct Engine {
    pub(super) pool: RefCell<Pool>,
    pub(super) hosts: RefCell<HashMap<usize, Host>>,
    videos: OnceCell<VideoPool>,
    timers: RefCell<[Option<Timeout>; SLOTS]>,
    /// The order in which the renditions of an item are tried: chosen once, never mid-play.
    orders: RefCell<HashMap<usize, Vec<usize>>>,
    pub(super) warmer: Warmer,
    window: WindowHeight,
    /// Until when the rest of a swipe waits, while there is any.
    pub(super) rest: RefCell<Option<Timeout>>,
    /// Until when frames aren't followed, because the feed moves under a finger; in milliseconds of the page's clock.
    pub(super) moves_until: Cell<f64>,
    /// Slots, with their epochs, whose films are to go back to their beginnings.
    pub(super) rewinds: RefCell<Vec<(usize, u32)>>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("pool", &self.pool).finish_non_exhaustive()
    }
}

impl Engine {
    /// Makes the elements, whose reports go to `playback`.
    pub(super) fn connect(&self, playback: Playback) {
        self.videos.get_or_init(|| VideoPool::new(move |slot, epoch, report| playback.hear(slot, epoch, report)));
        self.window.follow();
        // Now, while nothing is being built.
        let _ = self.window.pixels();
    }

    /// Forgets what was chosen and fetched for a list of films that is gone.
    pub(super) fn forget(&self) {
        self.orders.borrow_mut().clear();
        self.warmer.stop();
        self.rewinds.take();
        let rest = self.rest.take();
        drop(rest);
    }

    /// The elements.
    pub(super) fn videos(&self) -> Option<&VideoPool> {
        self.videos.get()
    }

    fn url(&self, at: usize, source: usize) -> Option<String> {
        let index = self.pool.borrow().slots.get(at)?.index?;
        let rendition = *self.orders.borrow().get(&index)?.get(source)?;
        let hosts = self.hosts.borrow();
        let clip = &hosts.get(&index)?.post.clip;
        clip.sources.get(rendition).map(|source| source.url.clone())
    }
}

impl Playback {
    pub(super) fn with_engine(self, f: impl FnOnce(&Engine)) {
        if let Some(engine) = self.engine.try_get_value() {
            let engine: Rc<Engine> = engine;
            f(&engine);
        }
    }

    /// Brings the elements in line with what is on the screen and what is planned.
    pub(super) fn sync(self) {
        let current = self.current.get_untracked();
        self.with_engine(|engine| {
            self.activate(engine, current);
            // While the film of a swipe begins, everything else waits for it.
            if engine.rest.borrow().is_some() {
                return;
            }
            let plan = self.plan();
            self.show_posters(plan.iter().filter(|job| matches!(job, Job::Poster(_))).map(|job| job.index()));
            for job in &plan {
                if let Job::Prepare(index) = *job
                    && self.assign(engine, index)
                {
                    self.send(engine, slot_of(index), Event::Prepare);
                }
            }
            self.warm(engine, &plan);
        });
    }

    /// Makes an item's film the one on the screen.
    pub(super) fn activate(self, engine: &Engine, index: usize) {
        if self.assign(engine, index) {
            let effects = engine.pool.borrow_mut().activate(index, &self.ctx());
            self.execute(engine, effects);
        }
    }

    /// The renditions of an item in the order they are tried, chosen when first asked for.
    fn order(self, engine: &Engine, index: usize, sources: &[ClipSource]) -> Vec<usize> {
        if let Some(order) = engine.orders.borrow().get(&index) {
            return order.clone();
        }
        let Some(videos) = engine.videos.get() else {
            return (0..sources.len()).collect();
        };
        // A film is as high as the window, nearly; boot/boot.js says the same.
        let height = engine.window.pixels();
        let (saver, kbps) = (untrack(|| self.prefs.saver()), self.kbps.get_untracked());
        let order = prefetch::order(sources, height, saver, kbps, |mime| videos.plays(mime));
        engine.orders.borrow_mut().insert(index, order.clone());
        order
    }

    /// The rendition of an item that is tried first.
    pub(super) fn rendition(self, index: usize) -> Option<ClipSource> {
        let post = self.films.with_untracked(|films| films.get(index).cloned())?;
        let mut found = None;
        self.with_engine(|engine| {
            let sources = &post.clip.sources;
            found = self.order(engine, index, sources).first().and_then(|at| sources.get(*at)).cloned();
        });
        found
    }

    /// What fetching ahead has to know of the line.
    pub(super) fn measured(self, bytes: f64, ms: f64) {
        let before = self.kbps.get_untracked();
        let now = prefetch::line_speed(before, bytes, ms);
        if now != before {
            self.kbps.set(now);
        }
    }

    /// Does something with the element on the screen.
    pub(super) fn with_active(self, f: impl FnOnce(&VideoPool, usize)) {
        self.with_engine(|engine| {
            let active = engine.pool.borrow().active();
            if let (Some(at), Some(videos)) = (active, engine.videos.get()) {
                f(videos, at);
            }
        });
    }

    /// Follows the words of an item's film while that is in its element.
    #[must_use]
    pub fn captions(self, index: usize, track: &CaptionTrack, tell: impl Fn(String) + 'static) -> Option<Captions> {
        let mut found = None;
        self.with_engine(|engine| {
            let at = slot_of(index);
            let mine = engine.pool.borrow().slots.get(at).is_some_and(|slot| slot.index == Some(index));
            if let Some(videos) = engine.videos.get().filter(|_| mine) {
                found = videos.captions(at, &track.url, &track.language, tell);
            }
        });
        found
    }

    /// Gives an item its slot; false while its slide isn't there.
    fn assign(self, engine: &Engine, index: usize) -> bool {
        let at = slot_of(index);
        let host = engine.hosts.borrow().get(&index).map(|host| (host.element.clone(), host.post.clone()));
        let (Some((element, post)), Some(videos)) = (host, engine.videos.get()) else {
            return false;
        };
        let taken = engine.pool.borrow().slots.get(at).and_then(|slot| slot.index);
        if taken != Some(index) {
            let sources = &post.clip.sources;
            let order = self.order(engine, index, sources);
            // The element fetches for itself from here on, beginning with what is in the cache.
            engine.warmer.leave(index);
            let film = if index == 0 && taken.is_none() { boot::film(post.id.as_str()) } else { None };
            let event = match film {
                Some(film) => {
                    let is_it = |rendition: &usize| sources.get(*rendition).is_some_and(|s| s.url == film.src);
                    let source = order.iter().position(is_it).unwrap_or(0);
                    if film.audible {
                        // Turned on before the application was there, also where nothing can be kept.
                        self.offer_sound.set(false);
                        self.set_sound(true);
                    }
                    let (shown, audible) = (film.shown, film.audible);
                    Event::Adopt { index, sources: sources.len(), source, shown, audible }
                }
                None => Event::Assign { index, sources: sources.len() },
            };
            self.send(engine, at, event);
            if matches!(event, Event::Adopt { .. }) {
                // It began where the link says.
                self.start_at.set_value(None);
                let epoch = engine.pool.borrow().slots.get(at).map_or(0, |slot| slot.epoch);
                videos.adopt(at, epoch);
            }
        }
        let as_it_was = videos.attach(at, &element);
        let slot = engine.pool.borrow().slots.get(at).copied();
        if let Some(slot) = slot.filter(|slot| !as_it_was && slot.state.is_running()) {
            videos.play(at, slot.epoch);
        }
        boot::remove_shell();
        true
    }

    /// Frees the films further off than one swipe in those slots that `which` says yes to.
    pub(super) fn release_far(self, engine: &Engine, which: impl Fn(usize) -> bool) {
        let current = self.current.get_untracked();
        self.release_if(engine, |at, slot| slot.index.is_some_and(|index| index.abs_diff(current) > 1) && which(at));
    }

    pub(super) fn release_if(self, engine: &Engine, which: impl Fn(usize, &Slot) -> bool) {
        for at in 0..SLOTS {
            let slot = engine.pool.borrow().slots.get(at).copied();
            if slot.is_some_and(|slot| slot.state != State::Empty && which(at, &slot)) {
                self.send(engine, at, Event::Release);
            }
        }
    }

    /// Sends a slot what the program decides.
    pub(super) fn send(self, engine: &Engine, at: usize, event: Event) {
        let effects = engine.pool.borrow_mut().send(at, event, &self.ctx());
        self.execute(engine, effects.into_iter().map(|effect| (at, effect)).collect());
    }

    /// Takes what an element reports.
    fn hear(self, at: usize, epoch: u32, report: Report) {
        self.with_engine(|engine| {
            let slot = engine.pool.borrow().slots.get(at).copied();
            let Some(slot) = slot.filter(|slot| slot.epoch == epoch) else {
                return;
            };
            match report {
                Report::Event(event) => {
                    if event == Event::LoadedData && slot.active {
                        self.go_to_start();
                    }
                    self.hear_event(engine, at, epoch, event);
                }
                Report::Time { at: seconds, duration } if slot.active => {
                    self.time.set(Time { at: seconds, duration });
                    // Browsers that don't tell of frames tell of this.
                    self.frame.set(seconds);
                    // Where frames were held up and no scroll ended, they are followed again from here.
                    self.follow_frames(engine);
                }
                Report::Frame { at: seconds } => {
                    if slot.state == State::Starting || !slot.revealed {
                        self.hear_event(engine, at, epoch, Event::FirstFrame);
                        if slot.active {
                            engine.moves_until.set(0.0);
                            if engine.rest.borrow().is_some() {
                                // After the frame, which is about to be drawn.
                                self.settle_in(engine, 0);
                            }
                        }
                    }
                    if slot.active {
                        self.follow_frames(engine);
                        self.frame.set(seconds);
                    }
                }
                Report::Enough(enough) if slot.active && self.enough.get_untracked() != enough => {
                    self.enough.set(enough);
                    self.sync();
                }
                Report::Time { .. } | Report::Enough(_) => {}
            }
        });
    }

    /// Goes where a link says that the film shall begin.
    fn go_to_start(self) {
        if let Some(seconds) = self.start_at.try_update_value(Option::take).flatten() {
            self.seek(seconds);
        }
    }

    fn hear_event(self, engine: &Engine, at: usize, epoch: u32, event: Event) {
        let effects = engine.pool.borrow_mut().report(at, epoch, event, &self.ctx());
        self.execute(engine, effects.into_iter().map(|effect| (at, effect)).collect());
    }

    /// Does to the elements what the rules say, and shows the new state.
    fn execute(self, engine: &Engine, effects: Vec<(usize, Effect)>) {
        for (at, effect) in effects {
            let epoch = engine.pool.borrow().slots.get(at).map_or(0, |slot| slot.epoch);
            self.perform(engine, at, epoch, effect);
        }
        let slots = engine.pool.borrow().slots;
        if let Some(videos) = engine.videos.get() {
            for (at, slot) in slots.iter().enumerate() {
                videos.set_state(at, slot.state.word());
            }
        }
        if self.slots.with_untracked(|shown| *shown != slots) {
            self.slots.set(slots);
            self.show_slots(&slots);
        }
    }

    fn perform(self, engine: &Engine, at: usize, epoch: u32, effect: Effect) {
        let Some(videos) = engine.videos.get() else {
            return;
        };
        match effect {
            Effect::Load { source, keep_time } => match engine.url(at, source) {
                Some(url) => videos.load(at, epoch, &url, keep_time),
                None => videos.unload(at),
            },
            Effect::Play => videos.play(at, epoch),
            Effect::Pause => videos.pause(at),
            Effect::Audible(audible) => videos.set_audible(at, audible),
            Effect::Rewind => engine.rewinds.borrow_mut().push((at, epoch)),
            Effect::OfferSound => self.offer_sound.set(true),
            Effect::StallTimer { turn } => {
                self.set_timer(engine, at, epoch, STALL_MS, Event::StallTimeout { turn });
            }
            Effect::RetryTimer { turn, tries } => {
                let pause = 500_u32 << tries.saturating_sub(1).min(4);
                let jitter = pause / 4 * (epoch % 4) / 4;
                self.set_timer(engine, at, epoch, pause + jitter, Event::RetryTimer { turn });
            }
            Effect::Unload => videos.unload(at),
        }
    }

    /// A slot waits for one thing at a time: a new timer takes the place of the old one.
    fn set_timer(self, engine: &Engine, at: usize, epoch: u32, ms: u32, event: Event) {
        let timer = Timeout::new(ms, move || self.hear(at, epoch, Report::Event(event)));
        if let Some(place) = engine.timers.borrow_mut().get_mut(at) {
            *place = Some(timer);
        }
    }
}
