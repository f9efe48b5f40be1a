//! Listening, answering, and stopping without dropping anybody.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use futures_util::FutureExt;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::admission::{Admission, DescriptorShares, PerClient};
use super::connection::{Bounds, Connections};
use super::idle::sweeps;
use crate::app::{Overrides, build, public_url};
use crate::config::Config;
use crate::context::Context;
use crate::net::descriptors::{self, Raised};
use crate::operator::StartError;
use crate::telemetry;
use crate::web::{ops, routes};

/// Requests in flight get so long to finish after a signal; together with the rest this stays under 30 seconds.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(18);
/// Background work gets so long to finish what it is at.
const JOBS_TIMEOUT: Duration = Duration::from_secs(5);
/// After an accept failed (for want of file descriptors, say) it is tried again so much later.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// That it failed is logged at most this often: whoever holds every descriptor must not fill the disk with our log, too.
const ACCEPT_LOG_PAUSE: Duration = Duration::from_secs(10);

/// Runs the server until SIGTERM or SIGINT.
///
/// # Errors
/// See [`StartError`].
pub async fn serve(config: Config) -> Result<(), StartError> {
    let stop = stop_signal()?;
    let raised = descriptors::raise();
    let listener = bind(config.listen).await?;
    let address = local_address(&listener)?;
    let public_url = public_url(&config, address)?;
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
    let shares = DescriptorShares::of(raised.now, descriptors::open(), config.mail.connections);
    announce_limit(raised, shares);
    let streams = u32::try_from(config.connections.streams).unwrap_or(u32::MAX);
    let bounds = Bounds { streams, unread: config.connections.unread };
    let stopping = CancellationToken::new();
    let mut servers = tokio::task::JoinSet::new();
    if let Some((listener, recorder)) = ops {
        announce(&format!("metrics on http://{}/metrics", local_address(&listener)?));
        let router = routes::ops_router(ops::Metrics { context: app.context.clone(), recorder });
        let answer = move |request| router.clone().oneshot(request).map(|Ok(response)| response);
        let connections = Connections::new(answer, Admission::new(shares.ops, PerClient::default()), bounds, None);
        servers.spawn(accept(listener, connections, stopping.clone()));
    }
    let seats = Admission::new(shares.public, per_client(&config, &app.context));
    let (site, waiters) = (app.site, app.context.waiters.clone());
    let answer = move |request| site.clone().answer(request);
    servers.spawn(accept(listener, Connections::new(answer, seats, bounds, Some(waiters)), stopping.clone()));
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        database = if app.context.db.is_sqlite() { "SQLite" } else { "PostgreSQL" },
        %address,
        public_url = %app.context.settings.public_url,
        mail_servers = config.mail.urls.len(),
        limits = app.context.limits.enforced(),
        "started"
    );
    // On a terminal both streams come together: what a person has to know stands last.
    telemetry::flush();
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
    if tokio::time::timeout(JOBS_TIMEOUT, running.stop()).await.is_err() {
        tracing::warn!("background work did not finish in time; what it was at comes up again after its lease");
    }
    // A request that never ended may still hold a connection.
    if tokio::time::timeout(JOBS_TIMEOUT, app.context.db.close()).await.is_err() {
        tracing::warn!("the database's connections did not come back in time");
    }
    tracing::info!("stopped");
    Ok(())
}

/// Below this many connections an operator hears of it.
const FEW: usize = 4096;

/// Says how many connections there can be, and why.
fn announce_limit(raised: Raised, shares: DescriptorShares) {
    let said = |limit: Option<u64>| limit.map_or_else(|| "unlimited".to_owned(), |limit| limit.to_string());
    let (limit, before, connections) = (said(raised.now), said(raised.before), shares.public.connections);
    tracing::info!(limit, before, reserve = shares.reserve, connections, "limit on open files");
    if connections < FEW {
        tracing::warn!(
            limit,
            connections,
            "the limit on open files is low: raise the hard limit (LimitNOFILE= of a systemd unit, ulimit -Hn of a shell)"
        );
    }
}

/// Limits that are off bound no client; what all together may have is bounded whatever they are.
fn per_client(config: &Config, context: &Context) -> PerClient {
    let limit = context.limits.enforced().then_some(config.connections.per_address);
    let exempt = [&context.settings.trusted_proxies[..], &config.rate_limit.exempt].concat();
    PerClient { limit, exempt }
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
async fn accept<A, F>(listener: TcpListener, mut connections: Connections<A>, stopping: CancellationToken)
where
    A: Fn(Request<Body>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    let seats = Arc::clone(connections.seats());
    let mut sweeps = sweeps();
    let mut logged: Option<tokio::task::JoinHandle<()>> = None;
    loop {
        tokio::select! {
            () = stopping.cancelled() => break,
            _ = sweeps.tick() => connections.sweep(),
            () = seats.one_left(), if seats.is_overflowing() => {}
            accepted = listener.accept(), if !seats.is_overflowing() => match accepted {
                Ok((stream, peer)) => connections.serve_connection(stream, peer),
                Err(error) => {
                    // The limit was lowered meanwhile, or the whole system has no more descriptors.
                    connections.make_capacity();
                    if logged.as_ref().is_none_or(tokio::task::JoinHandle::is_finished) {
                        tracing::warn!(%error, "connections cannot be accepted");
                        logged = Some(tokio::spawn(tokio::time::sleep(ACCEPT_LOG_PAUSE)));
                    }
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(DRAIN_TIMEOUT, connections.finish()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}
