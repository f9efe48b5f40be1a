//! The denominators: servers that do nothing, this same program started with `BARE`.

use std::convert::Infallible;
use std::io::Write;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::routing::any;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpListener;

use crate::Fallible;

/// As long as a waiter asks for.
const WAIT: Duration = Duration::from_mins(1);
const JSON: [(axum::http::HeaderName, &str); 1] = [(CONTENT_TYPE, "application/json")];

/// Runs until it is killed: `axum` answers at once, all others after a minute.
pub(crate) async fn run(kind: &str, body: usize) -> Fallible<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    writeln!(std::io::stdout(), "listening on http://{}", listener.local_addr()?)?;
    let body = Bytes::from("x".repeat(body));
    match kind {
        "axum" => {
            // The extractor reads what is posted.
            let answer = async move |_posted: Bytes| (JSON, body.clone());
            let router = Router::new().route("/{*path}", any(answer));
            axum::serve(axum::serve::ListenerExt::tap_io(listener, no_delay), router).await?;
        }
        "axum-wait" => {
            let answer = async move || {
                tokio::time::sleep(WAIT).await;
                (JSON, body.clone())
            };
            let router = Router::new().route("/{*path}", any(answer));
            axum::serve(axum::serve::ListenerExt::tap_io(listener, no_delay), router).await?;
        }
        "hyper-wait" => hyper_wait(listener, body, false).await?,
        "hyper-wait-http2" => hyper_wait(listener, body, true).await?,
        other => return Err(format!("{other}: no such bare server").into()),
    }
    Ok(())
}

fn no_delay(stream: &mut tokio::net::TcpStream) {
    let _only_slower = stream.set_nodelay(true);
}

async fn hyper_wait(listener: TcpListener, body: Bytes, http2: bool) -> Fallible<()> {
    loop {
        let (mut stream, _) = listener.accept().await?;
        no_delay(&mut stream);
        let body = body.clone();
        tokio::spawn(async move {
            let service = service_fn(move |_request| {
                let body = body.clone();
                async move {
                    tokio::time::sleep(WAIT).await;
                    Ok::<_, Infallible>(hyper::Response::new(http_body_util::Full::new(body)))
                }
            });
            let stream = TokioIo::new(stream);
            let _ended = if http2 {
                http2::Builder::new(TokioExecutor::new()).serve_connection(stream, service).await
            } else {
                http1::Builder::new().serve_connection(stream, service).await
            };
        });
    }
}
