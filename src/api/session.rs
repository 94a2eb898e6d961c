use super::{Api, ApiError, Call};
use serde::de::IgnoredAny;

impl Api {
    /// Forgets this browser at the server: its cookie is worth nothing from then on.
    ///
    /// # Errors
    /// When the server wasn't reached.
    pub async fn end_session(self) -> Result<(), ApiError> {
        self.call::<IgnoredAny>(Call::delete("/session".to_owned()).repeatable()).await.map(drop)
    }
}
