//! The texts of `locales/`, inside the binary.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, langid, static_loader};
use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Error, ErrorKind, State, Value};

use crate::view::locale::Locale;

static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "en",
        // The marks that isolate right-to-left values would end up in mails and addresses, and no language here needs them.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

fn language(locale: Locale) -> LanguageIdentifier {
    match locale {
        Locale::En => langid!("en"),
        Locale::De => langid!("de"),
        Locale::Fr => langid!("fr"),
        Locale::Es => langid!("es"),
        Locale::It => langid!("it"),
        Locale::Pt => langid!("pt-BR"),
        Locale::Pl => langid!("pl"),
        Locale::Ja => langid!("ja"),
        Locale::Ar => langid!("ar"),
    }
}

pub(super) fn rendering_locale(state: &State) -> Result<Locale, Error> {
    state
        .lookup("locale")
        .and_then(|tag| Locale::from_tag(tag.as_str()?))
        .ok_or_else(|| Error::new(ErrorKind::UndefinedError, "no language to write in"))
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that the template engine calls")]
pub(super) fn text(state: &State, id: &str, arguments: Kwargs) -> Result<Value, Error> {
    let locale = rendering_locale(state)?;
    let mut values = HashMap::new();
    for name in arguments.args() {
        values.insert(name, fluent_value(id, name, arguments.get(name)?)?);
    }
    if values.is_empty() {
        return plain_text(locale, id).map(Value::from);
    }
    look_up(locale, id, &values).map(Value::from)
}

/// Texts that stand there as they are, which most do: a page has dozens, and putting one together takes longer than all else.
static PLAIN: LazyLock<RwLock<Plain>> = LazyLock::new(RwLock::default);

type Plain = HashMap<Locale, HashMap<String, Arc<str>>>;

/// A text that takes no values.
fn plain_text(locale: Locale, id: &str) -> Result<Arc<str>, Error> {
    let known = PLAIN.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(text) = known.get(&locale).and_then(|texts| texts.get(id)) {
        return Ok(Arc::clone(text));
    }
    drop(known);
    // Only ids that there are come in, so that it ends.
    let text: Arc<str> = look_up(locale, id, &HashMap::new())?.into();
    let mut known = PLAIN.write().unwrap_or_else(PoisonError::into_inner);
    known.entry(locale).or_default().insert(id.to_owned(), Arc::clone(&text));
    Ok(text)
}

/// Numbers stay numbers, since plurals are chosen by them.
fn fluent_value(id: &str, name: &str, value: Value) -> Result<FluentValue<'static>, Error> {
    match value.kind() {
        ValueKind::Number => Ok(i64::try_from(value)?.into()),
        ValueKind::String => Ok(value.to_string().into()),
        kind => Err(Error::new(ErrorKind::InvalidOperation, format!("text `{id}`: `{name}` is {kind}"))),
    }
}

pub(super) fn look_up(locale: Locale, id: &str, values: &HashMap<&str, FluentValue<'static>>) -> Result<String, Error> {
    TEXTS.lookup_single_language(&language(locale), id, Some(values)).map_err(|error| {
        let detail = format!("text `{id}` in `{}`", locale.tag());
        Error::new(ErrorKind::InvalidOperation, detail).with_source(error)
    })
}
