//! Making and revoking access keys.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::{Person, done};
use crate::auth::access_key::{self, Children, Description, KeyError, Name, NewKey};
use crate::auth::scope::{OWN, Scopes};
use crate::context::Context;
use crate::web::error::Failure;
use crate::web::extract::{Form, SameOrigin, Segment};
use crate::web::pages::sample::{NOW, Sample};
use crate::web::pages::{Page, Problem};

const DAY: i64 = 24 * 60 * 60;
/// Lives to choose from, in days.
const LIVES: [i64; 4] = [7, 30, 90, 365];
const DEFAULT_LIFE: i64 = 90;

#[derive(Serialize)]
struct KeyForm {
    name: String,
    description: String,
    scopes: Vec<Choice>,
    lives: Vec<Life>,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct Choice {
    scope: String,
    own: bool,
    chosen: bool,
}

#[derive(Serialize)]
struct Life {
    days: i64,
    chosen: bool,
}

/// Ask what the key is to be.
pub(crate) async fn new(State(context): State<Context>, _: Person, page: Page) -> Result<Response, Failure> {
    let form = KeyForm {
        name: String::new(),
        description: String::new(),
        scopes: choices(&context, |_| false),
        lives: lives(&context, DEFAULT_LIFE),
        problems: Vec::new(),
    };
    page.render("pages/key_new.html", StatusCode::OK, form)
}

fn choices(context: &Context, chosen: impl Fn(&str) -> bool) -> Vec<Choice> {
    let all = Scopes::all(&context.settings.extra_scopes).to_vec();
    let choice = |scope: String| Choice { own: OWN.contains(&scope.as_str()), chosen: chosen(&scope), scope };
    all.into_iter().map(choice).collect()
}

/// Those that the operator allows; the nearest to the wanted one is chosen. Where even the shortest is too long, the longest
/// that is allowed stands alone.
fn lives(context: &Context, wanted: i64) -> Vec<Life> {
    let longest = context.settings.access_key_max_ttl / DAY;
    let mut days: Vec<i64> = LIVES.into_iter().filter(|days| *days <= longest).collect();
    if days.is_empty() {
        days.push(longest.max(1));
    }
    let chosen = days.iter().copied().filter(|days| *days <= wanted).max().or(days.first().copied());
    days.into_iter().map(|days| Life { days, chosen: Some(days) == chosen }).collect()
}

#[derive(Serialize)]
struct KeyCreated<'a> {
    access_key: &'a str,
    name: &'a str,
    scopes: Vec<String>,
    expires: i64,
    url: String,
}

/// Make the key, and show it this once.
pub(crate) async fn create(
    State(context): State<Context>,
    person: Person,
    _: SameOrigin,
    page: Page,
    form: Form,
) -> Result<Response, Failure> {
    let typed = |field: &str| form.get(field).map(str::trim).unwrap_or_default().to_owned();
    let wanted = |scope: &str| form.is_yes(&format!("scope:{scope}"));
    let days = typed("days").parse::<i64>().unwrap_or_default();
    let asked: Vec<String> =
        Scopes::all(&context.settings.extra_scopes).to_vec().into_iter().filter(|scope| wanted(scope)).collect();
    let mut fields = KeyForm {
        name: typed("name"),
        description: typed("description"),
        scopes: choices(&context, wanted),
        lives: lives(&context, days),
        problems: Vec::new(),
    };
    let name = Name::parse(&fields.name);
    let description = Description::parse(&fields.description);
    let scopes = Scopes::parse(&asked, &context.settings.extra_scopes);
    let life = fields.lives.iter().any(|life| life.days == days);
    let (Ok(name), Ok(description), Ok(scopes), true) = (&name, &description, &scopes, life) else {
        let problem = |wrong: bool, field, code| wrong.then(|| Problem::at(field, code));
        let missing = if fields.name.is_empty() { "missing_name" } else { "invalid_name" };
        fields.problems = [
            problem(name.is_err(), "name", missing),
            problem(description.is_err(), "description", "invalid_description"),
            problem(scopes.is_err(), "scopes", "missing_scopes"),
            problem(!life, "days", "missing_life"),
        ]
        .into_iter()
        .flatten()
        .collect();
        return page.render("pages/key_new.html", StatusCode::UNPROCESSABLE_ENTITY, fields);
    };
    // The operator may count in hours: the last day of the longest life need not be a whole one.
    let seconds = (days * DAY).min(context.settings.access_key_max_ttl);
    let new = NewKey {
        name: name.clone(),
        description: description.clone(),
        scopes: scopes.clone(),
        expiration_date: Some(context.now() + seconds),
        locale: page.locale(),
    };
    match access_key::create(&context, &person, &new).await {
        Ok(created) => {
            let fields = KeyCreated {
                access_key: created.key.expose(),
                name: &created.row.name,
                scopes: asked,
                expires: created.row.expiration_date,
                url: context.settings.public_url.join("/auth/whoami"),
            };
            page.render("pages/key_created.html", StatusCode::OK, fields)
        }
        Err(error @ (KeyError::NameTaken | KeyError::TooMany)) => {
            let code = if matches!(error, KeyError::TooMany) { "too_many_keys" } else { "name_taken" };
            fields.problems = vec![Problem::at("name", code)];
            page.render("pages/key_new.html", StatusCode::CONFLICT, fields)
        }
        Err(error) => Err(error.into()),
    }
}

/// Revoke a key.
pub(crate) async fn revoke(
    State(context): State<Context>,
    person: Person,
    _: SameOrigin,
    key_id: Segment,
    form: Form,
) -> Result<Response, Failure> {
    let key_id = key_id.id()?;
    if form.get("decision") != Some("revoke") {
        return done(&context, "undecided");
    }
    let children = if form.is_yes("keep_children") { Children::Keep } else { Children::End };
    let revoked = access_key::revoke(&context, person.account_id, key_id, children).await?;
    done(&context, if revoked { "key-revoked" } else { "gone" })
}

pub(super) fn samples() -> Vec<Sample> {
    let form = |problems: Vec<Problem>| {
        let fields = KeyForm {
            name: "backup script <b>".to_owned(),
            description: "Every night".to_owned(),
            scopes: OWN
                .into_iter()
                .chain(["packages:publish"])
                .map(|scope| Choice { scope: scope.to_owned(), own: OWN.contains(&scope), chosen: true })
                .collect(),
            lives: [1, 90].map(|days| Life { days, chosen: days == 90 }).into(),
            problems,
        };
        Sample::of("pages/key_new.html", fields)
    };
    let mut samples = vec![form(Vec::new())];
    for (field, code) in [
        ("name", "missing_name"),
        ("name", "invalid_name"),
        ("name", "name_taken"),
        ("name", "too_many_keys"),
        ("description", "invalid_description"),
        ("scopes", "missing_scopes"),
        ("days", "missing_life"),
    ] {
        samples.push(form(vec![Problem::at(field, code)]));
    }
    let created = KeyCreated {
        access_key: "dpk_4gfFC3",
        name: "backup script <b>",
        scopes: vec!["account:read".to_owned()],
        expires: NOW,
        url: "https://id.example.org/auth/whoami".to_owned(),
    };
    samples.push(Sample::of("pages/key_created.html", created));
    samples
}
