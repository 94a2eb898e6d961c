use super::{disclosure::DisclosureLine, words::words};
use crate::i18n::use_i18n;
use leptos::prelude::*;
use std::sync::Arc;
use vitrine_api::Post;

/// From how many characters on a caption may not fit into its two lines.
const LONG: usize = 84;

/// Who made the film, why these products are in it, and the creator's words.
#[component]
pub(super) fn Caption(post: Arc<Post>) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let long = post.caption.chars().count() > LONG || post.caption.contains('\n');
    let creator = post.creator.clone();
    let (name, disclosure) = (creator.name.clone(), post.disclosure.clone());
    view! {
        <div class="caption">
            <div class="caption__creator">
                <img class="caption__avatar" src=creator.avatar_url alt="" width="36" height="36" />
                <p class="caption__who">
                    <span class="caption__name">{creator.name}</span>
                    <span class="caption__handle">"@"{creator.handle}</span>
                </p>
            </div>
            {disclosure.map(|disclosure| view! { <DisclosureLine disclosure name /> })}
            <p class="caption__text" data-open=move || open.get().to_string()>
                {post.caption.clone()}
            </p>
            <Show when=move || long>
                <button
                    type="button"
                    class="caption__more"
                    aria-expanded=move || open.get().to_string()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {move || if open.get() { words!(i18n, less) } else { words!(i18n, more) }}
                </button>
            </Show>
        </div>
    }
}
