//! Signatures of webhooks, as Stripe writes them: `t=<seconds>,v1=<hex HMAC-SHA-256>` over
//! `<seconds>.<raw body>`.

use crate::secret::{hmac_sha256, same};

/// The header that carries the signature.
pub const HEADER: &str = "vitrine-signature";

/// A signature older or newer than this many seconds is refused, so that a caught webhook can't be
/// sent again later.
pub const TOLERANCE_SECONDS: i64 = 300;

/// Signs a body.
#[must_use]
pub fn sign(key: &[u8], body: &[u8], now: i64) -> String {
    format!("t={now},v1={}", hex::encode(mac(key, body, now)))
}

/// Whether a signature is right and recent.
#[must_use]
pub fn verify(key: &[u8], signature: &str, body: &[u8], now: i64) -> bool {
    let mut at = None;
    let mut given = Vec::new();
    for part in signature.split(',') {
        match part.trim().split_once('=') {
            Some(("t", text)) => at = text.parse::<i64>().ok(),
            Some(("v1", text)) => given.extend(hex::decode(text).ok()),
            _ => {}
        }
    }
    let Some(at) = at else { return false };
    if now.abs_diff(at) > TOLERANCE_SECONDS.unsigned_abs() {
        return false;
    }
    let right = mac(key, body, at);
    given.iter().any(|g| same(g, &right))
}

fn mac(key: &[u8], body: &[u8], at: i64) -> [u8; 32] {
    let mut message = at.to_string().into_bytes();
    message.push(b'.');
    message.extend_from_slice(body);
    hmac_sha256(key, &message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_recent_signature_is_taken() {
        let signature = sign(b"key", b"{}", 1_000);
        assert!(verify(b"key", &signature, b"{}", 1_000));
        assert!(verify(b"key", &signature, b"{}", 1_300));
        assert!(!verify(b"key", &signature, b"{}", 1_301));
        assert!(!verify(b"key", &signature, b"{}", 699));
        assert!(!verify(b"key", &signature, b"{} ", 1_000));
        assert!(!verify(b"other", &signature, b"{}", 1_000));
        for bad in ["", "t=1000", "v1=00", "t=x,v1=00", "t=9223372036854775807,v1=00"] {
            assert!(!verify(b"key", bad, b"{}", 1_000), "{bad}");
        }
    }
}
