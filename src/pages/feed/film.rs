use super::{touch::TapSurface, words::words};
use crate::{
    browser::{Element, turns::Turn},
    i18n::use_i18n,
    model::{
        feed_window::Place,
        moment::Fit,
        player::{Fault, Slot, State},
    },
    state::{
        feed::Item,
        playback::{Playback, use_playback},
        use_timer,
    },
    ui::{InTurn, Show, in_turn, live, live_if},
};
use leptos::{html, prelude::*};
use lucide_leptos::{Play, RotateCw, Volume2};
use std::{sync::Arc, time::Duration};
use vitrine_api::{Post, Poster};

/// The film: poster, place for the video element, tap surface, and what is said over it.
#[component]
pub(super) fn Film(index: usize, item: Item, turn: Turn) -> impl IntoView {
    let playback = use_playback();
    let host = NodeRef::<html::Div>::new();
    let (place, slot, planned) = (playback.place(index), playback.slot_of(index), playback.wants_poster(index));
    let post = item.post.clone();
    let current = Memo::new(move |_| place.get() == Place::Current);
    let wanted =
        Memo::new(move |before: Option<&bool>| before.copied().unwrap_or_default() || current.get() || planned.get());
    let poster = item.post.clip.poster.clone();
    // Wide and square films are shown whole, over a blurred copy of their poster.
    let fit = Fit::of(item.post.clip.width, item.post.clip.height);
    let behind = poster.small_jpeg.clone();
    let view = view! {
        <Show when=move || fit == Fit::Contain && wanted.get()>
            <img class="slide__behind" src=behind.clone() alt="" decoding="async" draggable="false" />
        </Show>
        <div
            class="slide__film"
            data-fit=fit.word()
            node_ref=host
            data-state=move || slot.get().map_or("empty", |slot| slot.state.word())
            data-revealed=live(move || slot.get().is_some_and(|slot| slot.revealed).to_string())
        >
            <Show when=move || wanted.get()>
                <PosterPicture poster=poster.clone() />
            </Show>
        </div>
        <InTurn turn>
            <TapSurface index item=item.clone() />
        </InTurn>
        <InTurn turn>
            <Glyph player=slot />
            <Progress current />
        </InTurn>
    };
    // Bringing the film here is a task of its own, after all that lies over it.
    in_turn(turn, move || mount(playback, index, post, host));
    view
}

#[component]
fn PosterPicture(poster: Poster) -> impl IntoView {
    let sizes = "(min-width: 1024px) 56vh, 100vw";
    let avif = format!("{} 360w, {} 720w", poster.small_avif, poster.avif);
    let jpeg = format!("{} 360w, {} 720w", poster.small_jpeg, poster.jpeg);
    view! {
        <picture class="slide__poster">
            <source type="image/avif" srcset=avif sizes=sizes />
            <img src=poster.jpeg srcset=jpeg sizes=sizes alt="" decoding="async" draggable="false" />
        </picture>
    }
}

/// Keeps a slide known to the players as long as it is there.
struct Mounted {
    playback: Playback,
    index: usize,
    element: Element,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.playback.unmount(self.index, &self.element);
    }
}

fn mount(playback: Playback, index: usize, post: Arc<Post>, place: NodeRef<html::Div>) {
    let mounted = StoredValue::new_local(None::<Mounted>);
    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        let element: Element = element.into();
        playback.mount(index, element.clone(), post.clone());
        mounted.set_value(Some(Mounted { playback, index, element }));
    });
}

/// How long a film is waited for before that is said: half a second is nothing to speak of.
const WAIT: Duration = Duration::from_millis(500);

/// What stands over a film.
#[derive(Clone, Copy, PartialEq)]
enum Sign {
    None,
    Play,
    Wheel,
    Fault(Fault),
}

/// Whether a film has been waited for long. A wheel that is made with each swipe and taken away with its
/// first frame would cost that swipe a layer that turns, unseen.
fn waited(state: Memo<Option<State>>) -> RwSignal<bool> {
    let waited = RwSignal::new(false);
    let waits = Memo::new(move |_| matches!(state.get(), Some(State::Starting | State::Stalled)));
    let timer = use_timer();
    Effect::new(move |_| {
        timer.stop();
        if waits.get() {
            timer.start(WAIT, move || {
                waited.try_set(true);
            });
        } else if waited.get_untracked() {
            waited.set(false);
        }
    });
    waited
}

/// What stands over the film: a play sign, a wheel after half a second, or a fault.
#[component]
fn Glyph(player: Signal<Option<Slot>>) -> impl IntoView {
    let i18n = use_i18n();
    let playback = use_playback();
    let state = Memo::new(move |_| player.get().map(|slot| slot.state));
    let waited = waited(state);
    let sign = Memo::new(move |_| match state.get() {
        Some(State::Paused | State::Blocked) => Sign::Play,
        Some(State::Starting | State::Stalled) if waited.get() => Sign::Wheel,
        Some(State::Failed(fault)) => Sign::Fault(fault),
        _ => Sign::None,
    });
    move || match sign.get() {
        Sign::Play => view! {
            <span class="slide__glyph" aria-hidden="true"><Play size=36 fill="currentColor" /></span>
        }
        .into_any(),
        Sign::Wheel => view! {
            <span class="slide__spinner" aria-hidden="true"></span>
        }
        .into_any(),
        Sign::Fault(fault) => {
            let text = move || match fault {
                Fault::Network => words!(i18n, fault_network),
                Fault::Codec => words!(i18n, fault_codec),
                Fault::Gone => words!(i18n, fault_gone),
            };
            view! {
                <div class="slide__fault" role="alert">
                    <p>{text}</p>
                    <Show when=move || fault != Fault::Gone>
                        <button type="button" class="chip" on:click=move |_| playback.toggle()>
                            <RotateCw size=18 />
                            {live(move || leptos_i18n::t_string!(i18n, common.retry))}
                        </button>
                    </Show>
                </div>
            }
            .into_any()
        }
        Sign::None => ().into_any(),
    }
}

/// "Tap for sound", while sound needs a tap.
#[component]
pub(super) fn SoundChip() -> impl IntoView {
    let i18n = use_i18n();
    let playback = use_playback();
    view! {
        <button type="button" class="chip chip--sound" on:click=move |_| playback.toggle_sound()>
            <Volume2 size=18 />
            {live(move || words!(i18n, tap_for_sound))}
        </button>
    }
}

/// How far the film on the screen is; made with its slide, not by the swipe to it.
#[component]
fn Progress(current: Memo<bool>) -> impl IntoView {
    let playback = use_playback();
    // A hundred steps a film: about ten a second, whatever the film's frames.
    let share = Memo::new(move |_| {
        let share = if current.get() { playback.frame() / playback.time().duration } else { 0.0 };
        if share.is_finite() { format!("scaleX({:.2})", share.clamp(0.0, 1.0)) } else { "scaleX(0)".to_owned() }
    });
    view! {
        <div class="slide__progress" aria-hidden="true" hidden=live_if(move || !current.get())>
            <span style:transform=move || share.get()></span>
        </div>
    }
}
