use super::words::words;
use crate::{
    browser::Element,
    i18n::use_i18n,
    model::{
        gesture::{DOUBLE_MS, Tap, Verdict, judge},
        player::{Fault, Slot, State},
        prefetch::Job,
    },
    state::{
        feed::{Feed, Item, use_feed},
        playback::{Playback, use_playback},
    },
};
use leptos::{ev, html, prelude::*};
use lucide_leptos::{Heart, Play, RotateCw, Volume2};
use std::{sync::Arc, time::Duration};
use vitrine_api::{Post, Poster, ReactionRequest};

/// The film: poster, place for the video element, tap surface, and what is said over it.
#[component]
pub(super) fn Film(index: usize, item: Item) -> impl IntoView {
    let playback = use_playback();
    let place = NodeRef::<html::Div>::new();
    let slot = Memo::new(move |_| playback.slot(index));
    mount(playback, index, item.post.clone(), place);
    let wanted = Memo::new(move |before: Option<&bool>| {
        before.copied().unwrap_or_default()
            || playback.current() == index
            || playback.plan().contains(&Job::Poster(index))
    });
    let poster = item.post.clip.poster.clone();
    view! {
        <div
            class="slide__film"
            node_ref=place
            data-state=move || slot.get().map_or("empty", |slot| slot.state.word())
            data-revealed=move || slot.get().is_some_and(|slot| slot.revealed).to_string()
        >
            <Show when=move || wanted.get()>
                <PosterPicture poster=poster.clone() />
            </Show>
        </div>
        <TapSurface index item />
        <Glyph player=slot />
        <Show when=move || playback.current() == index>
            <Progress />
        </Show>
    }
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

/// The whole film is one button: a tap pauses or plays, two like.
#[component]
fn TapSurface(index: usize, item: Item) -> impl IntoView {
    let i18n = use_i18n();
    let (feed, playback) = (use_feed(), use_playback());
    let last = StoredValue::new(None::<Tap>);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let burst = RwSignal::new(None::<(f64, f64)>);
    let cancel = move || {
        if let Some(handle) = timer.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    on_cleanup(cancel);
    let running = move || playback.slot(index).is_some_and(|slot| slot.state.is_running());
    let failed = super::words::words!(i18n, reaction_failed);
    let tap = move |event: ev::MouseEvent| {
        // A press of Enter or Space has no place and never a second one.
        if event.detail() == 0 {
            return playback.toggle();
        }
        let tap = Tap { at_ms: event.time_stamp(), x: f64::from(event.offset_x()), y: f64::from(event.offset_y()) };
        cancel();
        if judge(last.get_value(), tap) == Verdict::Double {
            last.set_value(None);
            burst.set(Some((tap.x, tap.y)));
            like(feed, &item, &failed);
        } else {
            last.set_value(Some(tap));
            let wait = Duration::from_millis(DOUBLE_MS as u64);
            timer.set_value(set_timeout_with_handle(move || playback.toggle(), wait).ok());
        }
    };
    view! {
        <button
            type="button"
            class="slide__tap"
            aria-label=move || if running() { words!(i18n, pause) } else { words!(i18n, play) }
            on:click=tap
        ></button>
        {move || {
            burst.get().map(|(x, y)| {
                view! {
                    <span
                        class="slide__burst"
                        aria-hidden="true"
                        style:left=format!("{x}px")
                        style:top=format!("{y}px")
                        on:animationend=move |_| burst.set(None)
                    >
                        <Heart size=88 fill="currentColor" />
                    </span>
                }
            })
        }}
    }
}

/// A double tap likes; it never takes a like back.
fn like(feed: Feed, item: &Item, failed: &str) {
    if !item.reaction.with_untracked(|now| now.liked) {
        let wish = ReactionRequest { liked: Some(true), saved: None };
        feed.react(item, wish, failed.to_owned());
    }
}

/// What stands over the film: a play sign, a wheel after half a second, or a fault.
#[component]
fn Glyph(player: Memo<Option<Slot>>) -> impl IntoView {
    let i18n = use_i18n();
    let playback = use_playback();
    let kind = Memo::new(move |_| player.get().map(|slot| slot.state));
    move || match kind.get() {
        Some(State::Paused | State::Blocked) => view! {
            <span class="slide__glyph" aria-hidden="true"><Play size=36 fill="currentColor" /></span>
        }
        .into_any(),
        Some(State::Starting | State::Stalled) => view! {
            <span class="slide__spinner" aria-hidden="true"></span>
        }
        .into_any(),
        Some(State::Failed(fault)) => {
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
                            {move || leptos_i18n::t_string!(i18n, common.retry)}
                        </button>
                    </Show>
                </div>
            }
            .into_any()
        }
        _ => ().into_any(),
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
            {move || words!(i18n, tap_for_sound)}
        </button>
    }
}

#[component]
fn Progress() -> impl IntoView {
    let playback = use_playback();
    let share = move || {
        let time = playback.time();
        let share = time.at / time.duration;
        if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }
    };
    view! {
        <div class="slide__progress" aria-hidden="true">
            <span style:transform=move || format!("scaleX({:.4})", share())></span>
        </div>
    }
}
