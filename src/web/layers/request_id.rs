//! The request id: on the answer, and on every log line of the request.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{PoisonError, RwLock};

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::Response;
use ipnet::IpNet;
use metrics::Counter;
use uuid::Uuid;

use crate::context::{Context, LoggedClient};
use crate::origin::{Asked, Origin};
use crate::random::bytes;
use crate::web::extract::{client_ip, ignored_forwarder};

pub(super) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const MAX_LENGTH: usize = 64;

/// What requests of one process share.
pub(super) struct Requests {
    /// No secret, but of this process alone.
    process: [u8; 6],
    count: AtomicU32,
    answered: RwLock<BTreeMap<(&'static str, u16), Counter>>,
}

/// A request from its beginning to its end.
pub(super) struct Trace {
    pub(super) origin: Origin,
    began: i64,
}

impl Requests {
    pub(super) fn new(context: &Context) -> Self {
        Self { process: bytes(&*context.random), count: AtomicU32::new(0), answered: RwLock::default() }
    }

    /// Gives the request an id: its own, if it brought a good one.
    pub(super) fn begin(&self, context: &Context, request: &Request) -> Trace {
        if let Some(peer) = ignored_forwarder(context, request) {
            context.forwarders.note_ignored(peer);
        }
        let own = request.headers().get(&X_REQUEST_ID).and_then(|value| value.to_str().ok());
        let request_id = own.filter(|id| is_request_id(id)).map_or_else(|| self.next_id(context), str::to_owned);
        let origin = Origin::of(Asked::new(request_id, name(request.method()), client_ip(context, request)));
        Trace { origin, began: context.clock.steady_millis() }
    }

    /// A UUID v7 (RFC 9562 section 5.7): the time, a counter, and what is this process's own. Asking the operating system for each
    /// would cost more than all the rest of it.
    fn next_id(&self, context: &Context) -> String {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let mut random = [0; 10];
        random[..6].copy_from_slice(&self.process);
        random[6..].copy_from_slice(&count.to_be_bytes());
        let millis = u64::try_from(context.clock.now_millis()).unwrap_or(0);
        let id = uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
        id.hyphenated().encode_lower(&mut Uuid::encode_buffer()).to_owned()
    }

    /// Logs its end, and puts its id on the answer. `code` is that of the failure that was told; with the address, programs such as
    /// fail2ban go by it.
    pub(super) fn end(&self, context: &Context, trace: &Trace, code: Option<&'static str>, response: &mut Response) {
        let Some(asked) = trace.origin.asked() else { return };
        let status = response.status().as_u16();
        let millis = context.clock.steady_millis() - trace.began;
        let ip = logged(asked.ip, context.settings.logged_client).map(tracing::field::display);
        tracing::info!(status, millis, ip, code, "answered");
        self.count_answer(asked.route(), status);
        if let Ok(value) = HeaderValue::from_str(&asked.request_id) {
            response.headers_mut().insert(X_REQUEST_ID, value);
        }
    }

    fn count_answer(&self, route: &'static str, status: u16) {
        let answered = self.answered.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(counter) = answered.get(&(route, status)) {
            return counter.increment(1);
        }
        drop(answered);
        let labels = [("route", route.to_owned()), ("status", status.to_string())];
        let counter = metrics::counter!("doorpost_requests_total", &labels);
        counter.increment(1);
        self.answered.write().unwrap_or_else(PoisonError::into_inner).insert((route, status), counter);
    }
}

/// An address, or its network.
enum Logged {
    Address(IpAddr),
    Network(IpNet),
}

impl fmt::Display for Logged {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(ip) => ip.fmt(formatter),
            Self::Network(network) => network.fmt(formatter),
        }
    }
}

/// As much of an address as the operator wants to know.
fn logged(ip: Option<IpAddr>, wanted: LoggedClient) -> Option<Logged> {
    let ip = ip?;
    match wanted {
        LoggedClient::Address => Some(Logged::Address(ip)),
        LoggedClient::Network => {
            let length = if ip.is_ipv4() { 24 } else { 48 };
            IpNet::new(ip, length).ok().map(|network| Logged::Network(network.trunc()))
        }
        LoggedClient::Nothing => None,
    }
}

fn name(method: &Method) -> Cow<'static, str> {
    match *method {
        Method::GET => "GET".into(),
        Method::POST => "POST".into(),
        _ => method.as_str().to_owned().into(),
    }
}

fn is_request_id(id: &str) -> bool {
    (1..=MAX_LENGTH).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}
