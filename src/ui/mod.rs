//! The parts every screen is made of. They take plain data and say what happened;
//! they know neither the server nor the state of the application.

mod after_paint;
mod button;
mod clock;
mod field;
mod heading;
mod in_turn;
mod load_view;
mod notice;
mod picture;
mod price;
mod quantity;
mod sheet;
mod show;
mod tag;
mod toast;
mod totals;
mod words;

pub use after_paint::AfterPaint;
pub use button::{Button, ButtonLink, ButtonVariant, IconButton};
pub use clock::{use_now, use_server_now};
pub use field::{Field, SelectField};
pub use heading::SectionHeading;
pub use in_turn::{InTurn, in_turn};
pub use load_view::{EmptyView, FaultView, LoadView, Skeleton};
pub use notice::{Notice, VisuallyHidden};
pub use picture::Picture;
pub use price::{Price, Promise};
pub use quantity::Quantity;
pub use sheet::{Confirm, Sheet};
pub use show::{Show, live, live_if, live_mark};
pub use tag::{DisclosureTag, StatusTag};
pub use toast::Toasts;
pub use totals::{BillRow, LandedBill, TotalsBill};
pub(crate) use words::say;
pub use words::{charge_name, discount_name, field_fault, options_text, price_moved, promise_text, use_lang};
