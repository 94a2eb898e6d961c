use super::live_mark;
use leptos::prelude::*;

/// How loud a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonVariant {
    /// The one thing to do next.
    #[default]
    Primary,
    /// Another thing that can be done.
    Quiet,
    /// As text.
    Link,
}

impl ButtonVariant {
    fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Quiet => "quiet",
            Self::Link => "link",
        }
    }
}

/// A button with a text. While `pending` it stays focusable but does nothing.
#[component]
pub fn Button(
    /// How loud it is.
    #[prop(optional)]
    variant: ButtonVariant,
    /// Whether what it started is still going on.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// Whether it can't be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// As wide as its place.
    #[prop(optional)]
    full: bool,
    /// Sends the form it is in.
    #[prop(optional)]
    submit: bool,
    /// What happens.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Its text.
    children: Children,
) -> impl IntoView {
    let press = move |event: leptos::ev::MouseEvent| {
        if pending.get_untracked() || disabled.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            class="button"
            type=if submit { "submit" } else { "button" }
            data-variant=variant.name()
            data-full=full.then_some("true")
            aria-busy=live_mark(move || pending.get())
            aria-disabled=live_mark(move || pending.get() || disabled.get())
            on:click=press
        >
            <span class="button-label">{children()}</span>
            <span class="button-spinner" aria-hidden="true"></span>
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How loud it is.
    #[prop(optional)]
    variant: ButtonVariant,
    /// As wide as its place.
    #[prop(optional)]
    full: bool,
    /// Its text.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="button" href=href data-variant=variant.name() data-full=full.then_some("true")>
            <span class="button-label">{children()}</span>
        </a>
    }
}

/// A round button with an icon and a name for those who don't see it.
#[component]
pub fn IconButton(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// What happens.
    #[prop(into)]
    on_press: Callback<()>,
    /// Whether it is on, for buttons that stay pressed.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// A further class.
    #[prop(optional)]
    class: &'static str,
    /// The icon.
    children: Children,
) -> impl IntoView {
    let pressed = move || pressed.map(|pressed| if pressed.get() { "true" } else { "false" });
    view! {
        <button
            class=format!("icon-button {class}")
            type="button"
            aria-label=label
            aria-pressed=pressed
            on:click=move |_| on_press.run(())
        >
            <span class="icon" aria-hidden="true">{children()}</span>
        </button>
    }
}
