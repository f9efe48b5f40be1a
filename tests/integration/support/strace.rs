//! System calls that fail, or that are the last thing a process does: strace(1) does it from outside, so that the program
//! needs no hook.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// What happens at which system calls.
#[derive(Clone, Copy, Debug)]
pub struct Fault<'a> {
    /// Names, with commas.
    pub calls: &'a str,
    /// The file that they are about; any where there is none.
    pub path: Option<&'a str>,
    /// In strace's words: `signal=KILL:when=1`, `error=ENOSPC`.
    pub what: &'a str,
}

impl Fault<'_> {
    /// The command that runs another one with this fault.
    pub fn wrapper(&self) -> Vec<String> {
        let mut words = ["strace", "-f", "-qq", "-o", "/dev/null"].map(str::to_owned).to_vec();
        words.extend(self.options());
        words
    }

    fn options(&self) -> Vec<String> {
        let mut words = vec!["-e".to_owned(), format!("trace={}", self.calls)];
        words.extend(["-e".to_owned(), format!("inject={}:{}", self.calls, self.what)]);
        words.extend(self.path.into_iter().flat_map(|path| ["-P".to_owned(), path.to_owned()]));
        words
    }

    /// Lets it happen to a running process, until the end of what is returned.
    pub async fn strike(&self, process: u32) -> Struck {
        let root = std::process::Command::new("id").arg("-u").output().expect("id runs").stdout == b"0\n";
        let mut command = Command::new(if root { "strace" } else { "sudo" });
        if !root {
            command.args(["-n", "strace"]);
        }
        command.args(["-f", "-o", "/dev/null", "-p", &process.to_string()]).args(self.options());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("strace is not installed: `tests/run` installs what the tests need");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let attached = async {
            let mut said = String::new();
            while let Ok(Some(line)) = lines.next_line().await {
                if line.contains(" attached") {
                    return;
                }
                said.push_str(&line);
            }
            panic!("strace is not let: {said}");
        };
        tokio::time::timeout(Duration::from_secs(20), attached).await.expect("strace attaches");
        // It goes on to speak, and nobody may be held up by that.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Struck { child }
    }
}

/// A fault that goes on until it is ended.
pub struct Struck {
    child: Child,
}

impl Struck {
    /// Lets the process go.
    pub async fn end(mut self) {
        if let Some(id) = self.child.id() {
            super::send_signal("INT", &id.to_string());
        }
        tokio::time::timeout(Duration::from_secs(20), self.child.wait()).await.expect("strace ends").expect("a status");
    }
}

impl Drop for Struck {
    fn drop(&mut self) {
        // Told to end, it lets go of what it holds; killed, it would not.
        if let Some(id) = self.child.id() {
            super::send_signal("INT", &id.to_string());
        }
    }
}
