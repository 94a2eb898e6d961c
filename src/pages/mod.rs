//! The screens.

/// The bag.
pub mod bag;
/// The checkout.
pub mod checkout;
/// Promotion codes of the bag.
mod codes;
/// The feed.
pub mod feed;
/// The keys of the feed.
pub mod keys;
/// Nothing is here.
pub mod not_found;
/// An order.
pub mod order;
/// This browser's orders.
pub mod orders;
/// What lies over or beside the feed.
pub mod panels;
/// What left this device.
pub mod privacy;
/// A product.
pub mod product;
