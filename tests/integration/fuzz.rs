//! What no input may do (`fuzz/src/lib.rs`): with the inputs that are kept by name, and with random ones.

use std::path::Path;

use proptest::prelude::*;

#[path = "../../fuzz/src/lib.rs"]
mod promises;

use promises::FrontDoor;

/// The inputs in `fuzz/regressions`, and so many random ones.
fn try_all(target: &str, random: u32, promise: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions").join(target);
    let mut inputs = 0;
    for entry in std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry").path();
        promise(&std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
        inputs += 1;
    }
    assert!(inputs > 0, "nothing in {}", folder.display());
    let config = ProptestConfig { cases: random, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(text in "\\PC{0,60}", bytes in prop::collection::vec(any::<u8>(), 0..60))| {
        promise(text.as_bytes());
        promise(&bytes);
    });
}

#[test]
fn email_addresses() {
    try_all("email_address", 256, promises::email_address);
}

#[test]
fn usernames() {
    try_all("username", 256, promises::username);
}

#[test]
fn platforms() {
    try_all("platform", 256, promises::platform);
}

#[test]
fn limit_sentences() {
    try_all("limit_sentence", 256, promises::limit_sentence);
}

/// No input gives a 5xx (invariant 60).
#[test]
fn json_bodies() {
    let door = FrontDoor::open();
    try_all("json_body", 64, |data| door.json_body(data));
}

/// No header of a client's making gives it an address that no proxy of ours saw (invariant 31).
#[test]
fn forwarded_chains() {
    let door = FrontDoor::open();
    try_all("forwarded_chain", 32, |data| door.forwarded_chain(data));
}

#[test]
fn cookies() {
    let door = FrontDoor::open();
    try_all("cookies", 64, |data| door.cookies(data));
}

#[test]
fn places_to_return_to() {
    let door = FrontDoor::open();
    try_all("return_to", 64, |data| door.return_to(data));
}
