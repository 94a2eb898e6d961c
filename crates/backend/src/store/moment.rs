//! Whether anything was written since a moment, told without asking the database.

use super::{Database, FILE};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// A moment between writes. While another one is equal to it, what was read after it is still true: of this process's
/// writes always, of other processes' on SQLite as exactly as the file system tells the time of a write. On PostgreSQL
/// others are heard of where they announce something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    writes: u64,
    wal: Option<(u64, SystemTime)>,
}

/// Counts writes.
#[derive(Clone, Debug)]
pub(super) struct Writes {
    count: Arc<AtomicU64>,
    wal: Option<PathBuf>,
}

impl Writes {
    /// Of a database.
    pub(super) fn of(database: &Database) -> Self {
        let wal = match database {
            Database::Sqlite(folder) => Some(folder.join(format!("{FILE}-wal"))),
            Database::Postgres(_) => None,
        };
        Self { count: Arc::default(), wal }
    }

    /// Something may have been written.
    pub(super) fn note(&self) {
        self.count.fetch_add(1, Ordering::AcqRel);
    }

    /// Now.
    pub(super) fn moment(&self) -> Moment {
        let wal = self.wal.as_ref().and_then(|path| std::fs::metadata(path).ok());
        Moment {
            writes: self.count.load(Ordering::Acquire),
            wal: wal.and_then(|wal| Some((wal.len(), wal.modified().ok()?))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_of_this_process_or_of_another_ends_a_moment() {
        let folder = tempfile::tempdir().unwrap();
        let writes = Writes::of(&Database::Sqlite(folder.path().to_owned()));
        let before = writes.moment();
        assert_eq!(writes.moment(), before);
        writes.clone().note();
        let own = writes.moment();
        assert_ne!(own, before);
        std::fs::write(folder.path().join("vitrine.sqlite-wal"), "another program's").unwrap();
        assert_ne!(writes.moment(), own);
    }
}
