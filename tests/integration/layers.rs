//! The house keeps its layers: who may import whom, read from the `use` lines.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The rooms of `src` in layers, from the ground up, as the first drawing of docs/architecture.md has them: two blanks between rooms, three and
/// more before what is said of them.
fn layers() -> Vec<Vec<String>> {
    let document = std::fs::read_to_string(root().join("docs/architecture.md")).expect("docs/architecture.md");
    let drawing = document.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a drawing");
    let rooms = |row: &str| row.split("   ").next().unwrap_or_default().split("  ").map(str::to_owned).collect();
    drawing.lines().rev().map(rooms).collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The top module of a file, with the file's text without its tests.
fn modules() -> Vec<(String, PathBuf, String)> {
    let src = root().join("src");
    sources(&src)
        .into_iter()
        .map(|file| {
            let first = file.strip_prefix(&src).unwrap().iter().next().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&file).expect("a readable file");
            let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
            (first.trim_end_matches(".rs").to_owned(), file, text)
        })
        .collect()
}

fn layer(layers: &[Vec<String>], module: &str) -> Option<usize> {
    layers.iter().position(|layer| layer.iter().any(|room| room == module))
}

/// What a file names of this crate: after `crate::`, one name or several in braces.
fn imports(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for after in line.split("crate::").skip(1) {
            let group = after.strip_prefix('{').map_or(after, |group| group);
            let several = if after.starts_with('{') { group.split(',').collect() } else { vec![group] };
            for name in several {
                let name: String = name
                    .trim()
                    .chars()
                    .take_while(|character| character.is_alphanumeric() || *character == '_')
                    .collect();
                names.insert(name);
            }
        }
    }
    names
}

#[test]
fn nothing_imports_upward() {
    let layers = layers();
    for (module, file, text) in modules() {
        if module == "lib" {
            continue;
        }
        let here = layer(&layers, &module);
        for import in imports(&text).into_iter().filter(|import| *import != module && !import.is_empty()) {
            let is_below = layer(&layers, &import) < here;
            assert!(is_below, "{} imports {import}, which is not below {module}", file.display());
        }
    }
}

/// No room without its place, and no place without its room.
#[test]
fn every_module_has_its_layer() {
    let drawn: BTreeSet<String> = layers().into_iter().flatten().collect();
    let there: BTreeSet<String> =
        modules().into_iter().map(|(module, ..)| module).filter(|name| name != "lib").collect();
    assert_eq!(drawn, there);
}

#[test]
fn libraries_stay_where_they_belong() {
    for (module, file, text) in modules() {
        let names = |library: &str| {
            text.lines().any(|line| {
                !line.trim_start().starts_with("//")
                    && (line.contains(&format!("{library}::")) || line.contains(&format!("use {library}")))
            })
        };
        let place = file.display();
        assert!(!names("axum") || ["web", "server"].contains(&module.as_str()), "{place} names axum");
        assert!(!names("lettre") || module == "mail", "{place} names lettre");
        assert!(!names("sqlx") || module == "db", "{place} names sqlx");
        assert!(!text.contains("DbBackend") || module == "db", "{place} asks which database it is");
    }
    for folder in ["entity/src", "migration/src"] {
        for file in sources(&root().join(folder)) {
            let text = std::fs::read_to_string(&file).unwrap();
            let forbidden =
                if folder == "migration/src" { ["doorpost::", "entity::"] } else { ["doorpost::", "migration::"] };
            assert!(forbidden.iter().all(|name| !text.contains(name)), "{}", file.display());
        }
    }
}

/// The drawing names every folder that there is, and no other.
#[test]
fn the_drawing_is_true() {
    let drawing = std::fs::read_to_string(root().join("docs/architecture.md")).expect("docs/architecture.md");
    let tree = drawing.split("```").nth(3).expect("the second block is the tree");
    for (module, file, _) in modules() {
        assert!(tree.contains(&module), "{} is not in the tree", file.display());
    }
    for word in tree.split_whitespace().filter(|word| word.contains('.') || word.ends_with('/')) {
        let name = word.trim_end_matches([',', ';', ')']).trim_start_matches('(');
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._/-".contains(&byte));
        let is_file = Path::new(name).extension().is_some_and(|extension| extension == "rs" || extension == "md");
        if plain && (is_file || name.ends_with('/')) {
            let exists = ["", "src", "tests", "docs", "tests/integration", "src/web", "src/auth", "src/mail"]
                .iter()
                .any(|folder| root().join(folder).join(name.trim_end_matches('/')).exists());
            assert!(exists, "{name} is in the tree and not in the repository");
        }
    }
}

#[test]
fn a_logins_state_is_written_by_its_transitions_alone() {
    let written = |text: &str| {
        let text: String = text.split_whitespace().collect();
        text.contains("col_expr(Column::State,PendingLoginState") || text.contains("pending_login::Column::State,")
    };
    assert!(written("col_expr(\n Column::State, PendingLoginState::Denied.into())"));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let others: Vec<PathBuf> = sources(&source)
        .into_iter()
        .filter(|path| written(&std::fs::read_to_string(path).expect("a source file")))
        .collect();
    assert!(others.is_empty(), "not by src/auth/pending_login/transitions.rs: {others:?}");
}

#[test]
fn what_was_done_is_never_rewritten() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rewrites = |text: &str| {
        let text: String = text.split_whitespace().collect();
        ["event::Entity::update", "event::Entity::insert", "event::ActiveModel"].iter().any(|way| text.contains(way))
    };
    assert!(rewrites("event::Entity::update_many()"));
    for path in sources(&source) {
        let text = std::fs::read_to_string(&path).expect("a source file");
        let own = text.contains("use entity::event::{") && text.contains("update_many");
        assert!(!rewrites(&text) && !own, "{}", path.display());
    }
}
