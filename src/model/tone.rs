//! The mood of a message: it picks the status colour and the icon.

/// How a status or a notice is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// For information.
    #[default]
    Info,
    /// It went well.
    Ok,
    /// It needs attention.
    Warn,
    /// It went wrong.
    Bad,
}

impl Tone {
    /// The word in `data-tone`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}
