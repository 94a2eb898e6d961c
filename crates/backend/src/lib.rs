//! The backend of Vitrine.
//!
//! - [`http`]: one file a resource; reads requests, writes answers
//! - [`domain`]: pure rules: prices, promises, states; time is an argument
//! - [`store`]: the database
//! - [`payments`], [`carriers`]: the outside world behind traits, and its stand-ins
//! - [`jobs`]: what happens without a request
//! - [`media`]: films and pictures
//! - [`desk`], [`signing`]: what merchants do with orders, and operators with codes, without a screen and by signed calls
//! - [`demo`]: loads a catalogue folder
//! - [`audit`]: proves that money and stock add up
//! - [`outgoing`]: HTTPS to other servers
//! - [`faults`]: named steps at which tests let the program die

pub mod app;
pub mod audit;
pub mod bench;
pub mod carriers;
pub mod catalogue;
pub mod clock;
pub mod config;
pub mod demo;
pub mod desk;
pub mod domain;
pub mod faults;
pub mod http;
pub mod jobs;
pub mod media;
pub mod operator;
pub mod outgoing;
pub mod payments;
pub mod secret;
pub mod service;
pub mod signing;
pub mod store;
pub mod transfer;
pub mod webhook;
