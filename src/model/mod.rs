//! Pure rules: no leptos, no web_sys. Tested on the host.

pub mod address;
pub mod cart_ops;
pub mod checkout_flow;
pub mod feed_window;
pub mod gesture;
pub mod load;
pub mod moment;
pub mod money_text;
pub mod player;
pub mod prefetch;
pub mod toast;
pub mod tone;
pub mod tracking;
pub mod variants;

#[cfg(test)]
pub mod fixtures;
