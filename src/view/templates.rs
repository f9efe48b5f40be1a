//! Pages and mails: templates of `templates/` filled with texts of `locales/`, all inside the binary.
//!
//! Templates know, beside what [minijinja] brings:
//!
//! - `t("message-id", name=value, …)`: a text in the language of the rendering. A missing text or argument is an error.
//! - `form_token("/path")`: inside a form, the hidden field without which old browsers cannot send it there.
//! - `seconds|datetime`: `26 November 2026, 14:05 UTC`, in the language; `datetime(time_zone)` by the clocks of a zone.
//! - `seconds|rfc3339`: `2026-11-26T14:05:00Z`.
//! - `seconds|relative(now)`: `5 minutes ago`, in the language.
//! - `text|inert`: for what strangers wrote, in mails: see `inert`. The facts of every mail are inert before a template sees them.
//! - `text|in_text`: between tags, where quotes stand for themselves: code has many.
//! - `text|wrap(indent)`: lines of at most [`LINE_WIDTH`] columns, all but the first indented.
//! - `direction`: `ltr` or `rtl`, which way the language is written.
//! - `locale`, `stylesheet`, `script` and `icon`: the language's tag and the paths of the static files.
//! - `brand`: the operator's name, logos, links and colours.

mod breaks;
mod inert;
mod texts;

use std::{
    collections::{BTreeMap, HashMap},
    io::Read,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, HtmlEscape, Output, State, UndefinedBehavior, Value, context,
    escape_formatter, syntax::SyntaxConfig, value::Serde,
};
use rust_embed::RustEmbed;
use serde::Serialize;
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

use crate::view::branding::{Accent, Branding, Link, Logo};
use crate::view::locale::Locale;
use crate::view::static_files::StaticFiles;
use crate::view::time_zone::TimeZone;

use texts::{look_up, rendering_locale, text};

pub use inert::{inert, inert_address};

/// The widest line of a mail's text, in columns; RFC 5322 asks for at most 78 characters.
pub const LINE_WIDTH: usize = 76;

/// Of a longer one the beginning is read, in bytes.
const MAX_TEMPLATE: u64 = 256 * 1024;

#[derive(RustEmbed)]
#[folder = "templates/"]
struct Embedded;

/// Why a template could not be loaded or rendered. Never holds the values that were to be rendered.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The embedded template is not UTF-8.
    #[error("the template {0} is not UTF-8")]
    Encoding(String),
    /// A file of the operator's cannot be read.
    #[error("{}: {error}", file.display())]
    File {
        /// Which one.
        file: PathBuf,
        /// Why not.
        error: std::io::Error,
    },
    /// A file of the operator's has no template's name.
    #[error("{}: there is no template of this name", _0.display())]
    Unknown(PathBuf),
    /// The template engine's own account: syntax, missing template, missing value, missing text.
    #[error("template: {0}")]
    Engine(#[from] Error),
}

/// What is the same for everybody, by template, language and variant.
type Unchanging = HashMap<(&'static str, Locale, bool), Bytes>;

/// All templates, ready to render; cheap to clone.
#[derive(Clone)]
pub struct Templates {
    environment: Arc<Environment<'static>>,
    unchanging: Arc<Mutex<Unchanging>>,
}

impl Templates {
    /// Reads every embedded template, and in its place the file of the same name below `overrides`, if there is one.
    ///
    /// # Errors
    /// When one of them has a syntax error, or there is a file that takes no template's place.
    pub fn load(
        branding: &Branding,
        static_files: &StaticFiles,
        overrides: Option<&Path>,
    ) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        // Debug information quotes the values at hand, and those of mails are secrets.
        environment.set_debug(false);
        environment.set_formatter(format);
        environment.add_function("t", text);
        environment.add_function("form_token", form_token);
        environment.add_filter("datetime", datetime);
        environment.add_filter("rfc3339", rfc3339);
        environment.add_filter("relative", relative);
        environment.add_filter("inert", |text: String| inert(&text));
        environment.add_filter("in_text", in_text);
        environment.add_filter("wrap", |text: String, indent: Option<usize>| wrap(&text, indent.unwrap_or(0)));
        environment.add_global("stylesheet", static_files.stylesheet_path());
        environment.add_global("script", static_files.script_path());
        environment.add_global("icon", static_files.icon_path());
        environment.add_global("brand", Value::from(Serde(Brand::of(branding, static_files))));
        let mut overridden = overrides.map(files_below).transpose()?.unwrap_or_default();
        for name in Embedded::iter() {
            let source = match (overridden.remove(name.as_ref()), Embedded::get(&name)) {
                (Some(file), _) => read_template(&file).map_err(|error| TemplateError::File { file, error })?,
                (None, Some(file)) => file.data.into_owned(),
                (None, None) => continue,
            };
            let source = String::from_utf8(source).map_err(|_| TemplateError::Encoding(name.to_string()))?;
            environment.add_template_owned(name.into_owned(), source)?;
        }
        // Whoever misspelled a name would wonder why nothing changes.
        if let Some(file) = overridden.into_values().next() {
            return Err(TemplateError::Unknown(file));
        }
        Ok(Self { environment: Arc::new(environment), unchanging: Arc::default() })
    }

    /// Renders a template by its path below `templates/`. Values are escaped where the name ends in `.html`.
    ///
    /// # Errors
    /// When the template is missing, or it uses a value or a text that is missing.
    pub fn render(&self, name: &str, locale: Locale, context: impl Serialize) -> Result<String, TemplateError> {
        let context =
            context! { locale => locale.tag(), direction => locale.direction(), ..Value::from(Serde(context)) };
        Ok(self.environment.get_template(name)?.render(context)?)
    }

    /// Renders a template whose values are the same for everybody, once in each language and each of two variants. All who ask share the bytes; `context` is
    /// asked for only if it was not rendered yet.
    ///
    /// # Errors
    /// As [`Templates::render`], and whatever `context` fails with.
    pub fn render_once<C: Serialize, E: From<TemplateError>>(
        &self,
        name: &'static str,
        locale: Locale,
        variant: bool,
        context: impl FnOnce() -> Result<C, E>,
    ) -> Result<Bytes, E> {
        let rendered = || self.unchanging.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = rendered().get(&(name, locale, variant)) {
            return Ok(bytes.clone());
        }
        // Without the lock: two who ask at the same time may both render it.
        let bytes = Bytes::from(self.render(name, locale, context()?)?);
        Ok(rendered().entry((name, locale, variant)).or_insert(bytes).clone())
    }
}

/// What pages and mails say of the installation.
#[derive(Serialize)]
struct Brand<'a> {
    name: &'a str,
    logo: Option<String>,
    logo_dark: Option<String>,
    links: &'a [Link],
    /// Literal colours, for mails.
    accent: String,
    accent_dark: String,
}

impl<'a> Brand<'a> {
    fn of(branding: &'a Branding, static_files: &StaticFiles) -> Self {
        let logo = |name, logo: &Option<Logo>| logo.as_ref().map(|logo| static_files.logo_path(name, logo));
        let colour = |shade: fn(Accent) -> Accent, own: &str| {
            branding.accent.map_or_else(|| own.to_owned(), |accent| shade(accent).css())
        };
        Self {
            name: &branding.name,
            logo: logo("logo", &branding.logo),
            logo_dark: logo("logo-dark", &branding.logo_dark),
            links: &branding.links,
            accent: colour(Accent::on_light, "#1f6350"),
            accent_dark: colour(Accent::on_dark, "#83d0b6"),
        }
    }
}

/// The templates below a folder, by their paths from there. What an editor, a mount or a version control leaves beside them is
/// passed over; links are followed, but only to files.
fn files_below(folder: &Path) -> Result<BTreeMap<String, PathBuf>, TemplateError> {
    let failed = |file: &Path| {
        let file = file.to_owned();
        move |error| TemplateError::File { file, error }
    };
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in std::fs::read_dir(&inner).map_err(failed(&inner))? {
            let entry = entry.map_err(failed(&inner))?;
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if name.starts_with('.') || name.ends_with('~') {
                continue;
            }
            if entry.file_type().map_err(failed(&path))?.is_dir() {
                folders.push(path);
            } else if std::fs::metadata(&path).map_err(failed(&path))?.is_file()
                && let Ok(name) = path.strip_prefix(folder)
            {
                files.insert(name.to_string_lossy().into_owned(), path);
            }
        }
    }
    Ok(files)
}

/// No more of it than a template could need.
fn read_template(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut source = Vec::new();
    std::fs::File::open(file)?.take(MAX_TEMPLATE).read_to_end(&mut source)?;
    Ok(source)
}

/// As the engine's own, except that a slash stays a slash: no rule of HTML wants it escaped, and a link in the source of
/// a mail stays one to whoever looks for it there.
fn format(output: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    match (state.auto_escape(), value.as_str()) {
        // Most have nothing to escape, and a page has hundreds.
        (AutoEscape::Html, Some(text)) if value.is_safe() || !text.contains(['<', '>', '&', '"', '\'']) => {
            Ok(output.write_str(text)?)
        }
        (AutoEscape::Html, Some(text)) => Ok(output.write_str(&HtmlEscape(text).to_string().replace("&#x2f;", "/"))?),
        _ => escape_formatter(output, state, value),
    }
}

/// For a form that leads to `path`. Empty where the browser needs none.
fn form_token(state: &State, path: &str) -> Result<Value, Error> {
    let tokens = state.lookup("page").map(|page| page.get_attr("tokens")).transpose()?.unwrap_or_default();
    if tokens.is_none() || tokens.is_undefined() {
        return Ok(Value::from_safe_string(String::new()));
    }
    let path = path.trim_start_matches('/');
    for family in tokens.try_iter()? {
        let is_of_family =
            |family: &str| path.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if family.as_str().is_some_and(is_of_family) {
            let token = tokens.get_item(&family)?;
            return Ok(Value::from_safe_string(format!(r#"<input type="hidden" name="form_token" value="{token}">"#)));
        }
    }
    Err(Error::new(ErrorKind::InvalidOperation, format!("no form leads to `/{path}`")))
}

fn date_time(seconds: i64) -> Result<OffsetDateTime, Error> {
    OffsetDateTime::from_unix_timestamp(seconds)
        .map_err(|error| Error::new(ErrorKind::InvalidOperation, "no such time").with_source(error))
}

/// Of the clocks of this zone, by its name; else UTC.
fn datetime(state: &State, seconds: i64, zone: Option<&str>) -> Result<String, Error> {
    let zone = zone.and_then(|name| TimeZone::parse(name).ok());
    let ahead = zone.map_or(0, |zone| zone.ahead(seconds));
    // No zone is a day or more ahead or behind.
    let time = date_time(seconds)?.to_offset(UtcOffset::from_whole_seconds(ahead).unwrap_or(UtcOffset::UTC));
    let values = HashMap::from([
        ("month", u8::from(time.month()).into()),
        ("day", time.day().into()),
        // As text, so that no grouping comes in and leading zeros stay.
        ("year", time.year().to_string().into()),
        ("time", format!("{:02}:{:02}", time.hour(), time.minute()).into()),
        ("zone", distance_from_utc(ahead).into()),
    ]);
    look_up(rendering_locale(state)?, "date-time", &values)
}

/// `UTC+1`, `UTC-3:30`: short names of zones, such as IST, mean several of them.
fn distance_from_utc(ahead: i32) -> String {
    let (hours, minutes) = (ahead.abs() / 3600, ahead.abs() / 60 % 60);
    let sign = if ahead < 0 { '-' } else { '+' };
    match (hours, minutes) {
        (0, 0) => "UTC".to_owned(),
        (_, 0) => format!("UTC{sign}{hours}"),
        _ => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

/// The distance from `now`, in words: `5 minutes ago`, `in 3 days`.
fn relative(state: &State, seconds: i64, now: i64) -> Result<String, Error> {
    /// From how many seconds on a unit is used, and how many it has.
    const UNITS: [(i64, i64, &str); 5] = [
        (2 * 31_536_000, 31_536_000, "years"),
        (100 * 86_400, 2_592_000, "months"),
        (86_400, 86_400, "days"),
        (3_600, 3_600, "hours"),
        (60, 60, "minutes"),
    ];
    let locale = rendering_locale(state)?;
    let distance = seconds.saturating_sub(now);
    let direction = if distance > 0 { "ahead" } else { "ago" };
    match UNITS.iter().find(|(from, ..)| distance.abs() >= *from) {
        Some((_, size, unit)) => {
            // What lies ahead by 89 days and 23 hours is 90 days away; what was 2 hours and 59 minutes ago was 2 hours ago.
            let count = if distance > 0 { (distance + size / 2) / size } else { -distance / size };
            let values = HashMap::from([("count", count.into())]);
            look_up(locale, &format!("relative-{unit}-{direction}"), &values)
        }
        None => look_up(locale, if distance > 0 { "relative-soon" } else { "relative-now" }, &HashMap::new()),
    }
}

fn rfc3339(seconds: i64) -> Result<String, Error> {
    date_time(seconds)?.format(&Rfc3339).map_err(|error| {
        Error::new(ErrorKind::InvalidOperation, "a time that RFC 3339 cannot write").with_source(error)
    })
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that the template engine calls")]
fn in_text(text: String) -> Value {
    Value::from_safe_string(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

fn wrap(text: &str, indent: usize) -> String {
    let indent = " ".repeat(indent);
    let options = textwrap::Options::new(LINE_WIDTH)
        .subsequent_indent(&indent)
        .word_separator(textwrap::WordSeparator::Custom(breaks::words))
        // A word that is too long, such as an address, has a line of its own.
        .break_words(false)
        // Codes and names have hyphens of their own, which are no place to break.
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(text, options)
}

#[cfg(test)]
mod tests;
