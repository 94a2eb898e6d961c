//! Nothing is here.

use crate::{
    browser::page,
    i18n::use_i18n,
    routes::Route,
    ui::{ButtonLink, live, say},
};
use leptos::prelude::*;

/// Any address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let i18n = use_i18n();
    Effect::new(move |_| page::set_title(&format!("{} · Vitrine", say!(i18n, not_found.title))));
    view! {
        <div class="page not-found">
            <h1>{live(move || say!(i18n, not_found.title))}</h1>
            <p class="lead">{live(move || say!(i18n, not_found.text))}</p>
            <ButtonLink href=Route::Feed.href()>{live(move || say!(i18n, not_found.action))}</ButtonLink>
        </div>
    }
}
