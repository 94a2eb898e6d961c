//! Calls that leave this program: one way to build their client.

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use std::sync::Arc;

/// The beginning of every HTTP client: TLS 1.2 and 1.3 by rustls with ring, trusting the roots that
/// Mozilla ships (webpki-roots), so that neither OpenSSL nor the machine's own store is needed.
/// Proxies of the environment are not used: the shop's own address is called too. Redirects are not
/// followed: an API has one address, and a redirect would take its token somewhere else.
///
/// # Panics
/// Never: ring has the cipher suites of both versions.
pub fn client() -> ClientBuilder {
    let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring serves TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .redirect(Policy::none())
        .user_agent(concat!("vitrine/", env!("CARGO_PKG_VERSION")))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_client_can_be_built_without_the_machines_roots() {
        assert!(super::client().build().is_ok());
    }
}
