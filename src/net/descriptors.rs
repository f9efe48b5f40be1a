//! File descriptors of this process: how many it may have open, and how many it has.
//!
//! systemd and shells start programs with a soft limit of 1024, which is there for programs that use `select`; the hard limit is
//! what the administrator means.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The limits on open files, before and after [`raise`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised {
    /// The soft limit that the program was started with; none: unlimited.
    pub before: Option<u64>,
    /// The soft limit in force; none: unlimited.
    pub now: Option<u64>,
}

/// Raises the soft limit of open files to the hard one. If the system refuses, the limit stays as it is.
pub fn raise() -> Raised {
    let limit = getrlimit(Resource::Nofile);
    let before = limit.current;
    if before != limit.maximum {
        let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
        if let Err(error) = setrlimit(Resource::Nofile, raised) {
            tracing::warn!(%error, "the limit on open files could not be raised");
        }
    }
    Raised { before, now: soft_limit() }
}

/// The soft limit of open files in force; none: unlimited.
#[must_use]
pub fn soft_limit() -> Option<u64> {
    getrlimit(Resource::Nofile).current
}

/// Descriptors that are open now; none where the system does not tell (`/proc` is not mounted).
#[must_use]
pub fn open() -> Option<usize> {
    // Reading the directory takes one itself.
    std::fs::read_dir("/proc/self/fd").ok().map(|entries| entries.count().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_file_counts() {
        let before = open().unwrap();
        let files: Vec<_> = (0..64).map(|_| std::fs::File::open("/proc/self/stat").unwrap()).collect();
        // Other tests of this process open and close files as well.
        assert!(open().unwrap() >= before.saturating_sub(32) + files.len());
    }

    #[test]
    fn the_soft_limit_becomes_the_hard_one() {
        let hard = getrlimit(Resource::Nofile).maximum;
        assert_eq!(raise().now, hard);
        assert_eq!(soft_limit(), hard);
    }
}
