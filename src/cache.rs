//! What is kept in memory: credentials looked up, uses not yet written, polls that wait.

pub mod credential_cache;
pub mod last_seen;
pub mod waiters;
