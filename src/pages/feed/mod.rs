//! The feed: one instance for as long as the page lives, hidden under other screens, so
//! that coming back finds the same film at the same moment.

mod actions;
mod caption;
/// The film's controls in an open sheet.
mod controls;
mod disclosure;
mod film;
mod label;
mod leader;
mod scroller;
mod slide;
/// Captions.
mod spoken;
mod states;
mod tasks;
/// Fingers on the film.
mod touch;
mod words;

/// The products of the film on the screen, beside it.
mod products;

pub use controls::FilmControls;
pub use products::FeedProducts;

use crate::{
    browser::{
        media,
        turns::{self, Turn},
    },
    i18n::use_i18n,
    state::{feed::use_feed, use_panel},
    ui::{InTurn, Show, in_turn, live, live_if, live_mark},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use scroller::Scroller;
use states::{EndSlide, FeedState};
use words::words;

/// The feed, seen while the address is one of its own; made when it is first seen.
#[component]
pub fn FeedHost() -> impl IntoView {
    let pathname = use_location().pathname;
    let shown = Memo::new(move |_| pathname.with(|path| crate::routes::is_feed(path)));
    let visited = Memo::new(move |before: Option<&bool>| before.copied().unwrap_or_default() || shown.get());
    view! {
        <Show when=move || visited.get()>
            <InTurn turn=Turn::Screen>
                <FeedScreen shown />
            </InTurn>
        </Show>
    }
}

#[component]
fn FeedScreen(shown: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let feed = use_feed();
    let desktop = media::desktop();
    let panel = use_panel();
    // The film is small above a sheet that lies over the feed. It makes room while that slides in: a frame later,
    // so that the sheet's first frame hasn't got to style the feed anew. It comes back at once: what opened the
    // sheet must be seen again when it gets the focus.
    let (opens, risen) = (Memo::new(move |_| !desktop.get() && panel.is_open()), RwSignal::new(false));
    let under_sheet = Memo::new(move |_| opens.get() && risen.get());
    Effect::new(move |_| {
        if opens.get() {
            turns::after_frame(move || {
                risen.try_set(opens.try_get_untracked() == Some(true));
            });
        } else {
            risen.set(false);
        }
    });
    tasks::load_and_follow(shown);
    // Before the film comes here, which asks what they say.
    in_turn(Turn::Words, tasks::follow_link);
    in_turn(Turn::Words, move || tasks::tell_the_world(shown));
    in_turn(Turn::Ways, move || {
        tasks::keep_address(shown);
        tasks::build_at_rest();
        tasks::keep_time(shown);
        tasks::tell_the_system();
    });
    view! {
        <section
            class="feed on-ink"
            class:feed--away=live_if(move || !shown.get())
            class:feed--under-sheet=live_if(move || under_sheet.get())
            // What is skipped is still a landmark, with nothing in it.
            aria-hidden=live_mark(move || !shown.get())
            aria-label=live(move || words!(i18n, title))
        >
            <h1 class="visually-hidden">{live(move || words!(i18n, title))}</h1>
            <Scroller shown>
                <InTurn turn=Turn::Panels>
                    <EndSlide />
                </InTurn>
            </Scroller>
            <Show when=move || feed.is_empty()>
                <InTurn turn=Turn::Ways>
                    <FeedState />
                </InTurn>
            </Show>
            <Show when=move || desktop.get() && !feed.is_empty()>
                <scroller::Steps />
            </Show>
        </section>
    }
}
