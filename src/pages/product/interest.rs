use super::view::Chosen;
use crate::{
    i18n::use_i18n,
    state::{feed::use_feed, use_toasts},
    ui::{live, say},
};
use leptos::prelude::*;
use lucide_leptos::EyeOff;

/// "Not interested": the product isn't shown in films any more, until that is taken back.
#[component]
pub(super) fn NotInterested(chosen: Chosen) -> impl IntoView {
    let i18n = use_i18n();
    let (feed, toasts) = (use_feed(), use_toasts());
    let (id, title, was) = chosen.product.with_value(|p| (p.id.clone(), p.title.clone(), p.interested));
    let unwanted = {
        let id = id.clone();
        Memo::new(move |_| !feed.interest(&id).unwrap_or(was))
    };
    let say_so = move |interested: bool| {
        feed.set_interest(id.clone(), interested, say!(i18n, interest.failed));
        if !interested {
            let (again, id) = (say!(i18n, interest.undo), id.clone());
            let failed = say!(i18n, interest.failed);
            let text = say!(i18n, interest.hidden, title = title.clone());
            toasts.show_with(text, again, move || feed.set_interest(id.clone(), true, failed.clone()));
        }
    };
    view! {
        <button
            type="button"
            class="not-interested"
            aria-pressed=live(move || unwanted.get().to_string())
            on:click=move |_| say_so(unwanted.get_untracked())
        >
            <EyeOff size=18 />
            {live(move || say!(i18n, interest.not_interested))}
        </button>
    }
}
