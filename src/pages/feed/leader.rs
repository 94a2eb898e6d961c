use crate::{
    browser::scroll,
    model::moment::{Fit, Line, Point, Size, hotspot, leader, on_screen},
    state::playback::use_playback,
};
use leptos::{html, prelude::*};
use vitrine_api::TrackPoint;

/// The fine line from a label up to the thing in the film.
#[component]
pub(super) fn Leader(
    rest: Option<(f32, f32)>,
    track: Vec<TrackPoint>,
    film: (u32, u32),
    label: NodeRef<html::Button>,
    slide: NodeRef<html::Article>,
) -> impl IntoView {
    let frame = RwSignal::new(Size::default());
    Effect::new(move |_| {
        if let Some(slide) = slide.get() {
            scroll::on_resize(&slide, move |size| {
                if frame.try_get_untracked().is_some_and(|now| now != size) {
                    frame.set(size);
                }
            });
        }
    });
    // The words below the label may grow, and lift it.
    let below = RwSignal::new(Size::default());
    Effect::new(move |_| {
        if let Some(foot) = label.get().and_then(|label| label.parent_element()) {
            scroll::on_resize(&foot, move |size| {
                below.try_set(size);
            });
        }
    });
    let from = RwSignal::new(None::<Point>);
    Effect::new(move |_| {
        frame.track();
        below.track();
        let at = label.get().zip(slide.get());
        from.set(at.and_then(|(label, slide)| scroll::top_middle(&label, &slide)));
    });
    let fit = Fit::of(film.0, film.1);
    let film = Size { width: f64::from(film.0), height: f64::from(film.1) };
    let playback = use_playback();
    let track = StoredValue::new(track);
    // With every frame, but only where the thing moves.
    let place = Memo::new(move |_| {
        let at_ms = if track.with_value(Vec::is_empty) { 0.0 } else { playback.frame() * 1000.0 };
        track.with_value(|track| hotspot(track, rest, at_ms))
    });
    let line = Memo::new(move |_| {
        let end = on_screen(place.get()?, film, frame.get(), fit)?;
        leader(from.get()?, end).map(|line| (line, end))
    });
    let shown = Memo::new(move |_| line.with(Option::is_some));
    view! {
        <Show when=move || shown.get()>
            <Drawn line />
        </Show>
    }
}

/// Line and point; as they move, only their styles change.
#[component]
fn Drawn(line: Memo<Option<(Line, Point)>>) -> impl IntoView {
    let of = move |get: fn(Line, Point) -> String| move || line.get().map(|(line, end)| get(line, end));
    view! {
        <span
            class="leader"
            aria-hidden="true"
            style:transform=of(|line, _| {
                let (x, y) = (line.from.x, line.from.y);
                format!("translate({x:.1}px, {y:.1}px) rotate({:.2}deg) scaleX({:.1})", line.angle, line.length)
            })
        ></span>
        <span
            class="hotspot"
            aria-hidden="true"
            style:transform=of(|_, end| format!("translate({:.1}px, {:.1}px)", end.x, end.y))
        ></span>
    }
}
