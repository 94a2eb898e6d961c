//! Errors as sentences for the person at the terminal.

use std::fmt::{self, Display};

/// What went wrong and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub struct Error(String);

/// Result of a task.
pub type Result<T = ()> = std::result::Result<T, Error>;

impl Error {
    /// An error that says this.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

/// Says what was being done when a lower error came up.
pub trait Context<T> {
    /// Puts `what` before the error's own words.
    fn context(self, what: impl FnOnce() -> String) -> Result<T>;
}

impl<T, E: Display> Context<T> for std::result::Result<T, E> {
    fn context(self, what: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|error| Error(format!("{}: {error}.", what())))
    }
}
