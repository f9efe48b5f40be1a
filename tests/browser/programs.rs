//! Programs that a test starts, and that end with it.

use std::net::TcpListener;
use std::process::{Child, Command};

use serde_json::Value;

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

/// What curl prints, as JSON.
pub fn curl(arguments: &[&str]) -> Value {
    let output = Command::new("curl").args(["--silent", "--show-error"]).args(arguments).output().expect("curl runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}
