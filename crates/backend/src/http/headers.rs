//! Security headers for every answer.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// The policies that depend on the built application.
#[derive(Clone, Debug)]
pub struct Policies {
    html: HeaderValue,
    secure: bool,
}

impl Policies {
    /// Policies for an application whose inline scripts and styles have these hashes (`'sha256-…'`).
    #[must_use]
    pub fn new(scripts: &[String], styles: &[String], secure: bool) -> Self {
        let (scripts, styles) = (scripts.join(" "), styles.join(" "));
        let html = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {scripts}; style-src 'self' {styles}; \
             img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; \
             manifest-src 'self'; worker-src 'self'; frame-src 'none'; frame-ancestors 'none'; base-uri 'none'; \
             object-src 'none'; form-action 'self'; require-trusted-types-for 'script'"
        );
        Self { html: HeaderValue::from_str(&html).unwrap_or(HeaderValue::from_static("default-src 'none'")), secure }
    }
}

/// Adds what each kind of answer needs.
pub async fn add(State(policies): State<Arc<Policies>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let is_html =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let sandbox = path.starts_with("/sandbox/");
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Order pages carry a capability in their fragment at times; nothing of them is passed on.
    let private = path.starts_with("/orders") || sandbox;
    set(header::REFERRER_POLICY, if private { "no-referrer" } else { "strict-origin-when-cross-origin" });
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), autoplay=(self), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), \
         usb=(), clipboard-write=(self)",
    );
    if policies.secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    if path.starts_with("/api/") || path.starts_with("/merchant/") {
        set(header::CACHE_CONTROL, "no-store");
    }
    if is_html && !sandbox {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policies.html.clone());
    } else if path == "/sw.js" {
        // A worker lives under the policy of its script: in a sandbox it would have no origin.
        headers
            .entry(header::CONTENT_SECURITY_POLICY)
            .or_insert(HeaderValue::from_static("default-src 'none'; connect-src 'self'"));
    } else {
        headers
            .entry(header::CONTENT_SECURITY_POLICY)
            .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox"));
    }
    response
}
