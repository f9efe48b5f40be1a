//! A place for what is read once and then gone.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

use crate::crypto::random::{OsRandom, bytes};

/// A directory in the system's place for such, for this user alone; gone when dropped.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    pub(super) fn make() -> io::Result<Self> {
        let number = u64::from_ne_bytes(bytes::<8>(&OsRandom));
        let directory = std::env::temp_dir().join(format!("doorpost-{number:016x}"));
        DirBuilder::new().mode(0o700).create(&directory)?;
        Ok(Self(directory))
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _absent = std::fs::remove_dir_all(&self.0);
    }
}
