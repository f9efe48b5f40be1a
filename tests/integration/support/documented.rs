//! Holds every answer that a test gets against the API's description: a status or a code that is not there is a mistake, of the program
//! or of the description.

use std::sync::OnceLock;

use axum::http::Method;
use serde_json::Value;

use super::Reply;

fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| serde_json::from_str(include_str!("../../../docs/openapi.json")).expect("JSON"))
}

/// The operation that answers this path. Of two templates that fit, the one without a parameter does.
fn operation(method: &Method, path: &str) -> Option<&'static Value> {
    let fits = |template: &str| {
        let alike = |(wanted, given): (&str, &str)| wanted == given || wanted.starts_with('{');
        let same = template.split('/').zip(path.split('/')).all(alike);
        same && template.split('/').count() == path.split('/').count()
    };
    let paths = document()["paths"].as_object().expect("paths");
    let found =
        paths.get(path).or_else(|| paths.iter().find(|(template, _)| fits(template)).map(|(_, found)| found))?;
    found.get(method.as_str().to_lowercase())
}

fn resolved(answer: &'static Value) -> &'static Value {
    let named = answer["$ref"].as_str().and_then(|reference| document().pointer(reference.trim_start_matches('#')));
    named.unwrap_or(answer)
}

/// # Panics
/// The description of this operation has no such status, or not this code with it.
pub fn check(method: &Method, path: &str, reply: &Reply) {
    let status = reply.status.as_u16().to_string();
    let Some(operation) = operation(method, path) else { return };
    let answer = resolved(&operation["responses"][&status]);
    assert!(answer.is_object(), "{method} {path}: {status} is not described: {}", reply.text());
    let body = serde_json::from_slice::<Value>(&reply.body).unwrap_or_default();
    let examples = &answer["content"]["application/json"]["examples"];
    if let Some(code) = body["code"].as_str().filter(|_| examples.is_object()) {
        assert!(examples[code].is_object(), "{method} {path}: {status} {code} is not described");
    }
}
