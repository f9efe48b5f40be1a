//! Sessions and access keys as the account page shows them.

use entity::{access_key, session};
use serde::Serialize;
use uuid::Uuid;

use crate::auth::device::{self, DeviceKind};
use crate::auth::scope::Scopes;
use crate::visible::shown;
use crate::web::pages::Device;
use crate::web::pages::samples::NOW;

/// A key that ends within so many seconds is marked.
const ENDING_SOON: i64 = 7 * 24 * 60 * 60;

/// One session.
#[derive(Serialize)]
pub(super) struct SessionRow {
    session_id: Uuid,
    /// What its owner calls it, else what the client calls itself.
    title: String,
    name: Option<String>,
    platform: String,
    device: Device,
    ip: Option<String>,
    approved_from: Option<String>,
    /// Whether it began with the account, without any approval.
    registered: bool,
    created: i64,
    last_seen: i64,
    expires: i64,
}

impl SessionRow {
    pub(super) fn of(session: session::Model) -> Self {
        // Labels that were stored before there was a rule are replaced where they cannot be seen.
        let (name, platform) = (session.name.as_deref().map(shown), shown(&session.platform));
        Self {
            session_id: session.id,
            device: Device::of(&session.platform, session.user_agent.as_deref()),
            title: name.clone().unwrap_or_else(|| platform.clone()),
            name,
            platform,
            ip: session.ip,
            registered: session.pending_login_id.is_none(),
            approved_from: session.approved_from,
            created: session.creation_date,
            last_seen: session.last_seen_date,
            expires: session.expiration_date,
        }
    }
}

/// Sessions of one kind of device, the last used first.
#[derive(Serialize)]
pub(super) struct Group {
    kind: DeviceKind,
    sessions: Vec<SessionRow>,
}

/// All but the current one, by kind.
pub(super) fn grouped(sessions: Vec<session::Model>, current: Uuid) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for row in sessions.into_iter().filter(|session| session.id != current).map(SessionRow::of) {
        let kind = row.device.kind;
        match groups.iter_mut().find(|group| group.kind == kind) {
            Some(group) => group.sessions.push(row),
            None => groups.push(Group { kind, sessions: vec![row] }),
        }
    }
    groups.sort_by_key(|group| group.kind);
    groups
}

/// One access key.
#[derive(Serialize)]
pub(super) struct KeyRow {
    key_id: Uuid,
    name: String,
    description: Option<String>,
    prefix: String,
    scopes: Vec<String>,
    state: &'static str,
    created: i64,
    expires: i64,
    last_used: Option<i64>,
    last_used_ip: Option<String>,
}

impl KeyRow {
    pub(super) fn of(key: access_key::Model, now: i64) -> Self {
        let state = if key.expiration_date <= now {
            "expired"
        } else if key.expiration_date <= now + ENDING_SOON {
            "ending"
        } else {
            "active"
        };
        Self {
            key_id: key.id,
            name: key.name,
            description: key.description,
            prefix: key.prefix,
            scopes: Scopes::from_text(&key.scopes).to_vec(),
            state,
            created: key.creation_date,
            expires: key.expiration_date,
            last_used: key.last_used_date,
            last_used_ip: key.last_used_ip,
        }
    }
}

/// What both lists hold, for samples.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) groups: Vec<Group>,
    pub(super) keys: Vec<KeyRow>,
}

const SAMPLE_PLATFORMS: [&str; 6] =
    ["Firefox on Linux", "Desktop", "Pixel 9", "cURL <b>&\"", "Living room TV", "Thing"];

impl Rows {
    /// As many as a page has at most.
    pub(super) fn full(count: u64) -> Self {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let of_kind = |kind| {
            let sessions = (1..count).map(SessionRow::sample).filter(|row| row.device.kind == kind).collect();
            Group { kind, sessions }
        };
        let kinds = SAMPLE_PLATFORMS.map(|platform| device::kind(platform, None));
        let keys = ["active", "ending", "expired"].into_iter().cycle().zip(0..count);
        Self {
            groups: kinds.map(of_kind).into(),
            keys: keys.map(|(state, place)| KeyRow::sample(state, place)).collect(),
        }
    }
}

impl SessionRow {
    pub(super) fn sample(place: i64) -> Self {
        let some = |text: &str| (place % 2 == 0).then(|| text.to_owned());
        let user_agent = some("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0");
        let platform = SAMPLE_PLATFORMS.iter().cycle().nth(usize::try_from(place).unwrap_or_default()).unwrap_or(&"");
        Self {
            session_id: Uuid::from_u128(place.unsigned_abs().into()),
            title: some("My device").unwrap_or_else(|| (*platform).to_owned()),
            name: some("My device"),
            platform: (*platform).to_owned(),
            device: Device::of(platform, user_agent.as_deref()),
            ip: some("203.0.113.9"),
            approved_from: some("203.0.113.10"),
            registered: place % 3 == 0,
            created: NOW - 86_400 * place,
            last_seen: NOW - 100 * place,
            expires: NOW + 86_400,
        }
    }
}

impl KeyRow {
    fn sample(state: &'static str, place: i64) -> Self {
        let some = |text: &str| (place % 2 == 0).then(|| text.to_owned());
        Self {
            key_id: Uuid::from_u128(place.unsigned_abs().into()),
            name: "backup script <b>".to_owned(),
            description: some("Every night"),
            prefix: "dpk_4gfFC3".to_owned(),
            scopes: vec!["account:read".to_owned(), "packages:publish".to_owned()],
            state,
            created: NOW,
            expires: NOW + 86_400 * place,
            last_used: (place % 2 == 0).then_some(NOW),
            last_used_ip: some("203.0.113.9"),
        }
    }
}
