use serde::{Deserialize, Serialize};
use std::fmt;

/// A moment in UTC as RFC 3339 with milliseconds: `2026-11-23T09:18:29.000Z`.
///
/// Always 24 characters, so the order of the text is the order of time, and the
/// browser can hand it to `Date` as it is. The backend does arithmetic with a date
/// library; the browser with `Date`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-11-23T09:18:29.000Z"))]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(String);

/// A calendar day without a zone: `2026-11-26`. Text order is day order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-11-26"))]
#[serde(try_from = "String", into = "String")]
pub struct Day(String);

/// The text has not the expected shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadTime;

impl fmt::Display for BadTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected UTC time such as 2026-11-23T09:18:29.000Z, or a day such as 2026-11-26")
    }
}

impl std::error::Error for BadTime {}

/// Whether `text` follows `shape`, where `0` stands for any digit.
fn follows(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(t, s)| if s == b'0' { t.is_ascii_digit() } else { t == s })
}

macro_rules! text_time {
    ($name:ident, $shape:literal) => {
        impl $name {
            /// The text as it travels.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadTime;
            fn try_from(text: String) -> Result<Self, BadTime> {
                if follows(&text, $shape) { Ok(Self(text)) } else { Err(BadTime) }
            }
        }

        impl From<$name> for String {
            fn from(time: $name) -> Self {
                time.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_time!(Timestamp, "0000-00-00T00:00:00.000Z");
text_time!(Day, "0000-00-00");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_canonical_text_is_taken() {
        assert!(Timestamp::try_from("2026-11-23T09:18:29.000Z".to_owned()).is_ok());
        for bad in ["2026-11-23T09:18:29Z", "2026-11-23 09:18:29.000Z", "2026-11-23T09:18:29.000+01:00", ""] {
            assert_eq!(Timestamp::try_from(bad.to_owned()), Err(BadTime), "{bad}");
        }
        assert!(Day::try_from("2026-11-26".to_owned()).is_ok());
        assert_eq!(Day::try_from("26.11.2026".to_owned()), Err(BadTime));
    }
}
