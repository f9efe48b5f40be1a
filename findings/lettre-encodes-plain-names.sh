#!/usr/bin/env bash
# lettre base64-encodes a sender's name of plain ASCII as soon as it has a bracket, comma, apostrophe or ampersand in it.
#
# RFC 5322 writes such a name between quotation marks, and some of these (the apostrophe, the ampersand) need none. One would
# guess `"Example, Inc." <…>`; what leaves is `=?utf-8?b?RXhhbXBsZSwgSW5jLg==?= <…>`. Spaces, hyphens, dots, and even quotation
# marks in the name are written as they are.
#
# Seen with 0.11.23 (email-encoding 0.4). Not documented for a caller; the rule is in
# https://github.com/lettre/email-encoding/blob/main/src/headers/quoted_string.rs
#
# SpamAssassin has a rule for senders that encode without need (FROM_EXCESS_BASE64), since spam hides words so. The mail with the
# sign-in link of "Ada's Shop" is judged worse than that of "Ada Shop", and nobody looks for the reason in the name.
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
lettre = { version = "=0.11.23", default-features = false, features = ["builder"] }
email-encoding = "=0.4.2"
TOML
cat >"$folder/src/main.rs" <<'RUST'
use lettre::message::{Mailbox, Message};

fn main() {
    for name in ["Ada \"Shop\"", "Example, Inc."] {
        let from = Mailbox::new(Some(name.to_owned()), "no-reply@example.org".parse().unwrap());
        let mail = Message::builder().from(from).to("ada@example.org".parse().unwrap()).body(String::new()).unwrap();
        print!("{}; ", String::from_utf8(mail.formatted()).unwrap().lines().next().unwrap());
    }
}
RUST
timeout 600 cargo build --quiet --jobs 1 --manifest-path "$folder/Cargo.toml" --target-dir "$folder/target" ||
  setup_failed 'cargo could not build lettre 0.11.23'
surprise='From: "Ada \"Shop\"" <no-reply@example.org>; From: =?utf-8?b?RXhhbXBsZSwgSW5jLg==?= <no-reply@example.org>; '
echo 'version: lettre 0.11.23, email-encoding 0.4.2'
echo 'expected: From: "Ada \"Shop\"" <no-reply@example.org>; From: "Example, Inc." <no-reply@example.org>; '
observed=$(timeout 60 "$folder/target/debug/try") || setup_failed 'the program did not end well'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
