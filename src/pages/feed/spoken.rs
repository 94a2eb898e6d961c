use crate::{
    browser::captions::Captions,
    model::feed_window::Place,
    state::{feed::Item, playback::use_playback, use_prefs, use_session},
    ui::Show,
};
use leptos::prelude::*;
use vitrine_api::CaptionTrack;

/// What is said in the film, above its label.
#[component]
pub(super) fn Spoken(index: usize, item: Item) -> impl IntoView {
    let (playback, prefs, session) = (use_playback(), use_prefs(), use_session());
    let words = RwSignal::new(String::new());
    let followed = StoredValue::new_local(None::<Captions>);
    let tracks = StoredValue::new(item.post.clip.captions.clone());
    let (place, slot) = (playback.place(index), playback.slot_of(index));
    let loaded = Memo::new(move |_| slot.get().map(|slot| slot.epoch));
    let wanted = Memo::new(move |_| place.get() == Place::Current && prefs.captions());
    Effect::new(move |_| {
        followed.set_value(None);
        words.set(String::new());
        if wanted.get() && loaded.get().is_some() {
            let track = tracks.with_value(|tracks| chosen(tracks, session.lang()).cloned());
            let tell = move |said: String| {
                words.try_set(said);
            };
            followed.set_value(track.and_then(|track| playback.captions(index, &track, tell)));
        }
    });
    view! {
        <Show when=move || words.with(|words| !words.is_empty())>
            <p class="spoken">{move || words.get()}</p>
        </Show>
    }
}

/// The track in the shopper's language, else the first.
fn chosen<'a>(tracks: &'a [CaptionTrack], lang: &str) -> Option<&'a CaptionTrack> {
    tracks.iter().find(|track| track.language.split('-').next() == Some(lang)).or(tracks.first())
}
