//! HTTP: one file a resource. Handlers read the request, call the shop, write the answer.

pub mod again;
pub mod carts;
pub mod checkouts;
pub mod cookies;
pub mod crowd;
pub mod error;
pub mod events;
pub mod extract;
pub mod feed;
pub mod first;
pub mod guard;
pub mod headers;
pub mod health;
pub mod idempotency;
pub mod links;
pub mod media;
pub mod merchants;
pub mod openapi;
pub mod orders;
pub mod packed;
pub mod parcels;
pub mod products;
pub mod returns;
pub mod sandbox;
pub mod session;
pub mod spa;
pub mod taste;
pub mod webhooks;

use crate::service::Shop;
use std::sync::Arc;

/// No body is larger, in bytes, but for pictures and the messages of providers.
pub const BODY_LIMIT: usize = 64 * 1024;

/// What handlers share.
pub type AppState = Arc<Shop>;
