//! What can go wrong on the way to the database.

use std::io::ErrorKind;

/// What can go wrong on the way to the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("migration: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A stored document can't be read.
    #[error("stored document: {0}")]
    Doc(#[from] serde_json::Error),
    /// The engine is older than what keeps data safe.
    #[error("SQLite {0} has a WAL-reset bug that can lose data; 3.51.3 or newer is needed")]
    TooOld(String),
    /// The address of the database is of no known kind; its beginning.
    #[error(
        "DATABASE_URL begins with {0:?}; write postgres://user:password@host/database, or nothing for SQLite in the data folder"
    )]
    Url(String),
}

impl StoreError {
    /// Whether it may be over in a moment: somebody else writes, the disk is full or fails, the server
    /// stops or starts, or every connection is taken.
    #[must_use]
    pub fn passes(&self) -> bool {
        match self {
            Self::Sql(sqlx::Error::PoolTimedOut) => true,
            // A connection that broke; files have other kinds.
            Self::Sql(sqlx::Error::Io(error)) => matches!(
                error.kind(),
                ErrorKind::ConnectionRefused
                    | ErrorKind::ConnectionReset
                    | ErrorKind::ConnectionAborted
                    | ErrorKind::NotConnected
                    | ErrorKind::BrokenPipe
                    | ErrorKind::UnexpectedEof
                    | ErrorKind::TimedOut
            ),
            _ => self.code().is_some_and(|code| code_passes(&code)),
        }
    }

    /// Whether others came in between and the same work, done again from its beginning, may go well.
    #[must_use]
    pub fn again(&self) -> bool {
        // Serialization failure and deadlock; SQLite has no such codes.
        matches!(self.code().as_deref(), Some("40001" | "40P01"))
    }

    /// Whether a text holds a character that PostgreSQL can't keep.
    #[must_use]
    pub fn is_unkeepable(&self) -> bool {
        self.code().as_deref() == Some("22021")
    }

    fn code(&self) -> Option<String> {
        match self {
            Self::Sql(sqlx::Error::Database(error)) => error.code().map(|code| code.into_owned()),
            _ => None,
        }
    }
}

/// A SQLSTATE has five characters; the numbers of SQLite are shorter.
fn code_passes(code: &str) -> bool {
    if code.len() == 5 {
        // Connection lost; too many of them, disk or memory full; a lock that isn't had; the server stops,
        // or has just started; its disk fails; it only reads, because another took over.
        return code_begins(code, &["08", "53", "57P", "58"])
            || matches!(code, "55P03" | "25006" | "25P03" | "40001" | "40P01");
    }
    // SQLITE_BUSY, LOCKED, IOERR, FULL: the lowest byte of SQLite's extended codes.
    code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 13))
}

fn code_begins(code: &str, classes: &[&str]) -> bool {
    classes.iter().any(|class| code.starts_with(class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_in_a_moment_is_told_from_what_is_wrong() {
        for code in ["5", "6", "13", "522", "53300", "57P01", "57P03", "08006", "55P03", "40001", "40P01"] {
            assert!(code_passes(code), "{code}");
        }
        // A doubled key, of both kinds; text that is none; a column that isn't there.
        for code in ["1555", "2067", "23505", "22021", "42703", "25P02"] {
            assert!(!code_passes(code), "{code}");
        }
    }

    #[test]
    fn a_broken_connection_passes_and_a_file_that_is_not_there_does_not() {
        let io = |kind: ErrorKind| StoreError::Sql(sqlx::Error::Io(kind.into()));
        assert!(io(ErrorKind::ConnectionReset).passes() && !io(ErrorKind::NotFound).passes());
        assert!(!io(ErrorKind::ConnectionReset).again());
    }
}
