//! The keyring: one secret outside the database, under which everything is keyed that a stolen database must not give.

use std::io::{ErrorKind, Write};
use std::path::Path;
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

use crate::db::Db;
use crate::random::{Random, bytes};
use crate::secret::{equal, key_from_base64};

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

    /// Holds the secret against the database's: the first node leaves a fingerprint, and every other one must match.
    ///
    /// # Errors
    /// The database was used with another secret.
    pub async fn verify(&self, db: &Db) -> Result<(), KeyringError> {
        let fingerprint = self.hmac("fingerprint", &[]).to_vec();
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

fn write_new(file: &Path, text: &str) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
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
    /// The file cannot be read or made.
    #[error("the keyring secret's file cannot be read or made: {0}")]
    File(#[from] std::io::Error),
    /// The database failed.
    #[error("the keyring cannot be compared with the database: {0}")]
    Database(#[from] DbErr),
}
