//! The rules of the shop, pure: no database, no network, no clock. Time is an argument.

pub mod address;
pub mod asking;
pub mod checkout;
pub mod coverage;
pub mod estimate;
pub mod grouping;
pub mod landed_cost;
pub mod missing;
pub mod moves;
pub mod order;
pub mod photo;
pub mod portions;
pub mod pricing;
pub mod promise;
pub mod promotion;
pub mod ranking;
pub mod refund_clock;
pub mod returns;
pub mod shared;
pub mod silence;
pub mod tracking;
pub mod zones;
