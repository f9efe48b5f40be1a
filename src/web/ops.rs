//! For operators: is it alive, is it ready, how is it doing.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;
use utoipa::ToSchema;

use crate::context::Context;
use crate::mail::{health, outbox};
use crate::net::descriptors;
use crate::web::answer::JsonResponse;
use crate::web::error::IntendedStatus;

/// Mail that has waited for so many seconds is trouble.
const MAIL_TROUBLE: i64 = 120;
/// How mail can be doing.
const MAIL_STATES: [&str; 5] = ["ok", "late", "refused", "unreachable", "no mail server"];

/// The state of the process and what it stands on.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// `alive`, `ready`, `degraded` (mail is in trouble), `unavailable` or `stopping`.
    status: &'static str,
    /// `ok` or `unavailable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    database: Option<&'static str>,
    /// `ok`: access tokens can be signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    keys: Option<&'static str>,
    /// `ok`, `late`, `refused`, `unreachable` or `no mail server`.
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<&'static str>,
}

/// The process answers.
#[utoipa::path(
    get,
    path = "/livez",
    operation_id = "livez",
    tag = "health",
    responses((status = 200, description = "It answers: restart it where it does not", body = Health))
)]
pub(crate) async fn livez() -> JsonResponse<Health> {
    JsonResponse(Health { status: "alive", database: None, keys: None, mail: None })
}

/// The process can do its work: the database answers and is migrated, and there is a key to sign with (a node without the
/// right keyring secret does not start). Mail trouble degrades it and no more.
#[utoipa::path(
    get,
    path = "/readyz",
    operation_id = "readyz",
    tag = "health",
    responses(
        (status = 200, description = "`ready`, or `degraded` where mail is in trouble", body = Health),
        (status = 503, description = "Send it no requests", body = Health),
    )
)]
pub async fn readyz(State(context): State<Context>) -> Response {
    if context.waiters.is_closed() {
        return unready("stopping", None);
    }
    if let Err(error) = context.db.ping().await {
        tracing::warn!(%error, "not ready: the database does not answer");
        return unready("unavailable", Some("unavailable"));
    }
    if let Err(error) = context.signing_keys.check(&context.db, context.now()).await {
        tracing::error!(%error, "not ready: access tokens cannot be signed");
        return unready("unavailable", Some("ok"));
    }
    let mail = mail_state(&context).await;
    let status = if mail == "ok" { "ready" } else { "degraded" };
    JsonResponse(Health { status, database: Some("ok"), keys: Some("ok"), mail: Some(mail) }).into_response()
}

/// In the words of `/readyz`.
async fn mail_state(context: &Context) -> &'static str {
    let health = health::judge(&context.db).await.unwrap_or(health::Health::Ok);
    let oldest = outbox::backlog(&context.db).await.ok().and_then(|(_, oldest)| oldest);
    let late = oldest.is_some_and(|oldest| context.now() - oldest > MAIL_TROUBLE);
    match (context.mail.is_absent(), health) {
        (true, _) => "no mail server",
        (false, health::Health::Unreachable) => "unreachable",
        (false, health::Health::Refused) => "refused",
        (false, health::Health::Ok) if late => "late",
        (false, health::Health::Ok) => "ok",
    }
}

fn unready(status: &'static str, database: Option<&'static str>) -> Response {
    let health = JsonResponse(Health { status, database, keys: None, mail: None });
    (StatusCode::SERVICE_UNAVAILABLE, Extension(IntendedStatus), [(RETRY_AFTER, "2")], health).into_response()
}

/// What the metrics listener needs.
#[derive(Clone)]
pub struct Metrics {
    /// The context.
    pub context: Context,
    /// The recorder.
    pub recorder: PrometheusHandle,
}

/// The metrics, as Prometheus reads them.
pub async fn metrics(State(metrics): State<Metrics>) -> impl IntoResponse {
    let waiting = u32::try_from(metrics.context.waiters.count()).unwrap_or(u32::MAX);
    metrics::gauge!("doorpost_waiting_polls").set(f64::from(waiting));
    set("process_open_fds", descriptors::open().and_then(|open| u64::try_from(open).ok()));
    set("process_max_fds", descriptors::soft_limit());
    if let Ok((queued, oldest)) = outbox::backlog(&metrics.context.db).await {
        metrics::gauge!("doorpost_outbox_queued").set(f64::from(u32::try_from(queued).unwrap_or(u32::MAX)));
        let age = oldest.map_or(0, |oldest| metrics.context.now() - oldest);
        metrics::gauge!("doorpost_outbox_oldest_seconds").set(f64::from(i32::try_from(age).unwrap_or(i32::MAX)));
    }
    let now = mail_state(&metrics.context).await;
    for state in MAIL_STATES {
        metrics::gauge!("doorpost_mail_state", "state" => state).set(if state == now { 1.0 } else { 0.0 });
    }
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics.recorder.render())
}

/// What is not known is left out.
fn set(gauge: &'static str, value: Option<u64>) {
    if let Some(value) = value {
        metrics::gauge!(gauge).set(f64::from(u32::try_from(value).unwrap_or(u32::MAX)));
    }
}
