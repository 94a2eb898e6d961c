//! Random tokens, their hashes, and keys derived from one secret in the data folder.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::path::Path;
use subtle::ConstantTimeEq;

/// The secret everything else is derived from; made once a data folder.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// Reads the secret of a data folder, or makes it; of several processes that begin at once on one folder,
    /// one makes it for all.
    ///
    /// # Errors
    /// When the file can't be read or written, or has another length.
    pub fn load(data: &Path) -> std::io::Result<Self> {
        let path = data.join("secret.key");
        match std::fs::read(&path) {
            Ok(bytes) => bytes.try_into().map(Self).map_err(|_| {
                std::io::Error::other(format!("{} must hold 32 bytes; move it away to make a new one", path.display()))
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                // Written whole under another name first: nobody reads half of it.
                let own = data.join(format!("secret.key.{}", hex::encode(random::<8>())));
                let made = write_private(&own, &random::<32>()).and_then(|()| std::fs::hard_link(&own, &path));
                let _ = std::fs::remove_file(&own);
                match made {
                    Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
                    _ => std::fs::read(&path)?.try_into().map(Self).map_err(|_| {
                        std::io::Error::other(format!("{} was changed while it was made", path.display()))
                    }),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// A secret for tests.
    #[must_use]
    pub fn random() -> Self {
        Self(random())
    }

    /// A key for one purpose.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        hmac_sha256(&self.0, purpose.as_bytes())
    }
}

#[cfg(unix)]
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?.write_all(bytes)
}

#[cfg(not(unix))]
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::write(path, bytes)
}

/// Bytes from the operating system's generator.
///
/// # Panics
/// When the operating system has no randomness, without which nothing here is safe.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A random token of `N` bytes as URL-safe text.
#[must_use]
pub fn token<const N: usize>() -> String {
    URL_SAFE_NO_PAD.encode(random::<N>())
}

/// The first 16 bytes of a derived key as URL-safe text: a 128-bit capability that can be
/// made again but not guessed.
#[must_use]
pub fn capability(key: &[u8; 32], subject: &str) -> String {
    let mac = hmac_sha256(key, subject.as_bytes());
    URL_SAFE_NO_PAD.encode(&mac[..16])
}

/// How tokens are stored.
#[must_use]
pub fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// HMAC-SHA-256.
///
/// # Panics
/// Never: HMAC takes keys of any length.
#[must_use]
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes any key");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// Compares without telling by time where texts differ.
#[must_use]
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}
