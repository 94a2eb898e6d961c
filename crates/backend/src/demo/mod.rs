//! Loads a catalogue folder into an empty database.

pub mod catalogue;
mod check;
mod load;

pub use load::{LoadError, load_if_empty};
