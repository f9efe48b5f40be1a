//! What the page behind a confirmation link asks about.

use entity::account;
use entity::confirmation_token;
use entity::pending_login::{Entity, Model, PendingLoginState};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};
use uuid::Uuid;

use super::transitions::Transition;
use super::{UNDO_WINDOW, candidates};
use crate::auth::client_info::ClientInfo;
use crate::auth::first_proof::{self, Older};
use crate::context::{Context, MatchPolicy};
use crate::crypto::secret::ConfirmationToken;

/// An account that a person may choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The account.
    pub account_id: Uuid,
    /// Its name.
    pub username: String,
    /// Whether its address was proven before.
    pub email_verified: bool,
}

/// What the link page asks about.
pub struct Question {
    /// The login.
    pub login: Model,
    /// Where it stands.
    pub standing: Standing,
    /// The accounts that it may enter.
    pub choices: Vec<Choice>,
    /// What there is from before, where this is the first proof of the address and one account can be meant.
    pub older: Older,
    /// Whether it may be the first proof of the address, so that the person is asked what becomes of everything older.
    pub may_be_first_proof: bool,
}

/// Where a login stands, for the person with the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Waiting for a decision.
    Open,
    /// Approved; `undo_until` in Unix seconds while that can still be taken back.
    Approved {
        /// End of the window.
        undo_until: Option<i64>,
    },
    /// Refused, or ended without an approval.
    Denied,
    /// Approved, and taken back.
    Undone,
    /// Nobody decided in time.
    Expired,
}

/// Looks a link up and changes nothing (invariant 7). `None` if there is no such link.
///
/// # Errors
/// The database does not answer.
pub async fn peek(context: &Context, token: &ConfirmationToken) -> Result<Option<Question>, DbErr> {
    let connection = context.db.read();
    let Some(login) = by_token(connection, token).await? else { return Ok(None) };
    let standing = standing(&login, context.now());
    let choices: Vec<Choice> = candidates(connection, &login).await?.into_iter().map(choice).collect();
    let now = context.now();
    let unproven = choices.iter().filter(|choice| !choice.email_verified).count();
    let older = match choices.as_slice() {
        [only] if unproven == 1 => first_proof::older(connection, only.account_id, now, login.id).await?,
        _ => Older::default(),
    };
    // Among several, what there is of each would take as many questions as a stranger likes.
    let may_be_first_proof = older.is_anything() || (choices.len() > 1 && unproven > 0);
    Ok(Some(Question { login, standing, choices, older, may_be_first_proof }))
}

fn choice(account: account::Model) -> Choice {
    Choice { account_id: account.id, username: account.username, email_verified: account.email_verified }
}

fn standing(login: &Model, now: i64) -> Standing {
    match (login.state, login.decision_date) {
        _ if Transition::Approve.is_allowed(login, now) => Standing::Open,
        (PendingLoginState::Denied, _) if login.approved_from.is_some() || login.session_id.is_some() => {
            Standing::Undone
        }
        (PendingLoginState::Denied, _) => Standing::Denied,
        (PendingLoginState::Pending, _) | (PendingLoginState::Expired, None) => Standing::Expired,
        // What nobody collected in time was approved all the same.
        (PendingLoginState::Approved | PendingLoginState::Collected | PendingLoginState::Expired, decided) => {
            let decided = decided.filter(|_| Transition::Undo.is_allowed(login, now));
            Standing::Approved { undo_until: decided.map(|decided| decided + UNDO_WINDOW) }
        }
    }
}

/// Whether this approver has to type the match code: always, never, or unless both ends are provably on one network.
/// An address that is not trustworthy has no network, and proves nothing.
#[must_use]
pub fn match_required(context: &Context, login: &Model, approver: &ClientInfo) -> bool {
    match context.settings.match_policy {
        MatchPolicy::Always => true,
        MatchPolicy::Never => false,
        MatchPolicy::Auto => match (&login.network, &approver.network) {
            (Some(starter), Some(approver)) => starter != approver.as_str(),
            _ => true,
        },
    }
}

/// The login of a link.
pub(super) async fn by_token(
    connection: &impl ConnectionTrait,
    token: &ConfirmationToken,
) -> Result<Option<Model>, DbErr> {
    let found =
        confirmation_token::Entity::find_by_id(token.hash().to_vec()).find_also_related(Entity).one(connection).await?;
    Ok(found.and_then(|(_, login)| login))
}
