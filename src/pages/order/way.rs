use crate::{
    browser::intl,
    model::tracking,
    ui::{live, use_lang},
};
use leptos::prelude::*;
use vitrine_api::Shipment;

/// Where the way begins, crosses the border and ends, in the picture's units.
const ENDS: (f64, f64) = (14.0, 306.0);
/// How high the way is above the base line in its middle.
const RISE: f64 = 26.0;
const BASE: f64 = 46.0;

/// The height of the way at a share of its length: a flat arch.
fn height(share: f64) -> f64 {
    BASE - RISE * 4.0 * share * (1.0 - share)
}

fn place(share: f64) -> (f64, f64) {
    (ENDS.0 + (ENDS.1 - ENDS.0) * share, height(share))
}

/// The way up to a share of its length.
fn path(to: f64) -> String {
    const STEPS: u32 = 24;
    let points = (0..=STEPS).map(|step| place(to * f64::from(step) / f64::from(STEPS)));
    let words: Vec<_> = points.map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    format!("M{}", words.join("L"))
}

/// A picture of the way: warehouse, border where there is one, you; and how far the parcel is.
/// What it shows is said in the stations beneath it.
#[component]
pub(super) fn Way(parcel: Shipment) -> impl IntoView {
    let lang = use_lang();
    let share = tracking::progress(&parcel);
    let (x, y) = place(share);
    let border = parcel.cross_border.then(|| {
        let (at, top) = place(tracking::BORDER);
        view! { <path class="way__border" d=format!("M{at} {:.1}V{:.1}", top - 12.0, BASE + 8.0) /> }
    });
    let from = parcel.from.city.clone();
    let (sender, receiver) = (parcel.from.country.clone(), parcel.to_country.clone());
    let tone = tracking::tone(parcel.status).name();
    view! {
        <div class="way" aria-hidden="true" data-tone=tone>
            <svg class="way__picture" viewBox="0 0 320 60" focusable="false">
                <path class="way__all" d=path(1.0) />
                <path class="way__gone" d=path(share) />
                {border}
                // A shed with its door, and a house with its roof.
                <path class="way__end" d="M5 58V46l9-5 9 5v12zM11 58v-7h6v7" />
                <path class="way__end" d="M296 58V49l10-8 10 8v9zM303 58v-6h6v6" />
                <circle class="way__parcel" cx=format!("{x:.1}") cy=format!("{y:.1}") r="6" />
            </svg>
            <p class="way__words">
                <span>{from} ", " {live(move || intl::country(lang.get(), &sender))}</span>
                <span>{live(move || intl::country(lang.get(), &receiver))}</span>
            </p>
        </div>
    }
}
