//! JSON bodies: an object, in UTF-8, without duplicate keys.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::web::error::{Failure, Unread};

/// Larger bodies are refused.
pub(crate) const MAX_BODY: u64 = 16 * 1024;
/// A body has to arrive within this.
const BODY_TIMEOUT: Duration = Duration::from_secs(15);

/// A body as `T`, with the bytes that it came in.
pub(crate) struct Json<T> {
    pub(crate) value: T,
    pub(crate) bytes: Bytes,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        require_content_type(request.headers(), "application/json")?;
        let bytes = read(request.into_body()).await?;
        Ok(Self { value: parse(&bytes)?, bytes })
    }
}

/// A body as `T`, or none at all.
pub(crate) struct OptionalJson<T>(pub(crate) Option<T>);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for OptionalJson<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let headers = request.headers();
        let announced = headers.contains_key(TRANSFER_ENCODING)
            || headers.get(CONTENT_LENGTH).is_some_and(|length| length.as_bytes() != b"0");
        if !announced && !headers.contains_key(CONTENT_TYPE) {
            return Ok(Self(None));
        }
        if headers.get(CONTENT_LENGTH).is_none_or(|length| length.as_bytes() == b"0")
            && !headers.contains_key(TRANSFER_ENCODING)
        {
            // A content type without a body; HTTP/2 may still bring one without announcing its length.
            require_content_type(headers, "application/json")?;
            let bytes = read(request.into_body()).await?;
            return if bytes.is_empty() { Ok(Self(None)) } else { parse(&bytes).map(|value| Self(Some(value))) };
        }
        Json::from_request(request, state).await.map(|json| Self(Some(json.value)))
    }
}

pub(super) fn require_content_type(headers: &HeaderMap, wanted: &'static str) -> Result<(), Failure> {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (essence, parameters) = given.split_once(';').unwrap_or((given, ""));
    let charset = parameters
        .split(';')
        .filter_map(|parameter| parameter.split_once('='))
        .find_map(|(name, value)| name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"')));
    // The second is no registered name, and what some libraries send.
    let is_utf8 = charset.is_none_or(|charset| ["utf-8", "utf8"].iter().any(|name| charset.eq_ignore_ascii_case(name)));
    let unread = if !essence.trim().eq_ignore_ascii_case(wanted) {
        Unread::ContentType(wanted)
    } else if !is_utf8 {
        Unread::Charset
    } else if !is_plain(headers) {
        Unread::ContentEncoding
    } else {
        return Ok(());
    };
    Err(Failure::UnsupportedMediaType(unread))
}

/// Whether the body is sent as it is (RFC 9110 section 8.4).
fn is_plain(headers: &HeaderMap) -> bool {
    let encodings =
        headers.get_all(CONTENT_ENCODING).iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    encodings.map(<[u8]>::trim_ascii).all(|encoding| encoding.is_empty() || encoding.eq_ignore_ascii_case(b"identity"))
}

pub(super) async fn read(body: Body) -> Result<Bytes, Failure> {
    let collected = tokio::time::timeout(
        BODY_TIMEOUT,
        Limited::new(body, usize::try_from(MAX_BODY).unwrap_or(usize::MAX)).collect(),
    )
    .await
    .map_err(|_| Failure::RequestTimeout)?;
    match collected {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Failure::BodyTooLarge),
        Err(_) => Err(malformed("The body did not arrive whole", None)),
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    let text = std::str::from_utf8(bytes).map_err(|_| malformed("The body must be UTF-8", None))?;
    // Parsers may ignore a byte order mark (RFC 8259 section 8.1), and some programs cannot help writing one.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let strict: Strict = serde_json::from_str(text).map_err(|error| {
        let duplicate = error.to_string().contains(DUPLICATE);
        malformed(if duplicate { "The body names a field twice" } else { "The body must be valid JSON" }, None)
    })?;
    let Strict(object @ Value::Object(_)) = strict else {
        return Err(malformed("The body must be a JSON object", None));
    };
    serde_path_to_error::deserialize(object).map_err(|error| {
        let field = error.path().to_string();
        malformed(&format!("The field {field} has the wrong type"), Some(field))
    })
}

fn malformed(sentence: &str, field: Option<String>) -> Failure {
    Failure::MalformedBody { sentence: sentence.to_owned(), field }
}

const DUPLICATE: &str = "duplicate key";

/// Any JSON in which no object names a key twice: two readers could otherwise see two different requests in it. Depth
/// is bounded by the parser.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = sequence.next_element()? {
            values.push(value);
        }
        Ok(values.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = BTreeMap::new();
        while let Some((key, Strict(value))) = map.next_entry::<String, Strict>()? {
            if fields.insert(key, value).is_some() {
                return Err(A::Error::custom(DUPLICATE));
            }
        }
        Ok(fields.into_iter().collect::<Map<_, _>>().into())
    }
}
