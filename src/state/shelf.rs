use super::{Session, use_session};
use crate::{
    api::{Api, use_api},
    browser::clock,
};
use leptos::{prelude::*, task::spawn_local};
use vitrine_api::{MarketId, Product, ProductId};

/// How long an answer may lie here, in milliseconds. What is shown says when its price was checked, and
/// the server decides again when it is put into the bag.
const FRESH_MS: f64 = 60_000.0;
/// How many answers lie here at most.
const MOST: usize = 4;

/// What makes an answer another one.
type Key = (ProductId, MarketId, &'static str);

struct Entry {
    key: Key,
    since: f64,
    /// Nothing while it is on its way.
    product: Option<Product>,
}

/// Products fetched before somebody opens them: the one whose label is on the screen.
#[derive(Clone, Copy)]
pub struct Shelf {
    entries: StoredValue<Vec<Entry>>,
    api: Api,
    session: Session,
}

impl Shelf {
    pub(super) fn provide() -> Self {
        let shelf = Self { entries: StoredValue::new(Vec::new()), api: use_api(), session: use_session() };
        provide_context(shelf);
        shelf
    }

    fn key(self, id: &ProductId) -> Key {
        (id.clone(), self.session.market_untracked(), self.session.lang_untracked())
    }

    /// Fetches a product unless it lies here or is on its way.
    pub fn fetch(self, id: &ProductId) {
        let key = self.key(id);
        let since = clock::monotonic_ms();
        let known = self.entries.try_update_value(|entries| {
            entries.retain(|entry| since - entry.since < FRESH_MS);
            let known = entries.iter().any(|entry| entry.key == key);
            if !known {
                entries.truncate(MOST - 1);
                entries.insert(0, Entry { key: key.clone(), since, product: None });
            }
            known
        });
        if known != Some(false) {
            return;
        }
        spawn_local(async move {
            let answer = self.api.product(&key.0, &key.1, key.2).await;
            self.entries.try_update_value(|entries| {
                let Some(at) = entries.iter().position(|entry| entry.key == key) else { return };
                match (answer, entries.get_mut(at)) {
                    (Ok(product), Some(entry)) => entry.product = Some(product),
                    // Whoever opens it asks again, and is told why it isn't there.
                    _ => drop(entries.remove(at)),
                }
            });
        });
    }

    /// Takes a product that lies here and is fresh: the next one who opens it gets a newer answer.
    #[must_use]
    pub fn take(self, id: &ProductId) -> Option<Product> {
        let key = self.key(id);
        let now = clock::monotonic_ms();
        self.entries.try_update_value(|entries| {
            let ready = |entry: &Entry| entry.key == key && entry.product.is_some() && now - entry.since < FRESH_MS;
            let at = entries.iter().position(ready)?;
            entries.remove(at).product
        })?
    }
}

/// The shelf from the context.
#[must_use]
pub fn use_shelf() -> Shelf {
    use_context().unwrap_or_else(Shelf::provide)
}
