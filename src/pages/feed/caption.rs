use super::{
    disclosure::DisclosureLine,
    words::{words, words_once},
};
use crate::{
    browser::{Element, scroll},
    i18n::use_i18n,
    state::feed::use_feed,
    ui::{Show, live},
};
use leptos::{html, prelude::*};
use std::sync::Arc;
use vitrine_api::Post;

/// From how many characters on a caption hardly fits into its two lines.
const LONG: usize = 84;

/// Who made the film, why these products are in it, and the creator's words.
#[component]
pub(super) fn Caption(post: Arc<Post>) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let text = NodeRef::<html::P>::new();
    // A guess, so that little moves when the text is measured.
    let cut = RwSignal::new(post.caption.chars().count() > LONG || post.caption.contains('\n'));
    Effect::new(move |_| {
        let Some(text) = text.get() else { return };
        let text: Element = text.into();
        let measured = text.clone();
        scroll::on_resize(&text, move |_| {
            let more = scroll::has_more(&measured);
            // Of what is open nothing is cut off.
            if open.try_get_untracked() == Some(false) && cut.try_get_untracked() == Some(!more) {
                cut.set(more);
            }
        });
    });
    let creator = post.creator.clone();
    let followed = post.clone();
    let (name, disclosure) = (creator.name.clone(), post.disclosure.clone());
    view! {
        <div class="caption">
            <div class="caption__creator">
                <img class="caption__avatar" src=creator.avatar_url alt="" width="36" height="36" />
                <p class="caption__who">
                    <span class="caption__name">{creator.name}</span>
                    <span class="caption__handle">"@"{creator.handle}</span>
                </p>
                <Follow post=followed />
            </div>
            {disclosure.map(|disclosure| view! { <DisclosureLine disclosure name /> })}
            <p class="caption__text" node_ref=text data-open=live(move || open.get().to_string())>
                {post.caption.clone()}
            </p>
            <Show when=move || cut.get()>
                <button
                    type="button"
                    class="caption__more"
                    aria-expanded=live(move || open.get().to_string())
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {live(move || if open.get() { words!(i18n, less) } else { words!(i18n, more) })}
                </button>
            </Show>
        </div>
    }
}

#[component]
fn Follow(post: Arc<Post>) -> impl IntoView {
    let i18n = use_i18n();
    let feed = use_feed();
    let (seen, name) = (post.clone(), post.creator.name.clone());
    let following = Memo::new(move |_| feed.follows(&seen));
    let label = move || {
        let name = name.clone();
        if following.get() { words!(i18n, unfollow_name, name = name) } else { words!(i18n, follow_name, name = name) }
    };
    view! {
        <button
            type="button"
            class="caption__follow"
            aria-pressed=live(move || following.get().to_string())
            aria-label=label
            on:click=move |_| {
                feed.follow(&post, !following.get_untracked(), words_once!(i18n, reaction_failed));
            }
        >
            {live(move || if following.get() { words!(i18n, following) } else { words!(i18n, follow) })}
        </button>
    }
}
