//! What screens share: Copy newtypes of signals, given by context, changed through verbs.

mod cart;
mod cart_queue;
mod cart_sync;
/// The posts.
pub mod feed;
mod fresh;
/// The language everything is in.
pub mod language;
mod later;
mod loading;
mod orders;
mod panel;
/// The playing film and its sound.
pub mod playback;
/// How the feed shall be.
mod prefs;
mod session;
mod shelf;
mod timer;
mod toasts;

pub use cart::{Cart, Settled, use_cart};
pub use fresh::keep_fresh;
pub use loading::{fault, load, load_of};
pub use orders::{Orders, use_orders};
pub use panel::{Panel, PanelState, use_panel};
pub use prefs::{Prefs, use_prefs};
pub use session::{Session, use_session};
pub use shelf::{Shelf, use_shelf};
pub use timer::use_timer;
pub use toasts::{Toasts, use_toasts};

/// What provides everything that lives as long as the page, in this order and each in a task of its own. The
/// language and the API client are provided before.
pub const PROVIDERS: [fn(); 5] = [
    || {
        Session::provide();
    },
    || {
        Prefs::provide();
        Toasts::provide();
        PanelState::provide();
    },
    || {
        Cart::provide();
    },
    || {
        Orders::provide();
        Shelf::provide();
    },
    || {
        feed::Feed::provide(playback::Playback::provide());
    },
];
