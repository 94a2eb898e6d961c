//! Bags.

use super::stock::{self, free};
use super::{Conn, Result, locks_rows, new_id};
use std::collections::BTreeMap;
use vitrine_api::Address;

/// A bag without its lines.
#[derive(Clone, Debug)]
pub struct CartRow {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub session_id: String,
    /// Where it is bought.
    pub market_id: String,
    /// Grows with every change.
    pub version: i64,
    /// Who buys.
    pub email: Option<String>,
    /// Where it goes.
    pub address: Option<Address>,
    /// Chosen shipping: group id → option id.
    pub shipping: BTreeMap<String, String>,
    /// The order it became.
    pub order_id: Option<String>,
}

impl CartRow {
    /// Whether there was never a line in it: each changes the version.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.version == 1
    }
}

/// A line of a bag.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LineRow {
    /// Its id.
    pub id: String,
    /// What.
    pub variant_id: String,
    /// How many.
    pub quantity: i64,
    /// The price the shopper last confirmed.
    pub confirmed: i64,
    /// The post it was found in.
    pub post_id: Option<String>,
}

/// A line with what it costs now.
#[derive(Clone, Debug)]
pub struct PricedLine {
    /// The line.
    pub line: LineRow,
    /// Its variant's price in the market; nothing where it isn't sold there.
    pub amount: Option<i64>,
    /// How many promotion codes lie in the bag, the same with each line.
    pub codes: i64,
}

/// A line with one of its variant's shelves.
#[derive(sqlx::FromRow)]
struct OnShelf {
    #[sqlx(flatten)]
    line: LineRow,
    amount: Option<i64>,
    codes: i64,
    warehouse_id: Option<String>,
    free: Option<i64>,
}

macro_rules! select {
    ($session:literal) => {
        select!($session, "")
    };
    ($session:literal, $end:literal) => {
        concat!(
            "SELECT id, session_id, market_id, version, email, address, shipping, order_id FROM cart ",
            "WHERE id = $1 AND session_id = ",
            $session,
            $end
        )
    };
}

/// The same statement twice: plain, and for databases that lock rows one by one.
macro_rules! hold {
    ($session:literal) => {
        [select!($session), select!($session, " FOR NO KEY UPDATE")]
    };
}

type Raw = (String, String, String, i64, Option<String>, Option<String>, String, Option<String>);

async fn one(conn: &mut Conn, sql: &'static str, id: &str, whose: &str) -> Result<Option<CartRow>> {
    let row: Option<Raw> = sqlx::query_as(sql).bind(id).bind(whose).fetch_optional(conn).await?;
    let Some((id, session_id, market_id, version, email, address, shipping, order_id)) = row else {
        return Ok(None);
    };
    Ok(Some(CartRow {
        id,
        session_id,
        market_id,
        version,
        email,
        address: address.map(|doc| serde_json::from_str(&doc)).transpose()?,
        shipping: serde_json::from_str(&shipping)?,
        order_id,
    }))
}

/// A bag of a session; nothing when it is another's.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: &str, session: &str) -> Result<Option<CartRow>> {
    one(conn, select!("$2"), id, session).await
}

/// A bag of the session behind a cookie's hash; nothing when it is another's.
///
/// # Errors
/// When the database fails.
pub async fn of_browser(conn: &mut Conn, id: &str, token_hash: &str) -> Result<Option<CartRow>> {
    one(conn, select!("(SELECT s.id FROM session s WHERE s.token_hash = $2)"), id, token_hash).await
}

/// A bag of a session for whoever decides by what is in it: nobody else changes it until the write ends.
///
/// # Errors
/// When the database fails.
pub async fn hold(conn: &mut Conn, id: &str, session: &str) -> Result<Option<CartRow>> {
    let [plain, locked] = hold!("$2");
    let sql = if locks_rows(conn) { locked } else { plain };
    one(conn, sql, id, session).await
}

/// The same of the session behind a cookie's hash.
///
/// # Errors
/// When the database fails.
pub async fn hold_of_browser(conn: &mut Conn, id: &str, token_hash: &str) -> Result<Option<CartRow>> {
    let [plain, locked] = hold!("(SELECT s.id FROM session s WHERE s.token_hash = $2)");
    let sql = if locks_rows(conn) { locked } else { plain };
    one(conn, sql, id, token_hash).await
}

/// Notes the order that a bag became, with a new version; false when there is no such bag.
///
/// # Errors
/// When the database fails.
pub async fn close(conn: &mut Conn, id: &str, session: &str, order: &str, now: i64) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE cart SET order_id = $3, version = version + 1, updated_at = $4 WHERE id = $1 AND session_id = $2",
    )
    .bind(id)
    .bind(session)
    .bind(order)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes a bag.
///
/// # Errors
/// When the database fails.
pub async fn create(conn: &mut Conn, session: &str, market: &str, now: i64) -> Result<CartRow> {
    let cart = CartRow {
        id: new_id(),
        session_id: session.to_owned(),
        market_id: market.to_owned(),
        version: 1,
        email: None,
        address: None,
        shipping: BTreeMap::new(),
        order_id: None,
    };
    sqlx::query("INSERT INTO cart (id, session_id, market_id, version, updated_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(&cart.id)
        .bind(session)
        .bind(market)
        .bind(cart.version)
        .bind(now)
        .execute(conn)
        .await?;
    Ok(cart)
}

/// Stores what is in the row and counts the version up.
///
/// # Errors
/// When the database fails.
pub async fn save(conn: &mut Conn, cart: &mut CartRow, now: i64) -> Result<()> {
    cart.version += 1;
    sqlx::query(
        "UPDATE cart SET market_id = $2, version = $3, email = $4, address = $5, shipping = $6, order_id = $7,
         updated_at = $8 WHERE id = $1",
    )
    .bind(&cart.id)
    .bind(&cart.market_id)
    .bind(cart.version)
    .bind(&cart.email)
    .bind(cart.address.as_ref().map(serde_json::to_string).transpose()?)
    .bind(serde_json::to_string(&cart.shipping)?)
    .bind(&cart.order_id)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// The lines in the order they were added.
///
/// # Errors
/// When the database fails.
pub async fn lines(conn: &mut Conn, cart: &str) -> Result<Vec<LineRow>> {
    Ok(sqlx::query_as(
        "SELECT id, variant_id, quantity, confirmed, post_id FROM cart_line WHERE cart_id = $1 ORDER BY position, id",
    )
    .bind(cart)
    .fetch_all(conn)
    .await?)
}

/// The lines in the order they were added, with their prices in the bag's market, and the free pieces of all of them;
/// what the bag's own checkout holds counts as free.
///
/// # Errors
/// When the database fails.
pub async fn priced_lines(conn: &mut Conn, cart: &CartRow) -> Result<(Vec<PricedLine>, Vec<stock::Row>)> {
    let (mut lines, mut pieces): (Vec<PricedLine>, Vec<stock::Row>) = (Vec::new(), Vec::new());
    if cart.is_new() {
        return Ok((lines, pieces));
    }
    let sql = concat!(
        "SELECT l.id AS id, l.variant_id AS variant_id, l.quantity AS quantity, l.confirmed AS confirmed,
             l.post_id AS post_id, p.amount AS amount,
             (SELECT COUNT(*) FROM cart_promotion c WHERE c.cart_id = $1) AS codes, s.warehouse_id AS warehouse_id, ",
        free!(),
        " FROM cart_line l LEFT JOIN price p ON p.variant_id = l.variant_id AND p.market_id = $2
             LEFT JOIN stock s ON s.variant_id = l.variant_id
         WHERE l.cart_id = $1 ORDER BY l.position, l.id, s.warehouse_id"
    );
    let rows: Vec<OnShelf> = sqlx::query_as(sql).bind(&cart.id).bind(&cart.market_id).fetch_all(conn).await?;
    for OnShelf { line, amount, codes, warehouse_id, free } in rows {
        if let (Some(warehouse_id), Some(free)) = (warehouse_id, free) {
            pieces.push(stock::Row { variant_id: line.variant_id.clone(), warehouse_id, free });
        }
        if lines.last().is_none_or(|last| last.line.id != line.id) {
            lines.push(PricedLine { line, amount, codes });
        }
    }
    Ok((lines, pieces))
}

/// What a variant costs in a market, and how many pieces of it are in a bag; nothing where it isn't sold there.
///
/// # Errors
/// When the database fails.
pub async fn price_and_pieces(conn: &mut Conn, cart: &str, variant: &str, market: &str) -> Result<Option<(i64, i64)>> {
    Ok(sqlx::query_as(
        "SELECT p.amount, CAST(COALESCE((
             SELECT l.quantity FROM cart_line l WHERE l.cart_id = $1 AND l.variant_id = $2), 0) AS BIGINT)
         FROM price p WHERE p.variant_id = $2 AND p.market_id = $3",
    )
    .bind(cart)
    .bind(variant)
    .bind(market)
    .fetch_optional(conn)
    .await?)
}

/// Puts pieces of a variant into a bag: sets the quantity of its line, or makes one.
///
/// # Errors
/// When the database fails.
pub async fn put_line(
    conn: &mut Conn,
    cart: &str,
    variant: &str,
    quantity: u32,
    confirmed: i64,
    post: Option<&str>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO cart_line (id, cart_id, variant_id, quantity, confirmed, post_id, position)
         VALUES ($1, $2, $3, $4, $5, $6,
                 (SELECT COALESCE(MAX(position), 0) + 1 FROM cart_line WHERE cart_id = $2))
         ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = $4",
    )
    .bind(new_id())
    .bind(cart)
    .bind(variant)
    .bind(i64::from(quantity))
    .bind(confirmed)
    .bind(post)
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a line out; false when there is none.
///
/// # Errors
/// When the database fails.
pub async fn remove_line(conn: &mut Conn, cart: &str, line: &str) -> Result<bool> {
    let done =
        sqlx::query("DELETE FROM cart_line WHERE cart_id = $1 AND id = $2").bind(cart).bind(line).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that the shopper accepts a price.
///
/// # Errors
/// When the database fails.
pub async fn confirm_price(conn: &mut Conn, line: &str, amount: i64) -> Result<()> {
    sqlx::query("UPDATE cart_line SET confirmed = $2 WHERE id = $1").bind(line).bind(amount).execute(conn).await?;
    Ok(())
}
