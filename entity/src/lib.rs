//! Doorpost's tables, one file each, with named filters and no rules.
//!
//! The migrations, in the `migration` crate, are what makes the schema; a test holds the two together.

pub mod access_key;
pub mod account;
pub mod confirmation_token;
pub mod deletion_notice;
pub mod email_link;
pub mod email_token;
pub mod event;
pub mod forgotten_account;
pub mod idempotency_record;
pub mod job_run;
pub mod keyring;
pub mod mail_quota;
pub mod mail_trouble;
pub mod outbox;
pub mod pending_login;
pub mod process;
pub mod rename_notice;
pub mod resting_name;
pub mod revoked_access_token;
pub mod session;
pub mod signing_key;
