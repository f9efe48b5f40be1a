//! The keyring secret of the settings, or of its file.

use std::path::PathBuf;

use super::data_dir;
use super::error::StartError;
use crate::config::Config;
use crate::crypto::keyring::{Keyring, KeyringError};
use crate::crypto::random::{OsRandom, Random};
use crate::db::{Db, Schema};

/// The change with which a database got a place to say which keyring secret it was used with.
const KEYRING_CHANGE: &str = "m20261126_081000_create_keyring";

/// The secret, which is made for a database that was never used with one, and for no other.
pub(crate) async fn keyring(
    config: &Config,
    db: &Db,
    schema: &Schema,
    random: &dyn Random,
) -> Result<Keyring, StartError> {
    if let Some(keyring) = known_keyring(config)? {
        return Ok(keyring);
    }
    let file = keyring_file(config);
    if schema.has(KEYRING_CHANGE) && Keyring::belongs_to(db).await? {
        return Err(KeyringError::Missing(file).into());
    }
    Ok(Keyring::from_file(&file, random)?)
}

/// The secret that is set or there.
pub(super) fn known_keyring(config: &Config) -> Result<Option<Keyring>, StartError> {
    if let Some(secret) = &config.keyring.secret {
        return Ok(Some(Keyring::from_base64(secret.expose())?));
    }
    let file = keyring_file(config);
    if let Some(mode) = data_dir::expect_readable(&file)? {
        let mode = format!("{mode:04o}");
        tracing::warn!(mode, "others than its owner may read the keyring secret: chmod 600 {}", file.display());
    }
    // As it is read, it is not made.
    if file.exists() { Ok(Some(Keyring::from_file(&file, &OsRandom)?)) } else { Ok(None) }
}

pub(super) fn keyring_file(config: &Config) -> PathBuf {
    config.data_dir.join("keyring.secret")
}
