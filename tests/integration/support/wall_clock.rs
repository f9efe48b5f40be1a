//! The clock of one process, set forward and back as often as wanted: a few lines before the C library add to it what a file says.
//! The clock that only ever goes forward stays as it is.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

const SOURCE: &str = r#"
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static volatile const long *ahead;

__attribute__((constructor)) static void begin(void) {
    int file = open(getenv("CLOCK_AHEAD"), O_RDONLY);
    ahead = mmap(0, sizeof *ahead, PROT_READ, MAP_SHARED, file, 0);
    if (file < 0 || ahead == MAP_FAILED) abort();
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    int outcome = syscall(SYS_clock_gettime, clock, time);
    if (outcome == 0 && clock == CLOCK_REALTIME && ahead) time->tv_sec += *ahead;
    return outcome;
}
"#;

/// A clock that is right until it is set.
pub struct WallClock {
    folder: TempDir,
}

impl WallClock {
    pub fn new() -> Self {
        let clock = Self { folder: TempDir::new().expect("a directory") };
        std::fs::write(clock.ahead(), 0_i64.to_ne_bytes()).expect("a file");
        let mut compiler = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-x", "c", "-", "-o"])
            .arg(clock.library())
            .stdin(Stdio::piped())
            .spawn()
            .expect("a C compiler, which building the program takes too");
        compiler.stdin.take().expect("a pipe").write_all(SOURCE.as_bytes()).expect("it reads");
        assert!(compiler.wait().expect("a status").success());
        clock
    }

    /// Sets it to so many seconds ahead of what is right; back, if that is negative.
    pub fn set(&self, ahead: i64) {
        let mut file = std::fs::OpenOptions::new().write(true).open(self.ahead()).expect("a file");
        file.write_all(&ahead.to_ne_bytes()).expect("it is written");
    }

    /// The command that runs another one with this clock.
    pub fn wrapper(&self) -> Vec<String> {
        let words = [
            "env".to_owned(),
            format!("LD_PRELOAD={}", self.library().display()),
            format!("CLOCK_AHEAD={}", self.ahead().display()),
        ];
        words.to_vec()
    }

    fn ahead(&self) -> PathBuf {
        self.folder.path().join("ahead")
    }

    fn library(&self) -> PathBuf {
        self.folder.path().join("clock.so")
    }
}
