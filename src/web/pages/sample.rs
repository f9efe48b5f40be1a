//! A page in one state, for checking templates without a server.

use serde::Serialize;
use serde_json::{Value, json};

use super::page::Frame;
use crate::view::locale::Locale;
use crate::view::templates::{TemplateError, Templates};
use crate::web::form_token;

/// A time that samples speak of, in Unix seconds.
pub(super) const NOW: i64 = 1_795_701_900;

/// A page in one state.
pub(crate) struct Sample {
    pub(crate) template: &'static str,
    pub(super) fields: Value,
}

impl Sample {
    pub(super) fn of(template: &'static str, fields: impl Serialize) -> Self {
        // What cannot be written as JSON fails the check, as it would fail the page.
        Self { template, fields: serde_json::to_value(fields).unwrap_or_default() }
    }

    /// Renders it.
    ///
    /// # Errors
    /// The template is broken.
    pub(crate) fn render(&self, templates: &Templates, locale: Locale) -> Result<String, TemplateError> {
        self.render_in(templates, locale, &Frame::of("/", self.template))
    }

    /// Its forms that lack the token without which browsers of some years ago cannot send them, in one line each.
    pub(crate) fn forms_without_tokens(&self, templates: &Templates) -> Vec<String> {
        let frame = Frame::of("/", self.template).with_every_token();
        let page = match self.render_in(templates, Locale::En, &frame) {
            Ok(page) => page,
            Err(error) => return vec![format!("{}: {error:#}", self.template)],
        };
        forms(&page)
            .into_iter()
            .filter(|form| form.token.as_deref() != form_token::family(&form.action))
            .map(|Form { action, .. }| {
                format!(
                    "{}: the form that leads to {action} has no {{{{ form_token(\"{action}\") }}}} inside",
                    self.template
                )
            })
            .collect()
    }

    fn render_in(&self, templates: &Templates, locale: Locale, frame: &Frame) -> Result<String, TemplateError> {
        let mut fields = self.fields.clone();
        if let Value::Object(fields) = &mut fields {
            fields.insert("page".to_owned(), json!(frame));
        }
        templates.render(self.template, locale, fields)
    }
}

/// A form that is sent by POST.
pub(super) struct Form {
    action: String,
    token: Option<String>,
}

/// The forms of a page, as far as they are written in the order and quotes in which everybody writes them.
pub(super) fn forms(page: &str) -> Vec<Form> {
    let value = |text: &str, before: &str| Some(text.split_once(before)?.1.split_once('"')?.0.to_owned());
    page.split("<form ")
        .skip(1)
        .filter_map(|rest| {
            let (attributes, inside) = rest.split_once('>')?;
            let inside = inside.split("</form>").next()?;
            let action = value(attributes, "action=\"")?.split('?').next()?.to_owned();
            let is_sent = attributes.to_ascii_lowercase().contains("method=\"post\"");
            is_sent.then(|| Form { action, token: value(inside, "name=\"form_token\" value=\"") })
        })
        .collect()
}
