//! Which codes an operation can answer with: what comes of how it is called, and what is its own.

use serde_json::{Map, Value, json};

use crate::web::error::codes::{CODES, Code};
use crate::web::routes::Access;

/// Of every operation.
const OF_ALL: [&str; 4] = ["body_too_large", "too_many_requests", "internal", "unavailable"];
/// Of those with a body.
const OF_BODIES: [&str; 3] = ["malformed_body", "request_timeout", "unsupported_media_type"];
/// Of those that look at a credential.
const OF_CALLERS: [&str; 2] = ["ambiguous_credentials", "invalid_credentials"];
/// What an operation does not say of a status by itself.
const DESCRIPTIONS: [(u16, &str); 10] = [
    (400, "Malformed, or two different credentials"),
    (401, "No credential, or a bad one"),
    (403, "The credential may not do this, or the cookie came from another page"),
    (404, "There is no such thing"),
    (408, "The body did not arrive in time"),
    (413, "The body is too large"),
    (415, "The body is not sent as JSON"),
    (429, "Too many at once"),
    (500, "A mistake of ours"),
    (503, "Out of order for a moment"),
];

/// An operation, as far as its failures go.
pub(super) struct Called<'a> {
    pub(super) id: &'a str,
    pub(super) access: Access,
    pub(super) has_body: bool,
    pub(super) has_query: bool,
}

impl Called<'_> {
    fn codes(&self) -> Vec<&'static Code> {
        let needs_credential =
            matches!(self.access, Access::Session | Access::Scope(_) | Access::Credential | Access::AccessToken);
        let mut words = own(self.id).to_vec();
        words.extend(OF_ALL);
        if self.has_body {
            words.extend(OF_BODIES);
        }
        if self.has_query {
            words.push("malformed_body");
        }
        if needs_credential {
            words.extend(["authentication_required", "insufficient_scope"]);
        }
        if needs_credential || ["whoami", "log_out"].contains(&self.id) {
            words.extend(OF_CALLERS);
            // A proxy asks with the headers of whatever asked it.
            if self.id != "verify_request" {
                words.push("cross_origin");
            }
        }
        CODES.iter().filter(|code| words.contains(&code.word)).collect()
    }
}

/// What only some operations say, beside what follows from how they are called.
fn own(operation: &str) -> &'static [&'static str] {
    match operation {
        "register" => &[
            "registration_closed",
            "username_taken",
            "missing_field",
            "invalid_username",
            "username_reserved",
            "invalid_email",
            "invalid_session_platform",
            "invalid_idempotency_key",
            "idempotency_key_reused",
        ],
        "request_login" => &[
            "missing_field",
            "invalid_username",
            "invalid_email",
            "invalid_session_platform",
            "invalid_code_challenge",
            "invalid_time_zone",
        ],
        "poll_login" => &["authorization_pending", "access_denied", "expired_token", "slow_down"],
        "submit_mail_code" => &[
            "authorization_pending",
            "access_denied",
            "expired_token",
            "wrong_code",
            "missing_field",
            "invalid_code",
            "slow_down",
        ],
        "decide_login" => &["not_found", "missing_field", "invalid_decision", "match_code_missing", "match_code_wrong"],
        "list_sessions" | "list_access_keys" | "list_events" => &["invalid_cursor"],
        "end_other_sessions" => &["invalid_parameter"],
        "end_session" | "revoke_access_key" | "revoke_own_access_key" => &["not_found", "invalid_parameter"],
        "get_access_key" | "get_own_access_key" => &["not_found"],
        "create_access_key" => &[
            "name_taken",
            "too_many_keys",
            "missing_field",
            "invalid_name",
            "invalid_description",
            "invalid_scopes",
            "invalid_expiration_date",
        ],
        "change_access_key" | "change_own_access_key" => {
            &["not_found", "name_taken", "invalid_name", "invalid_description"]
        }
        "log_out" => &["authentication_required"],
        "issue_access_token" => &["invalid_scopes", "invalid_audience"],
        "verify_token" => &["invalid_credentials", "missing_field"],
        "revoke_token" => &["missing_field"],
        "verify_request" => &["invalid_challenge"],
        "change_account" => &["username_taken", "invalid_username", "username_reserved", "invalid_email"],
        _ => &[],
    }
}

/// What operations refer to: every code as an example, and whole answers that many operations have alike.
pub(super) fn components(document: &mut Value) {
    let example = |code: &Code| {
        let body = json!({"error": "One sentence for a person", "code": code.word});
        (code.word.to_owned(), json!({"summary": code.when, "value": body}))
    };
    document["components"]["examples"] = CODES.iter().map(example).collect::<Map<_, _>>().into();
    let shared = CODES.iter().filter(|code| is_shared(code));
    document["components"]["responses"] =
        shared.map(|code| (code.word.to_owned(), answer(code.status, &[code]))).collect::<Map<_, _>>().into();
}

fn is_shared(code: &Code) -> bool {
    OF_ALL.contains(&code.word) || OF_BODIES[1..].contains(&code.word)
}

fn answer(status: u16, codes: &[&Code]) -> Value {
    let description = DESCRIPTIONS.iter().find(|(of, _)| *of == status).map(|(_, text)| *text);
    let mut answer = json!({"description": description.or(codes.first().map(|code| code.when))});
    name(&mut answer, codes);
    answer
}

fn name(answer: &mut Value, codes: &[&Code]) {
    let content = &mut answer["content"]["application/json"];
    content["schema"] = json!({"$ref": "#/components/schemas/ErrorBody"});
    for Code { word, .. } in codes {
        content["examples"][*word] = json!({"$ref": format!("#/components/examples/{word}")});
    }
}

/// Names an operation's codes with their statuses.
pub(super) fn describe(operation: &mut Value, called: &Called<'_>) {
    let codes = called.codes();
    for of_status in codes.chunk_by(|one, next| one.status == next.status) {
        let status = of_status[0].status;
        let told = &mut operation["responses"][status.to_string()];
        match of_status {
            [only] if told.is_null() && is_shared(only) => {
                *told = json!({"$ref": format!("#/components/responses/{}", only.word)});
            }
            _ if told.is_null() => *told = answer(status, of_status),
            _ => name(told, of_status),
        }
    }
}

/// What every page of a link may answer beside what it says of itself.
const OF_LINKS: [(u16, &str); 3] =
    [(404, "There is no such link"), (429, "Too many from one address"), (503, "Out of order for a moment")];
/// And what its form may.
const OF_FORMS: [(u16, &str); 5] = [
    (400, "Not a form"),
    (403, "Not sent from our own page"),
    (408, "The body did not arrive in time"),
    (413, "The body is too large"),
    (415, "The body is not sent as a form"),
];
/// Answered with a page whoever asks. What is refused before the page is made is told to programs as JSON.
const OF_PAGES: [&str; 4] = ["200", "404", "410", "422"];

/// Of a route with a page for an answer.
pub(super) fn describe_link(operation: &mut Value, has_body: bool) {
    let of_form = OF_FORMS.iter().filter(|_| has_body);
    for (status, description) in OF_LINKS.iter().chain(of_form) {
        let told = &mut operation["responses"][status.to_string()];
        if told.is_null() {
            let page = json!({"text/html": {"schema": {"type": "string"}}});
            *told = json!({"description": description, "content": page});
        }
    }
    let answers = operation["responses"].as_object_mut().into_iter().flatten();
    for (_, answer) in answers.filter(|(status, _)| !OF_PAGES.contains(&status.as_str())) {
        name(answer, &[]);
    }
}
