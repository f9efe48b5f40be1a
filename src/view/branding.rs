//! Branding: what an operator puts in the place of this program's own looks.

mod accent;

use std::io::Read;
use std::path::Path;

pub use accent::Accent;

/// A logo is part of every page's first load, which stays small.
const MAX_LOGO: usize = 16 * 1024;

/// Name, colour, logo and links of an installation.
#[derive(Clone, Debug)]
pub struct Branding {
    /// What the installation is called.
    pub name: String,
    /// The colour of buttons and links.
    pub accent: Option<Accent>,
    /// In place of the program's icon.
    pub logo: Option<Logo>,
    /// The same where pages are dark.
    pub logo_dark: Option<Logo>,
    /// At the foot of every page.
    pub links: Vec<Link>,
}

impl Default for Branding {
    fn default() -> Self {
        Self { name: "Doorpost".to_owned(), accent: None, logo: None, logo_dark: None, links: Vec::new() }
    }
}

/// A link at the foot of every page.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Link {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub url: String,
}

/// A picture that browsers show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// `svg`, `png` or `webp`.
    pub extension: &'static str,
}

impl Logo {
    /// Reads a file.
    ///
    /// # Errors
    /// See [`LogoError`].
    pub fn read(path: &Path) -> Result<Self, LogoError> {
        let wanted = path.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase);
        let extension =
            ["svg", "png", "webp"].into_iter().find(|known| wanted.as_deref() == Some(known)).ok_or(LogoError::Kind)?;
        let file = std::fs::File::open(path).map_err(|error| LogoError::File(error.to_string()))?;
        let mut bytes = Vec::new();
        // No more than is needed to see that it is too much, whatever stands there.
        file.take(MAX_LOGO as u64 + 1).read_to_end(&mut bytes).map_err(|error| LogoError::File(error.to_string()))?;
        if bytes.is_empty() || bytes.len() > MAX_LOGO {
            return Err(LogoError::Size);
        }
        let is_that = match extension {
            "png" => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
            "webp" => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
            _ => std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("<svg")),
        };
        if !is_that {
            return Err(LogoError::Content);
        }
        Ok(Self { bytes, extension })
    }
}

/// Why a file is no logo.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogoError {
    /// Another kind of file.
    #[error("must be a file that ends in .svg, .png or .webp")]
    Kind,
    /// Something else than its name says.
    #[error("is not the picture that its name says")]
    Content,
    /// Empty, or too large.
    #[error("must be a file of 1 to {MAX_LOGO} bytes, since every page loads it")]
    Size,
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    File(String),
}
