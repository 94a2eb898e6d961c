//! Signatures of merchants' calls: HMAC-SHA-256 over method, path with query, time, nonce and the
//! raw body, with the secret of the merchant's key.

use crate::secret::{Secret, hmac_sha256, same};

/// The header with the key's id.
pub const KEY: &str = "vitrine-key";
/// The header with the time in seconds since 1970.
pub const TIMESTAMP: &str = "vitrine-timestamp";
/// The header with what is used once.
pub const NONCE: &str = "vitrine-nonce";
/// The header with the signature in hex.
pub const SIGNATURE: &str = "vitrine-signature";

/// A call older or newer than this many seconds is refused.
pub const WINDOW_SECONDS: i64 = 300;

/// What of a call is signed.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The method in capitals.
    pub method: &'a str,
    /// Path and query as they are sent.
    pub target: &'a str,
    /// Seconds since 1970.
    pub timestamp: i64,
    /// Used once.
    pub nonce: &'a str,
    /// The raw body; empty where there is none.
    pub body: &'a [u8],
}

/// The secret of a key: made from the data folder's secret, so that the database holds none.
#[must_use]
pub fn secret_of(secret: &Secret, key: &str) -> String {
    format!("ms_{}", hex::encode(hmac_sha256(&secret.derive("merchant keys"), key.as_bytes())))
}

/// Signs a call.
#[must_use]
pub fn sign(secret: &str, call: &Call<'_>) -> String {
    hex::encode(mac(secret, call))
}

/// Whether a signature is right and its time is within the window. `now` in seconds.
#[must_use]
pub fn verify(secret: &str, call: &Call<'_>, signature: &str, now: i64) -> bool {
    let right = mac(secret, call);
    let genuine = hex::decode(signature).is_ok_and(|given| same(&given, &right));
    genuine && now.abs_diff(call.timestamp) <= WINDOW_SECONDS.unsigned_abs()
}

/// Each part but the body is on a line of its own; none of them can hold a line's end.
fn mac(secret: &str, call: &Call<'_>) -> [u8; 32] {
    let Call { method, target, timestamp, nonce, body } = call;
    let mut message = format!("v1\n{method}\n{target}\n{timestamp}\n{nonce}\n").into_bytes();
    message.extend_from_slice(body);
    hmac_sha256(secret.as_bytes(), &message)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: Call<'_> = Call { method: "POST", target: "/merchant/v1/x", timestamp: 1_000, nonce: "n", body: b"{}" };

    #[test]
    fn only_the_right_recent_signature_is_taken() {
        let signature = sign("s", &CALL);
        assert!(verify("s", &CALL, &signature, 1_300) && verify("s", &CALL, &signature, 700));
        assert!(!verify("s", &CALL, &signature, 1_301) && !verify("s", &CALL, &signature, 699));
        assert!(!verify("t", &CALL, &signature, 1_000));
        assert!(!verify("s", &CALL, "", 1_000) && !verify("s", &CALL, "zz", 1_000));
    }

    #[test]
    fn every_part_is_signed() {
        let signature = sign("s", &CALL);
        for other in [
            Call { method: "PUT", ..CALL },
            Call { target: "/merchant/v1/y", ..CALL },
            Call { timestamp: 1_001, ..CALL },
            Call { nonce: "m", ..CALL },
            Call { body: b"{} ", ..CALL },
        ] {
            assert!(!verify("s", &other, &signature, 1_000), "{other:?}");
        }
    }

    #[test]
    fn each_key_has_a_secret_of_its_own() {
        let secret = Secret::random();
        assert_eq!(secret_of(&secret, "a"), secret_of(&secret, "a"));
        assert_ne!(secret_of(&secret, "a"), secret_of(&secret, "b"));
    }
}
