use std::fmt::Write;

/// A random UUID (version 4).
#[must_use]
pub fn uuid() -> String {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let mut bytes = [0_u8; 16];
    let filled = crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        for byte in &mut bytes {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    from_bytes(bytes)
}

// `crypto.randomUUID` is missing on plain http other than loopback; random bytes never are.
fn from_bytes(mut bytes: [u8; 16]) -> String {
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
