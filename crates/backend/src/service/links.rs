//! Who sees how much of an order, and the links by which its owner shows it to others.

use super::{Refusal, Result, Shop};
use crate::clock::{from_micros, wire};
use crate::domain::shared;
use crate::secret::{hash, same, token};
use crate::store::links::{self, LinkRow};
use crate::store::orders::{self, OrderRow};
use crate::store::{Conn, Tx, messages, new_id};
use vitrine_api::{CreateOrderLink, FieldCode, FieldError, NewOrderLink, Order, OrderLink, ProblemCode};

/// How long a link opens something: longer than any parcel takes and any return, in microseconds.
const LIFE: i64 = 90 * 24 * 3_600 * 1_000_000;
/// How many links of an order may live at once.
const MOST: usize = 20;
/// The longest label, in characters.
const LONGEST_LABEL: usize = 60;

/// What a token is the key to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// All of the order: it is the order's own secret.
    Order,
    /// What a shared link shows; its id.
    Link(String),
}

impl Shop {
    /// An order as a session sees it: whole when it is its own, in part when it was shared with it.
    ///
    /// # Errors
    /// 404 when it is unknown or neither.
    pub async fn seen_order(&self, conn: &mut Conn, session: &str, id: &str) -> Result<Order> {
        let order = orders::find(conn, id).await?.ok_or_else(Refusal::not_found)?;
        if orders::may_see(conn, session, &order).await? {
            return self.order_view(conn, &order).await;
        }
        if links::shows(conn, session, id, self.now()).await? {
            return Ok(shared::shown(self.order_view(conn, &order).await?));
        }
        Err(Refusal::not_found())
    }

    /// The order a token opens, and how far. Hashes are compared, each to its end and all of them, so that
    /// the time tells nothing about a token that is wrong, revoked or too old.
    ///
    /// # Errors
    /// The same 404 for a wrong order and a wrong token.
    pub async fn opened_by(&self, conn: &mut Conn, id: &str, token: &str) -> Result<(OrderRow, Key)> {
        let order = orders::find(conn, id).await?;
        let live = links::live(conn, id, self.now()).await?;
        let given = hash(token);
        let fits = |stored: &str| same(given.as_bytes(), stored.as_bytes());
        let own = order.as_ref().is_some_and(|order| fits(&order.token_hash));
        let link = live.into_iter().fold(None, |found, row| if fits(&row.token_hash) { Some(row.id) } else { found });
        match (order, own, link) {
            (Some(order), true, _) => Ok((order, Key::Order)),
            (Some(order), false, Some(link)) => Ok((order, Key::Link(link))),
            _ => Err(Refusal::not_found()),
        }
    }

    /// Lets a session see what a token opens.
    ///
    /// # Errors
    /// As [`Shop::opened_by`].
    pub async fn open_order(&self, tx: &mut Tx, session: &str, id: &str, token: &str) -> Result<()> {
        let (order, key) = self.opened_by(tx, id, token).await?;
        let whole = orders::may_see(tx, session, &order).await?;
        match key {
            Key::Order => orders::grant(tx, session, id).await?,
            Key::Link(link) if !whole => links::opened(tx, session, &link, self.now()).await?,
            // Its owner tried the link; that is not somebody who has it.
            Key::Link(_) => {}
        }
        Ok(())
    }

    /// Makes a link to an order. Its secret is told in this answer alone; here only its hash stays.
    ///
    /// # Errors
    /// 422 for a label that can't be, 409 when the order has too many links.
    pub async fn make_link(&self, tx: &mut Tx, order: &str, wish: &CreateOrderLink) -> Result<NewOrderLink> {
        let label = wish.label.trim();
        if label.chars().count() > LONGEST_LABEL {
            let message = format!("A name for a link has at most {LONGEST_LABEL} characters.");
            return Err(Refusal::fields(vec![FieldError {
                pointer: "/label".into(),
                code: FieldCode::TooLong,
                message,
            }]));
        }
        let now = self.now();
        if links::live(tx, order, now).await?.len() >= MOST {
            let detail = "This order has as many links as it may have. Revoke one that isn't needed any more.";
            return Err(Refusal::new(ProblemCode::InvalidState, detail));
        }
        let secret = token::<32>();
        let row = LinkRow {
            id: new_id(),
            order_id: order.to_owned(),
            token_hash: hash(&secret),
            label: label.to_owned(),
            created_at: now,
            expires_at: now + LIFE,
            opened_at: None,
        };
        links::insert(tx, &row).await?;
        Ok(NewOrderLink { link: link_view(row), token: secret })
    }

    /// The links of an order that open something, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn links(&self, conn: &mut Conn, order: &str) -> Result<Vec<OrderLink>> {
        Ok(links::live(conn, order, self.now()).await?.into_iter().map(link_view).collect())
    }

    /// Ends a link, and with it what everybody saw who opened it.
    ///
    /// # Errors
    /// 404 when the order has no such link.
    pub async fn revoke_link(&self, tx: &mut Tx, order: &str, link: &str) -> Result<()> {
        if !links::revoke(tx, order, link, self.now()).await? {
            return Err(Refusal::not_found());
        }
        messages::announce(tx, "link", link, self.now()).await?;
        Ok(())
    }
}

fn link_view(row: LinkRow) -> OrderLink {
    let at = |micros| wire(from_micros(micros));
    OrderLink {
        id: row.id.into(),
        label: row.label,
        created_at: at(row.created_at),
        expires_at: at(row.expires_at),
        opened_at: row.opened_at.map(at),
    }
}
