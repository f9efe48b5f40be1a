//! Style sheet and icon, inside the binary under names that change with their content: they may be cached for ever.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use rust_embed::RustEmbed;

/// Where the static files are served.
pub const STATIC_PREFIX: &str = "/static/";

#[derive(RustEmbed)]
#[folder = "static/"]
struct Embedded;

struct StaticFile {
    content: Cow<'static, [u8]>,
    content_type: &'static str,
}

static FILES: LazyLock<Index> = LazyLock::new(Index::build);

#[derive(Default)]
struct Index {
    by_hashed_name: HashMap<String, StaticFile>,
    hashed_names: HashMap<String, String>,
}

impl Index {
    fn build() -> Self {
        let mut index = Self::default();
        for name in Embedded::iter() {
            let Some(file) = Embedded::get(&name) else { continue };
            let hashed_name = hashed_name(&name, &file.metadata.sha256_hash());
            let content_type = content_type(&name);
            index.by_hashed_name.insert(hashed_name.clone(), StaticFile { content: file.data, content_type });
            index.hashed_names.insert(name.into_owned(), hashed_name);
        }
        index
    }
}

/// `doorpost.css` becomes `doorpost.0123456789abcdef.css`.
fn hashed_name(name: &str, hash: &[u8]) -> String {
    let digits = hash.iter().take(8).fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"));
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{digits}.{extension}"),
        None => format!("{name}.{digits}"),
    }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// The files of `static/`.
#[derive(Clone, Copy, Debug)]
pub struct StaticFiles;

impl StaticFiles {
    /// The URL path of the style sheet.
    #[must_use]
    pub fn stylesheet_path() -> String {
        Self::path("doorpost.css")
    }

    /// The URL path of the icon.
    #[must_use]
    pub fn icon_path() -> String {
        Self::path("icon.svg")
    }

    /// The bytes and the content type of a file by its hashed name (what follows [`STATIC_PREFIX`]); plain names are
    /// unknown, since their content may change under them.
    #[must_use]
    pub fn get(hashed_name: &str) -> Option<(&'static [u8], &'static str)> {
        FILES.by_hashed_name.get(hashed_name).map(|file| (&*file.content, file.content_type))
    }

    fn path(name: &str) -> String {
        let hashed_name = FILES.hashed_names.get(name).map_or(name, String::as_str);
        format!("{STATIC_PREFIX}{hashed_name}")
    }
}

#[cfg(test)]
mod tests {
    use super::{STATIC_PREFIX, StaticFiles};

    #[test]
    fn the_hashed_names_lead_to_the_files() {
        for (path, content_type) in
            [(StaticFiles::stylesheet_path(), "text/css; charset=utf-8"), (StaticFiles::icon_path(), "image/svg+xml")]
        {
            let name = path.strip_prefix(STATIC_PREFIX).unwrap();
            assert_eq!(name.split('.').nth(1).unwrap().len(), 16, "{name}");
            let (content, kind) = StaticFiles::get(name).unwrap();
            assert!(!content.is_empty());
            assert_eq!(kind, content_type);
        }
    }

    #[test]
    fn nothing_else_is_there() {
        for name in ["", "doorpost.css", "../Cargo.toml", "doorpost.0000000000000000.css"] {
            assert!(StaticFiles::get(name).is_none(), "{name}");
        }
    }

    #[test]
    fn the_style_sheet_asks_nobody_else() {
        let path = StaticFiles::stylesheet_path();
        let (content, _) = StaticFiles::get(path.strip_prefix(STATIC_PREFIX).unwrap()).unwrap();
        let css = std::str::from_utf8(content).unwrap();
        assert!(!css.contains("url(") && !css.contains("@import") && !css.contains("//"), "external reference");
    }
}
