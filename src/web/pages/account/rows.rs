//! Sessions and access keys as the account page shows them.

use std::collections::HashMap;

use entity::{access_key, session};
use sea_orm::DbErr;
use serde::Serialize;
use uuid::Uuid;

use super::logins::Logins;
use crate::auth::maker::Lineage;
use crate::auth::revocation::{Made, Survey};
use crate::auth::scope::Scopes;
use crate::auth::session as sessions;
use crate::auth::user_agent::{self, DeviceKind};
use crate::context::Context;
use crate::text::visible::shown;
use crate::web::pages::Device;
use crate::web::pages::sample::NOW;

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
    /// Whether a signed-in device let it in, and the title of that one while it is signed in.
    let_in: bool,
    let_in_by: Option<String>,
    /// Whether it began with the account, without any approval.
    registered: bool,
    created: i64,
    last_seen: i64,
    expires: i64,
    made: Made,
}

impl SessionRow {
    pub(super) fn of(session: session::Model, let_in_by: &LetInBy, survey: &Survey) -> Self {
        let approver = approver(&session);
        // Labels that were stored before there was a rule are replaced where they cannot be seen.
        let (name, platform) = (session.name.as_deref().map(shown), shown(&session.platform));
        Self {
            made: survey.made_by(session.id),
            let_in: approver.is_some(),
            let_in_by: approver.and_then(|approver| let_in_by.0.get(&approver).cloned()),
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

/// Titles of the sessions that let others in, as far as they have not ended.
pub(super) struct LetInBy(HashMap<Uuid, String>);

impl LetInBy {
    pub(super) async fn read(
        context: &Context,
        current: &session::Model,
        listed: &[session::Model],
    ) -> Result<Self, DbErr> {
        let approvers = listed.iter().chain([current]).filter_map(approver).collect();
        Ok(Self(sessions::titles(context, current.account_id, approvers).await?))
    }
}

fn approver(session: &session::Model) -> Option<Uuid> {
    Lineage::read(session.made_by.as_deref()).maker()
}

/// Sessions of one kind of device, the last used first.
#[derive(Serialize)]
pub(super) struct Group {
    kind: DeviceKind,
    sessions: Vec<SessionRow>,
}

/// All but the current one, by kind.
pub(super) fn grouped(
    sessions: Vec<session::Model>,
    current: Uuid,
    let_in_by: &LetInBy,
    survey: &Survey,
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let others = sessions.into_iter().filter(|session| session.id != current);
    for row in others.map(|session| SessionRow::of(session, let_in_by, survey)) {
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
    made: Made,
}

impl KeyRow {
    pub(super) fn of(key: access_key::Model, now: i64, survey: &Survey) -> Self {
        let state = if key.expiration_date <= now {
            "expired"
        } else if key.expiration_date <= now + ENDING_SOON {
            "ending"
        } else {
            "active"
        };
        Self {
            made: survey.made_by(key.id),
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
    pub(super) logins: Logins,
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
        let kinds = SAMPLE_PLATFORMS.map(|platform| user_agent::kind(platform, None));
        let keys = ["active", "ending", "expired"].into_iter().cycle().zip(0..count);
        Self {
            groups: kinds.map(of_kind).into(),
            keys: keys.map(|(state, place)| KeyRow::sample(state, place)).collect(),
            logins: Logins::default(),
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
            let_in: place % 4 < 2,
            let_in_by: (place % 4 == 0).then(|| "Phone <b>".to_owned()),
            registered: place % 3 == 0,
            created: NOW - 86_400 * place,
            last_seen: NOW - 100 * place,
            expires: NOW + 86_400,
            made: sample_made(place),
        }
    }
}

fn sample_made(place: i64) -> Made {
    let made = |count| usize::from(place % 2 == 0) * count;
    Made { sessions: made(1), keys: made(2), changes: made(1) }
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
            made: sample_made(place),
        }
    }
}
