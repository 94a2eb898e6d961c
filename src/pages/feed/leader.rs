use crate::{
    browser::scroll,
    model::{
        feed_window::Place,
        moment::{Fit, Line, Point, Size, hotspot, leader, on_screen},
    },
    state::playback::use_playback,
    ui::Show,
};
use leptos::{html, prelude::*};
use vitrine_api::TrackPoint;

/// The fine line from a label up to the thing in the film.
#[component]
pub(super) fn Leader(
    index: usize,
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
    let playback = use_playback();
    // A line that comes, moves and goes while the feed moves costs more frames than all else over the film: it is
    // drawn when the film has come to rest, and stays in a film that is left until the next one rests.
    let rests = Memo::new(move |_| playback.rests_at(index));
    let from = RwSignal::new(None::<Point>);
    Effect::new(move |_| {
        below.track();
        // Sizes are told after a layout; asking before would force one.
        if !rests.get() || frame.get() == Size::default() {
            return;
        }
        let at = label.get().zip(slide.get());
        from.set(at.and_then(|(label, slide)| scroll::top_middle(&label, &slide)));
    });
    let fit = Fit::of(film.0, film.1);
    let film = Size { width: f64::from(film.0), height: f64::from(film.1) };
    let seat = playback.place(index);
    let track = StoredValue::new(track);
    // With every frame, but only on the screen, and where the thing moves. In a film that was just left it
    // stays where it is.
    let place = Memo::new(move |before: Option<&Option<(f32, f32)>>| {
        let moves = !track.with_value(Vec::is_empty);
        let at_ms = match (seat.get(), before) {
            (Place::Current, _) if moves => playback.frame() * 1000.0,
            (Place::Beside, Some(before)) if moves => return *before,
            _ => 0.0,
        };
        track.with_value(|track| hotspot(track, rest, at_ms))
    });
    let line = Memo::new(move |_| {
        if !rests.get() {
            return None;
        }
        // In whole pixels: a move that can't be seen costs nothing.
        let end = on_screen(place.get()?, film, frame.get(), fit)?.rounded();
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
    // What is written is remembered: a thing that stands still costs nothing.
    let of = move |get: fn(Line, Point) -> String| {
        let text = Memo::new(move |_| line.get().map(|(line, end)| get(line, end)));
        move || text.get()
    };
    view! {
        <span
            class="leader"
            aria-hidden="true"
            style:transform=of(|line, _| {
                let (x, y) = (line.from.x, line.from.y);
                format!("translate({x:.0}px, {y:.0}px) rotate({:.1}deg) scaleX({:.0})", line.angle, line.length)
            })
        ></span>
        <span
            class="hotspot"
            aria-hidden="true"
            style:transform=of(|_, end| format!("translate({:.0}px, {:.0}px)", end.x, end.y))
        ></span>
    }
}
