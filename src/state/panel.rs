use leptos::prelude::*;
use vitrine_api::{PostId, ProductId, VariantId};

/// What can lie over or beside the feed; never two at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// Nothing.
    #[default]
    None,
    /// A product.
    Product {
        /// Which.
        id: ProductId,
        /// Which variant to begin with.
        variant: Option<VariantId>,
    },
    /// All products of a post.
    Products {
        /// Which post.
        post: PostId,
    },
    /// The bag.
    Bag,
    /// The keys of the feed.
    Keys,
}

/// The open panel.
#[derive(Clone, Copy, Debug)]
pub struct PanelState {
    panel: RwSignal<Panel>,
    post: RwSignal<Option<PostId>>,
}

impl PanelState {
    pub(super) fn provide() -> Self {
        let state = Self { panel: RwSignal::new(Panel::None), post: RwSignal::new(None) };
        provide_context(state);
        state
    }

    /// What is open; tracked.
    #[must_use]
    pub fn get(self) -> Panel {
        self.panel.get()
    }

    /// Whether something is open; tracked.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.panel.with(|panel| *panel != Panel::None)
    }

    /// Opens a panel in place of the open one.
    pub fn open(self, panel: Panel) {
        if self.panel.with_untracked(|now| *now != panel) {
            self.panel.set(panel);
        }
    }

    /// Opens a product that was found in a post.
    pub fn open_from(self, post: PostId, id: ProductId, variant: Option<VariantId>) {
        self.post.set(Some(post));
        self.open(Panel::Product { id, variant });
    }

    /// The post the open product was found in, where it was found in one.
    #[must_use]
    pub fn post_untracked(self) -> Option<PostId> {
        self.post.get_untracked()
    }

    /// Closes what is open.
    pub fn close(self) {
        self.post.try_set(None);
        if self.panel.try_with_untracked(|now| *now != Panel::None) == Some(true) {
            self.panel.set(Panel::None);
        }
    }
}

/// The open panel from the context.
#[must_use]
pub fn use_panel() -> PanelState {
    use_context().unwrap_or_else(PanelState::provide)
}
