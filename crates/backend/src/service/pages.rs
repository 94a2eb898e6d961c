//! Pages of the feed that are the same for everybody who has said nothing yet, kept ready for a moment: of a film that
//! is passed on, most visitors want the same page in the same second.

use crate::store::Moment;
use bytes::Bytes;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::OnceCell;
use vitrine_api::{FeedTab, ShoppingDial};

/// How long a page is kept at most, in microseconds. Dates it promises turn at an hour of the day, and other processes
/// sell too.
const FRESH: i64 = 1_000_000;
/// So many pages are kept at most. Markets, languages and lengths of a page make a few dozen in use.
const MOST: usize = 64;

/// What is asked for, with all that makes one page differ from another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Asked {
    /// A market's id.
    pub market: String,
    /// A language.
    pub lang: String,
    /// How many posts.
    pub limit: u32,
    /// Which feed.
    pub tab: FeedTab,
    /// How much of it may sell.
    pub dial: ShoppingDial,
}

/// A page that is ready.
#[derive(Debug)]
pub struct Ready {
    /// As JSON.
    pub json: Bytes,
    /// The same compressed, once somebody wants it so; nothing where it can't be.
    pub brotli: OnceCell<Option<Bytes>>,
    /// The same compressed in the older way.
    pub gzip: OnceCell<Option<Bytes>>,
}

impl Ready {
    /// A page of which there is the JSON.
    #[must_use]
    pub fn new(json: Bytes) -> Self {
        Self { json, brotli: OnceCell::new(), gzip: OnceCell::new() }
    }
}

/// The pages that are ready.
#[derive(Debug, Default)]
pub struct Pages {
    kept: Mutex<HashMap<Asked, Kept>>,
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Kept {
    moment: Moment,
    made_at: i64,
    page: Arc<Ready>,
}

impl Pages {
    /// A page, when nothing was written since it was read and it is young.
    #[must_use]
    pub fn find(&self, asked: &Asked, moment: &Moment, now: i64) -> Option<Arc<Ready>> {
        let kept = self.lock();
        let kept = kept.get(asked)?;
        let young = (0..FRESH).contains(&now.saturating_sub(kept.made_at));
        (young && kept.moment == *moment).then(|| kept.page.clone())
    }

    /// Keeps a page that was read after a moment.
    pub fn keep(&self, asked: Asked, moment: Moment, made_at: i64, page: Arc<Ready>) {
        let mut kept = self.lock();
        if kept.len() >= MOST && !kept.contains_key(&asked) {
            kept.clear();
        }
        kept.insert(asked, Kept { moment, made_at, page });
    }

    /// The turn to make a page: once it is over all want the same, and it is made once.
    pub async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Asked, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Database, Store};

    fn asked(limit: u32) -> Asked {
        let (market, lang) = ("DE".to_owned(), "en".to_owned());
        Asked { market, lang, limit, tab: FeedTab::ForYou, dial: ShoppingDial::All }
    }

    #[tokio::test]
    async fn a_page_is_kept_until_a_write_or_for_a_second() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Database::Sqlite(folder.path().to_owned())).await.unwrap();
        let (pages, page) = (Pages::default(), Arc::new(Ready::new(Bytes::from_static(b"a page"))));
        let find = |asked: &Asked, now| pages.find(asked, &store.moment(), now).map(|page| page.json.clone());
        let before = store.moment();
        pages.keep(asked(8), before.clone(), 5, page.clone());
        assert_eq!(find(&asked(8), 5 + FRESH - 1), Some(page.json.clone()));
        assert_eq!(find(&asked(9), 5), None);
        assert_eq!(find(&asked(8), 5 + FRESH), None);
        assert_eq!(find(&asked(8), 4), None, "a clock that was set back");
        let tx = store.begin().await.unwrap();
        tx.commit().await.unwrap();
        assert_ne!(store.moment(), before);
        assert_eq!(find(&asked(8), 5), None);
    }

    #[tokio::test]
    async fn only_so_many_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Database::Sqlite(folder.path().to_owned())).await.unwrap();
        let pages = Pages::default();
        for limit in 0..1_000 {
            pages.keep(asked(limit), store.moment(), 0, Arc::new(Ready::new(Bytes::new())));
            assert!(pages.lock().len() <= MOST);
        }
        assert!(pages.find(&asked(999), &store.moment(), 0).is_some());
    }
}
