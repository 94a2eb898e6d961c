//! Goods that go back, and the pictures that show why.

use super::{Conn, Result, from_word, new_id, word};
use serde::{Deserialize, Serialize};
use vitrine_api::{ReturnLine, ReturnReason, ReturnStatus};

/// What of a return lies in its document. Moments are microseconds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReturnDoc {
    /// Which pieces.
    pub lines: Vec<ReturnLine>,
    /// Why.
    pub reason: ReturnReason,
    /// Pictures that show why.
    #[serde(default)]
    pub photos: Vec<String>,
    /// When it is agreed, if nobody answers before.
    #[serde(default)]
    pub answer_at: i64,
    /// What is stuck on the parcel.
    #[serde(default)]
    pub label: Option<LabelDoc>,
    /// When it was handed over.
    #[serde(default)]
    pub sent_at: Option<i64>,
    /// When it came to the warehouse.
    #[serde(default)]
    pub received_at: Option<i64>,
    /// Pieces that are paid back.
    #[serde(default)]
    pub paid_back: Vec<ReturnLine>,
    /// The refund of them.
    #[serde(default)]
    pub refund: Option<String>,
    /// Parcels that were sent instead.
    #[serde(default)]
    pub parcels: Vec<String>,
    /// Which pieces came back on which shelf: (variant, warehouse, pieces).
    #[serde(default)]
    pub restocked: Vec<(String, String, i64)>,
    /// Which pieces left which shelf instead.
    #[serde(default)]
    pub given: Vec<(String, String, i64)>,
    /// The hash of who asked and by which key: asked again by the same, it is this wish.
    #[serde(default)]
    pub asked_by: Option<String>,
}

impl ReturnDoc {
    /// A wish of which nothing has happened yet.
    #[must_use]
    pub fn new(lines: Vec<ReturnLine>, reason: ReturnReason, photos: Vec<String>, answer_at: i64) -> Self {
        Self {
            lines,
            reason,
            photos,
            answer_at,
            label: None,
            sent_at: None,
            received_at: None,
            paid_back: Vec::new(),
            refund: None,
            parcels: Vec::new(),
            restocked: Vec::new(),
            given: Vec::new(),
            asked_by: None,
        }
    }
}

/// A label. Moments are microseconds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LabelDoc {
    /// The carrier's name.
    pub carrier: String,
    /// Its number.
    pub number: String,
    /// The parcel that goes back.
    pub shipment: String,
    /// When it was made.
    pub created_at: i64,
    /// The last moment to hand it over.
    pub drop_off_by: i64,
}

/// A return's row.
#[derive(Clone, Debug)]
pub struct ReturnRow {
    /// Its id.
    pub id: String,
    /// Its order.
    pub order_id: String,
    /// Where it stands.
    pub status: ReturnStatus,
    /// The rest.
    pub doc: ReturnDoc,
    /// When it was asked for, in microseconds.
    pub created_at: i64,
}

type Raw = (String, String, String, String, i64);

fn read(raw: Raw) -> Result<ReturnRow> {
    Ok(ReturnRow {
        id: raw.0,
        order_id: raw.1,
        status: from_word(&raw.2)?,
        doc: serde_json::from_str(&raw.3)?,
        created_at: raw.4,
    })
}

/// Stores a new return; gives its id.
///
/// # Errors
/// When the database fails.
pub async fn insert(conn: &mut Conn, order: &str, doc: &ReturnDoc, now: i64) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "INSERT INTO return_request (id, order_id, status, doc, created_at) VALUES ($1, $2, 'requested', $3, $4)",
    )
    .bind(&id)
    .bind(order)
    .bind(serde_json::to_string(doc)?)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(id)
}

/// Stores where a return stands and what is known of it.
///
/// # Errors
/// When the database fails.
pub async fn update(conn: &mut Conn, row: &ReturnRow) -> Result<()> {
    sqlx::query("UPDATE return_request SET status = $2, doc = $3 WHERE id = $1")
        .bind(&row.id)
        .bind(word(&row.status)?)
        .bind(serde_json::to_string(&row.doc)?)
        .execute(conn)
        .await?;
    Ok(())
}

/// A return.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<ReturnRow>> {
    let raw: Option<Raw> =
        sqlx::query_as("SELECT id, order_id, status, doc, created_at FROM return_request WHERE id = $1")
            .bind(id)
            .fetch_optional(conn)
            .await?;
    raw.map(read).transpose()
}

/// The returns of an order.
///
/// # Errors
/// When the database fails.
pub async fn of_order(conn: &mut Conn, order: &str) -> Result<Vec<ReturnRow>> {
    let rows: Vec<Raw> = sqlx::query_as(
        "SELECT id, order_id, status, doc, created_at FROM return_request WHERE order_id = $1 ORDER BY id",
    )
    .bind(order)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(read).collect()
}

/// Ids of returns the worker has something to do with: to be agreed, not handed over in time, back at
/// the warehouse, or there and not settled; so many at most. Those whose money a bank
/// holds may wait for ever, and must not stand in the way of the others.
///
/// # Errors
/// When the database fails.
pub async fn due(conn: &mut Conn, now: i64, most: i64) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT r.id FROM return_request r WHERE ((r.status = 'received'
                 AND NOT EXISTS (SELECT 1 FROM shop_order o JOIN dispute d ON d.checkout_id = o.checkout_id
                     WHERE o.id = r.order_id AND d.status <> 'won'))
             OR (r.status = 'requested' AND COALESCE(CAST(json_extract(r.doc, '$.answer_at') AS BIGINT), 0) <= $1)
             OR (r.status = 'approved' AND CAST(json_extract(r.doc, '$.label.drop_off_by') AS BIGINT) < $1)
             OR (r.status IN ('approved', 'sent') AND EXISTS (
                 SELECT 1 FROM shipment s WHERE s.return_id = r.id AND s.status IN ('delivered', 'returned'))))
         ORDER BY r.id LIMIT $2",
    )
    .bind(now)
    .bind(most)
    .fetch_all(conn)
    .await?)
}

/// A picture's row.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PhotoRow {
    /// Its id, also the name of its file.
    pub id: String,
    /// The order it is about.
    pub order_id: String,
    /// Who took it.
    pub session_id: String,
    /// Its media type.
    pub mime: String,
    /// The return it shows, once there is one.
    pub return_id: Option<String>,
}

/// Stores a picture of a wish that is being written.
///
/// # Errors
/// When the database fails.
pub async fn insert_photo(conn: &mut Conn, photo: &PhotoRow, now: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO return_photo (id, order_id, session_id, mime, return_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&photo.id)
    .bind(&photo.order_id)
    .bind(&photo.session_id)
    .bind(&photo.mime)
    .bind(&photo.return_id)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// A picture.
///
/// # Errors
/// When the database fails.
pub async fn photo(conn: &mut Conn, id: &str) -> Result<Option<PhotoRow>> {
    Ok(sqlx::query_as("SELECT id, order_id, session_id, mime, return_id FROM return_photo WHERE id = $1")
        .bind(id)
        .fetch_optional(conn)
        .await?)
}

/// How many pictures of an order belong to no return yet.
///
/// # Errors
/// When the database fails.
pub async fn loose_photos(conn: &mut Conn, order: &str) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT COUNT(*) FROM return_photo WHERE order_id = $1 AND return_id IS NULL")
        .bind(order)
        .fetch_one(conn)
        .await?)
}

/// Ties a picture to a return.
///
/// # Errors
/// When the database fails.
pub async fn tie_photo(conn: &mut Conn, id: &str, wish: &str) -> Result<()> {
    sqlx::query("UPDATE return_photo SET return_id = $2 WHERE id = $1").bind(id).bind(wish).execute(conn).await?;
    Ok(())
}

/// Forgets a picture that belongs to no return; its file is the caller's to delete. False when there is none such.
///
/// # Errors
/// When the database fails.
pub async fn delete_photo(conn: &mut Conn, id: &str) -> Result<bool> {
    let done =
        sqlx::query("DELETE FROM return_photo WHERE id = $1 AND return_id IS NULL").bind(id).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

/// Ids of pictures whose wish was never sent, taken before a moment in microseconds.
///
/// # Errors
/// When the database fails.
pub async fn forgotten_photos(conn: &mut Conn, before: i64) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("SELECT id FROM return_photo WHERE return_id IS NULL AND created_at < $1 LIMIT 50")
        .bind(before)
        .fetch_all(conn)
        .await?)
}
