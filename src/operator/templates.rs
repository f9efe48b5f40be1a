//! The templates without a server: whether all of them render, and files of what they render to.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::error::StartError;
use crate::config::Config;
use crate::mail::samples;
use crate::view::locale::Locale;
use crate::view::static_files::{STATIC_PREFIX, StaticFiles};
use crate::view::templates::Templates;
use crate::web;

/// Host that the mails speak of.
const HOST: &str = "id.example.org";

/// Renders every page and every mail in every language, with the operator's templates in place of the built-in ones. Returns
/// how many renderings there were.
///
/// # Errors
/// [`StartError::TemplatesCheck`] with everything that is wrong, forms without their token included, or a template cannot be read at all.
pub fn check_templates(config: &Config) -> Result<usize, StartError> {
    let (templates, _) = load(config)?;
    let (count, problems) = try_all(&templates);
    expect_none(problems.into_iter().chain(web::forms_without_tokens(&templates)))?;
    Ok(count)
}

/// Fails if the operator's templates do not render. A form without its token is only logged: most browsers can send it.
pub(crate) fn expect_fit(templates: &Templates) -> Result<(), StartError> {
    for problem in web::forms_without_tokens(templates) {
        tracing::warn!(problem, "a form that browsers of some years ago cannot send");
    }
    expect_none(try_all(templates).1)
}

/// Writes what [`check_templates`] renders into a new or empty directory: a directory for each language, and the static files
/// beside them. Returns how many renderings there are.
///
/// # Errors
/// The same, and [`StartError::TemplatesDirectory`].
pub fn render_templates(config: &Config, directory: &Path) -> Result<usize, StartError> {
    let (templates, static_files) = load(config)?;
    let (count, problems) = try_all(&templates);
    expect_none(problems)?;
    let failed = |error: io::Error| StartError::TemplatesDirectory { directory: directory.to_owned(), error };
    expect_empty(directory).map_err(failed)?;
    for (name, content) in renderings(&templates).flatten() {
        write(&directory.join(name), content.as_bytes()).map_err(failed)?;
    }
    for (name, content) in static_files.all() {
        write(&directory.join("static").join(name), content).map_err(failed)?;
    }
    Ok(count)
}

fn load(config: &Config) -> Result<(Templates, StaticFiles), StartError> {
    let static_files = StaticFiles::new(&config.brand);
    let templates = Templates::load(&config.brand, &static_files, config.templates.dir.as_deref())?;
    Ok((templates, static_files))
}

/// How many renderings there are, and what is wrong with the others.
fn try_all(templates: &Templates) -> (usize, Vec<String>) {
    let (mut count, mut problems) = (0, Vec::new());
    for rendering in renderings(templates) {
        match rendering {
            Ok(_) => count += 1,
            Err(problem) => problems.push(problem),
        }
    }
    (count, problems)
}

/// A file's name and content, or what is wrong with the template.
type Rendering = Result<(String, String), String>;

/// Every page and every mail in every language. One at a time: together they are megabytes.
fn renderings(templates: &Templates) -> impl Iterator<Item = Rendering> {
    Locale::ALL.into_iter().flat_map(|locale| pages(templates, locale).chain(mails(templates, locale)))
}

fn pages(templates: &Templates, locale: Locale) -> impl Iterator<Item = Rendering> {
    let tag = locale.tag();
    web::render_pages(templates, locale).enumerate().map(move |(number, (template, page))| match page {
        // Opened as a file, a page finds what it loads by the way from there.
        Ok(page) => Ok((
            format!("{tag}/{}-{number}.html", template.trim_end_matches(".html")),
            page.replace(&format!("\"{STATIC_PREFIX}"), "\"../../static/"),
        )),
        Err(error) => Err(format!("{template} in {tag}: {error:#}")),
    })
}

fn mails(templates: &Templates, locale: Locale) -> impl Iterator<Item = Rendering> {
    let tag = locale.tag();
    samples::samples().into_iter().enumerate().flat_map(move |(number, mail)| {
        let name = format!("{tag}/mail/{}-{number}", mail.kind());
        match mail.render(templates, locale, HOST) {
            Ok(rendered) => vec![
                Ok((format!("{name}.html"), rendered.html)),
                Ok((format!("{name}.txt"), format!("{}\n\n{}", rendered.subject, rendered.text))),
            ],
            Err(error) => vec![Err(format!("mail {} in {tag}: {error:#}", mail.kind()))],
        }
    })
}

fn expect_none(problems: impl IntoIterator<Item = String>) -> Result<(), StartError> {
    let problems: BTreeSet<String> = problems.into_iter().collect();
    if problems.is_empty() {
        return Ok(());
    }
    Err(StartError::TemplatesCheck(problems.into_iter().collect::<Vec<_>>().join("\n  ")))
}

/// Files of somebody else's would be mixed up with ours.
fn expect_empty(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    match fs::read_dir(directory)?.next() {
        Some(_) => Err(io::ErrorKind::DirectoryNotEmpty.into()),
        None => Ok(()),
    }
}

fn write(file: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(file, content)
}
