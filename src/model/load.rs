//! What a screen knows of something it asked for.

/// Why something could not be had, as far as a person can act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// This device has no connection.
    Offline,
    /// The answer took too long.
    Timeout,
    /// It does not exist, or it is not this shopper's.
    NotFound,
    /// Too many requests; waiting helps.
    Busy,
    /// Our fault.
    Broken,
}

impl Fault {
    /// Whether trying again may help.
    #[must_use]
    pub fn is_retryable(self) -> bool {
        self != Self::NotFound
    }
}

/// Something on its way, here, or not to be had.
#[derive(Clone, Debug, PartialEq)]
pub enum Load<T> {
    /// On its way.
    Loading,
    /// Here.
    Ready(T),
    /// Not to be had.
    Failed(Fault),
}

impl<T> Load<T> {
    /// The value, where it is here.
    pub fn ready(self) -> Option<T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Loading | Self::Failed(_) => None,
        }
    }
}
