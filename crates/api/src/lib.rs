//! The wire contract of Vitrine, shared by the browser application and the backend.
//!
//! Everything is plain data with serde; nothing here does input or output. JSON is
//! snake_case. Times are RFC 3339 UTC ([`Timestamp`]), money is integer minor units
//! ([`Money`]). Enums that grow carry an `Unknown` variant, so that an older page
//! survives a newer server.

mod cart;
mod checkout;
mod contact;
mod dispute;
mod events;
mod feed;
mod ids;
mod left;
mod link;
mod market;
mod merchant;
mod missing;
mod money;
mod order;
mod page;
mod problem;
mod product;
mod promotion;
mod proof;
mod returns;
mod shipment;
mod time;

pub use cart::*;
pub use checkout::*;
pub use contact::*;
pub use dispute::*;
pub use events::*;
pub use feed::*;
pub use ids::*;
pub use link::*;
pub use market::*;
pub use merchant::*;
pub use missing::*;
pub use money::*;
pub use order::*;
pub use page::*;
pub use problem::*;
pub use product::*;
pub use promotion::*;
pub use proof::*;
pub use returns::*;
pub use shipment::*;
pub use time::*;
