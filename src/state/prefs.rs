use crate::browser::{net, storage};
use leptos::prelude::*;
use vitrine_api::ShoppingDial;

const DIAL_KEY: &str = "vitrine.dial";
const SAVER_KEY: &str = "vitrine.saver";
const CAPTIONS_KEY: &str = "vitrine.captions";

/// How somebody wants the feed to be; kept in this browser.
#[derive(Clone, Copy, Debug)]
pub struct Prefs {
    dial: RwSignal<ShoppingDial>,
    saver: RwSignal<bool>,
    captions: RwSignal<bool>,
}

impl Prefs {
    /// What was kept, else: everything may sell, captions are on, data is saved where the
    /// browser is asked to. boot/boot.js reads the same keys.
    pub(super) fn provide() -> Self {
        let on = |key: &str, usual: bool| storage::local_get(key).map_or(usual, |kept| kept == "on");
        let dial = storage::local_get(DIAL_KEY).and_then(|word| ShoppingDial::from_word(&word));
        let prefs = Self {
            dial: RwSignal::new(dial.unwrap_or_default()),
            saver: RwSignal::new(on(SAVER_KEY, net::saves_data())),
            captions: RwSignal::new(on(CAPTIONS_KEY, true)),
        };
        provide_context(prefs);
        prefs
    }

    /// How much of the feed may sell; tracked.
    #[must_use]
    pub fn dial(self) -> ShoppingDial {
        self.dial.get()
    }

    /// Lets so much of the feed sell from now on.
    pub fn set_dial(self, dial: ShoppingDial) {
        storage::local_set(DIAL_KEY, dial.word());
        self.dial.set(dial);
    }

    /// Whether data is saved; tracked.
    #[must_use]
    pub fn saver(self) -> bool {
        self.saver.get()
    }

    /// Saves data from now on, or no longer.
    pub fn set_saver(self, on: bool) {
        keep(SAVER_KEY, on);
        self.saver.set(on);
    }

    /// Whether captions are shown; tracked.
    #[must_use]
    pub fn captions(self) -> bool {
        self.captions.get()
    }

    /// Shows captions, or no longer.
    pub fn toggle_captions(self) {
        let on = !self.captions.get_untracked();
        keep(CAPTIONS_KEY, on);
        self.captions.set(on);
    }
}

fn keep(key: &str, on: bool) {
    storage::local_set(key, if on { "on" } else { "off" });
}

/// How somebody wants the feed to be, from the context.
#[must_use]
pub fn use_prefs() -> Prefs {
    use_context().unwrap_or_else(Prefs::provide)
}
