//! Reads the folder, checks it, stores it in one transaction.

use super::catalogue::{ClipFile, CreatorFile, MarketFile, MerchantFile, PostFile, ReviewFile, WarehouseFile};
use super::check_promotions::{Names, faults};
use super::promotion::PromotionFile;
use crate::store::catalogue::{self as rows, Documents};
use crate::store::{Store, StoreError, Tx, codes};
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// Why a catalogue can't be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file is missing or unreadable.
    #[error("{path}: {source}")]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file isn't what it should be.
    #[error("{path}: {source}")]
    Parse {
        /// Which file.
        path: PathBuf,
        /// Where and what.
        source: serde_json::Error,
    },
    /// The files don't fit together.
    #[error("the catalogue has faults:\n  {}", .0.join("\n  "))]
    Faults(Vec<String>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A catalogue folder in memory.
pub(super) struct Folder {
    pub(super) markets: Vec<MarketFile>,
    pub(super) warehouses: Vec<WarehouseFile>,
    pub(super) creators: Vec<CreatorFile>,
    pub(super) clips: Vec<ClipFile>,
    pub(super) posts: Vec<PostFile>,
    pub(super) merchants: Vec<MerchantFile>,
    pub(super) reviews: Vec<ReviewFile>,
    pub(super) promotions: Vec<PromotionFile>,
}

/// Loads `demo/catalogue` when the database holds no products. Returns how many were stored.
///
/// # Errors
/// When a file is missing, unreadable or wrong; then nothing is stored.
pub async fn load_if_empty(store: &Store, demo: &Path) -> Result<usize, LoadError> {
    // Of several processes that begin at once, one loads it.
    let mut tx = store.begin_alone().await?;
    if rows::has_products(&mut tx).await? {
        return Ok(0);
    }
    let mut folder = read(&demo.join("catalogue"))?;
    let faults = super::check::faults(&folder);
    if !faults.is_empty() {
        return Err(LoadError::Faults(faults));
    }
    give_reviews(&mut folder);
    let stored = store_all(&mut tx, &folder).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(stored)
}

/// Adds the codes of `demo/catalogue/promotions.json` that a shop has never had. One that is there is never changed, and
/// one that an operator has ended never comes back. What is wrong is told and left out: a shop that has served goes on
/// serving. Returns how many were added.
///
/// # Errors
/// When the database fails.
pub async fn load_new_codes(store: &Store, demo: &Path, shop: &Documents) -> Result<usize, LoadError> {
    let path = demo.join("catalogue").join("promotions.json");
    let wanted: Vec<PromotionFile> = match path.exists().then(|| parse(&path)).transpose() {
        Ok(wanted) => wanted.unwrap_or_default(),
        Err(error) => {
            tracing::error!(%error, "no codes are added");
            return Ok(0);
        }
    };
    let known = codes::names(&mut *store.snapshot().await?).await?;
    let (names, mut new) = (Names::of(shop), Vec::new());
    for promotion in wanted.iter().filter(|promotion| !known.contains(&promotion.code)) {
        let faults = faults(promotion, &names);
        if faults.is_empty() {
            new.push(promotion);
        }
        for fault in faults {
            tracing::error!(code = promotion.code, %fault, "a code of the catalogue is not added");
        }
    }
    if new.is_empty() {
        return Ok(0);
    }
    let mut tx = store.begin_keyed().await?;
    let mut added = 0;
    for promotion in new {
        added += usize::from(codes::add(&mut tx, promotion).await?);
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(added)
}

fn read(catalogue: &Path) -> Result<Folder, LoadError> {
    let merchants = catalogue.join("merchants");
    let listing =
        std::fs::read_dir(&merchants).map_err(|source| LoadError::Read { path: merchants.clone(), source })?;
    let mut paths: Vec<PathBuf> = listing
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    paths.sort();
    let (reviews, promotions) = (catalogue.join("reviews.json"), catalogue.join("promotions.json"));
    Ok(Folder {
        // A shop that is new has none.
        reviews: if reviews.exists() { parse(&reviews)? } else { Vec::new() },
        promotions: if promotions.exists() { parse(&promotions)? } else { Vec::new() },
        markets: parse(&catalogue.join("markets.json"))?,
        warehouses: parse(&catalogue.join("warehouses.json"))?,
        creators: parse(&catalogue.join("creators.json"))?,
        clips: parse(&catalogue.join("clips.json"))?,
        posts: parse(&catalogue.join("posts.json"))?,
        merchants: paths.iter().map(|path| parse(path)).collect::<Result<_, _>>()?,
    })
}

/// Puts each review to its product, the newest first.
fn give_reviews(folder: &mut Folder) {
    let mut reviews = std::mem::take(&mut folder.reviews);
    reviews.sort_by(|a, b| b.at.cmp(&a.at));
    for product in folder.merchants.iter_mut().flat_map(|merchant| &mut merchant.products) {
        product.reviews = reviews.iter().filter(|review| review.product == product.id).cloned().collect();
    }
}

fn parse<T: DeserializeOwned>(path: &Path) -> Result<T, LoadError> {
    let text = std::fs::read_to_string(path).map_err(|source| LoadError::Read { path: path.to_owned(), source })?;
    serde_json::from_str(&text).map_err(|source| LoadError::Parse { path: path.to_owned(), source })
}

async fn store_all(tx: &mut Tx, folder: &Folder) -> Result<usize, StoreError> {
    for (position, market) in folder.markets.iter().enumerate() {
        rows::put_market(tx, position, market).await?;
    }
    for warehouse in &folder.warehouses {
        rows::put_doc(tx, rows::Table::Warehouse, &warehouse.id, warehouse).await?;
    }
    for creator in &folder.creators {
        rows::put_doc(tx, rows::Table::Creator, &creator.id, creator).await?;
    }
    for clip in &folder.clips {
        rows::put_doc(tx, rows::Table::Clip, &clip.id, clip).await?;
    }
    let mut products = 0;
    for merchant in &folder.merchants {
        rows::put_merchant(tx, merchant).await?;
        products += merchant.products.len();
    }
    for post in &folder.posts {
        rows::put_post(tx, post).await?;
    }
    for promotion in &folder.promotions {
        codes::add(tx, promotion).await?;
    }
    Ok(products)
}
