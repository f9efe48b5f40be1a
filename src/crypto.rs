//! Secrets and keys: drawn, hashed, sealed, signed with, and kept.

pub mod jwt;
pub mod keyring;
pub mod random;
pub mod seal;
pub mod secret;
pub mod signing_keys;
