//! Pictures that show why goods go back: files with random names in a folder of their own.

use super::{Refusal, Result, Shop};
use crate::domain::photo::{self, Kind};
use crate::secret::random;
use crate::store::returns::{self, PhotoRow};
use crate::store::{StoreError, orders};
use std::path::PathBuf;
use vitrine_api::ProblemCode;

/// No picture is larger, in bytes.
pub const LARGEST_PHOTO: usize = 5 * 1024 * 1024;
/// Pictures of one order whose wish wasn't sent yet, at most: enough to choose among, too few to fill a disk.
const MOST_LOOSE: i64 = 8;
/// How long a picture waits for its wish, in microseconds: a day.
const KEPT: i64 = 24 * 3_600 * 1_000_000;

impl Shop {
    /// Keeps a picture of an order's goods; gives its id.
    ///
    /// # Errors
    /// 404 for another's order, 413 when it is too large, 415 when its first bytes aren't those of a JPEG,
    /// PNG, WebP or AVIF, 409 when too many wait for their wish.
    pub async fn take_photo(&self, session: &str, order: &str, bytes: &[u8]) -> Result<String> {
        self.own_order(&mut *self.reader().await?, session, order).await?;
        if bytes.len() > LARGEST_PHOTO {
            return Err(Refusal::new(ProblemCode::TooLarge, "A picture has at most 5 MB."));
        }
        let Some(kind) = photo::kind(bytes) else {
            let detail = "Send a picture as JPEG, PNG, WebP or AVIF.";
            return Err(Refusal::new(ProblemCode::UnsupportedMediaType, detail));
        };
        let id = hex::encode(random::<16>());
        let file = self.photo_file(&id);
        tokio::fs::create_dir_all(&self.photos).await.map_err(file_failed)?;
        tokio::fs::write(&file, bytes).await.map_err(file_failed)?;
        let row = PhotoRow {
            id: id.clone(),
            order_id: order.to_owned(),
            session_id: session.to_owned(),
            mime: kind.mime().to_owned(),
            return_id: None,
        };
        match self.note_photo(&row).await {
            Ok(()) => Ok(id),
            Err(refusal) => {
                // Without its row nobody would ever find it.
                let _ = tokio::fs::remove_file(&file).await;
                Err(refusal)
            }
        }
    }

    async fn note_photo(&self, row: &PhotoRow) -> Result<()> {
        let mut tx = self.store.begin().await?;
        if returns::loose_photos(&mut tx, &row.order_id).await? >= MOST_LOOSE {
            let detail = "Send your wish first, or remove a picture: too many wait for it.";
            return Err(Refusal::new(ProblemCode::InvalidState, detail));
        }
        returns::insert_photo(&mut tx, row, self.now()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A picture's bytes and kind, for the browser that took it and the one that bought.
    ///
    /// # Errors
    /// 404 for everybody else.
    pub async fn photo(&self, session: &str, order: &str, id: &str) -> Result<(Vec<u8>, Kind)> {
        let row = self.seen_photo(session, order, id).await?;
        let kind = Kind::named(&row.mime).ok_or_else(Refusal::not_found)?;
        let bytes = tokio::fs::read(self.photo_file(&row.id)).await.map_err(|_| Refusal::not_found())?;
        Ok((bytes, kind))
    }

    /// Takes a picture back, while its wish isn't sent.
    ///
    /// # Errors
    /// 404 for another's picture, 409 once it belongs to a return.
    pub async fn drop_photo(&self, session: &str, order: &str, id: &str) -> Result<()> {
        let row = self.seen_photo(session, order, id).await?;
        if self.forget_photo(&row.id).await? {
            return Ok(());
        }
        // It is gone by now, or belongs to a return.
        self.seen_photo(session, order, id).await?;
        Err(Refusal::new(ProblemCode::InvalidState, "The seller has this picture already."))
    }

    /// Forgets pictures whose wish was never sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_loose_photos(&self) -> Result<()> {
        let old = returns::forgotten_photos(&mut *self.reader().await?, self.now() - KEPT).await?;
        for id in &old {
            self.forget_photo(id).await?;
        }
        Ok(())
    }

    async fn seen_photo(&self, session: &str, order: &str, id: &str) -> Result<PhotoRow> {
        let mut conn = self.reader().await?;
        let order = orders::find(&mut conn, order).await?.ok_or_else(Refusal::not_found)?;
        let row = returns::photo(&mut conn, id).await?.filter(|row| row.order_id == order.id);
        let row = row.filter(|row| row.session_id == session || order.session_id == session);
        row.ok_or_else(Refusal::not_found)
    }

    /// The row first: a file without one is only dust, a row without a file would be a broken picture. One that
    /// belongs to a return by now stays, with its file; says whether it went.
    async fn forget_photo(&self, id: &str) -> Result<bool> {
        let mut tx = self.store.begin().await?;
        let gone = returns::delete_photo(&mut tx, id).await?;
        tx.commit().await?;
        if gone {
            let _ = tokio::fs::remove_file(self.photo_file(id)).await;
        }
        Ok(gone)
    }

    /// Ids are hexadecimal and come from rows, so that no path leads elsewhere.
    fn photo_file(&self, id: &str) -> PathBuf {
        self.photos.join(id)
    }
}

fn file_failed(error: std::io::Error) -> Refusal {
    tracing::error!(%error, "a picture can't be kept");
    Refusal::Store(StoreError::Sql(sqlx::Error::Io(error)))
}
