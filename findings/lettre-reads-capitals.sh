#!/usr/bin/env bash
# lettre sees none of a mail server's features when the server names them in small letters.
#
# RFC 5321, 4.1.1.1: EHLO keywords may be "upper, lower, or mixed case, they MUST always be recognized and processed in a
# case-insensitive manner", as Python's smtplib does. lettre compares them as they are: at a server that says "250-starttls" and
# "250 auth PLAIN" it finds no STARTTLS, and does not sign in.
#
# Seen with 0.11.23. Not documented; the comparison is `ServerInfo::from_response`:
# https://github.com/lettre/lettre/blob/master/src/transport/smtp/extension.rs
#
# "No compatible authentication mechanism" blames the server, with which other mail programs sign in. Whoever connects a sign-in
# server to it looks at passwords and at what the mail server allows.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "try"
version = "0.0.0"
edition = "2021"

[dependencies]
lettre = { version = "=0.11.23", default-features = false, features = ["builder", "smtp-transport"] }
TOML
cat >"$folder/src/main.rs" <<'RUST'
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::SmtpConnection;
use lettre::transport::smtp::extension::{ClientId, Extension};

fn serve(mut stream: TcpStream, features: &str) -> std::io::Result<()> {
    stream.write_all(b"220 mail.example.org\r\n")?;
    for line in BufReader::new(stream.try_clone()?).lines() {
        if line?.starts_with("EHLO ") {
            write!(stream, "250-mail.example.org\r\n{features}\r\n")?;
        } else {
            stream.write_all(b"235 2.7.0 Authentication successful\r\n")?;
        }
    }
    Ok(())
}

fn main() {
    for features in ["250-STARTTLS\r\n250 AUTH PLAIN", "250-starttls\r\n250 auth PLAIN"] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || serve(listener.accept().unwrap().0, features));
        let client = ClientId::Domain("client.example.org".to_owned());
        let mut connection = SmtpConnection::connect(address, Some(Duration::from_secs(10)), &client, None, None).unwrap();
        let starttls = connection.server_info().supports_feature(Extension::StartTls);
        let signed_in = match connection.auth(&[Mechanism::Plain], &Credentials::new("ada".to_owned(), "example".to_owned())) {
            Ok(_) => "signed in".to_owned(),
            Err(error) => error.to_string(),
        };
        print!("STARTTLS {starttls}, {signed_in}; ");
    }
}
RUST
timeout 600 cargo build --quiet --jobs 1 --manifest-path "$folder/Cargo.toml" --target-dir "$folder/target" ||
  setup_failed 'cargo could not build lettre 0.11.23'
surprise='STARTTLS true, signed in; STARTTLS false, internal client error: No compatible authentication mechanism was found; '
echo 'version: lettre 0.11.23'
echo 'expected: STARTTLS true, signed in; STARTTLS true, signed in; '
observed=$(timeout 60 "$folder/target/debug/try") || setup_failed 'the program did not end well'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
