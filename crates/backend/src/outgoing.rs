//! The shop's way out to other servers: HTTPS with Mozilla's root certificates compiled in, so that
//! it works on a machine that has none, and a root added to the machine can't read what is sent.

use std::sync::Arc;

/// Makes `ring` the cryptography of this process, for clients that are built without [`builder`].
/// Without a choice reqwest panics at the first client.
pub fn install() {
    // Refused when there is a choice already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// A client to configure further. No proxy is taken from the environment and no redirect is
/// followed: an API has one address.
///
/// # Errors
/// When the cryptography can speak no version of TLS, which no build of this program does.
pub fn builder() -> Result<reqwest::ClientBuilder, rustls::Error> {
    let roots: rustls::RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    let config = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(reqwest::Client::builder()
        .tls_backend_preconfigured(config)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("vitrine/", env!("CARGO_PKG_VERSION"))))
}
