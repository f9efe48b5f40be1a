//! A request to the program and its answer.

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use doorpost::web::HttpService;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

use super::documented;

/// What answers.
pub enum Door {
    Site(HttpService),
    Ops(Router),
}

impl From<HttpService> for Door {
    fn from(site: HttpService) -> Self {
        Self::Site(site)
    }
}

impl From<Router> for Door {
    fn from(router: Router) -> Self {
        Self::Ops(router)
    }
}

/// A request under construction.
pub struct Request {
    door: Door,
    peer: SocketAddr,
    inner: axum::http::Request<Body>,
}

impl Request {
    pub fn new(door: impl Into<Door>, method: Method, path: &str) -> Self {
        let inner = axum::http::Request::builder().method(method).uri(path).body(Body::empty()).expect("a request");
        Self { door: door.into(), peer: "127.0.0.1:40000".parse().unwrap(), inner }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header name");
        self.inner.headers_mut().append(name, HeaderValue::from_bytes(value.as_bytes()).expect("a header value"));
        self
    }

    /// As from a peer with this address.
    pub fn from(mut self, ip: &str) -> Self {
        self.peer = SocketAddr::new(ip.parse().expect("an address"), 40_000);
        self
    }

    pub fn token(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").body(body.to_string())
    }

    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.header("content-type", "application/x-www-form-urlencoded").body(body)
    }

    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        let body: Bytes = body.into();
        self.inner.headers_mut().insert("content-length", HeaderValue::from(body.len()));
        *self.inner.body_mut() = Body::from(body);
        self
    }

    /// A body that does not announce its length.
    pub fn body_in_pieces(mut self, piece: Vec<u8>, pieces: usize) -> Self {
        let pieces = std::iter::repeat_n(piece, pieces).map(Ok::<_, std::io::Error>);
        *self.inner.body_mut() = Body::from_stream(tokio_stream::iter(pieces));
        self
    }

    /// A body that is there once `after`, which begins when it is first asked for, is over.
    pub fn body_after(mut self, after: impl Future<Output = ()> + Send + 'static, body: impl Into<Bytes>) -> Self {
        let body: Bytes = body.into();
        self.inner.headers_mut().insert("content-length", HeaderValue::from(body.len()));
        let late = futures_util::stream::once(async move {
            after.await;
            Ok::<_, std::io::Error>(body)
        });
        *self.inner.body_mut() = Body::from_stream(late);
        self
    }

    pub async fn send(self) -> Reply {
        let (method, path) = (self.inner.method().clone(), self.inner.uri().path().to_owned());
        let (parts, body) = self.answer().await.into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes();
        let reply = Reply { status: parts.status, headers: parts.headers, body };
        documented::check(&method, &path, &reply);
        reply
    }

    /// The answer as it begins, with its body still to be taken. It is asked for as a client does, which names the host.
    pub async fn answer(mut self) -> axum::http::Response<Body> {
        if self.inner.uri().authority().is_none() {
            self.inner.headers_mut().entry("host").or_insert(HeaderValue::from_static("127.0.0.1:3000"));
        }
        self.inner.extensions_mut().insert(ConnectInfo(self.peer));
        match self.door {
            Door::Site(site) => site.answer(self.inner).await,
            Door::Ops(router) => {
                let Ok(response) = router.oneshot(self.inner).await;
                response
            }
        }
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Reply {
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// A field of the JSON body, as text.
    #[track_caller]
    pub fn field(&self, name: &str) -> String {
        let body = self.json();
        let field = body.get(name).unwrap_or_else(|| panic!("no field {name} in {body}"));
        field.as_str().map_or_else(|| field.to_string(), str::to_owned)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a readable header"))
    }

    /// Checks status, code and the shape of an error.
    #[track_caller]
    pub fn expect_error(self, status: u16, code: &str) -> Self {
        let reply = self.expect(status);
        let body = reply.json();
        assert_eq!(body["code"], code, "{body}");
        assert!(body["error"].as_str().is_some_and(|sentence| !sentence.is_empty()), "{body}");
        assert_eq!(reply.header("content-type"), Some("application/json; charset=utf-8"));
        reply
    }

    /// Checks that it says when to come again, and nothing about who asked.
    #[track_caller]
    pub fn expect_unavailable(self) {
        let reply = self.expect_error(503, "unavailable");
        assert!(reply.header("retry-after").is_some());
        assert!(reply.header("www-authenticate").is_none());
    }
}
