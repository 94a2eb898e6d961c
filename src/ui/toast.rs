use super::{IconButton, words::say};
use crate::{i18n::use_i18n, model::toast::ToastItem};
use leptos::prelude::*;
use lucide_leptos::X;

/// Short messages in a polite live region.
#[component]
pub fn Toasts(
    /// The messages, oldest first.
    #[prop(into)]
    items: Signal<Vec<ToastItem>>,
    /// The action of a message was chosen.
    #[prop(into)]
    on_action: Callback<u32>,
    /// A message was put away.
    #[prop(into)]
    on_dismiss: Callback<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="toasts" role="status" aria-live="polite" aria-atomic="false">
            <For each=move || items.get() key=|item| item.id let:item>
                <div class="toast">
                    <p class="toast-text">{item.text}</p>
                    {item
                        .action
                        .map(|label| {
                            view! {
                                <button class="toast-action" type="button" on:click=move |_| on_action.run(item.id)>
                                    {label}
                                </button>
                            }
                        })}
                    <IconButton
                        label=Signal::derive(move || say!(i18n, toast.dismiss))
                        on_press=move |()| on_dismiss.run(item.id)
                        class="toast-close"
                    >
                        <X size=18 />
                    </IconButton>
                </div>
            </For>
        </div>
    }
}
