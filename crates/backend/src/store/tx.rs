//! A write in progress.

use super::moment::Writes;
use super::writer::Turn;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Transaction};
use std::fmt;
use std::ops::{Deref, DerefMut};

/// A write in progress; nothing of it is done unless [`Tx::commit`] says so.
pub struct Tx {
    inner: Inner,
    ended: Ended,
}

pub(super) enum Inner {
    /// PostgreSQL's, and whatever only reads.
    Own(Transaction<'static, Any>),
    /// Among SQLite's writes.
    Turn(Turn),
    /// PostgreSQL's, where each statement lasts by itself.
    Single(PoolConnection<Any>),
}

/// Tells when a write has ended, however it did: also one whose answer got lost may have been committed.
struct Ended(Option<Writes>);

impl Drop for Ended {
    fn drop(&mut self) {
        if let Some(writes) = &self.0 {
            writes.note();
        }
    }
}

impl Tx {
    /// A write, of which `writes` is told when it ends.
    pub(super) fn new(inner: Inner, writes: Option<Writes>) -> Self {
        Self { inner, ended: Ended(writes) }
    }

    /// Makes it last.
    ///
    /// # Errors
    /// When the database fails, or others came in between; then nothing was done.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        let Self { inner, ended } = self;
        let outcome = match inner {
            Inner::Own(own) => own.commit().await,
            Inner::Turn(turn) => turn.commit().await,
            Inner::Single(_) => Ok(()),
        };
        drop(ended);
        outcome
    }

    /// Takes it back; what lasts by itself lasts.
    ///
    /// # Errors
    /// When the database fails; then it is taken back all the same.
    pub async fn rollback(self) -> Result<(), sqlx::Error> {
        match self.inner {
            Inner::Own(own) => own.rollback().await,
            Inner::Turn(turn) => {
                turn.rollback().await;
                Ok(())
            }
            Inner::Single(_) => Ok(()),
        }
    }
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tx").finish_non_exhaustive()
    }
}

impl Deref for Tx {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        match &self.inner {
            Inner::Own(own) => own,
            Inner::Turn(turn) => turn,
            Inner::Single(conn) => conn,
        }
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        match &mut self.inner {
            Inner::Own(own) => own,
            Inner::Turn(turn) => turn,
            Inner::Single(conn) => conn,
        }
    }
}
