//! Documents that stay true: links lead somewhere, decisions have one form, the glossary has the words of the contract.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every document of the project, also those in folders.
fn documents() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root(), root().join("docs"), root().join("findings"), root().join(".github")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir()
                && folder.starts_with(root().join("docs"))
                && path.file_name().is_some_and(|name| name != "target")
            {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    assert!(found.len() > 20, "{found:?}");
    found
}

/// The targets of `[text](target)` outside of code.
fn links(text: &str) -> Vec<String> {
    let prose: String = text.split("```").step_by(2).collect();
    let targets = prose.split("](").skip(1);
    targets.filter_map(|rest| Some(rest.split(')').next()?.split(' ').next()?.to_owned())).collect()
}

/// As GitHub and its like make them of headings.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let anchor = |heading: &str| {
        let kept = heading.to_lowercase();
        kept.chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn links_lead_somewhere() {
    let (mut tried, mut dead) = (0, Vec::new());
    for document in documents() {
        let text = read(&document);
        for link in links(&text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            tried += 1;
            let (file, anchor) =
                link.split_once('#').map_or((link.as_str(), None), |(file, anchor)| (file, Some(anchor)));
            let target =
                if file.is_empty() { document.clone() } else { document.parent().expect("a folder").join(file) };
            let has_anchor = anchor
                .is_none_or(|anchor| target.is_file() && anchors(&read(&target)).iter().any(|known| known == anchor));
            if !target.exists() || !has_anchor {
                dead.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
    assert!(tried > 40, "{tried} links");
}

/// The index names every document beside it.
#[test]
fn the_index_is_whole() {
    let index = read(&root().join("docs/README.md"));
    for entry in std::fs::read_dir(root().join("docs")).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(["README.md", "images"].contains(&name.as_str()) || index.contains(&format!("({name}")), "{name}");
    }
}

#[test]
fn decisions_have_one_form() {
    let mut numbers = Vec::new();
    for entry in std::fs::read_dir(root().join("docs/decisions")).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let text = read(&entry.path());
        let number: usize = name[..4].parse().expect("a number");
        numbers.push(number);
        let mut lines = text.lines();
        assert!(lines.next().is_some_and(|title| title.starts_with(&format!("# {number}. "))), "{name}");
        let status = lines.nth(1).unwrap_or_default();
        assert!(status.starts_with("Accepted, 20") || status.starts_with("Superseded by "), "{name}: {status}");
        let headings: Vec<&str> = text.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(headings, ["## Context", "## Decision", "## Consequences"], "{name}");
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
}

/// The words that the interface is described with have their line.
#[test]
fn the_glossary_has_our_words() {
    let text = read(&root().join("docs/glossary.md"));
    let words: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next()).collect();
    for word in [
        "pending login",
        "auth id",
        "starter",
        "approver",
        "match code",
        "mail code",
        "confirmation link",
        "platform",
        "outbox",
        "session",
        "access key",
        "access token",
        "scope",
        "forward-auth",
    ] {
        assert!(words.contains(&word), "{word}: {words:?}");
    }
    assert!(
        text.lines().filter(|line| line.starts_with('|')).all(|line| line.matches('|').count() == 6),
        "five columns"
    );
}
