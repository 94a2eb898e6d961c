//! Vitrine in the browser: a vertical video feed to shop from.
//!
//! Imports point one way: `pages` → `ui`, `state`, `model`, `browser`; `state` → `api`,
//! `model`, `browser`; `ui` → `model`; `browser` → `model`.

/// The HTTP client: one file for each resource.
pub mod api;
/// Contexts, router and the frame around every screen.
pub mod app;
/// The only code that touches the browser's own objects.
pub mod browser;
/// Pure rules, tested on the host.
pub mod model;
/// The screens.
pub mod pages;
/// Every address in the program.
pub mod routes;
/// What screens share.
pub mod state;
/// Parts that screens are made of.
pub mod ui;

/// The code build.rs makes from `locales/`.
#[allow(missing_docs, dead_code, unused_imports, clippy::all, clippy::pedantic)]
mod locales {
    include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
}
/// The texts: `t!(i18n, feed.like)` and `t_string!(i18n, feed.like)` after `let i18n = use_i18n();`.
pub use locales::i18n;
