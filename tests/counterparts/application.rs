//! An application behind a proxy: it answers with the headers that arrive, and with what was asked for. Asked for a WebSocket, it
//! sends back what it is sent.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A key of a WebSocket, and what a server makes of it (RFC 6455 section 1.3).
pub const WEBSOCKET_KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
const WEBSOCKET_ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

pub struct Application {
    pub address: String,
    task: JoinHandle<()>,
}

impl Application {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let router = Router::new().fallback(answer);
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { address, task }
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(request: Request) -> Response {
    if request.headers().contains_key("upgrade") {
        return echo(request);
    }
    let mut arrived = all(request.headers());
    arrived.insert(":method".to_owned(), vec![request.method().to_string()]);
    arrived.insert(":path".to_owned(), vec![request.uri().to_string()]);
    axum::Json(arrived).into_response()
}

fn all(headers: &HeaderMap) -> BTreeMap<String, Vec<String>> {
    let values = |name| headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into());
    headers.keys().map(|name| (name.to_string(), values(name).collect())).collect()
}

/// Says in the answer who is calling.
fn echo(mut request: Request) -> Response {
    let upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        let (mut from, mut to) = tokio::io::split(TokioIo::new(upgrade.await?));
        tokio::io::copy(&mut from, &mut to).await?;
        Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
    });
    let ids = all(request.headers()).remove("x-auth-userid").unwrap_or_default().join(", ");
    let headers = [
        ("upgrade", "websocket".to_owned()),
        ("connection", "Upgrade".to_owned()),
        ("sec-websocket-accept", WEBSOCKET_ACCEPT.to_owned()),
        ("x-seen-userid", ids),
    ];
    (StatusCode::SWITCHING_PROTOCOLS, headers).into_response()
}
