//! A page of a shopper's feed.

use super::{Result, Shop};
use crate::domain::ranking::{Candidate, Taste};
use crate::store::{Conn, catalogue as rows, taste};
use vitrine_api::{FeedTab, ShoppingDial};

/// How many rows are read at once: more than a page, because some are left out.
const CHUNK: i64 = 64;

/// The posts of a page, and where the next one begins.
#[derive(Debug, Default)]
pub struct FeedPage {
    /// The posts.
    pub rows: Vec<rows::FeedRow>,
    /// The last of them; nothing when no further post follows.
    pub last: Option<rows::FeedRow>,
    /// Whether the last of them sells.
    pub after_selling: bool,
}

impl Shop {
    /// What a session wants to see; everything without one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn taste(
        &self,
        conn: &mut Conn,
        session: Option<&str>,
        tab: FeedTab,
        dial: ShoppingDial,
    ) -> Result<Taste> {
        let Some(session) = session else {
            return Ok(Taste { tab, dial, ..Taste::default() });
        };
        let follows = taste::follows(conn, session).await?;
        Ok(Taste { tab, dial, follows, uninterested: taste::uninterested(conn, session).await? })
    }

    /// The next posts of a feed that a taste admits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn feed_page(
        &self,
        conn: &mut Conn,
        from: &rows::FeedFrom,
        limit: u32,
        taste: &Taste,
        after_selling: bool,
    ) -> Result<FeedPage> {
        let mut page = FeedPage { after_selling, ..FeedPage::default() };
        let mut from = from.clone();
        loop {
            let chunk = rows::feed(conn, &from, CHUNK).await?;
            let complete = (chunk.len() as i64) < CHUNK;
            from.after = chunk.last().map(|row| (row.published_at, row.id.clone()));
            for row in chunk {
                let Some(sells) = self.admitted(&row.id, taste, page.after_selling) else {
                    continue;
                };
                if page.rows.len() == limit as usize {
                    // There is one more: the page ends here and another follows.
                    page.last = page.rows.last().cloned();
                    return Ok(page);
                }
                page.after_selling = sells;
                page.rows.push(row);
            }
            if complete {
                return Ok(page);
            }
        }
    }

    /// Whether a post that a taste admits sells; nothing when it doesn't admit it.
    fn admitted(&self, post: &str, taste: &Taste, after_selling: bool) -> Option<bool> {
        let file = self.catalogue.posts.get(post)?;
        let sells = file.disclosure.is_some();
        let products = self.catalogue.products_of(file);
        let candidate = Candidate { creator: &file.creator, sells, products: &products };
        taste.admits(candidate, after_selling).then_some(sells)
    }
}
