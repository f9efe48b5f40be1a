//! The HTTP server: its listeners, their connections, and how both end.

mod admission;
mod connection;
mod counted;
mod guest;
mod idle;
mod leftover;
mod listener;
mod protocol;

pub use listener::serve;
