//! Every page in every state and every language: nothing that axe-core finds fault with, and nothing to be scrolled sideways on a telephone.

use std::collections::BTreeSet;
use std::path::Path;

use tempfile::TempDir;

use super::gallery::{Gallery, NARROW};
use crate::binary::doorpost;

/// The pages of these languages, as `doorpost templates render` writes them.
async fn look_at(tags: &[&str]) {
    let folder = TempDir::new().expect("a folder");
    let directory = folder.path().join("rendered");
    let (code, said, error) = doorpost(&["templates", "render", directory.to_str().expect("UTF-8")], &[]);
    assert_eq!(code, Some(0), "{said}{error}");
    let gallery = Gallery::open().await;
    for (tag, scheme) in tags.iter().zip(["light", "dark", "light"]) {
        let mut seen = BTreeSet::new();
        gallery.browser.appear(scheme, NARROW.0, NARROW.1).await;
        for file in files(&directory.join(tag).join("pages")) {
            // Some states look the same.
            if !seen.insert(std::fs::read_to_string(&file).expect("a page")) {
                continue;
            }
            gallery.browser.goto(&format!("file://{}", file.display())).await;
            let name = file.file_stem().expect("a name").to_string_lossy();
            gallery.check(&format!("{name} in {tag}"), scheme).await;
        }
        assert!(seen.len() > 80, "{tag}: {}", seen.len());
    }
    gallery.browser.quit().await;
}

fn files(folder: &Path) -> BTreeSet<std::path::PathBuf> {
    std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn english_german_and_french() {
    look_at(&["en", "de", "fr"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn spanish_italian_and_portuguese() {
    look_at(&["es", "it", "pt-BR"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn polish_japanese_and_arabic() {
    look_at(&["pl", "ja", "ar"]).await;
}
