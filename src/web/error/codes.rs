//! Every code that a client can be told, with its status and when that happens. `docs/api.md` and the API's description have the same
//! list; a test holds what is answered against both.

/// One code.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Code {
    /// The status that it comes with, always the same one.
    pub(crate) status: u16,
    /// The word.
    pub(crate) word: &'static str,
    /// When, in the middle of a sentence.
    pub(crate) when: &'static str,
}

const fn code(status: u16, word: &'static str, when: &'static str) -> Code {
    Code { status, word, when }
}

/// All of them, by status.
pub(crate) const CODES: [Code; 46] = [
    code(400, "malformed_body", "not JSON, not an object, a field twice, not UTF-8, or a field of the wrong type"),
    code(400, "ambiguous_credentials", "two different credentials"),
    code(400, "authorization_pending", "poll: not yet decided"),
    code(400, "access_denied", "poll: refused, undone, or ended by wrong codes"),
    code(400, "expired_token", "poll: over, unknown, or the wrong verifier"),
    code(400, "wrong_code", "the mail code is not the one in the mail"),
    code(401, "authentication_required", "a credential is needed, and there is none"),
    code(401, "invalid_credentials", "the credential is malformed, expired or revoked"),
    code(403, "registration_closed", "the operator closed registration"),
    code(
        403,
        "cross_origin",
        "a form, or a change with the cookie, that does not come from our own page; the cookie alone from a page of another origin",
    ),
    code(403, "insufficient_scope", "the credential may not do this, or would give away what it has not got"),
    code(404, "not_found", "no such path, or nothing of yours with this id"),
    code(405, "method_not_allowed", "the path has other methods: see `Allow`"),
    code(408, "request_timeout", "the body took longer than 15 seconds"),
    code(409, "username_taken", "somebody has the name, or had it less than 30 days ago"),
    code(409, "name_taken", "the account has a key of this name"),
    code(409, "too_many_keys", "the account has 100 access keys"),
    code(413, "body_too_large", "more than 16 KiB"),
    code(415, "unsupported_media_type", "the body has another content type, or none"),
    code(
        421,
        "misdirected_request",
        "the development mailbox, asked from another machine or under another name than one of this machine",
    ),
    code(422, "missing_field", "a field is not there"),
    code(422, "invalid_username", "the name breaks a rule"),
    code(422, "username_reserved", "the name is kept for the operator, or stands for no name"),
    code(422, "invalid_email", "not one plain address"),
    code(
        422,
        "invalid_session_platform",
        "empty, too long, or with characters that hide or mislead: see [Labels](#labels)",
    ),
    code(422, "invalid_time_zone", "no zone of the IANA database has this name"),
    code(422, "invalid_code_challenge", "not 43 characters of base64url"),
    code(422, "invalid_code", "nothing that could be a mail code"),
    code(
        422,
        "invalid_parameter",
        "a parameter of the query with another value than the one that it takes, such as `?keys=REVOKE`",
    ),
    code(422, "invalid_decision", "not one of `approve`, `deny` and `undo`"),
    code(422, "match_code_missing", "approving from a signed-in device takes the match code"),
    code(422, "match_code_wrong", "the waiting device shows another match code, or this is none"),
    code(422, "invalid_name", "of a key: too long, or with invisible characters"),
    code(422, "invalid_description", "of a key: too long, or with invisible characters"),
    code(422, "invalid_scopes", "none, or one that nobody declared"),
    code(422, "invalid_expiration_date", "past, or later than the operator allows"),
    code(422, "invalid_audience", "empty, too long, or with blanks"),
    code(422, "invalid_challenge", "`?challenge=` is not `bearer`, `basic` or `cargo`"),
    code(422, "invalid_cursor", "not from `next_cursor`"),
    code(422, "invalid_locale", "the language that a page is to be shown in is not one that there is"),
    code(422, "invalid_idempotency_key", "not a single one of 1 to 128 printable characters"),
    code(422, "idempotency_key_reused", "this key came with another body"),
    code(429, "slow_down", "polled too fast: see `Retry-After`"),
    code(
        429,
        "too_many_requests",
        "too many from one address, or too many changes of one account; or a change that the account's address cannot be told of now, \
         and which was not made: see `Retry-After`",
    ),
    code(500, "internal", "a mistake of ours; the operator finds it by the request id"),
    code(503, "unavailable", "the database is out of reach: see `Retry-After`, and try again"),
];
