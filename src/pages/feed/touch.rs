use super::words::{words, words_once};
use crate::{
    browser::{Element, pointer},
    i18n::use_i18n,
    model::{
        feed_window::Place,
        gesture::{Act, DOUBLE_MS, HOLD_MS, Press, Tap, Touch, Verdict, judge, press, scrubbed},
        moment::clock_text,
    },
    state::{
        feed::{Feed, Item, use_feed},
        playback::{Playback, use_playback},
        use_timer,
    },
    ui::{Show, live},
};
use gloo_timers::callback::Timeout;
use leptos::{ev, html, prelude::*};
use lucide_leptos::{FastForward, Heart};
use std::time::Duration;
use vitrine_api::ReactionRequest;

/// The whole film is one button: a tap pauses or plays, two like, a long press is fast, a
/// drag to the side scrubs.
#[component]
pub(super) fn TapSurface(index: usize, item: Item) -> impl IntoView {
    let i18n = use_i18n();
    let (feed, playback) = (use_feed(), use_playback());
    let button = NodeRef::<html::Button>::new();
    let last = StoredValue::new(None::<Tap>);
    let timer = use_timer();
    let burst = RwSignal::new(None::<(f64, f64)>);
    let was_tap = follow_finger(button, playback);
    let (place, slot) = (playback.place(index), playback.slot_of(index));
    let running = Memo::new(move |_| slot.get().is_some_and(|slot| slot.state.is_running()));
    let tap = move |event: ev::MouseEvent| {
        // A press of Enter or Space has no place and never a second one.
        if event.detail() == 0 {
            return playback.toggle();
        }
        if !was_tap.get_value() {
            return;
        }
        let tap = Tap { at_ms: event.time_stamp(), x: f64::from(event.offset_x()), y: f64::from(event.offset_y()) };
        timer.stop();
        if judge(last.get_value(), tap) == Verdict::Double {
            last.set_value(None);
            burst.set(Some((tap.x, tap.y)));
            like(feed, &item, words_once!(i18n, reaction_failed));
        } else {
            last.set_value(Some(tap));
            timer.start(Duration::from_millis(DOUBLE_MS as u64), move || playback.toggle());
        }
    };
    view! {
        <button
            type="button"
            class="slide__tap"
            node_ref=button
            aria-label=live(move || if running.get() { words!(i18n, pause) } else { words!(i18n, play) })
            on:click=tap
            on:contextmenu=|event| event.prevent_default()
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
        <Bubble place />
    }
}

/// Follows a finger on the film; tells whether what it did last is a tap.
fn follow_finger(button: NodeRef<html::Button>, playback: Playback) -> StoredValue<bool> {
    let was_tap = StoredValue::new(true);
    let now = StoredValue::new(Press::Idle);
    let begun = StoredValue::new(0.0_f64);
    let hold = StoredValue::new_local(None::<Timeout>);
    let touch = move |touch: Touch, surface: &Element| {
        let (next, act) = press(now.get_value(), touch);
        was_tap.set_value(match touch {
            Touch::End => now.get_value().is_tap(),
            _ => was_tap.get_value(),
        });
        now.set_value(next);
        if next.is_tap() {
            return;
        }
        hold.set_value(None);
        match act {
            Some(Act::Fast) => playback.set_fast(true),
            Some(Act::Usual) => playback.set_fast(false),
            Some(Act::Grab) => {
                begun.set_value(playback.time_untracked().at);
                playback.set_scrub(Some(begun.get_value()));
            }
            Some(Act::Drag(pixels)) => {
                let time = playback.time_untracked();
                let width = f64::from(surface.client_width());
                playback.set_scrub(Some(scrubbed(begun.get_value(), pixels, width, time.duration)));
            }
            Some(Act::Drop) => playback.set_scrub(None),
            None => {}
        }
    };
    Effect::new(move |_| {
        let Some(surface) = button.get() else { return };
        let surface: Element = surface.into();
        let element = surface.clone();
        pointer::follow(&surface, move |at| {
            if at == pointer::At::Taken {
                playback.scrolls();
            }
            if let pointer::At::Down { x, y } = at {
                let held = element.clone();
                hold.set_value(Some(Timeout::new(HOLD_MS, move || touch(Touch::Held, &held))));
                touch(Touch::Down { x, y }, &element);
            } else {
                touch(at.into(), &element);
            }
            now.with_value(|now| matches!(now, Press::Scrub { .. }))
        });
    });
    was_tap
}

impl From<pointer::At> for Touch {
    fn from(at: pointer::At) -> Self {
        match at {
            pointer::At::Down { x, y } => Self::Down { x, y },
            pointer::At::Move { x, y } => Self::Move { x, y },
            pointer::At::End | pointer::At::Taken => Self::End,
        }
    }
}

/// A double tap likes; it never takes a like back.
fn like(feed: Feed, item: &Item, failed: String) {
    if !item.reaction.with_untracked(|now| now.liked) {
        let wish = ReactionRequest { liked: Some(true), saved: None };
        feed.react(item, wish, failed);
    }
}

/// Where somebody scrubs, or that the film is fast.
#[component]
fn Bubble(place: Signal<Place>) -> impl IntoView {
    let i18n = use_i18n();
    let playback = use_playback();
    let current = Memo::new(move |_| place.get() == Place::Current);
    let times = Memo::new(move |_| {
        let at = if current.get() { playback.scrub() } else { None };
        at.map(|at| (clock_text(at), clock_text(playback.time().duration)))
    });
    view! {
        <Show when=move || current.get() && playback.is_fast()>
            <p class="slide__bubble" role="status">
                <FastForward size=18 />
                {live(move || words!(i18n, double_speed))}
            </p>
        </Show>
        {move || {
            times.get().map(|(at, all)| view! {
                <p class="slide__bubble slide__bubble--time" aria-hidden="true">
                    <b>{at}</b> " / " {all}
                </p>
            })
        }}
    }
}
