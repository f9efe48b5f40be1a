//! Opening the database: to serve from it, which makes what is not there, or to ask it something, which makes nothing.

use std::path::{Path, PathBuf};

use super::data_dir;
use super::error::{NoDatabase, StartError};
use crate::config::Config;
use crate::db::{Db, Schema};

/// To serve from it, to migrate it, or to restore into it.
pub(crate) async fn open(config: &Config) -> Result<(Db, Schema), StartError> {
    let url = config.database_url().expose();
    if let Some(file) = Db::file(url) {
        let directory = file.parent().filter(|directory| !directory.as_os_str().is_empty());
        data_dir::prepare(directory.unwrap_or(Path::new(".")))?;
        data_dir::expect_usable(&file)?;
    }
    known(Db::open_for_service(url, config.database.connections).await?).await
}

/// To ask it something, or to copy it. It is there, and as this program knows it.
pub(super) async fn open_existing(config: &Config) -> Result<(Db, Schema), StartError> {
    expect_there(config)?;
    known(Db::open(config.database_url().expose()).await?).await
}

/// The same, and brought up to this program.
pub(super) async fn open_current(config: &Config) -> Result<Db, StartError> {
    match open_existing(config).await? {
        (db, schema) if schema.is_current() => Ok(db),
        (db, _) => {
            db.close().await;
            Err(StartError::Behind)
        }
    }
}

/// Whether there is something that could be opened. Of PostgreSQL only connecting can tell.
pub(super) fn expect_there(config: &Config) -> Result<(), StartError> {
    let Some(file) = Db::file(config.database_url().expose()) else { return Ok(()) };
    data_dir::expect_usable(&file)?;
    if file.exists() { Ok(()) } else { Err(StartError::NoDatabase(NoDatabase::of(config, &file))) }
}

/// Refuses to work as root on what belongs to somebody else, who could not use afterwards what root made there.
///
/// # Errors
/// [`StartError::WrongUser`].
pub fn expect_owner(config: &Config) -> Result<(), StartError> {
    let paths = paths(config);
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    data_dir::owner_instead_of_root(&paths).map_or(Ok(()), |owner| Err(StartError::WrongUser { owner }))
}

/// What a command would find under the settings.
fn paths(config: &Config) -> Vec<PathBuf> {
    std::iter::once(config.data_dir.clone()).chain(Db::file(config.database_url().expose())).collect()
}

async fn known(db: Db) -> Result<(Db, Schema), StartError> {
    match db.schema().await? {
        Schema::Newer { newest, known } => {
            db.close().await;
            Err(StartError::Newer { newest, known })
        }
        schema => Ok((db, schema)),
    }
}
