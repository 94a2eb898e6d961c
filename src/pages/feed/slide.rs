use super::{actions::Actions, caption::Caption, film::Film, label::Labels, spoken::Spoken, words::words};
use crate::{
    browser::{observe::Visibility, turns::Turn},
    i18n::use_i18n,
    model::feed_window::{Place, STEPS},
    state::{feed::Item, playback::use_playback},
    ui::{InTurn, Show, live},
};
use leptos::{html, prelude::*};

/// A film with everything over it. Its place has its full height from the start; the
/// contents are there only near the screen.
#[component]
pub(super) fn Slide(
    index: usize,
    item: Item,
    observer: StoredValue<Option<Visibility>, LocalStorage>,
) -> impl IntoView {
    let i18n = use_i18n();
    let playback = use_playback();
    let place = playback.place(index);
    let near = Memo::new(move |_| place.get().has(1));
    // Built further off, but neither painted nor reached by keys before it is next.
    let beside = Memo::new(move |_| place.get() >= Place::Beside);
    let slide = NodeRef::<html::Article>::new();
    watch_visibility(slide, observer);
    let post = item.post.clone();
    let name = post.creator.name.clone();
    let described_by = format!("film-{}", post.id);
    view! {
        <article
            class="slide"
            node_ref=slide
            tabindex="-1"
            data-post=post.id.to_string()
            data-index=index.to_string()
            data-current=live(move || (place.get() == Place::Current).to_string())
            data-beside=live(move || beside.get().to_string())
            aria-posinset=(index + 1).to_string()
            aria-setsize="-1"
            aria-label=live(move || words!(i18n, film_by, name = name.clone()))
            aria-describedby=move || near.get().then(|| described_by.clone())
            style:background-color=post.clip.dominant_color.clone()
        >
            <Show when=move || near.get()>
                <SlideContent index item=item.clone() slide place />
            </Show>
        </article>
    }
}

#[component]
fn SlideContent(index: usize, item: Item, slide: NodeRef<html::Article>, place: Signal<Place>) -> impl IntoView {
    let words = Memo::new(move |_| place.get().has(2));
    let rail = Memo::new(move |_| place.get().has(STEPS));
    // Of the first film everything over it comes before itself: it takes the place of what was seen before.
    let first = place.get_untracked() == Place::Current;
    let turn = move |turn: Turn| if first { turn } else { Turn::Beside };
    let post = item.post.clone();
    let item = StoredValue::new(item);
    view! {
        <p class="visually-hidden" id=format!("film-{}", post.id)>
            {post.clip.description.clone()}
        </p>
        <InTurn turn=turn(Turn::Film)>
            <Film index item=item.get_value() turn=turn(Turn::Film) />
        </InTurn>
        <Show when=move || words.get()>
            <Foot index item=item.get_value() slide turn=turn(Turn::Words) />
        </Show>
        <Show when=move || rail.get()>
            <InTurn turn=turn(Turn::Actions)>
                <Actions index item=item.get_value() turn=turn(Turn::Actions) />
            </InTurn>
        </Show>
    }
}

/// The words on the film and its label.
#[component]
fn Foot(index: usize, item: Item, slide: NodeRef<html::Article>, turn: Turn) -> impl IntoView {
    let post = item.post.clone();
    let spoken = item.clone();
    let has_words = !post.clip.captions.is_empty();
    view! {
        <div class="slide__scrim" aria-hidden="true"></div>
        <div class="slide__foot">
            <Show when=move || has_words>
                <Spoken index item=spoken.clone() />
            </Show>
            <InTurn turn>
                <Labels index item=item.clone() slide turn />
            </InTurn>
            <InTurn turn>
                <Caption post=post.clone() />
            </InTurn>
        </div>
    }
}

/// Lets the scroller's observer watch this slide while it is there.
fn watch_visibility(slide: NodeRef<html::Article>, observer: StoredValue<Option<Visibility>, LocalStorage>) {
    Effect::new(move |_| {
        let Some(element) = slide.get() else { return };
        observer.with_value(|observer| {
            if let Some(observer) = observer {
                observer.observe(&element);
            }
        });
    });
}
