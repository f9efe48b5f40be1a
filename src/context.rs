//! The context: everything that a use case needs from outside itself, built once by [`crate::app`].

use std::ops::Deref;
use std::sync::Arc;

use ipnet::IpNet;

use crate::cache::credential_cache::CredentialCache;
use crate::cache::last_seen::LastSeen;
use crate::cache::waiters::Waiters;
use crate::clock::Clock;
use crate::crypto::keyring::Keyring;
use crate::crypto::random::Random;
use crate::crypto::signing_keys::SigningKeys;
use crate::db::{Db, Invalidation};
use crate::limits::Limits;
use crate::mail::Mail;
use crate::net::forwarders::Forwarders;
use crate::net::starters::Starters;
use crate::view::public_url::PublicUrl;
use crate::view::static_files::StaticFiles;
use crate::view::templates::Templates;

/// Name of the session's cookie where it is for the host of the public URL alone.
pub const HOST_COOKIE: &str = "__Host-doorpost";
/// Name of the session's cookie where `cookie.domain` says what it is for.
pub const DOMAIN_COOKIE: &str = "__Secure-doorpost";

/// Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Context(Arc<Parts>);

/// What a context holds.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where secrets and ids come from.
    pub random: Arc<dyn Random>,
    /// The way out for mail.
    pub mail: Mail,
    /// Pages and mails as templates.
    pub templates: Templates,
    /// Style sheet, script, icon and logos.
    pub static_files: StaticFiles,
    /// Caps and pacing.
    pub limits: Limits,
    /// Where logins are asked for from.
    pub starters: Starters,
    /// Who hands on addresses that are not believed.
    pub forwarders: Forwarders,
    /// Polls that wait.
    pub waiters: Waiters,
    /// Keys of access tokens.
    pub signing_keys: SigningKeys,
    /// The secret outside the database.
    pub keyring: Keyring,
    /// What living credentials stand for.
    pub credential_cache: CredentialCache,
    /// Uses of sessions not yet written.
    pub last_seen: LastSeen,
    /// What the operator chose.
    pub settings: Settings,
}

impl Context {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let parts = Arc::new(parts);
        // The database is one of the parts.
        let told = Arc::downgrade(&parts);
        parts.db.on_invalidation(move |notice| {
            if let Some(parts) = told.upgrade() {
                parts.apply_invalidation(notice);
            }
        });
        Self(parts)
    }

    /// Unix seconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now()
    }
}

impl Parts {
    /// Takes note of what was done, here or by another process: wakes who waits for it, and forgets what no longer holds.
    pub fn apply_invalidation(&self, notice: Invalidation) {
        match notice {
            Invalidation::Login(pending_login_id) => {
                // In this order: who wakes looks anew.
                self.credential_cache.forget(pending_login_id);
                self.waiters.wake(pending_login_id);
            }
            Invalidation::Account(account_id) => self.credential_cache.forget(account_id),
            Invalidation::All => {
                self.credential_cache.forget_all();
                self.waiters.wake_all();
            }
        }
    }
}

impl Deref for Context {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// What the operator chose, as far as rules and edges need it. Lifetimes are in seconds.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Every link is built from it.
    pub public_url: PublicUrl,
    /// Life of a pending login.
    pub login_ttl: i64,
    /// When the link page asks for the match code.
    pub match_policy: MatchPolicy,
    /// A session ends so long after its last use.
    pub session_idle_ttl: i64,
    /// A session ends so long after its start, used or not.
    pub session_max_ttl: i64,
    /// Longest life of an access key.
    pub access_key_max_ttl: i64,
    /// Life of an access token.
    pub access_token_ttl: i64,
    /// Origins that the sign-in page may send a browser back to.
    pub redirect_origins: Vec<String>,
    /// Origins whose pages may call the API with a credential in a header.
    pub cors_origins: Vec<String>,
    /// Scopes for the servers behind, beside this program's own.
    pub extra_scopes: Vec<String>,
    /// Domain of the cookie, where sites on sibling hosts need it.
    pub cookie_domain: Option<String>,
    /// Cookies go over plain http, too, where whoever listens can read them.
    pub cookie_insecure: bool,
    /// Life of a record of what was done, in seconds.
    pub audit_retention: i64,
    /// Whether strangers may register.
    pub registration_open: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Networks whose addresses are not global and prove all the same that two devices are near each other.
    pub near_networks: Vec<IpNet>,
    /// Peers that the development mailbox answers.
    pub mailbox_peers: Vec<IpNet>,
    /// Hosts that browsers are to ask over https alone, if there are any.
    pub hsts: Option<Hsts>,
    /// What the log says of the address that a request came from.
    pub logged_client: LoggedClient,
}

impl Settings {
    /// Whether browsers are to send cookies over TLS alone.
    #[must_use]
    pub fn cookies_are_secure(&self) -> bool {
        self.public_url.is_https() || !self.public_url.is_loopback() && !self.cookie_insecure
    }

    /// Whether browsers keep no sign-in, since they take secure cookies over plain http from this machine alone.
    #[must_use]
    pub fn is_without_sign_in(&self) -> bool {
        self.public_url.is_without_cookies() && !self.cookie_insecure
    }

    /// Name of the cookie that holds a session token. The prefix has browsers take it only from this very host over HTTPS
    /// (RFC 6265bis section 4.1.3).
    #[must_use]
    pub fn cookie_name(&self) -> &'static str {
        if !self.cookies_are_secure() {
            "doorpost"
        } else if self.cookie_domain.is_some() {
            DOMAIN_COOKIE
        } else {
            HOST_COOKIE
        }
    }
}

/// Which hosts browsers are to ask over https alone (RFC 6797).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hsts {
    /// That of the public URL.
    Host,
    /// That and every host below it.
    Subdomains,
}

/// What the log says of the address that a request came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoggedClient {
    /// All of it.
    Address,
    /// Its network: the IPv4 /24 or the IPv6 /48.
    Network,
    /// Nothing.
    Nothing,
}

/// When the link page asks for the match code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchPolicy {
    /// Unless starter and approver are provably on one network.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
