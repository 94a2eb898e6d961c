use super::words::words;
use crate::{
    browser::media,
    i18n::use_i18n,
    routes::is_feed,
    state::playback::use_playback,
    ui::{IconButton, Show, live},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use lucide_leptos::{Pause, Play, Volume2, VolumeX};

/// The film goes on above an open sheet, which makes everything outside it inert: so pause and
/// sound are in the sheet too.
#[component]
pub fn FilmControls() -> impl IntoView {
    let i18n = use_i18n();
    let playback = use_playback();
    let pathname = use_location().pathname;
    let desktop = media::desktop();
    let shown = Memo::new(move |_| !desktop.get() && pathname.with(|path| is_feed(path)));
    let running = Memo::new(move |_| playback.state().is_running());
    let audible = Memo::new(move |_| playback.slot(playback.current()).is_some_and(|slot| slot.audible));
    let pause = Signal::derive(move || if running.get() { words!(i18n, pause) } else { words!(i18n, play) });
    view! {
        <Show when=move || shown.get()>
            // Both signs are there and a style shows one: on a press, and on each swipe, nothing is made.
            <div class="film-controls" data-running=live(move || running.get().to_string())>
                <IconButton label=pause on_press=move |()| playback.toggle()>
                    <Play size=20 />
                    <Pause size=20 />
                </IconButton>
                <IconButton
                    label=Signal::derive(move || words!(i18n, sound))
                    pressed=Signal::from(audible)
                    on_press=move |()| playback.toggle_sound()
                >
                    <VolumeX size=20 />
                    <Volume2 size=20 />
                </IconButton>
            </div>
        </Show>
    }
}
