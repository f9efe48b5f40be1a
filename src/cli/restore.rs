//! `doorpost restore`.

use std::path::PathBuf;

use clap::Args;

use super::output::{Outcome, block_on, say};
use crate::config::Config;
use crate::operator::{self, Credentials};

#[derive(Args)]
pub(super) struct Arguments {
    /// The backup to read; it may come from SQLite or from PostgreSQL, whichever is restored into
    file: PathBuf,
    /// Keep sessions, access keys, access tokens, logins under way and mailed links as they were when the backup was taken.
    /// Only for moving an installation whose server was stopped before that: what was revoked since would be valid again
    #[arg(long)]
    keep_credentials: bool,
    /// Say what would be brought back, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> Outcome {
    let credentials = if arguments.keep_credentials { Credentials::Kept } else { Credentials::Ended };
    let restored = if arguments.dry_run {
        block_on(operator::look_into(config, &arguments.file, credentials))??
    } else {
        block_on(operator::restore(config, &arguments.file, credentials))??
    };
    let beginning = if arguments.dry_run { "nothing was changed; would be restored" } else { "restored" };
    say(&format!("{beginning} from {}: {}", arguments.file.display(), counted(restored.accounts, "account")))?;
    let sessions = counted(restored.sessions, "session");
    let access_keys = counted(restored.access_keys, "access key");
    let (ended, kept) = if arguments.dry_run { ("would be ended", "would be kept") } else { ("ended", "kept") };
    Ok(match restored.credentials {
        Credentials::Ended => say(&format!(
            "{ended}: {sessions}, {access_keys}, all access tokens, logins under way and mailed links; \
             people sign in again by mail, and make new access keys"
        )),
        Credentials::Kept => say(&format!(
            "{kept}: {sessions}, {access_keys}, all access tokens, logins under way and mailed links; \
             what was revoked since the backup is valid again"
        )),
    }?)
}

/// Such as `1 session` and `2 sessions`.
fn counted(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}
