//! Access keys: making, listing, renaming, revoking.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use entity::access_key::Model;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{asks_for, bad_cursor, clamped_limit, present, required};
use crate::auth::access_key::{self, Change, Children, Description, Name, NewKey};
use crate::auth::identity::CredentialKind;
use crate::auth::scope::{self, Scopes};
use crate::context::Context;
use crate::web::answer::JsonResponse;
use crate::web::error::{ErrorBody, Failure};
use crate::web::extract::{Caller, Json, RequestLocale, Requirement, Segment};

/// An access key, without the key.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccessKeyBody {
    key_id: Uuid,
    name: String,
    description: Option<String>,
    /// Its first characters, to know it by.
    prefix: String,
    /// What it may do.
    scopes: Vec<String>,
    creation_date: i64,
    expiration_date: i64,
    /// Written at most once a minute.
    last_used_date: Option<i64>,
    last_used_ip: Option<String>,
}

impl From<Model> for AccessKeyBody {
    fn from(row: Model) -> Self {
        Self {
            key_id: row.id,
            name: row.name,
            description: row.description,
            prefix: row.prefix,
            scopes: Scopes::from_text(&row.scopes).to_vec(),
            creation_date: row.creation_date,
            expiration_date: row.expiration_date,
            last_used_date: row.last_used_date,
            last_used_ip: row.last_used_ip,
        }
    }
}

/// A key to make.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewAccessKeyBody {
    /// Unique among the account's keys: 1 to 64 characters.
    #[schema(required = true, value_type = String, min_length = 1, max_length = 64)]
    name: Option<String>,
    /// What it is for: at most 200 characters.
    #[schema(max_length = 200)]
    description: Option<String>,
    /// At least one; none that the maker has not got itself.
    #[schema(required = true, value_type = Vec<String>, min_items = 1)]
    scopes: Option<Vec<String>>,
    /// Whole Unix seconds. 90 days from now if left out.
    expiration_date: Option<i64>,
    /// Language of the mails about it (BCP 47).
    locale: Option<String>,
}

/// A key that was just made, with the key itself, which is shown this once.
#[derive(Serialize, ToSchema)]
pub(crate) struct CreatedAccessKeyBody {
    /// What its holder presents.
    #[schema(examples("dpk_…"))]
    access_key: String,
    #[serde(flatten)]
    key: AccessKeyBody,
}

/// Make an access key. The owner is told by mail.
#[utoipa::path(
    post,
    path = "/auth/keys",
    operation_id = "create_access_key",
    tag = "access keys",
    request_body = NewAccessKeyBody,
    security(("credential" = [])),
    responses(
        (status = 200, description = "The key, shown this once", body = CreatedAccessKeyBody),
        (status = 400, description = "Malformed body, or two different credentials", body = ErrorBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "A scope or a life that the maker has not got", body = ErrorBody),
        (status = 409, description = "The name is taken, or there are too many keys", body = ErrorBody),
        (status = 422, description = "A field breaks a rule", body = ErrorBody),
        (status = 429, description = "Too many changes of one account", body = ErrorBody),
    )
)]
pub(crate) async fn create_access_key(
    State(context): State<Context>,
    caller: Caller,
    locale: RequestLocale,
    body: Json<NewAccessKeyBody>,
) -> Result<JsonResponse<CreatedAccessKeyBody>, Failure> {
    let fields = body.value;
    let scopes = fields.scopes.ok_or_else(|| Failure::missing("scopes"))?;
    let new = NewKey {
        name: Name::parse(&required("name", fields.name)?)?,
        description: fields.description.as_deref().map(Description::parse).transpose()?.flatten(),
        scopes: Scopes::parse(&scopes, &context.settings.extra_scopes)?,
        expiration_date: fields.expiration_date,
        locale: locale.negotiate(fields.locale.as_deref()),
    };
    let created = access_key::create(&context, &caller, &new).await?;
    Ok(JsonResponse(CreatedAccessKeyBody { access_key: created.key.expose().to_owned(), key: created.row.into() }))
}

/// A page of keys.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccessKeysBody {
    /// The newest first.
    keys: Vec<AccessKeyBody>,
    /// For the next page; null on the last one.
    next_cursor: Option<String>,
}

/// Which keys.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AccessKeysQuery {
    /// 1 to 100.
    limit: Option<String>,
    /// From the page before.
    cursor: Option<String>,
}

/// List the account's access keys, also those that ended in the last 30 days.
#[utoipa::path(
    get,
    path = "/auth/keys",
    operation_id = "list_access_keys",
    tag = "access keys",
    params(AccessKeysQuery),
    security(("credential" = [])),
    responses(
        (status = 200, description = "A page of keys", body = AccessKeysBody),
        (status = 400, description = "Two different credentials", body = ErrorBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "The credential may not do this", body = ErrorBody),
        (status = 422, description = "A bad cursor", body = ErrorBody),
    )
)]
pub(crate) async fn list_access_keys(
    State(context): State<Context>,
    caller: Caller,
    query: Query<AccessKeysQuery>,
) -> Result<JsonResponse<AccessKeysBody>, Failure> {
    let after = query.cursor.as_deref().map(|text| text.parse().map_err(|_| bad_cursor())).transpose()?;
    let limit = clamped_limit(query.limit.as_deref());
    let page = access_key::list(&context, caller.account_id, limit, after).await?;
    Ok(JsonResponse(AccessKeysBody {
        keys: page.keys.into_iter().map(AccessKeyBody::from).collect(),
        next_cursor: page.next.map(|id| id.to_string()),
    }))
}

/// Read the access key that asks.
#[utoipa::path(
    get,
    path = "/auth/keys/self",
    operation_id = "get_own_access_key",
    tag = "access keys",
    security(("credential" = [])),
    responses(
        (status = 200, description = "The key", body = AccessKeyBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 404, description = "The credential is no access key", body = ErrorBody),
    )
)]
pub(crate) async fn get_own_access_key(
    State(context): State<Context>,
    caller: Caller,
) -> Result<JsonResponse<AccessKeyBody>, Failure> {
    read(&context, caller.account_id, own(&caller)?).await
}

/// What becomes of the keys that a revoked key made.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RevokeQuery {
    /// `keep` leaves the keys that it made; they are revoked with it otherwise.
    children: Option<String>,
}

impl RevokeQuery {
    fn children(&self) -> Result<Children, Failure> {
        Ok(if asks_for("children", self.children.as_deref(), "keep")? { Children::Keep } else { Children::End })
    }
}

/// Revoke the access key that asks, and the keys that it made.
#[utoipa::path(
    delete,
    path = "/auth/keys/self",
    operation_id = "revoke_own_access_key",
    tag = "access keys",
    params(RevokeQuery),
    security(("credential" = [])),
    responses(
        (status = 204, description = "Revoked"),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "An access token of the key, without the scope for it", body = ErrorBody),
        (status = 404, description = "The credential is no access key", body = ErrorBody),
        (status = 422, description = "A parameter has another value than the one that it takes", body = ErrorBody),
    )
)]
pub(crate) async fn revoke_own_access_key(
    State(context): State<Context>,
    caller: Caller,
    query: Query<RevokeQuery>,
) -> Result<StatusCode, Failure> {
    let key_id = own(&caller)?;
    if !matches!(caller.means, CredentialKind::AccessKey(_)) && !caller.scopes.contains(scope::KEYS_WRITE) {
        return Err(Failure::InsufficientScope(Requirement::Scope(scope::KEYS_WRITE)));
    }
    revoke(&context, caller.account_id, key_id, &query).await
}

fn own(caller: &Caller) -> Result<Uuid, Failure> {
    caller.access_key().map(|key| key.id).ok_or(Failure::NotFound)
}

/// Read one access key.
#[utoipa::path(
    get,
    path = "/auth/keys/{key_id}",
    operation_id = "get_access_key",
    tag = "access keys",
    params(("key_id" = String, Path, description = "The key")),
    security(("credential" = [])),
    responses(
        (status = 200, description = "The key", body = AccessKeyBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "The credential may not do this", body = ErrorBody),
        (status = 404, description = "The account has no such key", body = ErrorBody),
    )
)]
pub(crate) async fn get_access_key(
    State(context): State<Context>,
    caller: Caller,
    key_id: Segment,
) -> Result<JsonResponse<AccessKeyBody>, Failure> {
    read(&context, caller.account_id, key_id.id()?).await
}

async fn read(context: &Context, account_id: Uuid, key_id: Uuid) -> Result<JsonResponse<AccessKeyBody>, Failure> {
    let key = access_key::get(context, account_id, key_id).await?.ok_or(Failure::NotFound)?;
    Ok(JsonResponse(key.into()))
}

/// What is to change; what is left out stays. Scopes and end never change.
#[derive(Deserialize, ToSchema)]
#[expect(clippy::option_option, reason = "absent, null and present are three things here")]
pub(crate) struct ChangeAccessKeyBody {
    /// A new name.
    name: Option<String>,
    /// A new description; null or a blank one removes it.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    description: Option<Option<String>>,
}

/// Rename an access key, or describe it anew.
#[utoipa::path(
    patch,
    path = "/auth/keys/{key_id}",
    operation_id = "change_access_key",
    tag = "access keys",
    params(("key_id" = String, Path, description = "The key")),
    request_body = ChangeAccessKeyBody,
    security(("credential" = [])),
    responses(
        (status = 200, description = "The key as it is now", body = AccessKeyBody),
        (status = 400, description = "Malformed body", body = ErrorBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "The credential may not do this", body = ErrorBody),
        (status = 404, description = "The account has no such key", body = ErrorBody),
        (status = 409, description = "The name is taken", body = ErrorBody),
        (status = 422, description = "A field breaks a rule", body = ErrorBody),
        (status = 429, description = "Too many changes of one account", body = ErrorBody),
    )
)]
pub(crate) async fn change_access_key(
    State(context): State<Context>,
    caller: Caller,
    key_id: Segment,
    body: Json<ChangeAccessKeyBody>,
) -> Result<JsonResponse<AccessKeyBody>, Failure> {
    change(&context, &caller, key_id.id()?, body.value).await
}

/// Rename the access key that asks, or describe it anew.
#[utoipa::path(
    patch,
    path = "/auth/keys/self",
    operation_id = "change_own_access_key",
    tag = "access keys",
    request_body = ChangeAccessKeyBody,
    security(("credential" = [])),
    responses(
        (status = 200, description = "The key as it is now", body = AccessKeyBody),
        (status = 400, description = "Malformed body", body = ErrorBody),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "The credential may not do this", body = ErrorBody),
        (status = 404, description = "The credential is no access key", body = ErrorBody),
        (status = 409, description = "The name is taken", body = ErrorBody),
        (status = 422, description = "A field breaks a rule", body = ErrorBody),
        (status = 429, description = "Too many changes of one account", body = ErrorBody),
    )
)]
pub(crate) async fn change_own_access_key(
    State(context): State<Context>,
    caller: Caller,
    body: Json<ChangeAccessKeyBody>,
) -> Result<JsonResponse<AccessKeyBody>, Failure> {
    change(&context, &caller, own(&caller)?, body.value).await
}

async fn change(
    context: &Context,
    caller: &Caller,
    key_id: Uuid,
    fields: ChangeAccessKeyBody,
) -> Result<JsonResponse<AccessKeyBody>, Failure> {
    let change = Change {
        name: fields.name.as_deref().map(Name::parse).transpose()?,
        description: match fields.description {
            Some(Some(text)) => Some(Description::parse(&text)?),
            Some(None) => Some(None),
            None => None,
        },
    };
    let key = access_key::change(context, caller, key_id, &change).await?.ok_or(Failure::NotFound)?;
    Ok(JsonResponse(key.into()))
}

/// Revoke an access key, and the keys that it made.
#[utoipa::path(
    delete,
    path = "/auth/keys/{key_id}",
    operation_id = "revoke_access_key",
    tag = "access keys",
    params(("key_id" = String, Path, description = "The key"), RevokeQuery),
    security(("credential" = [])),
    responses(
        (status = 204, description = "Revoked"),
        (status = 401, description = "No credential, or a bad one", body = ErrorBody),
        (status = 403, description = "The credential may not do this", body = ErrorBody),
        (status = 404, description = "The account has no such key", body = ErrorBody),
        (status = 422, description = "A parameter has another value than the one that it takes", body = ErrorBody),
    )
)]
pub(crate) async fn revoke_access_key(
    State(context): State<Context>,
    caller: Caller,
    key_id: Segment,
    query: Query<RevokeQuery>,
) -> Result<StatusCode, Failure> {
    revoke(&context, caller.account_id, key_id.id()?, &query).await
}

async fn revoke(context: &Context, account_id: Uuid, key_id: Uuid, query: &RevokeQuery) -> Result<StatusCode, Failure> {
    if access_key::revoke(context, account_id, key_id, query.children()?).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Failure::NotFound)
    }
}
