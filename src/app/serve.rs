//! Listening, answering, and stopping without dropping anybody.

use std::convert::Infallible;
use std::io::Write;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{CONNECTION, HOST};
use axum::http::{HeaderValue, Request, Response, StatusCode, Version};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::first_bytes::FirstBytes;
use super::{Overrides, StartError, build};
use crate::config::Config;
use crate::public_url::PublicUrl;
use crate::web::{ops, routes};

/// Requests in flight get so long to finish after a signal; together with the rest this stays under 30 seconds.
const DRAIN: Duration = Duration::from_secs(18);
/// Background work gets so long to finish what it is at.
const SETTLE: Duration = Duration::from_secs(5);
/// A request's headers have to arrive within this.
const HEADER_TIMEOUT: Duration = Duration::from_secs(15);
/// Headers in all.
const MAX_HEADERS: usize = 32 * 1024;
const MAX_STREAMS: u32 = 128;
/// After an accept failed (for want of file descriptors, say) it is tried again so much later.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Runs the server until SIGTERM or SIGINT.
///
/// # Errors
/// See [`StartError`].
pub async fn serve(config: Config) -> Result<(), StartError> {
    let stop = stop_signal()?;
    let listener = bind(config.listen).await?;
    let address = local_address(&listener)?;
    let public_url = match &config.public_url {
        Some(url) => url.clone(),
        None => {
            PublicUrl::parse(&format!("http://{address}")).map_err(|error| StartError::PublicUrl(error.to_string()))?
        }
    };
    let ops = match config.ops_listen {
        Some(address) => {
            let recorder =
                PrometheusBuilder::new().install_recorder().map_err(|error| StartError::Metrics(error.to_string()))?;
            Some((bind(address).await?, recorder))
        }
        None => None,
    };
    let app = build(&config, public_url, Overrides::default()).await?;
    let running = app.jobs.start().await?;
    let stopping = CancellationToken::new();
    let mut servers = tokio::task::JoinSet::new();
    if let Some((listener, recorder)) = ops {
        announce(&format!("metrics on http://{}/metrics", local_address(&listener)?));
        let router = routes::ops_router(ops::Metrics { context: app.context.clone(), recorder });
        servers.spawn(accept(listener, router, stopping.clone()));
    }
    servers.spawn(accept(listener, app.router, stopping.clone()));
    announce(&format!("listening on http://{address}"));
    if app.context.mail.as_mailbox().is_some() {
        announce(&format!(
            "development mode: no mail server is set, mail is at {}",
            app.context.settings.public_url.join("/dev/mailbox")
        ));
    }

    stop.await;
    tracing::info!("stopping");
    // Readiness is false from here on, and everybody who waits gets an answer.
    app.context.waiters.close();
    stopping.cancel();
    while servers.join_next().await.is_some() {}
    if tokio::time::timeout(SETTLE, running.stop()).await.is_err() {
        tracing::warn!("background work did not finish in time; what it was at comes up again after its lease");
    }
    // A request that never ended may still hold a connection.
    if tokio::time::timeout(SETTLE, app.context.db.close()).await.is_err() {
        tracing::warn!("the database's connections did not come back in time");
    }
    tracing::info!("stopped");
    Ok(())
}

/// Resolves at the first SIGTERM or SIGINT. SIGHUP, which a closed terminal sends, is caught and ends nothing.
fn stop_signal() -> Result<impl Future<Output = ()>, StartError> {
    let mut terminate = signal(SignalKind::terminate()).map_err(StartError::Signals)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(StartError::Signals)?;
    let mut hang_up = signal(SignalKind::hangup()).map_err(StartError::Signals)?;
    Ok(async move {
        loop {
            tokio::select! {
                _ = terminate.recv() => return,
                _ = interrupt.recv() => return,
                _ = hang_up.recv() => tracing::info!("SIGHUP is ignored"),
            }
        }
    })
}

async fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|error| StartError::Listen { address: address.to_string(), error })
}

fn local_address(listener: &TcpListener) -> Result<SocketAddr, StartError> {
    listener.local_addr().map_err(|error| StartError::Listen { address: "the chosen port".to_owned(), error })
}

/// For whoever started the program; scripts read the address from here.
fn announce(line: &str) {
    let mut stdout = std::io::stdout().lock();
    // Nobody reads it any more: that is no reason to stop.
    let _unread = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
}

/// Accepts until told to stop, then lets what is in flight finish.
async fn accept(listener: TcpListener, router: Router, stopping: CancellationToken) {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).max_buf_size(MAX_HEADERS);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(u32::try_from(MAX_HEADERS).unwrap_or(u32::MAX));
    let connections = GracefulShutdown::new();
    loop {
        tokio::select! {
            () = stopping.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => answer(&builder, &connections, &router, stream, peer),
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

/// A request of HTTP/1.1 names one host (RFC 9112 section 3.2): with none or two of them, a proxy in front may have meant another
/// one than we do.
fn names_one_host(request: &Request<Incoming>) -> bool {
    request.version() != Version::HTTP_11 || request.headers().get_all(HOST).iter().count() == 1
}

/// As bare as what hyper itself refuses, and the end of the connection.
fn refusal() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

fn answer(
    builder: &Builder<TokioExecutor>,
    connections: &GracefulShutdown,
    router: &Router,
    stream: TcpStream,
    peer: SocketAddr,
) {
    // Answers are small and complete: waiting for more to send would only delay them.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY was refused");
    }
    let router = router.clone();
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let router = router.clone();
        async move {
            if !names_one_host(&request) {
                return Ok(refusal());
            }
            Ok::<_, Infallible>(router.oneshot(request.map(Body::new)).await.unwrap_or_else(|never| match never {}))
        }
    });
    let connection =
        builder.serve_connection(TokioIo::new(FirstBytes::of(stream, HEADER_TIMEOUT)), service).into_owned();
    let watched = connections.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = pin!(watched).await {
            tracing::debug!(error, "a connection ended early");
        }
    });
}
