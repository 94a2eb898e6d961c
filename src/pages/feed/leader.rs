use crate::{
    browser::scroll,
    model::moment::{Line, Point, Size, cover, leader},
};
use leptos::{html, prelude::*};

/// The fine line from a label up to the thing in the film.
#[component]
pub(super) fn Leader(
    hotspot: Option<(f32, f32)>,
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
    let film = Size { width: f64::from(film.0), height: f64::from(film.1) };
    let line = Memo::new(move |_| {
        let end = cover(hotspot?, film, frame.get())?;
        leader(from.get()?, end).map(|line| (line, end))
    });
    move || line.get().map(|(line, end)| drawn(line, end))
}

fn drawn(line: Line, end: Point) -> impl IntoView {
    view! {
        <span
            class="leader"
            aria-hidden="true"
            style:left=format!("{:.1}px", line.from.x)
            style:top=format!("{:.1}px", line.from.y)
            style:width=format!("{:.1}px", line.length)
            style:transform=format!("rotate({:.2}deg)", line.angle)
        ></span>
        <span
            class="hotspot"
            aria-hidden="true"
            style:left=format!("{:.1}px", end.x)
            style:top=format!("{:.1}px", end.y)
        ></span>
    }
}
