//! Which file a SQLite database is in. A file that is deleted or replaced goes on being written to by whoever has it open, and everything
//! in it is gone with the process: nothing may be acknowledged any more.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{DbErr, RuntimeErr};

/// A file as it was opened. Clones are the same.
#[derive(Clone)]
pub(super) struct Identity(Arc<Opened>);

struct Opened {
    path: PathBuf,
    /// Device and inode.
    number: Option<(u64, u64)>,
    gone: AtomicBool,
}

impl Identity {
    /// Of the file that has this name now.
    pub(super) fn of(path: &Path) -> Self {
        Self(Arc::new(Opened { path: path.to_owned(), number: number(path), gone: AtomicBool::new(false) }))
    }

    /// Fails if another file has its name, or none; from then on for good, since nobody knows what was done to it meanwhile.
    pub(super) fn expect(&self) -> Result<(), DbErr> {
        let Opened { path, number: opened, gone } = &*self.0;
        if !gone.load(Ordering::Acquire) {
            if number(path) == *opened {
                return Ok(());
            }
            if !gone.swap(true, Ordering::AcqRel) {
                tracing::error!(
                    file = %path.display(),
                    "the database file was deleted or replaced while it was in use: nothing is written any more; put it back, or the \
                     one that is meant, and start the server again"
                );
            }
        }
        Err(DbErr::Conn(RuntimeErr::Internal("the database file was deleted or replaced".to_owned())))
    }
}

fn number(path: &Path) -> Option<(u64, u64)> {
    path.metadata().ok().map(|metadata| (metadata.dev(), metadata.ino()))
}
