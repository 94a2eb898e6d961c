//! The built application: precompressed files, hashed ones for ever, the index never cached.

use super::error::AppError;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use vitrine_api::ProblemCode;

/// Takes the place of a worker, forgets what it kept, and goes.
const REMOVE_WORKER: &str = "self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('vitrine-')) await caches.delete(name);
  await self.registration.unregister();
  for (const page of await self.clients.matchAll({ type: 'window' })) page.navigate(page.url);
})()));
";

#[derive(Clone)]
struct Asset {
    mime: &'static str,
    etag: String,
    immutable: bool,
    plain: Bytes,
    br: Option<Bytes>,
    gz: Option<Bytes>,
}

/// The application's files in memory.
#[derive(Clone, Default)]
pub struct Spa {
    assets: Arc<HashMap<String, Asset>>,
}

/// Where index.html says that the first answer goes: behind what is seen first, so that browsers paint
/// that before they read the rest, and before the script that needs it.
const PLACE: &str = "<template id=\"first-answer-place\"";

/// The application's own addresses; everything else without a file is 404.
const ROUTES: [&str; 8] = ["/", "/following", "/p/", "/products/", "/bag", "/checkout/", "/orders", "/privacy"];

impl Spa {
    /// Reads a folder that trunk built; a missing one gives an application that says so.
    #[must_use]
    pub fn load(dist: &Path) -> Self {
        let mut assets = HashMap::new();
        add_folder(dist, dist, &mut assets);
        Self { assets: Arc::new(assets) }
    }

    /// The same with a worker that removes the shop's: browsers ask for it at each visit of an
    /// order's page.
    #[must_use]
    pub fn without_worker(self) -> Self {
        let mut assets = Arc::unwrap_or_clone(self.assets);
        let plain = Bytes::from_static(REMOVE_WORKER.as_bytes());
        let etag = hex::encode(&Sha256::digest(&plain)[..8]);
        let mime = "text/javascript; charset=utf-8";
        assets.insert("sw.js".to_owned(), Asset { mime, etag, immutable: false, plain, br: None, gz: None });
        Self { assets: Arc::new(assets) }
    }

    /// `'sha256-…'` of every inline element of a kind (`script`, `style`) in the index, for the CSP.
    #[must_use]
    pub fn inline_hashes(&self, tag: &str) -> Vec<String> {
        let Some(index) = self.assets.get("index.html") else {
            return Vec::new();
        };
        let html = String::from_utf8_lossy(&index.plain);
        inline(&html, tag)
            .into_iter()
            .map(|text| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes()))))
            .collect()
    }

    /// The index with something more behind what is seen first; for one visit, so it is not kept.
    /// Nothing without a built application.
    #[must_use]
    pub fn index_with(&self, element: &str) -> Option<Response> {
        let html = std::str::from_utf8(&self.assets.get("index.html")?.plain).ok()?;
        let (head, rest) = html.split_at(html.find(PLACE)?);
        let mut response = Html(format!("{head}{element}{rest}")).into_response();
        let cache = HeaderValue::from_static("private, no-cache");
        response.headers_mut().insert(header::CACHE_CONTROL, cache);
        Some(response)
    }

    /// Answers whatever no other route took.
    pub fn serve(&self, method: Method, uri: Uri, headers: HeaderMap) -> Response {
        if uri.path().starts_with("/api/") || !matches!(method, Method::GET | Method::HEAD) {
            return AppError::new(ProblemCode::NotFound, "There is nothing at this address.").into_response();
        }
        let path = uri.path().trim_start_matches('/');
        if let Some(asset) = self.assets.get(path).filter(|_| path != "index.html") {
            return asset.answer(&headers, StatusCode::OK);
        }
        // A missing file is 404, never the page: a script that is HTML breaks in ways nobody understands.
        let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        if is_file && path != "index.html" {
            return AppError::new(ProblemCode::NotFound, "There is no such file.").into_response();
        }
        let Some(index) = self.assets.get("index.html") else {
            return (StatusCode::SERVICE_UNAVAILABLE, Html(MISSING)).into_response();
        };
        let page = ROUTES.iter().any(|route| {
            uri.path() == *route
                || (route.len() > 1 && uri.path().starts_with(route))
                || uri.path() == route.trim_end_matches('/')
        });
        index.answer(&headers, if page { StatusCode::OK } else { StatusCode::NOT_FOUND })
    }
}

const MISSING: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Vitrine</title>\
<h1>The application isn't built</h1><p>Run <code>cargo xtask start</code>, which builds and serves it.</p></html>";

impl Asset {
    fn answer(&self, headers: &HeaderMap, status: StatusCode) -> Response {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or("");
        let takes = |name: &str| accepted.split(',').any(|c| c.split(';').next().is_some_and(|c| c.trim() == name));
        let (bytes, encoding) = match (&self.br, &self.gz) {
            (Some(br), _) if takes("br") => (br, Some("br")),
            (_, Some(gz)) if takes("gzip") => (gz, Some("gzip")),
            _ => (&self.plain, None),
        };
        let etag = format!("\"{}{}\"", self.etag, encoding.map(|e| format!("-{e}")).unwrap_or_default());
        let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains(&etag));
        let mut response = if known && status == StatusCode::OK {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            (status, Body::from(bytes.clone())).into_response()
        };
        let out = response.headers_mut();
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.mime));
        out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        let cache = if self.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        if let Ok(tag) = HeaderValue::from_str(&etag) {
            out.insert(header::ETAG, tag);
        }
        if let Some(encoding) = encoding {
            out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    }
}

fn add_folder(root: &Path, folder: &Path, assets: &mut HashMap<String, Asset>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.filter_map(|entry| entry.ok().map(|e| e.path())) {
        if path.is_dir() {
            add_folder(root, &path, assets);
            continue;
        }
        let (Some(mime), Ok(relative)) = (mime_of(&path), path.strip_prefix(root)) else {
            continue;
        };
        let Ok(plain) = std::fs::read(&path) else {
            continue;
        };
        let sibling = |ending: &str| std::fs::read(format!("{}.{ending}", path.display())).ok().map(Bytes::from);
        let key = relative.to_string_lossy().replace('\\', "/");
        let asset = Asset {
            mime,
            etag: hex::encode(&Sha256::digest(&plain)[..8]),
            immutable: is_hashed(&key),
            br: sibling("br"),
            gz: sibling("gz"),
            plain: plain.into(),
        };
        assets.insert(key, asset);
    }
}

/// Trunk puts a 64-bit hash of the content in hexadecimal beside the name; leading zeros are cut off.
fn is_hashed(name: &str) -> bool {
    name.split(['-', '_', '.', '/'])
        .any(|part| (12..=16).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn mime_of(path: &Path) -> Option<&'static str> {
    Some(match path.extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

/// The texts of elements of a kind that stand in the page themselves.
fn inline<'a>(html: &'a str, tag: &str) -> Vec<&'a str> {
    let (opening, closing) = (format!("<{tag}"), format!("</{tag}>"));
    let mut texts = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find(&opening) {
        let Some(open_end) = rest[start..].find('>') else {
            break;
        };
        let attributes = &rest[start..start + open_end];
        let body = &rest[start + open_end + 1..];
        let Some(end) = body.find(&closing) else {
            break;
        };
        if !attributes.contains(" src=") && !body[..end].is_empty() {
            texts.push(&body[..end]);
        }
        rest = &body[end..];
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_elements_are_found_and_linked_ones_left() {
        let html =
            "<style>a{}</style><script src=\"/a.js\"></script><script type=\"module\">go()</script><script></script>";
        assert_eq!(inline(html, "script"), ["go()"]);
        assert_eq!(inline(html, "style"), ["a{}"]);
    }

    #[test]
    fn hashed_names_are_known() {
        assert!(is_hashed("vitrine-0123456789abcdef_bg.wasm") && is_hashed("tokens-123456789abcdef.css"));
        assert!(!is_hashed("index.html") && !is_hashed("fonts/sans-latin.woff2"));
    }
}
