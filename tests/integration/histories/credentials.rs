//! Steps of sessions and access keys: using, making, ending them.

use axum::http::Method;
use proptest::prelude::*;
use serde_json::json;

use super::model::{About, Credential, Due, Kind, MailKind, Makers, Revoked};
use super::step::Reach;
use super::world::{Outcome, World};

const SCOPES: [&str; 6] =
    ["account:read", "account:write", "sessions:read", "sessions:write", "keys:read", "keys:write"];

impl World<'_> {
    /// Why the program refuses this credential, if it does: it is dead, or a session is needed.
    pub fn refused_to(&self, by: usize, session_needed: bool) -> Option<(u16, &'static str)> {
        let credential = &self.model.credentials[by];
        if !credential.alive {
            Some((401, "invalid_credentials"))
        } else if session_needed && credential.kind == Kind::Key {
            Some((403, "insufficient_scope"))
        } else {
            None
        }
    }

    pub async fn use_credential(&mut self, by: usize) -> Outcome {
        let by = self.caller(by);
        let reply = self.request(Method::GET, "/auth/account", by).send().await;
        if let Some((status, code)) = self.refused_to(by, false) {
            return Self::same("use", &reply, status, Some(code));
        }
        Self::same("use", &reply, 200, None)?;
        self.same_account(&reply)
    }

    /// By its own hand: what a session made stays, and what a key made goes.
    pub async fn log_out(&mut self, by: usize) -> Outcome {
        let by = self.credential(by);
        let reply = self.request(Method::POST, "/auth/logout", by).send().await;
        self.end_presented(by, true);
        Self::same("log out", &reply, 204, None)
    }

    /// With a token in the body, by somebody or by nobody known. Asking so does not use the token that asks.
    pub async fn log_out_other(&mut self, by: Option<usize>, whose: usize) -> Outcome {
        let by = by.map(|by| self.credential(by));
        let whose = self.credential(whose);
        let request = match by {
            Some(by) => self.request(Method::POST, "/auth/logout", by),
            None => self.app.post("/auth/logout"),
        };
        let body = json!({"token": self.model.credentials[whose].text});
        let reply = request.json(&body).send().await;
        self.end_presented(whose, by == Some(whose));
        Self::same("log another out", &reply, 204, None)
    }

    fn end_presented(&mut self, whose: usize, by_its_own_hand: bool) {
        let credential = &self.model.credentials[whose];
        let (alive, kind) = (credential.alive, credential.kind);
        if !alive {
            return;
        }
        self.model.kill(&[whose]);
        match kind {
            Kind::Session if by_its_own_hand => {}
            Kind::Session => drop(self.model.revoke_made(Makers::These(&[whose]), false, false)),
            Kind::Key => drop(self.model.revoke_made(Makers::These(&[whose]), true, true)),
        }
    }

    pub async fn end_session(&mut self, by: usize, session: usize, reach: Reach) -> Outcome {
        let Some(session) = self.one_of(Kind::Session, session) else { return Ok(()) };
        let by = self.caller(by);
        let mut path = format!("/auth/sessions/{}?", self.model.credentials[session].id);
        path.push_str(if reach.keys { "keys=revoke&" } else { "" });
        path.push_str(if reach.sessions { "sessions=end" } else { "" });
        let reply = self.request(Method::DELETE, &path, by).send().await;
        if let Some((status, code)) = self.refused_to(by, false) {
            return Self::same("end a session", &reply, status, Some(code));
        }
        if !self.model.credentials[session].alive {
            return Self::same("end a session", &reply, 404, Some("not_found"));
        }
        self.model.kill(&[session]);
        let by_its_own_hand = by == session && !reach.keys && !reach.sessions;
        if !by_its_own_hand {
            self.model.revoke_made(Makers::These(&[session]), reach.sessions, reach.keys);
        }
        Self::same("end a session", &reply, 204, None)
    }

    pub async fn end_others(&mut self, by: usize, keys: bool, of_platform: Option<usize>) -> Outcome {
        let by = self.caller(by);
        let of_platform = of_platform.and_then(|number| self.one_of(Kind::Session, number));
        let platform = of_platform.map(|session| self.model.credentials[session].platform.clone());
        let mut path = "/auth/sessions?".to_owned();
        path.push_str(if keys { "keys=revoke&" } else { "" });
        if let Some(platform) = &platform {
            path.push_str("platform=");
            path.push_str(&platform.replace(' ', "%20"));
        }
        let reply = self.request(Method::DELETE, &path, by).send().await;
        if let Some((status, code)) = self.refused_to(by, false) {
            return Self::same("end the others", &reply, status, Some(code));
        }
        Self::same("end the others", &reply, 200, None)?;
        if platform.is_none() {
            self.model.deny_logins(None);
        }
        let meant = |session: &usize| {
            *session != by && platform.as_ref().is_none_or(|name| *name == self.model.credentials[*session].platform)
        };
        let ended: Vec<usize> = self.model.living(Kind::Session).filter(meant).collect();
        self.model.kill(&ended);
        let kept = self.model.with_made(&[by], false);
        let makers = if platform.is_some() { Makers::These(&ended) } else { Makers::AllBut(&kept) };
        let Revoked { keys_left, changes, .. } = self.model.revoke_made(makers, false, keys);
        let expected = json!({"ended": ended.len(), "changes_withdrawn": changes, "keys_left": keys_left});
        prop_assert_eq!(reply.json(), expected, "end the others");
        Ok(())
    }

    pub async fn delete_account(&mut self, by: usize) -> Outcome {
        let by = self.caller(by);
        let reply = self.request(Method::DELETE, "/auth/account", by).send().await;
        if let Some((status, code)) = self.refused_to(by, false) {
            return Self::same("delete", &reply, status, Some(code));
        }
        self.model.delete();
        Self::same("delete", &reply, 204, None)
    }

    pub async fn make_key(&mut self, by: usize) -> Outcome {
        let by = self.caller(by);
        let number = self.model.credentials.len();
        let body = json!({"name": format!("key {number}"), "scopes": SCOPES});
        let reply = self.request(Method::POST, "/auth/keys", by).json(&body).send().await;
        if let Some((status, code)) = self.refused_to(by, false) {
            return Self::same("make a key", &reply, status, Some(code));
        }
        Self::same("make a key", &reply, 200, None)?;
        self.model.credentials.push(Credential {
            kind: Kind::Key,
            id: reply.field("key_id"),
            text: reply.field("access_key"),
            platform: String::new(),
            alive: true,
            used: false,
            created: self.model.now,
            by_mail: false,
            made_by: self.model.lineage(by),
        });
        if let Some(to) = self.model.address {
            self.model.due.push(Due { kind: MailKind::KeyMade, to, about: About::Nothing });
        }
        Ok(())
    }

    pub async fn revoke_key(&mut self, by: usize, key: usize, keep: bool) -> Outcome {
        let Some(key) = self.one_of(Kind::Key, key) else { return Ok(()) };
        let by = self.caller(by);
        let query = if keep { "?children=keep" } else { "" };
        let path = format!("/auth/keys/{}{query}", self.model.credentials[key].id);
        let reply = self.request(Method::DELETE, &path, by).send().await;
        if let Some((status, code)) = self.refused_to(by, false) {
            return Self::same("revoke a key", &reply, status, Some(code));
        }
        if !self.model.credentials[key].alive {
            return Self::same("revoke a key", &reply, 404, Some("not_found"));
        }
        self.end_key(key, keep);
        Self::same("revoke a key", &reply, 204, None)
    }

    pub async fn revoke_itself(&mut self, by: usize, keep: bool) -> Outcome {
        let by = self.caller(by);
        let path = if keep { "/auth/keys/self?children=keep" } else { "/auth/keys/self" };
        let reply = self.request(Method::DELETE, path, by).send().await;
        if let Some((status, code)) = self.refused_to(by, false) {
            return Self::same("revoke itself", &reply, status, Some(code));
        }
        if self.model.credentials[by].kind == Kind::Session {
            return Self::same("revoke itself", &reply, 404, Some("not_found"));
        }
        self.end_key(by, keep);
        Self::same("revoke itself", &reply, 204, None)
    }

    fn end_key(&mut self, key: usize, keep: bool) {
        self.model.kill(&[key]);
        if !keep {
            self.model.revoke_made(Makers::These(&[key]), true, true);
        }
    }
}
