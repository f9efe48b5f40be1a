//! The data directory: there, ours, and nobody else's.

use std::fs::{DirBuilder, File, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

const OWNER_ONLY: u32 = 0o700;

/// Makes the directory if it is not there, and tries whether files can be made in it.
pub(super) fn prepare(directory: &Path) -> Result<(), DataDirError> {
    let failed = |error| DataDirError { directory: directory.to_owned(), owner: owner(directory), error };
    if !directory.exists() {
        DirBuilder::new().recursive(true).mode(OWNER_ONLY).create(directory).map_err(failed)?;
        std::fs::set_permissions(directory, Permissions::from_mode(OWNER_ONLY)).map_err(failed)?;
    }
    let probe = directory.join(format!(".probe-{}", std::process::id()));
    File::create(&probe).map_err(failed)?;
    std::fs::remove_file(&probe).map_err(failed)
}

fn owner(directory: &Path) -> Option<u32> {
    directory.metadata().ok().map(|metadata| metadata.uid())
}

/// The data directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub struct DataDirError {
    directory: PathBuf,
    owner: Option<u32>,
    error: io::Error,
}

impl std::fmt::Display for DataDirError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let directory = self.directory.display();
        write!(formatter, "the data directory {directory} cannot be used: {}", self.error)?;
        if let Some(owner) = self.owner {
            write!(
                formatter,
                "; it belongs to user {owner}: run `chown -R \"$(id -u)\" {directory}` for the user that Doorpost runs as, \
                 or set DOORPOST_DATA_DIR"
            )?;
        }
        Ok(())
    }
}
