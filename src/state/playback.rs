mod engine;

use crate::{
    browser::{Element, net, storage},
    model::{
        player::{Ctx, Event, SLOTS, Slot, State, slot_of},
        prefetch::{self, Job},
    },
};
use engine::{Engine, Host};
use leptos::prelude::*;
use std::{rc::Rc, sync::Arc};
use vitrine_api::Post;

/// Where the wish for sound is kept.
const SOUND_KEY: &str = "vitrine.sound";

/// Which film is on the screen and what it does.
#[derive(Clone, Copy, Debug)]
pub struct Playback {
    current: RwSignal<usize>,
    len: RwSignal<usize>,
    slots: RwSignal<[Slot; SLOTS]>,
    time: RwSignal<Time>,
    enough: RwSignal<bool>,
    sound: RwSignal<bool>,
    offer_sound: RwSignal<bool>,
    world: RwSignal<World>,
    /// The film was scrolled off the screen without another one taking its place.
    left: RwSignal<bool>,
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
        let kept = storage::local_get(SOUND_KEY);
        let engine = StoredValue::new_local(Rc::new(Engine::default()));
        let playback = Self {
            current: RwSignal::new(0),
            len: RwSignal::new(0),
            slots: RwSignal::new([Slot::default(); SLOTS]),
            time: RwSignal::new(Time::default()),
            enough: RwSignal::new(false),
            sound: RwSignal::new(kept.as_deref() == Some("on")),
            offer_sound: RwSignal::new(kept.is_none()),
            world: RwSignal::new(World { seen: false, autoplay: true, online: true }),
            left: RwSignal::new(false),
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

    /// Where the film on the screen is; tracked.
    #[must_use]
    pub fn time(self) -> Time {
        self.time.get()
    }

    /// Whether the person wants sound; tracked.
    #[must_use]
    pub fn sound(self) -> bool {
        self.sound.get()
    }

    /// Whether to say that sound needs a tap; tracked.
    #[must_use]
    pub fn offers_sound(self) -> bool {
        self.offer_sound.get()
    }

    /// What is fetched ahead now; tracked.
    #[must_use]
    pub fn plan(self) -> Vec<Job> {
        let world = self.world.get();
        prefetch::plan(&prefetch::In {
            current: self.current.get(),
            len: self.len.get(),
            seen: world.seen,
            online: world.online,
            saver: net::saves_data(),
            enough: self.enough.get(),
        })
    }

    /// Says how many items there are.
    pub fn set_len(self, len: usize) {
        self.len.set(len);
        self.sync();
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
        if self.current.get_untracked() != index {
            self.current.set(index);
            self.time.set(Time::default());
            self.enough.set(false);
        }
        let came_back = self.left.get_untracked();
        self.left.set(false);
        self.sync();
        if came_back && self.world.get_untracked().seen {
            self.tell_active(Event::Resume);
        }
    }

    /// A slide with a place for its film is there.
    pub fn mount(self, index: usize, element: Element, post: Arc<Post>) {
        self.with_engine(|engine| {
            engine.hosts.borrow_mut().insert(index, Host { element, post });
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
                self.release_if(engine, |slot| slot.index == Some(index));
            }
        });
    }

    /// Empties everything: the list of films becomes another one.
    pub fn reset(self) {
        self.with_engine(|engine| self.release_if(engine, |_| true));
        self.left.set(false);
        self.current.set(0);
        self.len.set(0);
        self.time.set(Time::default());
        self.enough.set(false);
    }

    /// Loads everything again at its place, after the page came out of the back/forward
    /// cache, whose media are dead.
    pub fn revive(self) {
        self.with_engine(|engine| self.release_if(engine, |_| true));
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

    /// Turns sound on or off, and keeps that. Only from a press: browsers want one.
    pub fn toggle_sound(self) {
        // While a tap for sound is offered, the wish for it stands already.
        let on = self.offer_sound.get_untracked() || !self.sound.get_untracked();
        storage::local_set(SOUND_KEY, if on { "on" } else { "off" });
        self.offer_sound.set(false);
        self.sound.set(on);
        self.tell_active(Event::SoundChanged);
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
