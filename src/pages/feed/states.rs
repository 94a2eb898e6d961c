use super::words::words;
use crate::{
    api::ApiError,
    i18n::use_i18n,
    state::feed::{Status, use_feed},
    ui::live,
};
use leptos::prelude::*;
use leptos_i18n::t_string;
use lucide_leptos::{ArrowUp, RotateCw};
use vitrine_api::{FeedTab, ShoppingDial};

/// What is seen while there is no film: it loads, it didn't come, or there is none.
#[component]
pub(super) fn FeedState() -> impl IntoView {
    let i18n = use_i18n();
    let feed = use_feed();
    move || match feed.status() {
        Status::Loading => view! { <LoadingSlide /> }.into_any(),
        Status::Failed(error) => view! { <FailedSlide error /> }.into_any(),
        Status::Ready => {
            let wish = feed.wish();
            let (title, text) = match (wish.tab, wish.dial) {
                (FeedTab::Following, _) => (words!(i18n, following_empty_title), words!(i18n, following_empty_text)),
                (_, ShoppingDial::None) => (words!(i18n, empty_title), words!(i18n, dial_empty_text)),
                _ => (words!(i18n, empty_title), words!(i18n, empty_text)),
            };
            view! {
                <div class="feed__message">
                    <h2>{title}</h2>
                    <p>{text}</p>
                </div>
            }
            .into_any()
        }
    }
}

/// The shape of a film that is on its way.
#[component]
fn LoadingSlide() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="feed__skeleton">
            <p class="visually-hidden" role="status">{live(move || words!(i18n, loading))}</p>
            <span class="feed__bone feed__bone--label"></span>
            <span class="feed__bone feed__bone--name"></span>
            <span class="feed__bone feed__bone--line"></span>
        </div>
    }
}

#[component]
fn FailedSlide(error: ApiError) -> impl IntoView {
    let i18n = use_i18n();
    let feed = use_feed();
    let why = move || match &error {
        ApiError::Offline | ApiError::Aborted => t_string!(i18n, common.error_offline),
        ApiError::Timeout => t_string!(i18n, common.error_timeout),
        ApiError::NotFound => t_string!(i18n, common.error_not_found),
        ApiError::Unauthorized => t_string!(i18n, common.error_unauthorized),
        ApiError::Decode(_) => t_string!(i18n, common.error_decode),
        ApiError::Problem(problem) if problem.status >= 500 => {
            t_string!(i18n, common.error_unavailable)
        }
        ApiError::Problem(_) => t_string!(i18n, common.error_other),
    };
    view! {
        <div class="feed__message" role="alert">
            <h2>{live(move || words!(i18n, error_title))}</h2>
            <p>{why}</p>
            <button type="button" class="chip chip--loud" on:click=move |_| feed.retry()>
                <RotateCw size=18 />
                {live(move || t_string!(i18n, common.retry))}
            </button>
        </div>
    }
}

/// Behind the last film: more are coming, didn't come, or that was everything.
#[component]
pub(super) fn EndSlide() -> impl IntoView {
    let i18n = use_i18n();
    let feed = use_feed();
    let failed = move || matches!(feed.status(), Status::Failed(_));
    let end = move || {
        view! {
            <h2>{live(move || words!(i18n, end_title))}</h2>
            <p>{live(move || words!(i18n, end_text))}</p>
            <button type="button" class="chip chip--loud" on:click=move |_| feed.go(0)>
                <ArrowUp size=18 />
                {live(move || words!(i18n, to_start))}
            </button>
        }
    };
    let again = move || {
        view! {
            <h2>{live(move || words!(i18n, more_failed))}</h2>
            <button type="button" class="chip chip--loud" on:click=move |_| feed.retry()>
                <RotateCw size=18 />
                {live(move || t_string!(i18n, common.retry))}
            </button>
        }
    };
    let kind = Memo::new(move |_| match (feed.is_empty(), feed.is_complete(), failed()) {
        (true, _, _) => None,
        (_, true, _) => Some(true),
        (_, false, true) => Some(false),
        (_, false, false) => None,
    });
    move || {
        kind.get().map(|complete| {
            view! {
                <div class="slide slide--end">
                    <div class="feed__message">
                        {if complete { end().into_any() } else { again().into_any() }}
                    </div>
                </div>
            }
        })
    }
}
