use crate::model::uuid;

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
    // `crypto.randomUUID` is missing on plain http other than loopback; random bytes never are.
    uuid::from_bytes(bytes)
}
