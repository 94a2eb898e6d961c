use super::{Button, ButtonLink, ButtonVariant, live, words::say};
use crate::{
    i18n::use_i18n,
    model::load::{Fault, Load},
    routes::Route,
};
use leptos::{children::ViewFn, prelude::*};

/// A grey shape where something will be; the class gives its size.
#[component]
pub fn Skeleton(
    /// The shape.
    class: &'static str,
) -> impl IntoView {
    view! { <div class=format!("skeleton {class}") aria-hidden="true"></div> }
}

/// Something that was asked for: its shape while it comes, itself, or why not.
#[component]
pub fn LoadView<T, F>(
    /// What is known of it.
    #[prop(into)]
    load: Signal<Load<T>>,
    /// Asks again.
    #[prop(into)]
    retry: Callback<()>,
    /// Its shape while it comes.
    #[prop(into)]
    skeleton: ViewFn,
    /// Draws it.
    content: F,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(T) -> AnyView + Send + Sync + 'static,
{
    let i18n = use_i18n();
    let load = Memo::new(move |_| load.get());
    move || match load.get() {
        Load::Loading => view! {
            <div class="loading" aria-busy="true">
                <span class="visually-hidden" role="status">{say!(i18n, fault.loading)}</span>
                {skeleton.run()}
            </div>
        }
        .into_any(),
        Load::Ready(value) => content(value),
        Load::Failed(fault) => view! { <FaultView fault retry alone=true /> }.into_any(),
    }
}

/// Why something is not here, and the one thing to do about it.
#[component]
pub fn FaultView(
    /// Why.
    fault: Fault,
    /// Asks again.
    #[prop(into)]
    retry: Callback<()>,
    /// Nothing else of the screen is there, not even its heading.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let title = move || match fault {
        Fault::Offline => say!(i18n, fault.offline_title),
        Fault::Timeout => say!(i18n, fault.timeout_title),
        Fault::NotFound => say!(i18n, fault.not_found_title),
        Fault::Busy => say!(i18n, fault.busy_title),
        Fault::Broken => say!(i18n, fault.broken_title),
    };
    let text = move || match fault {
        Fault::Offline => say!(i18n, fault.offline_text),
        Fault::Timeout => say!(i18n, fault.timeout_text),
        Fault::NotFound => say!(i18n, fault.not_found_text),
        Fault::Busy => say!(i18n, fault.busy_text),
        Fault::Broken => say!(i18n, fault.broken_text),
    };
    let gone = fault == Fault::NotFound;
    // Instead of the screen's own heading, which is not there either.
    let title = if gone && alone {
        view! { <h1 class="empty-title">{title}</h1> }.into_any()
    } else {
        view! { <p class="empty-title">{title}</p> }.into_any()
    };
    view! {
        <div class="empty" role="alert" data-fault=format!("{fault:?}").to_lowercase()>
            {title}
            <p class="empty-text">{text}</p>
            {fault
                .is_retryable()
                .then(|| {
                    view! {
                        <Button variant=ButtonVariant::Quiet on_press=retry>
                            {live(move || say!(i18n, fault.retry))}
                        </Button>
                    }
                })}
            {gone
                .then(|| {
                    view! { <ButtonLink href=Route::Feed.href()>{live(move || say!(i18n, not_found.action))}</ButtonLink> }
                })}
        </div>
    }
}

/// A place with nothing in it, and one thing to do.
#[component]
pub fn EmptyView(
    /// What there is not.
    #[prop(into)]
    title: Signal<String>,
    /// Why, or what then.
    #[prop(into)]
    text: Signal<String>,
    /// The one thing to do.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty-title">{title}</p>
            <p class="empty-text">{text}</p>
            {children()}
        </div>
    }
}
