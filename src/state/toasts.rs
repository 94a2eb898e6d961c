use crate::model::toast::{self, ToastItem};
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// How long a message stands.
const SHOWN_MS: u32 = 6_000;

/// What a message offers to do. It outlives the screen that said it.
type Offer = Arc<dyn Fn() + Send + Sync>;

/// Short messages that pass.
#[derive(Clone, Copy)]
pub struct Toasts {
    items: RwSignal<Vec<ToastItem>>,
    actions: StoredValue<Vec<(u32, Offer)>>,
    next: StoredValue<u32>,
}

impl Toasts {
    pub(super) fn provide() -> Self {
        let toasts =
            Self { items: RwSignal::new(Vec::new()), actions: StoredValue::new(Vec::new()), next: StoredValue::new(0) };
        provide_context(toasts);
        toasts
    }

    /// Says something.
    pub fn show(self, text: impl Into<String>) {
        self.push(text.into(), None);
    }

    /// Says something and offers one thing to do about it.
    pub fn show_with(
        self,
        text: impl Into<String>,
        label: impl Into<String>,
        action: impl Fn() + Send + Sync + 'static,
    ) {
        self.push(text.into(), Some((label.into(), Arc::new(action))));
    }

    /// Puts a message away.
    pub fn dismiss(self, id: u32) {
        self.items.try_update(|items| items.retain(|item| item.id != id));
        self.actions.try_update_value(|actions| actions.retain(|(of, _)| *of != id));
    }

    /// Does what a message offers and puts it away.
    pub fn act(self, id: u32) {
        let action = self
            .actions
            .with_value(|actions| actions.iter().find(|(of, _)| *of == id).map(|(_, action)| action.clone()));
        self.dismiss(id);
        if let Some(action) = action {
            action();
        }
    }

    /// The messages that stand, oldest first.
    #[must_use]
    pub fn items(self) -> Signal<Vec<ToastItem>> {
        self.items.into()
    }

    fn push(self, text: String, action: Option<(String, Offer)>) {
        let id = self.next.try_update_value(|next| {
            *next = next.wrapping_add(1);
            *next
        });
        let Some(id) = id else {
            return;
        };
        let label = action.map(|(label, action)| {
            self.actions.try_update_value(|actions| actions.push((id, action)));
            label
        });
        self.items.try_update(|items| toast::push(items, ToastItem { id, text, action: label }));
        spawn_local(async move {
            TimeoutFuture::new(SHOWN_MS).await;
            self.dismiss(id);
        });
    }
}

/// The messages from the context.
#[must_use]
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(Toasts::provide)
}
