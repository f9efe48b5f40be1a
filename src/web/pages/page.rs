//! What all pages share: the language, the switch for it, and what a page may load and lead to.

use std::convert::Infallible;
use std::sync::LazyLock;

use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT_LANGUAGE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::context::Context;
use crate::view::locale::Locale;
use crate::web::cookies;
use crate::web::error::{Failure, IntendedStatus};
use crate::web::form_token::{self, FormKey};
use crate::web::layers::Allowances;

/// Pages that the script makes more comfortable. The pages behind links are not among them: there, nothing but a person
/// does anything.
const SCRIPTED: [&str; 3] = ["pages/sign_in.html", "pages/waiting.html", "pages/mailbox.html"];
/// Pages of somebody who is signed in. They are scripted as well, so that Back does not show them after signing out.
const PRIVATE: [&str; 6] = [
    "pages/account.html",
    "pages/activity.html",
    "pages/key_new.html",
    "pages/key_created.html",
    "pages/delete_account.html",
    "pages/sign_out.html",
];

/// A page to be shown: the frame around what is on it.
#[derive(Clone)]
pub(crate) struct Page {
    context: Context,
    locale: Locale,
    chosen: bool,
    path: String,
    allowances: Allowances,
    form_key: Option<FormKey>,
}

#[derive(Serialize)]
struct Framed<T> {
    page: Frame,
    #[serde(flatten)]
    fields: T,
}

/// What the layout needs.
#[derive(Serialize)]
pub(super) struct Frame {
    /// Where the language switch comes back to.
    path: String,
    languages: Value,
    scripts: bool,
    private: bool,
    /// Tokens of its forms, by where they lead, for a browser that needs them.
    tokens: Option<Value>,
}

#[derive(Serialize)]
struct Language {
    tag: &'static str,
    name: &'static str,
}

/// All that there are, made once.
static LANGUAGES: LazyLock<Value> = LazyLock::new(|| {
    let language = |locale: Locale| Language { tag: locale.tag(), name: locale.name() };
    Value::from(Serde(Locale::ALL.map(language)))
});

impl Frame {
    pub(super) fn of(path: &str, template: &str) -> Self {
        let private = PRIVATE.contains(&template);
        Self {
            path: path.to_owned(),
            languages: LANGUAGES.clone(),
            scripts: private || SCRIPTED.contains(&template),
            private,
            tokens: None,
        }
    }

    /// As for a browser that needs them. Each is the name of what it is for.
    pub(super) fn with_every_token(mut self) -> Self {
        self.tokens = Some(Value::from_pairs(form_token::FAMILIES.map(|family| (family, family))));
        self
    }

    fn with_tokens_of(mut self, key: Option<&FormKey>, context: &Context) -> Self {
        self.tokens = key.map(|key| Value::from_object(key.tokens(&*context.random)));
        self
    }
}

impl Page {
    /// For a request with these headers and this address.
    pub(crate) fn of(context: &Context, headers: &HeaderMap, uri: &Uri) -> Self {
        let chosen = cookies::language(headers).as_deref().and_then(Locale::from_tag);
        let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Self {
            context: context.clone(),
            locale: chosen.unwrap_or_else(|| Locale::negotiate(None, header)),
            chosen: chosen.is_some(),
            path: uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            allowances: Allowances::default(),
            form_key: FormKey::for_page(context, headers),
        }
    }

    /// The language that it will be in.
    pub(crate) fn locale(&self) -> Locale {
        self.locale
    }

    /// In the language of what it speaks of, unless the person chose one for this browser.
    pub(crate) fn in_language(mut self, tag: &str) -> Self {
        if !self.chosen {
            self.locale = Locale::from_tag(tag).unwrap_or(self.locale);
        }
        self
    }

    /// The language switch comes back to this path: for pages that answer a form which has no page of its own.
    pub(crate) fn coming_back_to(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Its form may lead to this origin, too.
    pub(crate) fn leading_to(mut self, origin: Option<&str>) -> Self {
        self.allowances.form_target = origin.map(str::to_owned);
        self
    }

    /// It may show other pages of ours in frames.
    pub(crate) fn with_frames(mut self) -> Self {
        self.allowances.frames = true;
        self
    }

    /// Renders it.
    ///
    /// # Errors
    /// The template is broken.
    pub(crate) fn render(
        &self,
        template: &str,
        status: StatusCode,
        fields: impl Serialize,
    ) -> Result<Response, Failure> {
        let frame = Frame::of(&self.path, template).with_tokens_of(self.form_key.as_ref(), &self.context);
        let scripts = frame.scripts;
        let html = self.context.templates.render(template, self.locale, Framed { page: frame, fields })?;
        self.answer(scripts, (status, Html(html)))
    }

    /// Renders a page that is the same for everybody, at this path of its own. It is rendered once in each language, and all
    /// answers share it. Browsers whose forms need a token get it without the switch of languages.
    ///
    /// # Errors
    /// The template is broken, or `fields` fails.
    pub(crate) fn render_once<T: Serialize>(
        &self,
        template: &'static str,
        path: &'static str,
        fields: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<Response, Failure> {
        let mut frame = Frame::of(path, template);
        let scripts = frame.scripts;
        // Its token would make the page another one for each browser, which has to be held whole until it is read.
        let needs_token = self.form_key.is_some();
        if needs_token {
            frame.languages = Value::from(Vec::<Value>::new());
        }
        let framed = || fields().map(|fields| Framed { page: frame, fields });
        let html = self.context.templates.render_once(template, self.locale, needs_token, framed)?;
        let mut response = Html(html).into_response();
        self.mark(scripts, &mut response);
        Ok(response)
    }

    fn answer(&self, scripts: bool, page: impl IntoResponse) -> Result<Response, Failure> {
        let mut response = page.into_response();
        let path = self.path.split('?').next().unwrap_or_default();
        for cookie in
            self.form_key.iter().map(|key| key.cookies(&self.context, path)).collect::<Result<Vec<_>, _>>()?.concat()
        {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        self.mark(scripts, &mut response);
        Ok(response)
    }

    fn mark(&self, scripts: bool, response: &mut Response) {
        response.extensions_mut().insert(IntendedStatus);
        response.extensions_mut().insert(Allowances { scripts, ..self.allowances.clone() });
    }
}

impl FromRequestParts<Context> for Page {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Infallible> {
        Ok(Self::of(context, &parts.headers, &parts.uri))
    }
}
