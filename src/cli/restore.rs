//! `doorpost restore`.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, block_on, say};
use crate::app::{self, Credentials};
use crate::config::Config;

#[derive(Args)]
pub(super) struct Arguments {
    /// The backup to read; it may come from SQLite or from PostgreSQL, whichever is restored into
    file: PathBuf,
    /// Keep sessions, access keys, access tokens, logins under way and mailed links as they were when the backup was taken.
    /// Only for moving an installation whose server was stopped before that: what was revoked since would be valid again
    #[arg(long)]
    keep_credentials: bool,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> Outcome {
    let credentials = if arguments.keep_credentials { Credentials::Kept } else { Credentials::Ended };
    let restored = block_on(app::restore(config, &arguments.file, credentials))??;
    say(&format!("restored from {}: {} accounts", arguments.file.display(), restored.accounts))?;
    let (sessions, access_keys) = (restored.sessions, restored.access_keys);
    Ok(match restored.credentials {
        Credentials::Ended => say(&format!(
            "ended: {sessions} sessions, {access_keys} access keys, all access tokens, logins under way and mailed links; \
             people sign in again by mail, and make new access keys"
        )),
        Credentials::Kept => say(&format!(
            "kept: {sessions} sessions, {access_keys} access keys, all access tokens, logins under way and mailed links; \
             what was revoked since the backup is valid again"
        )),
    }?)
}
