use super::words::{words, words_once};
use crate::{
    browser::{
        intl, location,
        share::{Shared, share},
        turns::Turn,
    },
    i18n::use_i18n,
    model::feed_window::Place,
    routes::Route,
    state::{
        feed::{Item, use_feed},
        playback::use_playback,
        use_prefs, use_toasts,
    },
    ui::{InTurn, Show, live, use_lang},
};
use leptos::{prelude::*, task::spawn_local};
use lucide_leptos::{Bookmark, Captions, Heart, Share2, Volume2, VolumeX};
use vitrine_api::ReactionRequest;

/// What can be done with a film: like, save, share, sound.
#[component]
pub(super) fn Actions(index: usize, item: Item, turn: Turn) -> impl IntoView {
    let has_audio = item.post.clip.has_audio;
    let has_captions = !item.post.clip.captions.is_empty();
    let shared = item.clone();
    view! {
        <div class="rail">
            <InTurn turn>
                <LikeAndSave item=item.clone() />
            </InTurn>
            <InTurn turn>
                <ShareAction item=shared.clone() />
            </InTurn>
            <Show when=move || has_captions>
                <CaptionsAction />
            </Show>
            <InTurn turn>
                <SoundAction index has_audio />
            </InTurn>
        </div>
    }
}

#[component]
fn LikeAndSave(item: Item) -> impl IntoView {
    let i18n = use_i18n();
    let (feed, lang) = (use_feed(), use_lang());
    let reaction = item.reaction.clone();
    let (liked, saved) = {
        let (a, b) = (reaction.clone(), reaction.clone());
        (Signal::derive(move || a.with(|now| now.liked)), Signal::derive(move || b.with(|now| now.saved)))
    };
    let likes = Signal::derive(move || reaction.with(|now| now.counts.likes));
    let item = StoredValue::new(item);
    let react = move |wish: ReactionRequest| {
        item.with_value(|item| feed.react(item, wish, words_once!(i18n, reaction_failed)));
    };
    let like = move |()| {
        react(ReactionRequest { liked: Some(!liked.get_untracked()), saved: None });
    };
    let save = move |()| {
        react(ReactionRequest { liked: None, saved: Some(!saved.get_untracked()) });
    };
    // The count stands on the button, so it belongs to its name.
    let like_name = Signal::derive(move || format!("{} {}", words!(i18n, like), intl::count(lang.get(), likes.get())));
    let fill = |on: bool| if on { "currentColor" } else { "none" }.to_owned();
    view! {
        <Action label=like_name pressed=liked kind="like" on_press=like>
            <Heart size=28 fill=Signal::derive(move || fill(liked.get())) />
            <span class="rail__count">{live(move || intl::count(lang.get(), likes.get()))}</span>
        </Action>
        <Action label=Signal::derive(move || words!(i18n, save)) pressed=saved kind="save" on_press=save>
            <Bookmark size=28 fill=Signal::derive(move || fill(saved.get())) />
        </Action>
    }
}

#[component]
fn ShareAction(item: Item) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let (id, name) = (item.post.id.clone(), item.post.creator.name.clone());
    let send = move |()| {
        let url = location::origin() + &Route::Post(id.clone()).href();
        let title = words_once!(i18n, film_by, name = name.clone());
        let (copied, failed) = (words_once!(i18n, link_copied), words_once!(i18n, share_failed));
        spawn_local(async move {
            match share(title, url).await {
                Shared::Copied => toasts.show(copied),
                Shared::Failed => toasts.show(failed),
                Shared::Sent | Shared::Dismissed => {}
            }
        });
    };
    view! {
        <Action label=Signal::derive(move || words!(i18n, share)) kind="share" on_press=send>
            <Share2 size=26 />
        </Action>
    }
}

#[component]
fn SoundAction(index: usize, has_audio: bool) -> impl IntoView {
    let i18n = use_i18n();
    let playback = use_playback();
    let label = Signal::derive(move || if has_audio { words!(i18n, sound) } else { words!(i18n, no_sound) });
    // What is heard, not what was wished: a browser may have refused.
    let slot = playback.slot_of(index);
    let place = playback.place(index);
    let audible = move || slot.get().is_some_and(|slot| slot.audible);
    let wished = move || playback.sound(place.get() == Place::Current) && !playback.offers_sound();
    let on = Memo::new(move |_| has_audio && (audible() || wished()));
    view! {
        <Action
            label
            pressed=Signal::from(on)
            kind="sound"
            disabled=!has_audio
            on_press=move |()| playback.toggle_sound()
        >
            // Both are there and a style shows one: on a press nothing is made, in any slide.
            <VolumeX size=28 />
            <Volume2 size=28 />
        </Action>
    }
}

#[component]
fn CaptionsAction() -> impl IntoView {
    let i18n = use_i18n();
    let prefs = use_prefs();
    view! {
        <Action
            label=Signal::derive(move || words!(i18n, captions))
            pressed=Signal::derive(move || prefs.captions())
            kind="captions"
            on_press=move |()| prefs.toggle_captions()
        >
            <Captions size=28 />
        </Action>
    }
}

/// One button of the rail.
#[component]
fn Action(
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] pressed: Option<Signal<bool>>,
    kind: &'static str,
    #[prop(optional)] disabled: bool,
    #[prop(into)] on_press: Callback<()>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="rail__action"
            data-kind=kind
            disabled=disabled
            aria-label=label
            aria-pressed=move || pressed.map(|pressed| pressed.get().to_string())
            on:click=move |_| on_press.run(())
        >
            {children()}
        </button>
    }
}
