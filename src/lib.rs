//! Doorpost: passwordless sign-in for every device.
//!
//! The modules stand in layers, and each imports from those below it only:
//!
//! - [`cli`]: arguments and exit codes.
//! - [`app`]: the one place that builds everything, for the binary and for every test.
//! - [`web`] and [`jobs`]: the edges. HTTP comes in; scheduled work goes on beside it.
//! - [`auth`]: use cases and rules.
//! - [`context`]: what a use case needs from outside itself.
//! - [`mail`], [`limits`], [`cache`]: services that the rules need.
//! - [`view`]: templates, languages, static files.
//! - [`crypto`]: secrets and keys.
//! - [`db`], [`clock`], [`net`], [`text`]: the ground.
//!
//! [`config`] is read by `app` and `cli` only, which hand down small settings structs.

pub mod app;
pub mod auth;
pub mod cache;
pub mod cli;
pub mod clock;
pub mod config;
pub mod context;
pub mod crypto;
pub mod db;
pub mod jobs;
pub mod limits;
pub mod mail;
pub mod net;
pub mod operator;
pub mod server;
pub mod telemetry;
pub mod text;
pub mod view;
pub mod web;
