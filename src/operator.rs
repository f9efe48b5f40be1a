//! What the operator does beside serving: backups and restores, migrations, the record, and what all of that stands on.

mod backup;
mod data_dir;
mod database;
mod error;
mod events;
mod keyring_file;
mod migrate;
mod record;
mod restore;
mod scratch;
mod templates;

pub use backup::{backup, backup_to};
pub use database::expect_owner;
pub use error::StartError;
pub use events::{EventFilter, events};
pub use migrate::{migrate, migration_status, repair};
pub use restore::{Credentials, Restored, look_into, restore};
pub use templates::{check_templates, render_templates};

pub(crate) use data_dir::prepare as prepare_data_dir;
pub(crate) use database::open as open_database;
pub(crate) use keyring_file::keyring;
pub(crate) use migrate::bring_up;
pub(crate) use templates::expect_fit;
