use super::{actions::Actions, caption::Caption, film::Film, label::Labels, spoken::Spoken, words::words};
use crate::{
    browser::observe::Visibility,
    i18n::use_i18n,
    state::{feed::Item, playback::use_playback},
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
    let near = Memo::new(move |_| playback.wants_contents(index));
    // Built further off, but neither painted nor reached by keys before it is next.
    let beside = Memo::new(move |_| playback.is_beside(index));
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
            data-current=move || (playback.current() == index).to_string()
            data-beside=move || beside.get().to_string()
            aria-posinset=(index + 1).to_string()
            aria-setsize="-1"
            aria-label=move || words!(i18n, film_by, name = name.clone())
            aria-describedby=move || near.get().then(|| described_by.clone())
            style:background-color=post.clip.dominant_color.clone()
        >
            <Show when=move || near.get()>
                <SlideContent index item=item.clone() slide />
            </Show>
        </article>
    }
}

#[component]
fn SlideContent(index: usize, item: Item, slide: NodeRef<html::Article>) -> impl IntoView {
    let post = item.post.clone();
    let spoken = item.clone();
    view! {
        <p class="visually-hidden" id=format!("film-{}", post.id)>
            {post.clip.description.clone()}
        </p>
        <Film index item=item.clone() />
        <div class="slide__scrim" aria-hidden="true"></div>
        <div class="slide__foot">
            <Show when={
                let has = !post.clip.captions.is_empty();
                move || has
            }>
                <Spoken index item=spoken.clone() />
            </Show>
            <Labels index item=item.clone() slide />
            <Caption post />
        </div>
        <Actions index item />
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
