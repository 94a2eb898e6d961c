//! Loads a catalogue folder into an empty database.

pub mod catalogue;
mod check;
mod check_promotions;
mod load;
pub mod promotion;

pub use check_promotions::{Fault, Names, faults};
pub use load::{LoadError, load_if_empty, load_new_codes};
