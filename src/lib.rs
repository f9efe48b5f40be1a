//! Doorpost: passwordless sign-in for every device.
//!
//! The modules stand in layers, and each imports from those below it only:
//!
//! - [`cli`]: arguments and exit codes.
//! - [`app`]: the one place that builds everything, for the binary and for every test.
//! - [`web`] and [`jobs`]: the edges. HTTP comes in; scheduled work goes on beside it.
//! - [`auth`]: use cases and rules.
//! - [`context`]: what a use case needs from outside itself.
//! - [`mail`], [`limits`], [`waiters`], [`keyring`], [`signing_keys`], [`last_seen`], [`starters`],
//!   [`forwarders`]: services that the rules need.
//! - [`db`], [`clock`], [`random`], [`address`], [`secret`], [`seal`], [`jwt`], [`templates`], [`locale`], [`static_files`],
//!   [`public_url`], [`visible`], [`typed`], [`descriptors`], [`unread`], [`time_zone`]: the ground.
//!
//! [`config`] is read by `app` and `cli` only, which hand down small settings structs.

pub mod address;
pub mod app;
pub mod auth;
pub mod branding;
pub mod cli;
pub mod clock;
pub mod config;
pub mod context;
pub mod credential_cache;
pub mod db;
pub mod descriptors;
pub mod forwarders;
pub mod jobs;
pub mod jwt;
pub mod keyring;
pub mod last_seen;
pub mod limits;
pub mod locale;
pub mod mail;
pub mod origin;
pub mod public_url;
pub mod random;
pub mod rate;
pub mod seal;
pub mod secret;
pub mod signing_keys;
pub mod starters;
pub mod static_files;
pub mod telemetry;
pub mod templates;
pub mod time_zone;
pub mod typed;
pub mod unread;
pub mod visible;
pub mod waiters;
pub mod web;
