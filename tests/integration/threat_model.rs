//! The threat model says where each statement is held. What it says is true.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The statements that have to be held, or excused in words.
fn wanted() -> BTreeSet<u32> {
    [1..=40, 42..=42, 48..=79].into_iter().flatten().collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files whose tests name statements, by name.
fn sources() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut add = |folder: &str, name: &str| {
        for entry in std::fs::read_dir(root().join(folder)).expect("a folder").flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("a readable file");
                files.insert(format!("{name}{}", entry.file_name().to_string_lossy()), text);
            }
        }
    };
    add("tests/integration", "");
    add("tests/browser", "tests/browser/");
    add("src", "src/");
    add("src/crypto", "src/crypto/");
    files
}

/// The numbers in every "(invariant 1)" and "(invariants 1, 2)".
fn named(text: &str) -> BTreeSet<u32> {
    let flowing = text.replace("\n    /// ", " ").replace("\n/// ", " ").replace("\n//! ", " ");
    flowing
        .split("invariant")
        .skip(1)
        .flat_map(|rest| {
            let list = rest.trim_start_matches('s').trim_start();
            let list = list.split(|character: char| !(character.is_ascii_digit() || ", ".contains(character)));
            list.take(1)
                .flat_map(|list| list.split(", "))
                .filter_map(|number| number.trim().parse().ok())
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Number and last column of each row.
fn rows() -> BTreeMap<u32, String> {
    let text = std::fs::read_to_string(root().join("docs/threat-model.md")).expect("the threat model");
    text.lines()
        .filter_map(|line| {
            let columns: Vec<&str> = line.trim_matches('|').split(" | ").collect();
            let number = columns.first()?.trim().parse().ok()?;
            Some((number, columns.last()?.trim().to_owned()))
        })
        .collect()
}

#[test]
fn every_statement_has_a_test_or_a_reason() {
    let (rows, sources) = (rows(), sources());
    assert_eq!(rows.keys().copied().collect::<BTreeSet<_>>(), wanted());
    for (number, held_by) in rows {
        let files: Vec<&str> = held_by.split('`').skip(1).step_by(2).collect();
        let holders: Vec<&&str> =
            files.iter().filter(|file| sources.get(**file).is_some_and(|text| named(text).contains(&number))).collect();
        let excused = held_by.starts_with("not yet");
        assert!(excused || !holders.is_empty(), "{number}: none of {files:?} names it");
        for file in files.iter().filter(|file| Path::new(file).extension().is_some_and(|extension| extension == "rs")) {
            let exists = sources.contains_key(*file) || root().join(file).exists();
            assert!(exists, "{number}: {file} does not exist");
        }
    }
}

/// Every threat has its tests, and they exist.
#[test]
fn every_threat_has_its_tests() {
    let text = std::fs::read_to_string(root().join("docs/threat-model.md")).expect("the threat model");
    let sources = sources();
    let mut numbers = BTreeSet::new();
    for row in text.lines().filter(|line| {
        line.strip_prefix("| T").is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
    }) {
        let columns: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let [number, _, held_by] = columns.as_slice() else { panic!("three columns: {row}") };
        let Some(number) = number.trim().strip_prefix('T').and_then(|number| number.parse::<u32>().ok()) else {
            continue;
        };
        let is_rust = |file: &&str| Path::new(file).extension().is_some_and(|extension| extension == "rs");
        let files: Vec<&str> = held_by.split('`').skip(1).step_by(2).filter(is_rust).collect();
        assert!(!files.is_empty(), "T{number} names no test");
        for file in files {
            assert!(sources.contains_key(file) || root().join(file).exists(), "T{number}: {file} does not exist");
        }
        numbers.insert(number);
    }
    assert_eq!(numbers, (1..=27).collect());
}

/// Every direct dependency has its reason, and no reason speaks of one that is gone.
#[test]
fn every_dependency_has_its_reason() {
    let table = std::fs::read_to_string(root().join("docs/dependencies.md")).expect("docs/dependencies.md");
    let listed: BTreeSet<String> =
        table.lines().filter_map(|line| Some(line.strip_prefix("| `")?.split_once("` | ")?.0.to_owned())).collect();
    let mut used = BTreeSet::new();
    for manifest in ["Cargo.toml", "entity/Cargo.toml", "migration/Cargo.toml"] {
        let text = std::fs::read_to_string(root().join(manifest)).expect("a manifest");
        let section = text.split("\n[dependencies]\n").nth(1).expect("dependencies").split("\n[").next().unwrap();
        let names =
            section.lines().filter_map(|line| line.split(['.', ' ', '=']).next()).filter(|name| !name.is_empty());
        used.extend(names.map(str::to_owned));
    }
    assert_eq!(listed, used);
}
