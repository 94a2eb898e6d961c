use std::fmt::Write;

/// A UUID of version 4 from random bytes.
#[must_use]
pub fn from_bytes(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    bytes.iter().enumerate().fold(String::with_capacity(36), |mut text, (at, byte)| {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::from_bytes;

    #[test]
    fn a_uuid_has_version_and_variant() {
        assert_eq!(from_bytes([0; 16]), "00000000-0000-4000-8000-000000000000");
        assert_eq!(from_bytes([255; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }
}
