//! Vitrine in the browser: a vertical video feed to shop from.
//!
//! Imports point one way: `pages` → `ui`, `state`, `model`, `browser`; `state` → `api`,
//! `model`, `browser`; `ui` → `model`; `browser` → `model`.
//!
//! On the host there are the pure layers alone, `model` and `routes`, so that their tests need
//! neither Leptos nor a browser (docs/adr/0014-pure-layers-on-the-host.md).

#[cfg(target_arch = "wasm32")]
/// The HTTP client: one file for each resource.
pub mod api;
#[cfg(target_arch = "wasm32")]
/// Contexts, router and the frame around every screen.
pub mod app;
#[cfg(target_arch = "wasm32")]
/// The only code that touches the browser's own objects.
pub mod browser;
/// Pure rules, tested on the host.
pub mod model;
#[cfg(target_arch = "wasm32")]
/// The screens.
pub mod pages;
/// Every address in the program.
pub mod routes;
#[cfg(target_arch = "wasm32")]
/// What screens share.
pub mod state;
#[cfg(target_arch = "wasm32")]
/// Parts that screens are made of.
pub mod ui;

/// The code build.rs makes from `locales/`.
#[cfg(target_arch = "wasm32")]
#[allow(missing_docs, dead_code, unused_imports, clippy::all, clippy::pedantic)]
mod locales {
    include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
}
/// The texts: `t!(i18n, feed.like)` and `t_string!(i18n, feed.like)` after `let i18n = use_i18n();`.
#[cfg(target_arch = "wasm32")]
pub use locales::i18n;
