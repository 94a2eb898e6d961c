use super::{Button, ButtonVariant, IconButton, live, live_if, words::say};
use crate::{
    browser::{dialog, ids, listen},
    i18n::use_i18n,
};
use gloo_timers::future::TimeoutFuture;
use leptos::{html, prelude::*, task::spawn_local};
use lucide_leptos::X;

/// A panel: over the screen as a modal bottom sheet, or beside it as a column.
#[component]
pub fn Sheet(
    /// Whether it is shown.
    #[prop(into)]
    open: Signal<bool>,
    /// Whether it lies over everything else.
    #[prop(into)]
    modal: Signal<bool>,
    /// What it is, for those who don't see it.
    #[prop(into)]
    title: Signal<String>,
    /// It wants to go.
    #[prop(into)]
    on_close: Callback<()>,
    /// What stands beside the close button.
    #[prop(optional, into)]
    bar: ViewFn,
    /// What is in it, drawn anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    let filled = use_filled(open);
    move || {
        let body = move || filled.get().then(|| children.with_value(|children| children()));
        if modal.get() {
            view! { <ModalSheet open title on_close bar=bar.clone()>{body}</ModalSheet> }.into_any()
        } else {
            view! { <PanelColumn open title on_close>{body}</PanelColumn> }.into_any()
        }
    }
}

/// Whether the content is there: as long as the sheet is open, and while it slides away.
fn use_filled(open: Signal<bool>) -> Signal<bool> {
    let filled = RwSignal::new(open.get_untracked());
    Effect::new(move |_| {
        if open.get() {
            filled.set(true);
            return;
        }
        spawn_local(async move {
            TimeoutFuture::new(dialog::SLIDE_MS).await;
            if open.try_get_untracked() == Some(false) {
                filled.try_set(false);
            }
        });
    });
    filled.into()
}

#[component]
fn ModalSheet(
    open: Signal<bool>,
    title: Signal<String>,
    on_close: Callback<()>,
    bar: ViewFn,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let handle = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let open = open.get();
        if let Some(element) = node.get() {
            dialog::toggle_sheet(&element, open);
        }
    });
    Effect::new(move |_| {
        if let (Some(handle), Some(sheet)) = (handle.get(), node.get()) {
            dialog::drag_to_close(&handle, &sheet, move || on_close.run(()));
        }
    });
    listen::on_window("keydown", move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && node.get_untracked().is_some_and(|sheet| dialog::is_rising(&sheet)) {
            on_close.run(());
        }
    });
    let on_click = move |event: leptos::ev::MouseEvent| {
        if node.get_untracked().is_some_and(|element| dialog::is_backdrop(&event, &element)) {
            on_close.run(());
        }
    };
    view! {
        <dialog
            class="sheet"
            node_ref=node
            aria-label=title
            on:cancel=move |event: leptos::ev::Event| {
                event.prevent_default();
                on_close.run(());
            }
            on:click=on_click
        >
            <div class="sheet-bar">
                <div class="sheet-handle" node_ref=handle aria-hidden="true"></div>
                {bar.run()}
                <CloseButton on_close />
            </div>
            <div class="sheet-body" id="sheet-body" tabindex="-1">{children()}</div>
        </dialog>
    }
}

#[component]
fn PanelColumn(open: Signal<bool>, title: Signal<String>, on_close: Callback<()>, children: Children) -> impl IntoView {
    let node = NodeRef::<html::Aside>::new();
    // Not modal: the film goes on and can be used. The focus follows the panel and returns.
    Effect::new(move |_| {
        let open = open.get();
        if let Some(element) = node.get() {
            dialog::follow_panel(&element, open);
        }
    });
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            on_close.run(());
        }
    };
    view! {
        <aside
            class="panel-column"
            node_ref=node
            aria-label=title
            tabindex="-1"
            hidden=live_if(move || !open.get())
            on:keydown=on_key
        >
            <div class="sheet-bar">
                <CloseButton on_close />
            </div>
            <div class="sheet-body" id="sheet-body" tabindex="-1">{children()}</div>
        </aside>
    }
}

#[component]
fn CloseButton(on_close: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <IconButton label=Signal::derive(move || say!(i18n, sheet.close)) on_press=on_close class="sheet-close">
            <X size=22 />
        </IconButton>
    }
}

/// A question that must be answered before something that can't be undone.
#[component]
pub fn Confirm(
    /// Whether it is asked.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What will happen.
    #[prop(into)]
    text: Signal<String>,
    /// The words on the button that does it.
    #[prop(into)]
    yes: Signal<String>,
    /// It is to be done.
    #[prop(into)]
    on_yes: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let open = open.get();
        if let Some(element) = node.get() {
            dialog::toggle(&element, open);
        }
    });
    // A screen may have more than one question: each is named by its own words.
    let own = ids::uuid();
    let (title_id, text_id) = (format!("title-{own}"), format!("text-{own}"));
    let (title_of, text_of) = (title_id.clone(), text_id.clone());
    view! {
        <dialog
            class="confirm"
            node_ref=node
            aria-labelledby=title_of
            aria-describedby=text_of
            on:cancel=move |event: leptos::ev::Event| {
                event.prevent_default();
                open.set(false);
            }
        >
            <h2 class="confirm-title" id=title_id>{title}</h2>
            <p id=text_id>{text}</p>
            <div class="confirm-actions">
                <Button variant=ButtonVariant::Quiet on_press=move |()| open.set(false)>
                    {live(move || say!(i18n, sheet.keep))}
                </Button>
                <Button on_press=move |()| {
                    open.set(false);
                    on_yes.run(());
                }>{yes}</Button>
            </div>
        </dialog>
    }
}
