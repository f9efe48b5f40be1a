//! The API's description for people.

use std::collections::BTreeMap;

use axum::response::Response;
use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{PrettyFormatter, Serializer};

use super::Page;
use super::sample::Sample;
use crate::web::api::openapi::document;
use crate::web::error::Failure;

/// Statuses that come from every route alike, or from every one that takes a body: said once, and not with each.
const EVERYWHERE: [&str; 5] = ["408", "413", "415", "500", "503"];

#[derive(Serialize)]
struct Docs {
    title: String,
    version: String,
    groups: Vec<Group>,
}

#[derive(Serialize)]
struct Operation {
    method: String,
    path: String,
    summary: String,
    description: String,
    parameters: Vec<Value>,
    request_schema: Option<String>,
    responses: Vec<Value>,
}

#[derive(Serialize)]
struct Group {
    name: String,
    operations: Vec<Operation>,
}

/// Show the description.
pub(crate) async fn get(page: Page) -> Result<Response, Failure> {
    page.render_once("pages/docs.html", "/docs", docs)
}

fn docs() -> Result<Docs, Failure> {
    let document = document()?;
    Ok(Docs {
        title: text(&document["info"]["title"]),
        version: text(&document["info"]["version"]),
        groups: groups(&document),
    })
}

pub(super) fn samples() -> Vec<Sample> {
    vec![Sample::of("pages/docs.html", docs().ok())]
}

fn groups(document: &Value) -> Vec<Group> {
    let mut groups: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            groups.entry(text(&operation["tags"][0])).or_default().push(describe(document, path, method, operation));
        }
    }
    groups.into_iter().map(|(name, operations)| Group { name, operations }).collect()
}

fn describe(document: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let responses = operation["responses"].as_object().into_iter().flatten();
    // What many have alike is said once, too.
    let is_own =
        |(status, response): &(&String, &Value)| !EVERYWHERE.contains(&status.as_str()) && response["$ref"].is_null();
    let responses = responses.filter(is_own);
    Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        description: text(&operation["description"]),
        parameters: parameters
            .map(|parameter| {
                serde_json::json!({
                    "name": text(&parameter["name"]),
                    "in": text(&parameter["in"]),
                    "required": parameter["required"].as_bool().unwrap_or(false),
                    "description": text(&parameter["description"]),
                })
            })
            .collect(),
        request_schema: resolve(document, schema).and_then(indented),
        responses: responses
            .map(|(status, response)| {
                serde_json::json!({ "status": status, "description": text(&response["description"]) })
            })
            .collect(),
    }
}

/// As JSON of several lines.
fn indented(schema: &Value) -> Option<String> {
    let mut text = Vec::new();
    let formatter = PrettyFormatter::with_indent(b" ");
    schema.serialize(&mut Serializer::with_formatter(&mut text, formatter)).ok()?;
    String::from_utf8(text).ok()
}

/// Follows a reference to the document's own components.
fn resolve<'a>(document: &'a Value, schema: &'a Value) -> Option<&'a Value> {
    let schema = schema["oneOf"].as_array().and_then(|variants| variants.last()).unwrap_or(schema);
    match schema["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')),
        None => Some(schema).filter(|schema| !schema.is_null()),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
