//! How a service checks an access token: by itself, or by asking.
//!
//! ```text
//! check-access-token offline https://id.example.org https://api.example.org TOKEN
//! check-access-token ask     https://id.example.org https://api.example.org TOKEN
//! ```

use std::error::Error;

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;

#[derive(Deserialize)]
struct Claims {
    sub: String,
    #[serde(rename = "iat")]
    _issued: u64,
    #[serde(rename = "jti")]
    _id: String,
}

/// The account that the token speaks for. Knows nothing of a revocation: the token is good until its end, minutes from
/// now. A service keeps `keys`, and fetches them anew when a token names one that is not among them.
fn check_offline(issuer: &str, audience: &str, token: &str, keys: &JwkSet) -> Result<String, Box<dyn Error>> {
    let header = decode_header(token)?;
    if header.typ.as_deref() != Some("at+jwt") {
        return Err("not an access token".into());
    }
    let key = header.kid.as_deref().and_then(|id| keys.find(id)).ok_or("signed by an unknown key")?;
    // The key says which algorithm it is for, not the token.
    let algorithm: Algorithm = key.common.key_algorithm.ok_or("a key without an algorithm")?.to_string().parse()?;
    let mut validation = Validation::new(algorithm);
    validation.leeway = 30;
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[audience]);
    validation.set_required_spec_claims(&["iss", "sub", "aud", "exp"]);
    Ok(decode::<Claims>(token, &DecodingKey::from_jwk(key)?, &validation)?.claims.sub)
}

#[derive(Deserialize)]
struct Found {
    account_id: String,
    audience: Option<String>,
}

/// The account that the token speaks for as of now: a sign-out or a revocation counts at once.
fn ask(issuer: &str, audience: &str, token: &str) -> Result<String, Box<dyn Error>> {
    let body = serde_json::json!({"token": token});
    let answer = ureq::post(format!("{issuer}/auth/token/verify")).send_json(body);
    let found: Found = match answer {
        Err(ureq::Error::StatusCode(401)) => return Err("it is not, or no longer, valid".into()),
        answer => answer?.body_mut().read_json()?,
    };
    if found.audience.as_deref() == Some(audience) {
        Ok(found.account_id)
    } else {
        Err("it is for somebody else".into())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [how, issuer, audience, token] = arguments.as_slice() else {
        return Err("offline or ask, issuer, audience, token".into());
    };
    let account = if how == "ask" {
        ask(issuer, audience, token)?
    } else {
        let keys: JwkSet = ureq::get(format!("{issuer}/.well-known/jwks.json")).call()?.body_mut().read_json()?;
        check_offline(issuer, audience, token, &keys)?
    };
    println!("{account}");
    Ok(())
}
