//! The browser's own objects, wrapped: nothing outside this folder (and `api/`) names
//! `web_sys` or `js_sys`. Every listener is removed by dropping its wrapper.

/// Whom this page asks.
pub mod asked;
/// What was done before the application was there.
pub mod boot;
/// Words that are said in films.
pub mod captions;
/// Copying text.
pub mod clipboard;
/// Time.
pub mod clock;
/// What is seen after a panic.
pub mod crash;
/// What is kept here, and who was asked.
pub mod device;
/// Dialogs, sheets and scrolled rows.
pub mod dialog;
/// Files for the person.
pub mod download;
/// Server-sent events.
pub mod events;
/// Files a person picked.
pub mod files;
/// Keyboard focus.
pub mod focus;
/// The address bar without navigation.
pub mod history;
/// Random ids.
pub mod ids;
/// Money, dates and numbers as people write them.
pub mod intl;
/// What is kept for times without a network.
pub mod kept;
/// Key presses for the whole page.
pub mod keys;
/// Listeners that remove themselves.
pub mod listen;
/// Where the page is.
pub mod location;
/// Media queries.
pub mod media;
/// What the system shows of the film, and its media keys.
pub mod media_session;
/// Whether there is a network.
pub mod net;
/// Messages of the system.
pub mod notify;
/// Intersection and size observers.
pub mod observe;
/// Title, language, visibility, printing.
pub mod page;
/// Fingers and the mouse.
pub mod pointer;
/// Scrolling the feed, and sizes.
pub mod scroll;
/// Sharing an address.
pub mod share;
/// One event stream for all tabs.
pub mod shared_events;
/// Small things kept in this browser.
pub mod storage;
/// Short tasks instead of a long one.
pub mod turns;
/// The three video elements.
pub mod video_pool;

/// The worker that shows orders without a network.
pub mod worker;

/// Fetching ahead into the browser's cache.
pub mod warm;

pub use web_sys::Element;
