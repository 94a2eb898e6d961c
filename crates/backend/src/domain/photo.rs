//! What a picture is, by its first bytes: names and headers are only what somebody says.

/// A picture of a kind the shop takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
    /// AVIF.
    Avif,
}

impl Kind {
    /// Its media type.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Avif => "image/avif",
        }
    }

    /// The kind of a media type.
    #[must_use]
    pub fn named(mime: &str) -> Option<Self> {
        [Self::Jpeg, Self::Png, Self::Webp, Self::Avif].into_iter().find(|kind| kind.mime() == mime)
    }
}

/// The kind of a file by its signature: JPEG's SOI marker, PNG's eight bytes, a RIFF container with
/// `WEBP`, an ISO file whose major brand is `avif` or `avis`.
#[must_use]
pub fn kind(bytes: &[u8]) -> Option<Kind> {
    let at = |from: usize, text: &[u8]| bytes.get(from..from + text.len()) == Some(text);
    if at(0, &[0xff, 0xd8, 0xff]) {
        Some(Kind::Jpeg)
    } else if at(0, b"\x89PNG\r\n\x1a\n") {
        Some(Kind::Png)
    } else if at(0, b"RIFF") && at(8, b"WEBP") {
        Some(Kind::Webp)
    } else if at(4, b"ftyp") && (at(8, b"avif") || at(8, b"avis")) {
        Some(Kind::Avif)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_decide() {
        assert_eq!(kind(b"\xff\xd8\xff\xe0rest"), Some(Kind::Jpeg));
        assert_eq!(kind(b"\x89PNG\r\n\x1a\nrest"), Some(Kind::Png));
        assert_eq!(kind(b"RIFF\x10\0\0\0WEBPVP8 "), Some(Kind::Webp));
        assert_eq!(kind(b"\0\0\0\x20ftypavif\0\0\0\0"), Some(Kind::Avif));
        for other in [&b""[..], b"RIFF", b"GIF89a", b"<svg xmlns=", b"RIFF\x10\0\0\0WAVE", b"\0\0\0\x20ftypisom"] {
            assert_eq!(kind(other), None);
        }
    }

    #[test]
    fn media_types_go_both_ways() {
        for each in [Kind::Jpeg, Kind::Png, Kind::Webp, Kind::Avif] {
            assert_eq!(Kind::named(each.mime()), Some(each));
        }
        assert_eq!(Kind::named("image/svg+xml"), None);
    }
}
