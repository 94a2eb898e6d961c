mod ahead;
mod engine;
mod seats;
mod settle;
mod sound;
mod warmer;

use crate::{
    browser::{Element, clock},
    model::player::{Ctx, Event, SLOTS, Slot, State, slot_of},
    state::prefs::{Prefs, use_prefs},
};
use engine::{Engine, Host};
use leptos::prelude::*;
use seats::Seat;
use std::{rc::Rc, sync::Arc};
use vitrine_api::Post;

/// Over how many milliseconds swipes are counted.
const RECENT_MS: f64 = 10_000.0;

/// Which film is on the screen and what it does.
#[derive(Clone, Copy, Debug)]
pub struct Playback {
    current: RwSignal<usize>,
    films: RwSignal<Vec<Arc<Post>>>,
    slots: RwSignal<[Slot; SLOTS]>,
    time: RwSignal<Time>,
    frame: RwSignal<f64>,
    fast: RwSignal<bool>,
    scrub: RwSignal<Option<f64>>,
    kbps: RwSignal<Option<f64>>,
    swipes: StoredValue<Vec<f64>>,
    start_at: StoredValue<Option<f64>>,
    prefs: Prefs,
    enough: RwSignal<bool>,
    sound: RwSignal<bool>,
    /// The same, a frame later: for what isn't on the screen.
    sound_beside: RwSignal<bool>,
    offer_sound: RwSignal<bool>,
    world: RwSignal<World>,
    /// The film was scrolled off the screen without another one taking its place.
    left: RwSignal<bool>,
    /// What each slide listens to, by index.
    seats: StoredValue<Vec<Seat>>,
    /// How many steps of the slides further off may be built.
    steps: StoredValue<u8>,
    /// The item on the screen when the last swipe came to rest; none yet at the start.
    calm: RwSignal<usize>,
    engine: StoredValue<Rc<Engine>, LocalStorage>,
}

/// Where the film on the screen is, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Time {
    /// From the start.
    pub at: f64,
    /// Its length; not a number before it is known.
    pub duration: f64,
}

/// What decides whether films may play at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct World {
    /// The page is seen, and it is the feed.
    pub seen: bool,
    /// Films may start by themselves.
    pub autoplay: bool,
    /// There is a network.
    pub online: bool,
}

impl Playback {
    /// Makes the three players and provides them.
    pub fn provide() -> Self {
        let kept = sound::kept();
        let engine = StoredValue::new_local(Rc::new(Engine::default()));
        let playback = Self {
            current: RwSignal::new(0),
            films: RwSignal::new(Vec::new()),
            slots: RwSignal::new([Slot::default(); SLOTS]),
            time: RwSignal::new(Time::default()),
            frame: RwSignal::new(0.0),
            fast: RwSignal::new(false),
            scrub: RwSignal::new(None),
            kbps: RwSignal::new(None),
            swipes: StoredValue::new(Vec::new()),
            start_at: StoredValue::new(None),
            prefs: use_prefs(),
            enough: RwSignal::new(false),
            sound: RwSignal::new(kept == Some(true)),
            sound_beside: RwSignal::new(kept == Some(true)),
            offer_sound: RwSignal::new(kept.is_none()),
            world: RwSignal::new(World { seen: false, autoplay: true, online: true }),
            left: RwSignal::new(false),
            seats: StoredValue::new(Vec::new()),
            steps: StoredValue::new(0),
            calm: RwSignal::new(usize::MAX),
            engine,
        };
        playback.with_engine(|engine| engine.connect(playback));
        provide_context(playback);
        playback
    }

    /// The item on the screen; tracked.
    #[must_use]
    pub fn current(self) -> usize {
        self.current.get()
    }

    /// The item on the screen; not tracked.
    #[must_use]
    pub fn current_untracked(self) -> usize {
        self.current.get_untracked()
    }

    /// Whether the end of the feed is on the screen, behind the last film; tracked.
    #[must_use]
    pub fn is_past_the_end(self) -> bool {
        self.left.get()
    }

    /// The slot an item has, while it has one; tracked.
    #[must_use]
    pub fn slot(self, index: usize) -> Option<Slot> {
        let slot = self.slots.with(|slots| slots.get(slot_of(index)).copied());
        slot.filter(|slot| slot.index == Some(index))
    }

    /// What the film on the screen does; tracked.
    #[must_use]
    pub fn state(self) -> State {
        let slot = self.slot(self.current.get());
        slot.map_or(State::Empty, |slot| slot.state)
    }

    /// Where the film on the screen is, a few times a second; tracked.
    #[must_use]
    pub fn time(self) -> Time {
        self.time.get()
    }

    /// The same; not tracked.
    #[must_use]
    pub fn time_untracked(self) -> Time {
        self.time.get_untracked()
    }

    /// Where the frame on the screen is, in seconds, for every frame; tracked.
    #[must_use]
    pub fn frame(self) -> f64 {
        self.frame.get()
    }

    /// The same; not tracked.
    #[must_use]
    pub fn frame_untracked(self) -> f64 {
        self.frame.get_untracked()
    }

    /// Whether it plays at double speed; tracked.
    #[must_use]
    pub fn is_fast(self) -> bool {
        self.fast.get()
    }

    /// Where somebody scrubs, in seconds; tracked.
    #[must_use]
    pub fn scrub(self) -> Option<f64> {
        self.scrub.get()
    }

    /// What a film costs on average at most, in bytes: the largest rendition, or with saving the
    /// smallest; tracked.
    #[must_use]
    pub fn bytes_per_film(self) -> Option<f64> {
        let saver = self.prefs.saver();
        self.films.with(|films| {
            let sizes = films.iter().filter_map(|post| {
                let sources = &post.clip.sources;
                let by_rate = sources.iter().map(|source| source.bitrate);
                let rate = if saver { by_rate.min() } else { by_rate.max() }?;
                Some(f64::from(rate) / 8.0 * f64::from(post.clip.duration_ms) / 1000.0)
            });
            let (count, sum) = sizes.fold((0.0, 0.0), |(count, sum), size| (count + 1.0, sum + size));
            (count > 0.0).then(|| sum / count)
        })
    }

    /// How many films were swiped to lately; not tracked.
    #[must_use]
    pub fn recent_swipes(self) -> usize {
        let since = clock::monotonic_ms() - RECENT_MS;
        self.swipes.with_value(|times| times.iter().filter(|at| **at >= since).count())
    }

    /// Says which films there are.
    pub fn set_films(self, films: Vec<Arc<Post>>) {
        self.films.set(films);
        let current = self.current.get_untracked();
        self.with_engine(|engine| {
            // Before there is a place for the film on the screen, nothing else is in a hurry.
            let waits = !engine.hosts.borrow().contains_key(&current);
            if !waits {
                self.sync();
            }
        });
    }

    /// Starts the film that loads next at a time, in seconds; nothing when another is shown before.
    pub fn start_at(self, seconds: f64) {
        self.start_at.set_value(Some(seconds));
    }

    /// Takes note that an item left the screen: behind the last one no film follows.
    pub fn leave(self, index: usize) {
        if self.current.get_untracked() == index {
            self.left.set(true);
            self.tell_active(Event::Suspend);
        }
    }

    /// Puts an item onto the screen.
    pub fn show(self, index: usize) {
        let before = self.current.get_untracked();
        let came_back = self.left.get_untracked();
        if came_back {
            self.left.set(false);
        }
        if before == index {
            self.sync();
        } else {
            let now = clock::monotonic_ms();
            self.swipes.update_value(|times| {
                times.retain(|at| *at >= now - RECENT_MS);
                times.push(now);
            });
            self.current.set(index);
            self.seat_both(before, index);
            self.start_at.set_value(None);
            self.forget_time();
            self.begin();
        }
        if came_back && self.world.get_untracked().seen {
            self.tell_active(Event::Resume);
        }
    }

    /// A slide with a place for its film is there.
    pub fn mount(self, index: usize, element: Element, post: Arc<Post>) {
        self.with_engine(|engine| {
            engine.hosts.borrow_mut().insert(index, Host { element, post });
            // The film on the screen first, the rest in a task of its own.
            if index == self.current.get_untracked() && engine.rest.borrow().is_none() {
                self.settle_in(engine, 0);
            }
        });
        self.sync();
    }

    /// The slide goes.
    pub fn unmount(self, index: usize, element: &Element) {
        self.with_engine(|engine| {
            let mut hosts = engine.hosts.borrow_mut();
            if hosts.get(&index).is_some_and(|host| &host.element == element) {
                hosts.remove(&index);
                drop(hosts);
                self.release_if(engine, |_, slot| slot.index == Some(index));
            }
        });
    }

    /// Empties everything: the list of films becomes another one.
    pub fn reset(self) {
        self.with_engine(|engine| {
            self.release_if(engine, |_, _| true);
            engine.forget();
        });
        self.left.set(false);
        self.current.set(0);
        self.calm.set(usize::MAX);
        self.films.set(Vec::new());
        self.seat_all();
        self.forget_time();
    }

    fn forget_time(self) {
        self.time.set(Time::default());
        self.frame.set(0.0);
        self.scrub.set(None);
        self.fast.set(false);
        self.enough.set(false);
    }

    /// Loads everything again, after the page came out of the back/forward cache, whose media are
    /// dead; the film on the screen goes on at a time, in seconds.
    pub fn revive(self, at: Option<f64>) {
        self.with_engine(|engine| self.release_if(engine, |_, _| true));
        self.start_at.set_value(at);
        self.sync();
    }

    /// Takes note of what decides whether films may play.
    pub fn set_world(self, world: World) {
        let before = self.world.get_untracked();
        if before == world {
            return;
        }
        self.world.set(world);
        if before.seen != world.seen && !self.left.get_untracked() {
            let event = if world.seen { Event::Resume } else { Event::Suspend };
            self.tell_active(event);
        }
        if world.online && !before.online {
            self.tell_active(Event::Online);
        }
        self.sync();
    }

    /// Pauses the film on the screen, or plays it.
    pub fn toggle(self) {
        let running =
            self.slots.with_untracked(|slots| slots.iter().any(|slot| slot.active && slot.state.is_running()));
        self.tell_active(if running { Event::UserPause } else { Event::UserPlay });
    }

    /// Plays at double speed, or at the usual one.
    pub fn set_fast(self, fast: bool) {
        self.fast.set(fast);
        self.with_active(|videos, at| videos.set_rate(at, if fast { 2.0 } else { 1.0 }));
    }

    /// Goes to a time of the film on the screen, in seconds.
    pub fn seek(self, seconds: f64) {
        let duration = self.time.get_untracked().duration;
        let seconds = if duration.is_finite() { seconds.clamp(0.0, (duration - 0.05).max(0.0)) } else { seconds };
        self.with_active(|videos, at| videos.seek(at, seconds));
        self.frame.set(seconds);
        self.time.update(|time| time.at = seconds);
    }

    /// Goes so many seconds on or back.
    pub fn seek_by(self, seconds: f64) {
        self.seek((self.time.get_untracked().at + seconds).max(0.0));
    }

    /// Scrubs to a time, in seconds; ends with nothing.
    pub fn set_scrub(self, seconds: Option<f64>) {
        self.scrub.set(seconds);
        if let Some(seconds) = seconds {
            self.seek(seconds);
        }
    }

    fn ctx(self) -> Ctx {
        let world = self.world.get_untracked();
        Ctx { sound: self.sound.get_untracked(), autoplay: world.autoplay, seen: world.seen, online: world.online }
    }

    fn tell_active(self, event: Event) {
        self.with_engine(|engine| {
            let active = engine.pool.borrow().active();
            if let Some(at) = active {
                self.send(engine, at, event);
            }
        });
    }
}

/// The playback from the context.
#[must_use]
pub fn use_playback() -> Playback {
    use_context().unwrap_or_else(Playback::provide)
}
