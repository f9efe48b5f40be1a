//! Arguments and exit codes: 0 fine, 1 it failed while running, 2 bad usage or settings, 4 the wrong user.

mod backup;
mod config;
mod events;
mod healthcheck;
mod migrate;
mod output;
mod restore;
mod serve;
mod templates;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::app;
use crate::config::{Config, Sources};
use crate::operator::{self, StartError};
use output::fail;

/// Doorpost: passwordless sign-in for every device.
///
/// Without a command it serves: on 127.0.0.1:3000, with SQLite in ./data and a mailbox at /dev/mailbox in place of a
/// mail server. Every setting can be given in a TOML file, as an environment variable (`DOORPOST_LISTEN`,
/// `DOORPOST_MAIL__URL`, …, each also as …_FILE), and the most common ones as a flag; flags win over the environment, and
/// that over the file.
#[derive(Parser)]
#[command(name = "doorpost", version, about, long_about, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    settings: SettingFlags,
    #[command(flatten)]
    place: PlaceFlags,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Args)]
struct SettingFlags {
    /// Settings file (TOML)
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Directory of the database and the keyring secret [default: ./data]
    #[arg(long, global = true, value_name = "DIRECTORY")]
    data_dir: Option<String>,
    /// Run as root on a data directory that belongs to somebody else, who cannot use afterwards what is made there
    #[arg(long, global = true)]
    as_root: bool,
}

/// Where the server is: for those commands that run it, ask it, or look at how it would run.
#[derive(Args, Default)]
struct PlaceFlags {
    /// Address and port to listen on [default: 127.0.0.1:3000]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// Where people find this server [default: http:// and the address above]
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server (the default)
    Serve(PlaceFlags),
    /// Bring the database up to this version
    Migrate(migrate::Arguments),
    /// Show or check the settings
    Config(config::Arguments),
    /// Check the templates, the operator's own included, or write what they render to
    Templates(templates::Arguments),
    /// Print the record of what was done, as lines of JSON
    Events(events::Arguments),
    /// Ask a running server whether it is ready; for containers
    Healthcheck(PlaceFlags),
    /// Write a consistent copy of everything to a file, while the server runs
    Backup(backup::Arguments),
    /// Read a backup into an installation that is empty
    ///
    /// The installation has no accounts, the keyring secret that belongs to the backup, and no server that runs. A backup does
    /// not know what was revoked after it was taken. So nothing that opened something before does so any more: sessions,
    /// access keys and access tokens, logins under way and mailed links have ended. People sign in again by mail; access
    /// keys are made anew.
    Restore(restore::Arguments),
}

impl Cli {
    /// Runs the command.
    #[must_use]
    pub fn run(mut self) -> ExitCode {
        let as_root = self.settings.as_root;
        let place = match self.place() {
            Ok(place) => place,
            Err(flag) => return fail(&format!("{flag} belongs to serve, healthcheck and config"), 2),
        };
        let config = match load(self.settings, place) {
            Ok(config) => config,
            Err(error) => return fail(&error, 2),
        };
        let opens_files =
            !matches!(self.command, Some(Command::Config(_) | Command::Templates(_) | Command::Healthcheck(_)));
        if opens_files
            && !as_root
            && let Err(error) = operator::expect_owner(&config)
        {
            return fail(&error, error.code());
        }
        let sends = match &self.command {
            None | Some(Command::Serve(_)) => true,
            Some(Command::Config(arguments)) => arguments.checks(),
            Some(_) => false,
        };
        if let Some(error) = sends.then(|| app::check_mail(&config).err()).flatten() {
            return fail(&format!("the settings cannot be used: {error}"), 2);
        }
        let outcome = match self.command {
            None | Some(Command::Serve(_)) => serve::run(config),
            Some(Command::Migrate(arguments)) => migrate::run(&config, &arguments),
            Some(Command::Config(arguments)) => config::run(&config, &arguments),
            Some(Command::Templates(arguments)) => templates::run(&config, &arguments),
            Some(Command::Events(arguments)) => events::run(&config, arguments),
            Some(Command::Healthcheck(_)) => healthcheck::run(&config),
            Some(Command::Backup(arguments)) => backup::run(&config, &arguments),
            Some(Command::Restore(arguments)) => restore::run(&config, &arguments),
        };
        match outcome {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&*error, error.downcast_ref().map_or(1, StartError::code)),
        }
    }
}

impl Cli {
    /// Where the server is, by the flags before the command and those behind it, which win. `Err` names one that the command has
    /// nothing to do with: it would be ignored without a word.
    fn place(&mut self) -> Result<PlaceFlags, &'static str> {
        let before = std::mem::take(&mut self.place);
        let behind = match &mut self.command {
            Some(Command::Serve(place) | Command::Healthcheck(place)) => std::mem::take(place),
            None | Some(Command::Config(_)) => PlaceFlags::default(),
            Some(_) if before.listen.is_some() => return Err("--listen"),
            Some(_) if before.public_url.is_some() => return Err("--public-url"),
            Some(_) => PlaceFlags::default(),
        };
        Ok(PlaceFlags { listen: behind.listen.or(before.listen), public_url: behind.public_url.or(before.public_url) })
    }
}

fn load(flags: SettingFlags, place: PlaceFlags) -> Result<Config, crate::config::ConfigErrors> {
    let set = [("listen", place.listen), ("public_url", place.public_url), ("data_dir", flags.data_dir)];
    Config::load(Sources {
        file: flags.config,
        environment: std::env::vars_os().collect(),
        flags: set.into_iter().filter_map(|(key, value)| Some((key, value?))).collect(),
    })
}
