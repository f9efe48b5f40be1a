//! Use cases and rules: registration, pending logins, sessions, accounts. No HTTP and no SMTP in here.

pub mod access_key;
pub mod access_token;
pub mod account;
pub mod client_info;
pub mod credential;
pub mod deletion_notice;
pub mod email_address;
pub mod email_link;
pub mod event;
pub mod first_proof;
pub mod identity;
pub mod mail_code;
pub mod maker;
pub mod match_code;
pub mod outgoing;
mod pagination;
pub mod pending_login;
pub mod platform;
pub mod prepared_mail;
pub mod registration;
pub mod rename_notice;
pub mod resting_name;
pub mod revocation;
pub mod scope;
pub mod session;
pub mod user_agent;
pub mod username;
