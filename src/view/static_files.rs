//! Style sheet, script, icon and logos, under names that change with their content: they may be cached for ever.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::view::branding::{Accent, Branding, Logo};

/// Where the static files are served.
pub const STATIC_PREFIX: &str = "/static/";

#[derive(RustEmbed)]
#[folder = "static/"]
struct Embedded;

struct StaticFile {
    content: Bytes,
    /// Where that is shorter.
    gzipped: Option<Bytes>,
    content_type: &'static str,
}

/// The files of `static/`, with what the operator put into them. Clones share them.
#[derive(Clone)]
pub struct StaticFiles {
    by_hashed_name: Arc<HashMap<String, StaticFile>>,
    hashed_names: Arc<HashMap<String, String>>,
}

impl StaticFiles {
    /// The embedded files, the style sheet in the operator's colour, and the operator's logos.
    #[must_use]
    pub fn new(branding: &Branding) -> Self {
        let mut files: Vec<(String, Cow<'static, [u8]>)> = Embedded::iter()
            .filter_map(|name| Some((name.to_string(), shortened(&name, Embedded::get(&name)?.data))))
            .map(|(name, content)| match branding.accent {
                Some(accent) if name == STYLESHEET => (name, Cow::Owned(coloured(&content, accent))),
                _ => (name, content),
            })
            .collect();
        let logos = [("logo", &branding.logo), ("logo-dark", &branding.logo_dark)];
        files.extend(logos.into_iter().filter_map(|(name, logo)| {
            let Logo { bytes, extension } = logo.as_ref()?;
            Some((format!("{name}.{extension}"), Cow::Owned(bytes.clone())))
        }));
        let (mut by_hashed_name, mut hashed_names) = (HashMap::new(), HashMap::new());
        for (name, content) in files {
            let hashed_name = hashed_name(&name, &Sha256::digest(&content));
            let content_type = content_type(&name);
            let content = match content {
                Cow::Borrowed(embedded) => Bytes::from_static(embedded),
                Cow::Owned(made) => Bytes::from(made),
            };
            let gzipped = gzip(&content);
            by_hashed_name.insert(hashed_name.clone(), StaticFile { content, gzipped, content_type });
            hashed_names.insert(name, hashed_name);
        }
        Self { by_hashed_name: Arc::new(by_hashed_name), hashed_names: Arc::new(hashed_names) }
    }

    /// All of them, by the names under which they are served.
    pub fn all(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.by_hashed_name.iter().map(|(name, file)| (name.as_str(), &*file.content))
    }

    /// The URL path of the style sheet.
    #[must_use]
    pub fn stylesheet_path(&self) -> String {
        self.path(STYLESHEET)
    }

    /// The URL path of the script.
    #[must_use]
    pub fn script_path(&self) -> String {
        self.path("doorpost.js")
    }

    /// The URL path of the icon.
    #[must_use]
    pub fn icon_path(&self) -> String {
        self.path("icon.svg")
    }

    /// The URL path of a logo.
    #[must_use]
    pub fn logo_path(&self, name: &str, logo: &Logo) -> String {
        self.path(&format!("{name}.{}", logo.extension))
    }

    /// The bytes and the content type of a file by its hashed name (what follows [`STATIC_PREFIX`]); plain names are
    /// unknown, since their content may change under them. All answers share the bytes.
    #[must_use]
    pub fn get(&self, hashed_name: &str) -> Option<(Bytes, &'static str)> {
        self.by_hashed_name.get(hashed_name).map(|file| (file.content.clone(), file.content_type))
    }

    /// The same file compressed (RFC 1952), if that makes it shorter.
    #[must_use]
    pub fn get_gzipped(&self, hashed_name: &str) -> Option<Bytes> {
        self.by_hashed_name.get(hashed_name).and_then(|file| file.gzipped.clone())
    }

    fn path(&self, name: &str) -> String {
        let hashed_name = self.hashed_names.get(name).map_or(name, String::as_str);
        format!("{STATIC_PREFIX}{hashed_name}")
    }
}

const STYLESHEET: &str = "doorpost.css";

/// Our script and style sheet without indentation and without the lines that hold a comment alone, since a browser on a
/// slow line needs neither. A comment there takes lines of its own, each in the form of one line, and no string spans lines.
fn shortened(name: &str, content: Cow<'static, [u8]>) -> Cow<'static, [u8]> {
    let is_comment: fn(&str) -> bool = match name.rsplit_once('.') {
        Some((_, "js")) => |line| line.starts_with("//"),
        Some((_, "css")) => |line| line.starts_with("/*") && line.trim_end().ends_with("*/"),
        _ => return content,
    };
    let text = String::from_utf8_lossy(&content);
    let kept: String = text.split_inclusive('\n').map(str::trim_start).filter(|line| !is_comment(line)).collect();
    Cow::Owned(kept.into_bytes())
}

/// Once, at the start. Nothing of what is compressed here is a secret or a stranger's, so that its length tells nothing.
fn gzip(content: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    encoder.write_all(content).ok()?;
    let gzipped = encoder.finish().ok()?;
    (gzipped.len() < content.len()).then(|| Bytes::from(gzipped))
}

/// One style sheet, so that a page waits for one file only.
fn coloured(stylesheet: &[u8], accent: Accent) -> Vec<u8> {
    let tokens = |accent: Accent, dark: bool, on_accent: &str| {
        format!(
            ":root{{--accent:{};--accent-strong:{};--on-accent:{on_accent}}}",
            accent.css(),
            accent.stronger(dark).css()
        )
    };
    let light = tokens(accent.on_light(), false, "#fff");
    let dark = tokens(accent.on_dark(), true, "#000");
    let mut coloured = stylesheet.to_vec();
    coloured.extend(format!("{light}@media (prefers-color-scheme:dark){{{dark}}}\n").into_bytes());
    coloured
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
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(files: &StaticFiles, path: &str) -> (String, &'static str) {
        let (content, kind) = files.get(path.strip_prefix(STATIC_PREFIX).unwrap()).unwrap();
        (String::from_utf8(content.into()).unwrap(), kind)
    }

    #[test]
    fn the_hashed_names_lead_to_the_files() {
        let files = StaticFiles::new(&Branding::default());
        for (path, content_type) in [
            (files.stylesheet_path(), "text/css; charset=utf-8"),
            (files.script_path(), "text/javascript; charset=utf-8"),
            (files.icon_path(), "image/svg+xml"),
        ] {
            assert_eq!(path.split('.').nth(1).unwrap().len(), 16, "{path}");
            let (content, kind) = file(&files, &path);
            assert!(!content.is_empty());
            assert_eq!(kind, content_type);
        }
    }

    #[test]
    fn nothing_else_is_there() {
        let files = StaticFiles::new(&Branding::default());
        for name in ["", "doorpost.css", "../Cargo.toml", "doorpost.0000000000000000.css", "logo.svg"] {
            assert!(files.get(name).is_none(), "{name}");
        }
    }

    #[test]
    fn scripts_and_style_sheets_lose_comments_and_indentation_only() {
        let served = |name, text: &'static str| shortened(name, Cow::Borrowed(text.as_bytes())).into_owned();
        assert_eq!(served("a.js", "// why\n  if (a) {\n    b(\"x // y\");\n  }\n"), b"if (a) {\nb(\"x // y\");\n}\n");
        assert_eq!(served("a.css", "/* why */\na {\n  b: c; /* d */\n}\n"), b"a {\nb: c; /* d */\n}\n");
        assert_eq!(served("a.svg", "  // kept\n"), b"  // kept\n");
    }

    #[test]
    fn style_sheet_and_script_ask_nobody_else() {
        let files = StaticFiles::new(&Branding::default());
        let (css, _) = file(&files, &files.stylesheet_path());
        assert!(!css.contains("url(") && !css.contains("@import") && !css.contains("//"), "external reference");
        let (script, _) = file(&files, &files.script_path());
        assert!(!script.contains("://") && !script.contains("import(") && !script.contains("eval("));
        assert!(!script.contains("innerHTML") && !script.contains("document.write"));
    }

    #[test]
    fn colour_and_logo_of_the_operator() {
        let logo = Logo { bytes: b"<svg/>".to_vec(), extension: "svg" };
        let branding = Branding { accent: Accent::parse("#0000ff"), logo: Some(logo.clone()), ..Branding::default() };
        let (plain, own) = (StaticFiles::new(&Branding::default()), StaticFiles::new(&branding));
        assert_ne!(plain.stylesheet_path(), own.stylesheet_path(), "another content, another name");
        assert!(file(&own, &own.stylesheet_path()).0.contains("--accent:#0000ff"));
        assert_eq!(file(&own, &own.logo_path("logo", &logo)), ("<svg/>".to_owned(), "image/svg+xml"));
    }
}
