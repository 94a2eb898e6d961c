//! What the shop does: the store's rows and the rules of `domain` put together. Used by requests
//! and by jobs alike, so that both do the same.

pub mod after_sale;
pub mod asking;
mod cart_changes;
pub mod carts;
pub mod checkouts;
mod contacts;
mod door;
pub mod feed;
pub mod links;
pub mod listeners;
pub mod merchants;
pub mod missing;
pub mod money_back;
mod money_view;
pub mod offers;
pub mod orders;
pub mod pages;
pub mod payments;
pub mod photos;
pub mod posts;
pub mod products;
pub mod promotions;
pub mod return_end;
mod return_view;
pub mod returns;
mod round;
mod shelves;
pub mod tracking;
mod worth;

use crate::carriers::provider::{Trackers, Unreadable};
use crate::carriers::simulated::Simulated;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::payments::{PaymentProvider, ProviderError, sandbox::Sandbox};
use crate::secret::Secret;
use crate::store::{Store, StoreError, messages};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::{Notify, watch};
use vitrine_api::{Cart, FieldError, MoneyError, ProblemCode, Promotion};

pub(crate) use round::Round;
pub use round::Stuck;

/// Of so many announcements at once it isn't asked whose they are.
const MOST_NEWS: i64 = 1_000;

/// Everything the shop works with.
pub struct Shop {
    /// The database.
    pub store: Store,
    /// Texts, films, markets.
    pub catalogue: Catalogue,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Who takes the money.
    pub payments: Arc<dyn PaymentProvider>,
    /// The stand-in provider behind `/sandbox`.
    pub sandbox: Sandbox,
    /// Who makes the labels.
    pub carrier: Simulated,
    /// Who tells of the parcels.
    pub trackers: Trackers,
    /// Keys for links and cursors.
    pub secret: Secret,
    /// Seconds stock is held for a checkout.
    pub reservation_seconds: i64,
    /// The address browsers use, without a slash at the end.
    pub public_url: String,
    /// Where pictures of returns are kept.
    pub photos: PathBuf,
    /// The rows that jobs could do nothing with.
    pub stuck: Stuck,
    /// Wakes the worker when there is something to do.
    pub work: Notify,
    /// Wakes whoever finds out what the newest announcement is, and on PostgreSQL puts them in order.
    pub news: Notify,
    /// The newest announcement for browsers.
    pub announced: watch::Sender<i64>,
    /// Whose event streams there are.
    pub listeners: Arc<listeners::Listeners>,
    /// Pages of the feed that are ready.
    pub pages: pages::Pages,
}

/// Why something can't be done, in the contract's words.
#[derive(Debug)]
pub enum Refusal {
    /// An answer for people, with its code.
    Problem {
        /// The code.
        code: ProblemCode,
        /// What to do about it.
        detail: String,
        /// The wrong fields.
        errors: Vec<FieldError>,
        /// How many can be had.
        available: Option<u32>,
        /// The bag as it is.
        cart: Option<Box<Cart>>,
        /// The code that was refused.
        promotion: Option<Box<Promotion>>,
    },
    /// The database failed.
    Store(StoreError),
    /// A provider can't answer.
    Provider(String),
}

impl Refusal {
    /// A refusal with a code and a sentence.
    #[must_use]
    pub fn new(code: ProblemCode, detail: &str) -> Self {
        Self::Problem {
            code,
            detail: detail.to_owned(),
            errors: Vec::new(),
            available: None,
            cart: None,
            promotion: None,
        }
    }

    /// Nothing is here, or it is somebody else's.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(ProblemCode::NotFound, "There is nothing at this address, or it isn't yours.")
    }

    /// Whether others came in between and the same work, done again, may go well.
    #[must_use]
    pub fn again(&self) -> bool {
        matches!(self, Self::Store(error) if error.again())
    }

    /// Wrong fields.
    #[must_use]
    pub fn fields(errors: Vec<FieldError>) -> Self {
        Self::Problem {
            code: ProblemCode::InvalidFields,
            detail: "Some fields need another look.".to_owned(),
            errors,
            available: None,
            cart: None,
            promotion: None,
        }
    }

    /// A refusal that shows the fresh bag.
    #[must_use]
    pub fn with_cart(code: ProblemCode, detail: &str, cart: Cart, available: Option<u32>) -> Self {
        Self::Problem {
            code,
            detail: detail.to_owned(),
            errors: Vec::new(),
            available,
            cart: Some(Box::new(cart)),
            promotion: None,
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<ProviderError> for Refusal {
    fn from(error: ProviderError) -> Self {
        Self::Provider(error.to_string())
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<Unreadable> for Refusal {
    fn from(error: Unreadable) -> Self {
        Self::new(ProblemCode::BadRequest, &format!("The message is not in its provider's form: {error}."))
    }
}

impl From<MoneyError> for Refusal {
    fn from(error: MoneyError) -> Self {
        Self::new(ProblemCode::InvalidFields, &format!("The total can't be computed: {error}."))
    }
}

/// Short for results of this module.
pub type Result<T> = std::result::Result<T, Refusal>;

impl Shop {
    /// The time in microseconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        crate::clock::micros(self.clock.now())
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// When none can be had.
    pub async fn reader(&self) -> Result<sqlx::pool::PoolConnection<sqlx::Any>> {
        Ok(self.store.read().acquire().await?)
    }

    /// Says that there may be news for browsers; whoever finds out which ([`crate::jobs::relay`]) asks once for all who
    /// said so in the meantime.
    pub fn wake_browsers(&self) {
        self.news.notify_one();
    }

    /// Finds out which news there are that have a number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn look_for_news(&self) -> Result<()> {
        let newest = messages::newest(&mut *self.reader().await?).await?;
        self.heard_of(newest).await;
        Ok(())
    }

    /// Lets event streams look for news up to a number, those that there are some for.
    pub async fn heard_of(&self, newest: i64) {
        let known = *self.announced.borrow();
        if newest > known && !self.listeners.is_empty() {
            match self.whose_news(known, newest).await {
                Ok(Some(news)) => self.listeners.tell(&news),
                _ => self.listeners.tell_all(newest),
            }
        }
        hear(&self.announced, newest);
    }

    /// Nothing where there are so many that each session may as well look.
    async fn whose_news(&self, after: i64, newest: i64) -> Result<Option<Vec<(i64, String)>>> {
        if newest - after > MOST_NEWS {
            return Ok(None);
        }
        Ok(Some(messages::whose(&mut *self.reader().await?, after, newest).await?))
    }
}

/// Whoever read before others and tells after them takes nothing back. The greatest number there is ends the
/// streams; nothing comes after it. Without news nobody is woken: the worker asks four times a second, and each of
/// thousands of streams would ask the database as often.
fn hear(announced: &watch::Sender<i64>, newest: i64) {
    announced.send_if_modified(|known| {
        let is_news = newest > *known;
        *known = newest.max(*known);
        is_news
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slower_reader_takes_no_news_back_and_wakes_nobody() {
        let (announced, mut seen) = watch::channel(0);
        let end = i64::MAX;
        for (told, known, woken) in
            [(7, 7, true), (5, 7, false), (7, 7, false), (8, 8, true), (end, end, true), (8, end, false)]
        {
            hear(&announced, told);
            assert_eq!(seen.has_changed().unwrap(), woken, "{told}");
            assert_eq!(*seen.borrow_and_update(), known, "{told}");
        }
    }
}
