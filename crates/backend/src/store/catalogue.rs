//! The catalogue's rows: documents in, documents out, prices and counts by themselves.

use super::ledger::{self, Pieces, Shelf};
use super::{Conn, Result, places};
use crate::demo::catalogue::{ClipFile, CreatorFile, MarketFile, MerchantFile, PostFile, ProductFile, WarehouseFile};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::AssertSqlSafe;

/// Tables that hold an id and a document.
#[derive(Clone, Copy, Debug)]
pub enum Table {
    /// Warehouses.
    Warehouse,
    /// Creators.
    Creator,
    /// Clips.
    Clip,
}

impl Table {
    fn name(self) -> &'static str {
        match self {
            Self::Warehouse => "warehouse",
            Self::Creator => "creator",
            Self::Clip => "clip",
        }
    }
}

/// Everything of the catalogue that doesn't change by itself.
#[derive(Debug, Default)]
pub struct Documents {
    /// Markets in their order.
    pub markets: Vec<MarketFile>,
    /// Warehouses.
    pub warehouses: Vec<WarehouseFile>,
    /// Creators.
    pub creators: Vec<CreatorFile>,
    /// Clips.
    pub clips: Vec<ClipFile>,
    /// Merchants without their products.
    pub merchants: Vec<MerchantFile>,
    /// Products with the merchant's id, without variants' prices and stock.
    pub products: Vec<(String, ProductFile)>,
    /// Posts.
    pub posts: Vec<PostFile>,
}

/// Whether there are products.
///
/// # Errors
/// When the database fails.
pub async fn has_products(conn: &mut Conn) -> Result<bool> {
    let some: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM product").fetch_one(conn).await?;
    Ok(some > 0)
}

/// Stores a market.
///
/// # Errors
/// When the database fails.
pub async fn put_market(conn: &mut Conn, position: usize, market: &MarketFile) -> Result<()> {
    sqlx::query("INSERT INTO market (id, position, doc) VALUES ($1, $2, $3)")
        .bind(&market.country)
        .bind(i64::try_from(position).unwrap_or(i64::MAX))
        .bind(serde_json::to_string(market)?)
        .execute(conn)
        .await?;
    Ok(())
}

/// Stores a document.
///
/// # Errors
/// When the database fails.
pub async fn put_doc<T: Serialize>(conn: &mut Conn, table: Table, id: &str, doc: &T) -> Result<()> {
    // The table's name is one of a few constants, never input.
    let sql = format!("INSERT INTO {} (id, doc) VALUES ($1, $2)", table.name());
    sqlx::query(AssertSqlSafe(sql)).bind(id).bind(serde_json::to_string(doc)?).execute(conn).await?;
    Ok(())
}

/// Stores a merchant with its products, variants, prices and stock.
///
/// # Errors
/// When the database fails.
pub async fn put_merchant(conn: &mut Conn, merchant: &MerchantFile) -> Result<()> {
    let alone = MerchantFile { products: Vec::new(), ..merchant.clone() };
    sqlx::query("INSERT INTO merchant (id, doc) VALUES ($1, $2)")
        .bind(&merchant.id)
        .bind(serde_json::to_string(&alone)?)
        .execute(&mut *conn)
        .await?;
    for product in &merchant.products {
        sqlx::query("INSERT INTO product (id, merchant_id, doc) VALUES ($1, $2, $3)")
            .bind(&product.id)
            .bind(&merchant.id)
            .bind(serde_json::to_string(product)?)
            .execute(&mut *conn)
            .await?;
        put_variants(conn, product).await?;
    }
    Ok(())
}

async fn put_variants(conn: &mut Conn, product: &ProductFile) -> Result<()> {
    for (position, variant) in product.variants.iter().enumerate() {
        sqlx::query("INSERT INTO variant (id, product_id, position, doc) VALUES ($1, $2, $3, $4)")
            .bind(&variant.sku)
            .bind(&product.id)
            .bind(i64::try_from(position).unwrap_or(i64::MAX))
            .bind(serde_json::to_string(variant)?)
            .execute(&mut *conn)
            .await?;
        for (market, amount) in &variant.prices {
            sqlx::query("INSERT INTO price (variant_id, market_id, amount, compare_at) VALUES ($1, $2, $3, $4)")
                .bind(&variant.sku)
                .bind(market)
                .bind(amount)
                .bind(variant.compare_at.get(market))
                .execute(&mut *conn)
                .await?;
        }
        for (warehouse, pieces) in &variant.stock {
            sqlx::query("INSERT INTO stock (variant_id, warehouse_id, on_hand) VALUES ($1, $2, $3)")
                .bind(&variant.sku)
                .bind(warehouse)
                .bind(i64::from(*pieces))
                .execute(&mut *conn)
                .await?;
            let shelf = Shelf { variant: &variant.sku, warehouse };
            ledger::stock(conn, shelf, None, Pieces::Initial(i64::from(*pieces))).await?;
        }
    }
    Ok(())
}

/// Stores a post.
///
/// # Errors
/// When the database fails.
pub async fn put_post(conn: &mut Conn, post: &PostFile) -> Result<()> {
    let published = post.published_at.parse::<jiff::Timestamp>().map_or(0, |at| at.as_microsecond());
    sqlx::query(
        "INSERT INTO post (id, clip_id, creator_id, published_at, likes, saves, doc) VALUES ($1,$2,$3,$4,$5,$6,$7)",
    )
    .bind(&post.id)
    .bind(&post.clip)
    .bind(&post.creator)
    .bind(published)
    .bind(i64::from(post.likes))
    .bind(i64::from(post.saves))
    .bind(serde_json::to_string(post)?)
    .execute(conn)
    .await?;
    Ok(())
}

async fn docs<T: DeserializeOwned>(conn: &mut Conn, sql: &'static str) -> Result<Vec<T>> {
    let rows: Vec<String> = sqlx::query_scalar(sql).fetch_all(conn).await?;
    rows.iter().map(|doc| Ok(serde_json::from_str(doc)?)).collect()
}

/// Reads all documents.
///
/// # Errors
/// When the database fails or a document can't be read.
pub async fn documents(conn: &mut Conn) -> Result<Documents> {
    let products: Vec<(String, String)> =
        sqlx::query_as("SELECT merchant_id, doc FROM product ORDER BY id").fetch_all(&mut *conn).await?;
    Ok(Documents {
        markets: docs(conn, "SELECT doc FROM market ORDER BY position").await?,
        warehouses: docs(conn, "SELECT doc FROM warehouse ORDER BY id").await?,
        creators: docs(conn, "SELECT doc FROM creator ORDER BY id").await?,
        clips: docs(conn, "SELECT doc FROM clip ORDER BY id").await?,
        merchants: docs(conn, "SELECT doc FROM merchant ORDER BY id").await?,
        posts: docs(conn, "SELECT doc FROM post ORDER BY id").await?,
        products: products
            .into_iter()
            .map(|(merchant, doc)| Ok((merchant, serde_json::from_str(&doc)?)))
            .collect::<Result<_>>()?,
    })
}

/// A variant's price in a market: (amount, amount before a reduction).
///
/// # Errors
/// When the database fails.
pub async fn price(conn: &mut Conn, variant: &str, market: &str) -> Result<Option<(i64, Option<i64>)>> {
    Ok(sqlx::query_as("SELECT amount, compare_at FROM price WHERE variant_id = $1 AND market_id = $2")
        .bind(variant)
        .bind(market)
        .fetch_optional(conn)
        .await?)
}

/// The prices of variants in a market: (variant, amount, amount before).
///
/// # Errors
/// When the database fails.
pub async fn prices(conn: &mut Conn, variants: &[&str], market: &str) -> Result<Vec<(String, i64, Option<i64>)>> {
    let sql = format!(
        "SELECT variant_id, amount, compare_at FROM price WHERE market_id = $1 AND variant_id IN ({})",
        places(2, variants.len())
    );
    let mut query = sqlx::query_as(AssertSqlSafe(sql)).bind(market);
    for variant in variants {
        query = query.bind(*variant);
    }
    Ok(query.fetch_all(conn).await?)
}

/// Sets a price; false when the variant isn't sold in the market.
///
/// # Errors
/// When the database fails.
pub async fn set_price(conn: &mut Conn, variant: &str, market: &str, amount: i64) -> Result<bool> {
    let done = sqlx::query("UPDATE price SET amount = $3, compare_at = NULL WHERE variant_id = $1 AND market_id = $2")
        .bind(variant)
        .bind(market)
        .bind(amount)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// A post in the feed's order.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FeedRow {
    /// The post.
    pub id: String,
    /// When it was published, in microseconds.
    pub published_at: i64,
    /// Likes.
    pub likes: i64,
    /// Saves.
    pub saves: i64,
}

/// Where a page of the feed begins.
#[derive(Clone, Debug)]
pub struct FeedFrom {
    /// Posts published later aren't in this feed: they came after it was begun.
    pub snapshot: i64,
    /// The last post of the page before.
    pub after: Option<(i64, String)>,
}

/// A page of posts, newest first.
///
/// # Errors
/// When the database fails.
pub async fn feed(conn: &mut Conn, from: &FeedFrom, limit: i64) -> Result<Vec<FeedRow>> {
    let (at, id) = from.after.clone().unwrap_or((i64::MAX, String::new()));
    Ok(sqlx::query_as(
        "SELECT id, published_at, likes, saves FROM post
         WHERE published_at <= $1 AND (published_at < $2 OR (published_at = $2 AND id < $3))
         ORDER BY published_at DESC, id DESC LIMIT $4",
    )
    .bind(from.snapshot)
    .bind(at)
    .bind(id)
    .bind(limit)
    .fetch_all(conn)
    .await?)
}

/// One post's row.
///
/// # Errors
/// When the database fails.
pub async fn post(conn: &mut Conn, id: &str) -> Result<Option<FeedRow>> {
    Ok(sqlx::query_as("SELECT id, published_at, likes, saves FROM post WHERE id = $1")
        .bind(id)
        .fetch_optional(conn)
        .await?)
}
