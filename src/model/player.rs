//! The player: what one video element does, as a pure function, and the pool of three.
//!
//! ```text
//! Empty -Assign-> Assigned -Prepare-> Preparing -LoadedData-> Ready
//! Assigned|Preparing|Ready -Activate-> Starting -FirstFrame-> Playing;  Empty -Adopt-> Starting|Playing
//! Playing -Waiting-> Stalled -Playing-> Playing
//! Starting|Playing|Stalled -UserPause-> Paused -UserPlay-> Starting
//! Starting|Playing|Stalled -Suspend-> Suspended -Resume-> Starting
//! Starting -NotAllowed & unmuted-> Starting(muted);  & muted-> Blocked -UserPlay-> Starting
//! any loaded -MediaError|StallTimeout-> Failed -RetryTimer|UserPlay-> Starting
//! any active -Deactivate-> Ready|Preparing;  any -Release-> Empty
//! ```

mod step;
#[cfg(test)]
mod tests;

pub use step::{MAX_TRIES, step};

/// What a slot does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum State {
    /// Nothing is in it.
    #[default]
    Empty,
    /// It belongs to an item, nothing is loaded.
    Assigned,
    /// It loads, not to be played yet.
    Preparing,
    /// The first frame is decoded.
    Ready,
    /// It was asked to play, no frame has come.
    Starting,
    /// Frames come.
    Playing,
    /// It ran out of data.
    Stalled,
    /// The person paused it.
    Paused,
    /// It waits for the page to be seen again.
    Suspended,
    /// The browser, or the wish for less motion, wants a press first.
    Blocked,
    /// It can't.
    Failed(Fault),
}

impl State {
    /// The word for `data-state`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Assigned => "assigned",
            Self::Preparing => "preparing",
            Self::Ready => "ready",
            Self::Starting => "starting",
            Self::Playing => "playing",
            Self::Stalled => "stalled",
            Self::Paused => "paused",
            Self::Suspended => "suspended",
            Self::Blocked => "blocked",
            Self::Failed(_) => "failed",
        }
    }

    /// Whether the element is asked to play.
    #[must_use]
    pub fn is_running(self) -> bool {
        matches!(self, Self::Starting | Self::Playing | Self::Stalled)
    }
}

/// Why it can't.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The network: tried again by itself.
    Network,
    /// No rendition is of a kind this browser plays.
    Codec,
    /// The file isn't there any more.
    Gone,
}

/// One of the three elements and what is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Slot {
    /// Counts assignments: what carries an older one is ignored.
    pub epoch: u32,
    /// Counts changes of state: a timer of an older one is ignored.
    pub turn: u32,
    /// The item it belongs to.
    pub index: Option<usize>,
    /// What it does.
    pub state: State,
    /// Whether it is the one on the screen.
    pub active: bool,
    /// Whether sound is on.
    pub audible: bool,
    /// Whether data of this item came.
    pub loaded: bool,
    /// Whether a frame of this item was seen, so that the poster may go.
    pub revealed: bool,
    /// Which rendition is tried.
    pub source: usize,
    /// How many renditions there are.
    pub sources: usize,
    /// How often the network failed.
    pub tries: u32,
}

/// What happens to a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It shall belong to an item with so many renditions.
    Assign {
        /// Which item.
        index: usize,
        /// How many renditions it has.
        sources: usize,
    },
    /// It shall belong to an item whose film plays in the element already.
    Adopt {
        /// Which item.
        index: usize,
        /// How many renditions it has.
        sources: usize,
        /// Which of them plays.
        source: usize,
        /// Whether a frame was presented.
        shown: bool,
        /// Whether a press turned its sound on.
        audible: bool,
    },
    /// It shall load, to be ready.
    Prepare,
    /// The first frame is decoded.
    LoadedData,
    /// Its item is on the screen now.
    Activate,
    /// Its item left the screen.
    Deactivate,
    /// A frame was presented.
    FirstFrame,
    /// The data ran out.
    Waiting,
    /// Data came again.
    Playing,
    /// The person wants it to pause.
    UserPause,
    /// The person wants it to play.
    UserPlay,
    /// The page isn't seen.
    Suspend,
    /// The page is seen again.
    Resume,
    /// The person turned sound on or off; the wish is in the context.
    SoundChanged,
    /// The browser refused to play.
    NotAllowed,
    /// The element failed.
    MediaError(Fault),
    /// Eight seconds passed without a frame since this turn.
    StallTimeout {
        /// When the timer was set.
        turn: u32,
    },
    /// The pause before another try is over since this turn.
    RetryTimer {
        /// When the timer was set.
        turn: u32,
    },
    /// The network is back.
    Online,
    /// It shall be empty.
    Release,
}

/// What the executor does to the element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Load a rendition.
    Load {
        /// Which one.
        source: usize,
        /// Go on from where it was.
        keep_time: bool,
    },
    /// Ask to play.
    Play,
    /// Pause.
    Pause,
    /// Sound on or off.
    Audible(bool),
    /// Back to the first frame.
    Rewind,
    /// Say that sound needs a tap.
    OfferSound,
    /// Send [`Event::StallTimeout`] in 8 s.
    StallTimer {
        /// What the event carries.
        turn: u32,
    },
    /// Send [`Event::RetryTimer`] after a pause that doubles with each try.
    RetryTimer {
        /// What the event carries.
        turn: u32,
        /// How often it failed so far.
        tries: u32,
    },
    /// Free everything.
    Unload,
}

/// What the rules need to know of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ctx {
    /// The person wants sound.
    pub sound: bool,
    /// Films may start by themselves.
    pub autoplay: bool,
    /// The page is seen, and it is the feed.
    pub seen: bool,
    /// There is a network.
    pub online: bool,
}

/// How many elements there are.
pub const SLOTS: usize = 3;

/// The three slots; an item always uses slot `index % 3`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pool {
    /// The slots.
    pub slots: [Slot; SLOTS],
}

/// The slot of an item.
#[must_use]
pub fn slot_of(index: usize) -> usize {
    index % SLOTS
}

impl Pool {
    /// What an element reports, with the epoch it was given; nothing when that is past.
    pub fn report(&mut self, at: usize, epoch: u32, event: Event, ctx: &Ctx) -> Vec<Effect> {
        match self.slots.get(at) {
            Some(slot) if slot.epoch == epoch => self.send(at, event, ctx),
            _ => Vec::new(),
        }
    }

    /// What the program decides for a slot.
    pub fn send(&mut self, at: usize, event: Event, ctx: &Ctx) -> Vec<Effect> {
        let Some(slot) = self.slots.get_mut(at) else {
            return Vec::new();
        };
        let (next, effects) = step(*slot, event, ctx);
        *slot = next;
        effects
    }

    /// Shows an item that its slot belongs to: the others fall silent, it starts, and then the others stop.
    /// Each pause before it would make its first frame later.
    pub fn activate(&mut self, index: usize, ctx: &Ctx) -> Vec<(usize, Effect)> {
        let mine = slot_of(index);
        let others = (0..SLOTS).filter(|at| *at != mine);
        let (mut effects, mut stops) = (Vec::new(), Vec::new());
        for at in others {
            for effect in self.send(at, Event::Deactivate, ctx) {
                let list = if matches!(effect, Effect::Audible(_)) { &mut effects } else { &mut stops };
                list.push((at, effect));
            }
        }
        let started = self.send(mine, Event::Activate, ctx);
        effects.extend(started.into_iter().map(|effect| (mine, effect)));
        effects.extend(stops);
        effects
    }

    /// The slot on the screen.
    #[must_use]
    pub fn active(&self) -> Option<usize> {
        self.slots.iter().position(|slot| slot.active)
    }
}
