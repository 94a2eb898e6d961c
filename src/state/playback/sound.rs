use super::Playback;
use crate::{
    browser::{storage, turns},
    model::player::Event,
};
use leptos::prelude::*;

/// Where the wish for sound is kept. boot/boot.js keeps it there too.
const KEY: &str = "vitrine.sound";

/// The wish that was kept, if there was one.
pub(super) fn kept() -> Option<bool> {
    storage::local_get(KEY).map(|word| word == "on")
}

impl Playback {
    /// Whether the person wants sound; tracked. What isn't `on_screen` hears of it a frame later: a press changes
    /// one button before it is answered, not one in each slide.
    #[must_use]
    pub fn sound(self, on_screen: bool) -> bool {
        if on_screen { self.sound.get() } else { self.sound_beside.get() }
    }

    /// Whether to say that sound needs a tap; tracked.
    #[must_use]
    pub fn offers_sound(self) -> bool {
        self.offer_sound.get()
    }

    /// Turns sound on or off, and keeps that. Only from a press: browsers want one.
    pub fn toggle_sound(self) {
        // While a tap for sound is offered, the wish for it stands already.
        let on = self.offer_sound.get_untracked() || !self.sound.get_untracked();
        storage::local_set(KEY, if on { "on" } else { "off" });
        self.offer_sound.set(false);
        self.set_sound(on);
        self.tell_active(Event::SoundChanged);
    }

    /// Takes note of the wish.
    pub(super) fn set_sound(self, on: bool) {
        self.sound.set(on);
        turns::after_frame(move || {
            if self.sound.try_get_untracked() == Some(on) {
                self.sound_beside.try_set(on);
            }
        });
    }
}
