//! Credentials as requests carry them: every accepted form, read in one place.
//!
//! The scheme decides first, then the token's own form; nothing is tried through the tables.

use std::borrow::Cow;

use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, COOKIE, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use smallvec::SmallVec;

use super::same_origin::is_own_page;
use crate::auth::credential::Credential;
use crate::auth::identity::{AudiencePolicy, authenticate};
use crate::context::Context;
use crate::web::cors::Readers;
use crate::web::error::Failure;

const ACCESS_KEY_HEADER: HeaderName = HeaderName::from_static("x-auth-accesskey");
const TOKEN_HEADER: HeaderName = HeaderName::from_static("x-auth-token");
const USER_HEADER: HeaderName = HeaderName::from_static("x-auth-userid");

/// A credential as presented, well formed but not yet looked up. Absent if the request has none.
pub(crate) struct Presented(pub(crate) Option<PresentedCredential>);

/// What is presented, and whose it is said to be.
pub(crate) struct PresentedCredential {
    pub(crate) credential: Credential,
    /// Account ids or usernames: whoever the credential stands for has to be each of them.
    pub(crate) owners: Vec<String>,
}

impl FromRequestParts<Context> for Presented {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Failure> {
        let mut sources = sources(&parts.headers, context.settings.cookie_name());
        without_foreign(&mut sources);
        // A browser adds the cookie by itself, whoever made it send the request; a header was written by who means it.
        let only_cookie = !sources.is_empty() && sources.iter().all(|source| source.form == Form::Cookie);
        if only_cookie && (changes_state(parts) || is_for_others(parts)) && !is_own_page(parts, context) {
            return Err(Failure::CrossOrigin);
        }
        if has_twins(&sources) {
            // In a box, so that nearly every request, which has one cookie, holds no room for it.
            let chosen = Box::pin(only_living(&parts.headers, context)).await?;
            let several = if only_cookie { Failure::AmbiguousCookies } else { Failure::AmbiguousCredentials };
            let chosen = chosen.ok_or(several)?;
            sources.retain(|source| source.form != Form::Cookie || source.token == chosen);
        }
        presented(sources).map(Self)
    }
}

/// Whether the page of another origin asks for what pages of others may read: they do so with credentials of their own. That browsers
/// would not show them the answer is no reason to give it. Without `Origin` no script reads along, as with a link that is followed.
fn is_for_others(parts: &Parts) -> bool {
    parts.headers.contains_key(ORIGIN) && Readers::of(parts.uri.path()) == Readers::Listed
}

fn changes_state(parts: &Parts) -> bool {
    !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Where a credential can stand; that decides which kinds are taken there (invariant 19).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `Authorization: Bearer T`, `JWT T`, or only `T`.
    Token,
    /// `Authorization: Basic`, with an access key as the password.
    Basic,
    /// `X-Auth-AccessKey`.
    AccessKey,
    /// `X-Auth-Token` beside `X-Auth-UserId`.
    TokenOfUser,
    /// The cookie of our pages.
    Cookie,
    /// `Authorization` with a scheme that is none of ours.
    Foreign,
}

impl Form {
    fn takes(self, credential: &Credential) -> bool {
        match self {
            Self::Token | Self::TokenOfUser => true,
            Self::Basic | Self::AccessKey => matches!(credential, Credential::AccessKey(_)),
            Self::Cookie => matches!(credential, Credential::SessionToken(_)),
            Self::Foreign => false,
        }
    }
}

struct CredentialSource<'a> {
    form: Form,
    token: Cow<'a, [u8]>,
    owner: Option<String>,
}

/// A browser has no more of them by itself; each may cost a query.
const MOST_TWINS: usize = 8;

/// What programs send as the user name of Basic where a token alone counts: those of Python's and other package registries, and of git
/// hosts. Nobody can register these.
const NOBODY: [&str; 4] = ["__token__", "x-access-token", "oauth2", "_"];

impl CredentialSource<'_> {
    /// Whether whose credential it is, is left to the credential.
    fn names_nobody(&self) -> bool {
        let is_nobody = |owner: &String| NOBODY.iter().any(|name| owner.eq_ignore_ascii_case(name));
        self.form == Form::Basic && self.owner.as_ref().is_some_and(is_nobody)
    }
}

/// Nearly always one.
type CredentialSources<'a> = SmallVec<[CredentialSource<'a>; 1]>;

/// What is meant for the application behind a proxy, such as `Negotiate` or `Digest`, is no credential here. Alone it is refused: whoever
/// presents it means to be somebody. So it is in a second `Authorization`, of which there is one only (RFC 9110 section 11.6.2): who reads
/// the request after us may take the other one.
fn without_foreign(sources: &mut CredentialSources<'_>) {
    let any = |forms: &[Form]| sources.iter().any(|source| forms.contains(&source.form));
    if any(&[Form::AccessKey, Form::TokenOfUser, Form::Cookie]) && !any(&[Form::Token, Form::Basic]) {
        sources.retain(|source| source.form != Form::Foreign);
    }
}

/// Whether there are cookies of our name with different values. A browser keeps one for each domain and path that it was given one for,
/// such as that of a former `cookie.domain`; and a sibling host can plant others.
fn has_twins(sources: &CredentialSources<'_>) -> bool {
    let mut tokens = sources.iter().filter(|source| source.form == Form::Cookie).map(|source| &source.token);
    tokens.next().is_some_and(|first| tokens.any(|token| token != first))
}

/// The cookie that counts among several: the only one with a living session, or, where none lives, one that is refused like any dead one.
/// None if several live: one of them may have been planted, and nobody knows which (T13).
async fn only_living<'a>(headers: &'a HeaderMap, context: &Context) -> Result<Option<&'a [u8]>, Failure> {
    let mut formed: Vec<(&[u8], Credential)> = Vec::new();
    for token in cookies(headers, context.settings.cookie_name()) {
        let credential = std::str::from_utf8(token).ok().and_then(Credential::parse);
        let Some(credential) = credential.filter(|credential| Form::Cookie.takes(credential)) else { continue };
        if formed.iter().any(|(known, _)| *known == token) {
            continue;
        }
        if formed.len() == MOST_TWINS {
            return Ok(None);
        }
        formed.push((token, credential));
    }
    let mut chosen = formed.first().map(|(token, _)| *token);
    if formed.len() > 1 {
        let mut living = 0;
        for (token, credential) in &formed {
            if authenticate(context, credential, AudiencePolicy::ThisServer).await?.is_some() {
                living += 1;
                chosen = Some(token);
            }
        }
        if living > 1 {
            return Ok(None);
        }
    }
    Ok(chosen.or_else(|| cookies(headers, context.settings.cookie_name()).next()))
}

/// Whether two differ is asked before whether one of them is any good.
fn presented(sources: CredentialSources<'_>) -> Result<Option<PresentedCredential>, Failure> {
    let Some(first) = sources.first() else { return Ok(None) };
    if sources.iter().any(|source| source.token != first.token) {
        return Err(Failure::AmbiguousCredentials);
    }
    let credential = std::str::from_utf8(&first.token).ok().and_then(Credential::parse);
    let credential = credential.ok_or(Failure::InvalidCredentials)?;
    if !sources.iter().all(|source| source.form.takes(&credential)) {
        return Err(Failure::InvalidCredentials);
    }
    let needs_owner = |source: &CredentialSource<'_>| matches!(source.form, Form::Basic | Form::TokenOfUser);
    if sources.iter().any(|source| needs_owner(source) && source.owner.is_none()) {
        return Err(Failure::InvalidCredentials);
    }
    // Not collected: that would shrink what they stand in, and keep it, for owners that there nearly never are.
    let mut owners = Vec::new();
    owners.extend(sources.into_iter().filter(|source| !source.names_nobody()).filter_map(|source| source.owner));
    Ok(Some(PresentedCredential { credential, owners }))
}

fn sources<'a>(headers: &'a HeaderMap, cookie: &str) -> CredentialSources<'a> {
    let values = |name: &HeaderName| headers.get_all(name).iter().map(|value| value.as_bytes().trim_ascii());
    let mut sources: CredentialSources<'_> = values(&AUTHORIZATION).map(authorization).collect();
    let plain = |form, owner: Option<String>| {
        move |token: &'a [u8]| CredentialSource { form, token: token.into(), owner: owner.clone() }
    };
    sources.extend(values(&ACCESS_KEY_HEADER).map(plain(Form::AccessKey, None)));
    let mut users = values(&USER_HEADER);
    let user = users.next().filter(|first| users.all(|other| other == *first));
    let user = user.and_then(|user| std::str::from_utf8(user).ok()).map(str::to_owned);
    sources.extend(values(&TOKEN_HEADER).map(plain(Form::TokenOfUser, user)));
    sources.extend(cookies(headers, cookie).map(plain(Form::Cookie, None)));
    sources
}

fn cookies<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = &'a [u8]> {
    let pairs = headers.get_all(COOKIE).iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
    pairs.filter_map(move |pair| pair.trim_ascii().strip_prefix(name.as_bytes())?.strip_prefix(b"="))
}

/// Scheme words have any case (RFC 9110 section 11.1). Of what is no scheme, all of it is taken for a token.
fn authorization(value: &[u8]) -> CredentialSource<'_> {
    let (scheme, rest) = value.split_at(value.iter().position(|byte| *byte == b' ').unwrap_or(value.len()));
    let rest = rest.trim_ascii();
    if scheme.eq_ignore_ascii_case(b"basic") {
        return basic(rest).unwrap_or_else(|| CredentialSource { form: Form::Basic, token: value.into(), owner: None });
    }
    let is_ours =
        !rest.is_empty() && [b"bearer".as_slice(), b"jwt"].iter().any(|ours| scheme.eq_ignore_ascii_case(ours));
    let form = if is_ours || !is_foreign(scheme, rest) { Form::Token } else { Form::Foreign };
    let token = if is_ours { rest } else { value };
    CredentialSource { form, token: token.into(), owner: None }
}

/// Whether it is another scheme with what belongs to it, and not a token of ours with something behind it.
fn is_foreign(scheme: &[u8], rest: &[u8]) -> bool {
    let is_of_tokens = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    let is_scheme = !scheme.is_empty() && !rest.is_empty() && scheme.iter().all(is_of_tokens);
    is_scheme && std::str::from_utf8(scheme).is_ok_and(|word| Credential::parse(word).is_none())
}

/// RFC 7617: the first colon ends the name.
fn basic<'a>(encoded: &[u8]) -> Option<CredentialSource<'a>> {
    let pair = STANDARD.decode(encoded).ok()?;
    let colon = pair.iter().position(|byte| *byte == b':')?;
    let (user, password) = (pair.get(..colon)?, pair.get(colon + 1..)?);
    let owner = Some(std::str::from_utf8(user).ok()?.to_owned());
    Some(CredentialSource { form: Form::Basic, token: password.to_vec().into(), owner })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever stands in the headers, reading it does not panic, and a credential comes out only where one went in.
        #[test]
        fn anything_may_stand_in_the_headers(
            name in prop::sample::select(vec!["authorization", "x-auth-accesskey", "x-auth-token", "x-auth-userid", "cookie"]),
            prefix in prop::sample::select(vec!["", "Bearer ", "Basic ", "JWT ", "doorpost=", "basic", "Bearer"]),
            rest in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let value: Vec<u8> = prefix.bytes().chain(rest).filter(|byte| *byte >= 32 && *byte != 127).collect();
            let mut headers = HeaderMap::new();
            headers.insert(HeaderName::from_static(name), HeaderValue::from_bytes(&value).unwrap());
            let found = presented(sources(&headers, "doorpost"));
            prop_assert!(matches!(found, Ok(None) | Err(Failure::InvalidCredentials | Failure::AmbiguousCredentials)));
        }

        /// The same for the name and password of `Basic`.
        #[test]
        fn anything_may_be_a_name_and_password(pair in prop::collection::vec(any::<u8>(), 0..120)) {
            let source = basic(STANDARD.encode(&pair).as_bytes());
            let colon = pair.iter().position(|byte| *byte == b':');
            let readable = colon.is_some_and(|colon| std::str::from_utf8(&pair[..colon]).is_ok());
            prop_assert_eq!(source.is_some(), readable);
        }
    }
}
