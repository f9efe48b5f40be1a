//! The keyring: one secret outside the database, under which everything is keyed that a stolen database must not give.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entity::keyring;
use hmac::{Hmac, KeyInit, Mac};
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::crypto::random::{Random, bytes};
use crate::crypto::secret::{equal, key_from_base64};
use crate::db::Db;

const SECRET_LENGTH: usize = 32;
const ROW: i32 = 1;

/// Holds the keyring secret. Clones share it.
#[derive(Clone)]
pub struct Keyring {
    secret: Arc<Zeroizing<[u8; SECRET_LENGTH]>>,
}

impl Keyring {
    /// From a setting: 32 bytes in base64, standard or URL-safe, with or without padding.
    ///
    /// # Errors
    /// It is not that.
    pub fn from_base64(text: &str) -> Result<Self, KeyringError> {
        let secret = key_from_base64(text).ok_or(KeyringError::Malformed)?;
        Ok(Self { secret: Arc::new(secret) })
    }

    /// From a file, which is made with owner-only mode where it does not exist.
    ///
    /// # Errors
    /// It cannot be read or made, or holds something else.
    pub fn from_file(file: &Path, random: &dyn Random) -> Result<Self, KeyringError> {
        match std::fs::read_to_string(file) {
            Ok(text) => Self::from_base64(&Zeroizing::new(text)),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let text = Zeroizing::new(STANDARD.encode(Zeroizing::new(bytes::<SECRET_LENGTH>(random)).as_slice()));
                match write_new(file, &text) {
                    Ok(()) => Self::from_base64(&text),
                    // Another process was faster: its secret is the one.
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                        Self::from_base64(&Zeroizing::new(std::fs::read_to_string(file)?))
                    }
                    Err(error) => Err(error.into()),
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the database was used with a secret. Its schema has to have a place for that.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn belongs_to(db: &Db) -> Result<bool, KeyringError> {
        Ok(keyring::Entity::find_by_id(ROW).one(db.read()).await?.is_some())
    }

    /// Whether this is what such a secret leaves in the database.
    #[must_use]
    pub fn leaves(&self, fingerprint: &[u8]) -> bool {
        equal(fingerprint, &self.fingerprint())
    }

    fn fingerprint(&self) -> Vec<u8> {
        self.hmac("fingerprint", &[]).to_vec()
    }

    /// Holds the secret against the database's: the first node leaves a fingerprint, and every other one must match.
    ///
    /// # Errors
    /// The database was used with another secret.
    pub async fn verify(&self, db: &Db) -> Result<(), KeyringError> {
        let fingerprint = self.fingerprint();
        let row = if let Some(row) = keyring::Entity::find_by_id(ROW).one(db.read()).await? {
            row
        } else {
            let fingerprint = &fingerprint;
            db.write("keep_keyring_fingerprint", |tx| {
                async move {
                    let row = keyring::ActiveModel { id: Set(ROW), fingerprint: Set(fingerprint.clone()) };
                    keyring::Entity::insert(row)
                        .on_conflict(OnConflict::column(keyring::Column::Id).do_nothing().to_owned())
                        .exec_without_returning(tx)
                        .await?;
                    keyring::Entity::find_by_id(ROW).one(tx).await?.ok_or(DbErr::RecordNotInserted)
                }
                .scope_boxed()
            })
            .await?
        };
        if equal(&row.fingerprint, &fingerprint) { Ok(()) } else { Err(KeyringError::Other) }
    }

    /// HMAC-SHA-256 (RFC 2104) of `parts` under the secret, for one purpose.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "it cannot panic")]
    pub fn hmac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_slice()).expect("any length is a key");
        for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
            // Lengths keep ("a", "bc") and ("ab", "c") apart.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// Whole or not at all: it gets its name only once it is on the disk, and only if nobody else has taken that name.
/// A crash in between must not leave an empty file, with which no later start would succeed.
fn write_new(file: &Path, text: &str) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{}.{:?}", std::process::id(), std::thread::current().id()));
    let partial = Path::new(&name);
    let written = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(partial)
        .and_then(|mut partial| {
            partial.write_all(text.as_bytes())?;
            partial.sync_all()
        })
        .and_then(|()| std::fs::hard_link(partial, file));
    let _absent = std::fs::remove_file(partial);
    written?;
    std::fs::File::open(file.parent().unwrap_or(file))?.sync_all()
}

/// Why there is no keyring.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// Not 32 bytes in base64.
    #[error("the keyring secret is not 32 bytes in base64")]
    Malformed,
    /// The database was used with another one.
    #[error(
        "the keyring secret is not the one that this database was used with; every node needs the same \
         (DOORPOST_KEYRING__SECRET, or keyring.secret in the data directory)"
    )]
    Other,
    /// The database was used with one, and there is none.
    #[error(
        "this database was used with a keyring secret, and none is here: put it into {}, or set DOORPOST_KEYRING__SECRET",
        .0.display()
    )]
    Missing(PathBuf),
    /// The file cannot be read or made.
    #[error("the keyring secret's file cannot be read or made: {0}")]
    File(#[from] std::io::Error),
    /// The database failed.
    #[error("the keyring cannot be compared with the database: {0}")]
    Database(#[from] DbErr),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::random::OsRandom;

    /// Of many that start at once, one makes the secret, the others take it, and nobody sees half of it.
    #[test]
    fn the_file_is_made_once_and_whole() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("keyring.secret");
        let made: Vec<[u8; 32]> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..16).map(|_| scope.spawn(|| Keyring::from_file(&file, &OsRandom))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap().unwrap().hmac("test", &[])).collect()
        });
        assert!(made.iter().all(|mac| *mac == made[0]));
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
    }
}
