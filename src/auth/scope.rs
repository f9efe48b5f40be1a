//! Scopes: what a credential may do, as `noun:verb`.

/// Every scope of this program; a session has them all.
pub const ALL: [&str; 7] =
    ["account:read", "account:write", "sessions:read", "sessions:write", "keys:read", "keys:write", "tokens:issue"];
