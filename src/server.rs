//! The HTTP server: its listeners, their connections, and how both end.

mod admission;
mod connection;
mod counted_body;
mod idle;
mod listener;
mod peer;
mod protocol;
mod unread_body;

pub use listener::serve;
