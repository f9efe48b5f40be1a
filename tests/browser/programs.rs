//! Programs that a test starts, and that end with it.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A child that is killed with its test.
pub struct Program(Child);

impl Program {
    pub fn start(command: &mut Command) -> Self {
        Self(
            command
                .spawn()
                .unwrap_or_else(|error| panic!("{command:?}: {error}; `tests/run` installs what is missing")),
        )
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.0.kill().expect("the child can be killed");
        self.0.wait().expect("the child ends");
    }
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

/// The built program.
pub struct Doorpost {
    _program: Program,
    _data_dir: TempDir,
    base: String,
}

impl Doorpost {
    pub async fn start(settings: &[(&str, &str)]) -> Self {
        let data_dir = TempDir::new().expect("a directory");
        let mut command = Command::new(env!("CARGO_BIN_EXE_doorpost"));
        command
            .env("DOORPOST_LISTEN", "127.0.0.1:0")
            .env("DOORPOST_DATA_DIR", data_dir.path())
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut program = Program::start(&mut command);
        let stdout = program.0.stdout.take().expect("a pipe");
        let line = tokio::task::spawn_blocking(move || BufReader::new(stdout).lines().next())
            .await
            .expect("no panic")
            .expect("a line")
            .expect("readable");
        let base = line.strip_prefix("listening on ").expect("the address").to_owned();
        Self { _program: program, _data_dir: data_dir, base }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// What curl prints, as JSON.
pub fn curl(arguments: &[&str]) -> Value {
    let output = Command::new("curl").args(["--silent", "--show-error"]).args(arguments).output().expect("curl runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}
