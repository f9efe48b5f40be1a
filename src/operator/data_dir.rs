//! The data directory, and what lies in it: there, ours, and nobody else's. What cannot be used is told with whose it is, who we are,
//! and the one command that mends it.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

const OWNER_ONLY: u32 = 0o700;
const WRITABLE: u32 = 0o200;

/// Makes the directory if it is not there, and tries whether files can be made in it.
pub(crate) fn prepare(directory: &Path) -> Result<(), DataDirError> {
    let failed = |error| DataDirError::of("data directory", directory, &error);
    if !directory.exists() {
        DirBuilder::new().recursive(true).mode(OWNER_ONLY).create(directory).map_err(failed)?;
        std::fs::set_permissions(directory, Permissions::from_mode(OWNER_ONLY)).map_err(failed)?;
    }
    let probe = directory.join(format!(".probe-{}", std::process::id()));
    File::create(&probe).map_err(failed)?;
    std::fs::remove_file(&probe).map_err(failed)
}

/// Tries whether a database file that is there, and what lies beside it, can be read and written.
pub(super) fn expect_usable(file: &Path) -> Result<(), DataDirError> {
    for beside in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(beside);
        let file = Path::new(&name);
        if let Err(error) = OpenOptions::new().read(true).append(true).open(file)
            && error.kind() != ErrorKind::NotFound
        {
            return Err(DataDirError::of("database file", file, &error));
        }
    }
    Ok(())
}

/// Tries whether a secret's file, if it is there, can be read. Returns the mode that others can read it with.
pub(super) fn expect_readable(file: &Path) -> Result<Option<u32>, DataDirError> {
    match File::open(file).and_then(|file| file.metadata()) {
        Ok(metadata) => Ok(Some(mode(&metadata)).filter(|mode| mode & 0o077 != 0)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(DataDirError::of("keyring secret's file", file, &error)),
    }
}

/// What root makes in somebody else's directory, its owner cannot use afterwards. Returns the owner where that would happen.
pub(super) fn owner_instead_of_root(paths: &[&Path]) -> Option<String> {
    if !rustix::process::geteuid().is_root() {
        return None;
    }
    let owners = paths.iter().filter_map(|path| path.metadata().ok()).map(|metadata| metadata.uid());
    owners.into_iter().find(|owner| *owner != 0).map(|owner| name_of(owner).unwrap_or_else(|| format!("'#{owner}'")))
}

/// Something in the data directory, or the directory itself, cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the {what} {} cannot be used: {sentence}", .path.display())]
pub struct DataDirError {
    what: &'static str,
    path: PathBuf,
    sentence: String,
}

impl DataDirError {
    fn of(what: &'static str, path: &Path, error: &io::Error) -> Self {
        let sentence = match error.kind() {
            ErrorKind::NotADirectory | ErrorKind::AlreadyExists => no_directory(path),
            ErrorKind::ReadOnlyFilesystem => {
                "it is on a file system that is read-only: have that mounted writable, or set data_dir to a place elsewhere".to_owned()
            }
            ErrorKind::PermissionDenied => denied(path),
            _ => error.to_string(),
        };
        Self { what, path: path.to_owned(), sentence }
    }
}

/// The nearest one above it that is there is a file.
fn no_directory(path: &Path) -> String {
    let there = nearest(path);
    format!("{} is not a directory: set data_dir (DOORPOST_DATA_DIR, --data-dir) to one", there.display())
}

fn denied(path: &Path) -> String {
    let there = nearest(path);
    let Ok(metadata) = there.metadata() else {
        return "permission denied, and it cannot be told whose it is".to_owned();
    };
    let (owner, us) = (metadata.uid(), rustix::process::geteuid().as_raw());
    let (group, mode) = (rustix::process::getegid().as_raw(), mode(&metadata));
    let about = format!(
        "permission denied: {} belongs to {}, its mode is {mode:04o}, and this runs as {}",
        there.display(),
        user(owner),
        user(us)
    );
    // A directory in which nothing of ours lies may be anybody's.
    let is_ours = metadata.is_file()
        || there == path && ["doorpost.db", "keyring.secret"].iter().any(|file| there.join(file).exists());
    if owner != us && !is_ours {
        return format!(
            "{about}: set data_dir (DOORPOST_DATA_DIR, --data-dir) to a directory of this user's, or run it as {}",
            user(owner)
        );
    }
    if owner != us {
        let recursive = if metadata.is_dir() { "-R " } else { "" };
        return format!(
            "{about}: run it as its owner, or once: sudo chown {recursive}{us}:{group} {}",
            there.display()
        );
    }
    let needed = if metadata.is_dir() { OWNER_ONLY } else { 0o600 };
    if mode & WRITABLE == 0 || mode & needed != needed {
        return format!("{about}: chmod {needed:o} {}", there.display());
    }
    format!("{about}: something above it, or a security module such as AppArmor or SELinux, does not let it in")
}

/// It, or the nearest one above it that is there.
fn nearest(path: &Path) -> &Path {
    path.ancestors().find(|path| path.symlink_metadata().is_ok()).unwrap_or(path)
}

fn mode(metadata: &std::fs::Metadata) -> u32 {
    metadata.permissions().mode() & 0o7777
}

fn user(id: u32) -> String {
    name_of(id).map_or_else(|| format!("user {id}"), |name| format!("user {name} ({id})"))
}

/// As the machine's own file of users has it; others may be known elsewhere.
fn name_of(id: u32) -> Option<String> {
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == id.to_string()).then(|| name.to_owned())
    })
}
