//! Every page in every state and every language: nothing that axe-core finds fault with, and nothing to be scrolled sideways at a zoom of
//! 400 %.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::gallery::Gallery;
use crate::binary::doorpost;

/// A screen of 1280 by 1024 at 400 % (WCAG 2.2 criterion 1.4.10).
const ZOOMED: (u32, u32) = (320, 256);

/// Every page in every state, as `doorpost templates render` writes them.
pub fn rendered() -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let directory = folder.path().join("rendered");
    let (code, said, error) = doorpost(&["templates", "render", directory.to_str().expect("UTF-8")], &[]);
    assert_eq!(code, Some(0), "{said}{error}");
    (folder, directory)
}

/// Those of one language that differ: some states look the same.
pub fn pages(directory: &Path, tag: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory.join(tag).join("pages")).expect("a folder");
    let files: BTreeSet<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    let mut seen = BTreeSet::new();
    let files: Vec<PathBuf> =
        files.into_iter().filter(|file| seen.insert(std::fs::read_to_string(file).expect("a page"))).collect();
    assert!(files.len() > 80, "{tag}: {}", files.len());
    files
}

/// The tags of a page, without what stands between them.
fn skeleton(file: &Path) -> String {
    let page = std::fs::read_to_string(file).expect("a page");
    page.split('<').filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag).collect::<Vec<_>>().join("\n")
}

async fn look_at(tags: &[&str]) {
    let (_folder, directory) = rendered();
    let gallery = Gallery::open().await;
    for (tag, scheme) in tags.iter().zip(["light", "dark", "light"]) {
        gallery.browser.appear(scheme, ZOOMED.0, ZOOMED.1).await;
        let mut skeletons = BTreeSet::new();
        for file in pages(&directory, tag) {
            gallery.browser.goto(&format!("file://{}", file.display())).await;
            let name = format!("{} in {tag}", file.file_stem().expect("a name").to_string_lossy());
            // Two that differ in their words alone differ in their width alone.
            if skeletons.insert(skeleton(&file)) {
                gallery.check(&name, scheme).await;
            } else {
                gallery.check_width(&name).await;
            }
        }
        assert!(skeletons.len() > 60, "{tag}: {}", skeletons.len());
    }
    gallery.browser.quit().await;
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
