//! Pure rules: no leptos, no web_sys. Tested on the host.

pub mod address;
/// Why a call brought nothing.
pub mod api_error;
pub mod asking;
/// Expected days as a calendar file.
pub mod calendar;
/// Pages of carriers.
pub mod carrier_page;
pub mod cart_ops;
pub mod checkout_flow;
/// Bars of labels.
pub mod code128;
/// What a browser keeps of the shop, and why.
pub mod device;
pub mod feed_window;
pub mod gesture;
pub mod json;
/// Orders kept in this browser.
pub mod kept;
pub mod load;
pub mod moment;
pub mod money_text;
/// Pauses between tries.
pub mod pause;
pub mod player;
pub mod prefetch;
/// Prices that move.
pub mod price;
pub mod toast;
pub mod tone;
pub mod tracking;
/// Ids made here.
pub mod uuid;
pub mod variants;

#[cfg(test)]
pub mod fixtures;
