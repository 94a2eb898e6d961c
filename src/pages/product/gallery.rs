use super::{Place, view::Chosen};
use crate::{
    browser::dialog,
    i18n::use_i18n,
    ui::{AfterPaint, Picture, live, live_mark, say},
};
use leptos::{html, prelude::*};

/// All pictures in a row that snaps; it follows the chosen variant.
#[component]
pub(super) fn Gallery(chosen: Chosen, place: Place) -> impl IntoView {
    let i18n = use_i18n();
    let mut pictures = chosen.product.with_value(|product| product.pictures.clone());
    let count = pictures.len();
    let row = NodeRef::<html::Div>::new();
    let seen = RwSignal::new(0_u32);
    // A fresh price alone moves no picture.
    let wanted = Memo::new(move |_| chosen.variant.with(|variant| variant.as_ref().map(|variant| variant.picture)));
    // A new row shows its first picture: asking it to would lay out the whole sheet once more.
    let shown = StoredValue::new(0_u32);
    Effect::new(move |_| {
        if let (Some(row), Some(wanted)) = (row.get(), wanted.get()) {
            let is_there = shown.get_value() == wanted && seen.get_untracked() == wanted;
            if !is_there {
                shown.set_value(wanted);
                dialog::show_nth(&row, wanted);
            }
        }
    });
    let on_scroll = move |_| {
        if let Some(row) = row.get_untracked() {
            let now = dialog::nth_in_view(&row);
            if seen.get_untracked() != now {
                seen.set(now);
            }
        }
    };
    let (sizes, upright) = match place {
        Place::Page => ("(min-width: 1024px) 560px, 100vw", true),
        Place::Sheet => ("(min-width: 1024px) 440px, 100vw", false),
    };
    let small: Vec<(String, String)> =
        pictures.iter().map(|picture| (picture.thumbnail.clone(), picture.alt.clone())).collect();
    // A sheet begins with the picture that is seen; the row is scrolled only when all are there.
    let alone = place == Place::Sheet && wanted.get_untracked().is_none_or(|wanted| wanted == 0);
    let others = StoredValue::new(pictures.split_off(if alone { count.min(1) } else { count }));
    let slide = move |picture: vitrine_api::Picture, eager: bool| {
        view! { <div class="gallery-slide"><Picture picture sizes upright eager /></div> }
    };
    let slides = pictures.into_iter().enumerate().map(|(at, picture)| slide(picture, at == 0)).collect_view();
    view! {
        <div class="gallery" role="group" aria-label=live(move || say!(i18n, product.pictures))>
            <div class="gallery-row" node_ref=row tabindex="0" on:scroll=on_scroll>
                {slides}
                <AfterPaint now={!alone}>
                    {others.get_value().into_iter().map(|picture| slide(picture, false)).collect_view()}
                </AfterPaint>
            </div>
            {(count > 1)
                .then(|| {
                    view! {
                        <p class="gallery-count" aria-hidden="true">
                            {live(move || (seen.get() + 1).to_string())} " / " {count}
                        </p>
                    }
                })}
            {(count > 1 && upright).then(|| view! { <Thumbnails small row seen /> })}
        </div>
    }
}

/// All pictures small, for screens with room beneath the large one; each brings its own into view.
#[component]
fn Thumbnails(small: Vec<(String, String)>, row: NodeRef<html::Div>, seen: RwSignal<u32>) -> impl IntoView {
    let buttons = (0_u32..)
        .zip(small)
        .map(|(at, (thumbnail, alt))| {
            let show = move |_| {
                if let Some(row) = row.get_untracked() {
                    dialog::show_nth(&row, at);
                }
            };
            view! {
                <button
                    type="button"
                    class="gallery-small"
                    aria-label=alt
                    aria-current=live_mark(move || seen.get() == at)
                    on:click=show
                >
                    <img src=thumbnail alt="" width="72" height="72" loading="lazy" />
                </button>
            }
        })
        .collect_view();
    view! { <div class="gallery-all">{buttons}</div> }
}
