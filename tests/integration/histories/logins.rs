//! Steps of logins: asking, deciding, collecting.

use axum::http::Method;
use proptest::prelude::*;
use serde_json::json;

use super::model::{About, Credential, Due, GRACE, Kind, LIFE, Login, MailKind, REPEAT, State};
use super::step::{Code, Older, Verdict};
use super::world::{HERE, Outcome, World};
use crate::support::Reply;

/// What a poll answers: a status and, on failures, a code.
#[derive(Debug, PartialEq, Eq)]
struct Answer(u16, Option<&'static str>);

const PENDING: Answer = Answer(400, Some("authorization_pending"));
const DENIED: Answer = Answer(400, Some("access_denied"));
const EXPIRED: Answer = Answer(400, Some("expired_token"));
const FINE: Answer = Answer(200, None);

impl World<'_> {
    pub async fn start(&mut self, address: Option<usize>) -> Outcome {
        let address = address.or(self.model.address).unwrap_or_default();
        let number = self.model.logins.len();
        let platform = format!("device {number}");
        let body = json!({"username": self.username, "email": self.email(address), "session_platform": platform});
        let asked = self.app.post("/auth/login").json(&body).send().await;
        Self::same("start", &asked, 200, None)?;
        let bound = self.model.address == Some(address);
        if bound {
            self.model.due.push(Due { kind: MailKind::Login, to: address, about: About::Login(number) });
        }
        self.model.logins.push(Login {
            auth_id: asked.field("auth_id"),
            match_code: asked.field("match_code"),
            platform,
            id: None,
            mail: None,
            address,
            bound,
            expires: self.model.now + LIFE,
            state: State::Pending,
            decided: 0,
            made_by: Vec::new(),
            wrong_matches: Vec::new(),
            wrong_codes: 0,
        });
        Ok(())
    }

    pub async fn approve(&mut self, login: usize, code: Code, older: Older) -> Outcome {
        let Some((link, _)) = self.model.logins[login].mail.clone() else { return Ok(()) };
        let typed = typed(&self.model.logins[login].match_code, code);
        let mut fields = vec![("decision", "approve"), ("match_code", typed.as_str())];
        fields.extend(said(older));
        if !self.model.verified {
            let page = self.app.open(&link, HERE).await.reply.text();
            let offered = self.model.is_open(login) && self.model.has_older(About::Login(login));
            prop_assert_eq!(page.contains("name=\"end_other_sessions\""), offered, "what is older is offered");
        }
        let answer = self.form(&link, &fields).send().await;
        let expected = match self.model.logins[login].state {
            State::Gone => 404,
            _ if !self.model.is_open(login) => 410,
            _ if code == Code::Right => 200,
            _ => 422,
        };
        match expected {
            200 => self.model.approve_by_mail(login, older),
            422 => self.count_wrong_match(login, typed),
            _ => self.model.notice_end(login),
        }
        Self::same("approve", &answer, expected, None)
    }

    /// Three different wrong ones end a login, wherever they are typed.
    fn count_wrong_match(&mut self, login: usize, typed: String) {
        let entry = &mut self.model.logins[login];
        if !entry.wrong_matches.contains(&typed) {
            entry.wrong_matches.push(typed);
        }
        if entry.wrong_matches.len() == 3 {
            entry.state = State::Denied;
        }
    }

    pub async fn deny(&mut self, login: usize) -> Outcome {
        let Some((link, _)) = self.model.logins[login].mail.clone() else { return Ok(()) };
        let answer = self.form(&link, &[("decision", "deny"), ("confirm_deny", "yes")]).send().await;
        let expected = match self.model.logins[login].state {
            State::Gone => 404,
            _ if self.model.is_open(login) => 200,
            _ => 410,
        };
        if expected == 200 {
            self.model.logins[login].state = State::Denied;
        } else {
            self.model.notice_end(login);
        }
        Self::same("deny", &answer, expected, None)
    }

    pub async fn undo(&mut self, login: usize) -> Outcome {
        let Some((link, _)) = self.model.logins[login].mail.clone() else { return Ok(()) };
        let answer = self.form(&link, &[("decision", "undo")]).send().await;
        let expected = match self.model.logins[login].state {
            State::Gone => 404,
            _ if self.model.is_undoable(login) => 200,
            State::Pending if self.model.is_open(login) => 422,
            _ => 410,
        };
        Self::same("undo", &answer, expected, None)?;
        if expected == 410 {
            self.model.notice_end(login);
        }
        if expected != 200 {
            return Ok(());
        }
        let (revoked, restored) = self.model.undo(login, None);
        let page = answer.text();
        prop_assert_eq!(page.contains("It is the old one again"), restored, "{}", page);
        prop_assert_eq!(page.contains("access key"), revoked.keys > 0, "{}", page);
        prop_assert_eq!(page.contains("a change of the address"), revoked.changes > 0, "{}", page);
        Ok(())
    }

    pub async fn poll(&mut self, login: usize) -> Outcome {
        let reply = self.app.poll(&self.model.logins[login].auth_id).await;
        self.model.notice_end(login);
        let expected = self.collectable(login);
        self.collect(login, &reply, &expected)
    }

    /// What a poll answers at this moment.
    fn collectable(&self, login: usize) -> Answer {
        let (entry, now) = (&self.model.logins[login], self.model.now);
        match entry.state {
            State::Pending if now < entry.expires => PENDING,
            State::Denied if now < entry.expires + GRACE => DENIED,
            State::Approved if now < entry.expires + GRACE => FINE,
            State::Collected { at, session } if now < at + REPEAT => {
                let session = &self.model.credentials[session];
                if session.alive && !session.used { FINE } else { EXPIRED }
            }
            _ => EXPIRED,
        }
    }

    fn collect(&mut self, login: usize, reply: &Reply, expected: &Answer) -> Outcome {
        Self::same("collect", reply, expected.0, expected.1)?;
        if *expected != FINE {
            return Ok(());
        }
        let text = reply.field("session_token");
        if let State::Collected { session, .. } = self.model.logins[login].state {
            prop_assert_eq!(&text, &self.model.credentials[session].text, "all tokens of one login are the same");
            return Ok(());
        }
        let mut known = self.model.credentials.iter();
        prop_assert!(known.all(|credential| credential.text != text), "a fresh token for each login");
        let entry = &mut self.model.logins[login];
        entry.state = State::Collected { at: self.model.now, session: self.model.credentials.len() };
        self.model.credentials.push(Credential {
            kind: Kind::Session,
            id: reply.field("session_id"),
            text,
            platform: entry.platform.clone(),
            alive: true,
            used: false,
            created: self.model.now,
            by_mail: entry.made_by.is_empty(),
            made_by: entry.made_by.clone(),
        });
        Ok(())
    }

    pub async fn type_code(&mut self, login: usize, code: Code) -> Outcome {
        let entry = &self.model.logins[login];
        // Nobody knows a right code for a login that has no mail.
        let right = code == Code::Right && entry.mail.is_some();
        let code = match &entry.mail {
            Some((_, known)) => typed(known, code),
            None => "0000-0000".to_owned(),
        };
        let path = format!("/auth/session/{}", entry.auth_id);
        let reply = self.app.post(&path).json(&json!({"code": code})).send().await;
        if !self.model.is_open(login) {
            self.model.notice_end(login);
            let expected = self.collectable(login);
            return self.collect(login, &reply, &expected);
        }
        if right {
            self.model.approve_by_mail(login, Older::NotAsked);
            return self.collect(login, &reply, &FINE);
        }
        let entry = &mut self.model.logins[login];
        entry.wrong_codes += 1;
        if entry.wrong_codes == 3 {
            entry.state = State::Denied;
            return self.collect(login, &reply, &DENIED);
        }
        self.collect(login, &reply, &Answer(400, Some("wrong_code")))
    }

    /// Looks at the list of undecided logins, and decides one of them.
    pub async fn decide_signed_in(&mut self, by: usize, login: usize, verdict: Verdict) -> Outcome {
        let by = self.caller(by);
        let list = self.request(Method::GET, "/auth/logins", by).send().await;
        if let Some((status, code)) = self.refused_to(by, true) {
            return Self::same("list logins", &list, status, Some(code));
        }
        Self::same("list logins", &list, 200, None)?;
        self.compare_list(&list)?;
        let Some(id) = self.model.logins[login].id.clone() else { return Ok(()) };
        let code = match verdict {
            Verdict::Approve(code) => typed(&self.model.logins[login].match_code, code),
            Verdict::Deny | Verdict::Undo => String::new(),
        };
        let decision = match verdict {
            Verdict::Approve(_) => "approve",
            Verdict::Deny => "deny",
            Verdict::Undo => "undo",
        };
        let request = self.request(Method::POST, &format!("/auth/logins/{id}"), by);
        let reply = request.json(&json!({"decision": decision, "match_code": code})).send().await;
        let own = self.model.is_own(login);
        let open = own && self.model.is_open(login);
        let entered = self.model.logins[login].bound && !self.model.deleted;
        match verdict {
            Verdict::Undo if entered && self.model.is_undoable(login) => {
                self.model.undo(login, Some(by));
                Self::same("undo", &reply, 204, None)
            }
            Verdict::Approve(Code::Right) if open => {
                let (made_by, now) = (self.model.lineage(by), self.model.now);
                let entry = &mut self.model.logins[login];
                (entry.state, entry.decided, entry.bound, entry.made_by) = (State::Approved, now, true, made_by);
                Self::same("approve", &reply, 204, None)
            }
            Verdict::Approve(Code::Wrong(_)) if open => {
                self.count_wrong_match(login, code);
                Self::same("approve", &reply, 422, Some("match_code_wrong"))
            }
            Verdict::Deny if open => {
                self.model.logins[login].state = State::Denied;
                Self::same("deny", &reply, 204, None)
            }
            Verdict::Approve(_) | Verdict::Deny if own => {
                self.model.notice_end(login);
                Self::same("decide", &reply, 404, Some("not_found"))
            }
            _ => Self::same("decide", &reply, 404, Some("not_found")),
        }
    }

    /// The list has every undecided login of the account and no other one, and says what they are named by.
    fn compare_list(&mut self, list: &Reply) -> Outcome {
        let list = list.json();
        let rows = list["logins"].as_array().expect("a list");
        let text = |row: &serde_json::Value, field: &str| row[field].as_str().expect("a text").to_owned();
        let mut told: Vec<String> = rows.iter().map(|row| text(row, "session_platform")).collect();
        let waiting =
            (0..self.model.logins.len()).filter(|login| self.model.is_own(*login) && self.model.is_open(*login));
        let mut expected: Vec<String> = waiting.map(|login| self.model.logins[login].platform.clone()).collect();
        told.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(told, expected, "logins that wait for a decision");
        for row in rows {
            let platform = text(row, "session_platform");
            let login = self.model.logins.iter_mut().find(|login| login.platform == platform).expect("a login");
            login.id = Some(text(row, "login_id"));
        }
        Ok(())
    }
}

/// What a form says of everything older.
pub fn said(older: Older) -> Option<(&'static str, &'static str)> {
    match older {
        Older::End => Some(("end_other_sessions", "yes")),
        Older::Keep => Some(("older_named", "yes")),
        Older::NotAsked => None,
    }
}

/// The code, or one of the same form that differs in one place.
fn typed(right: &str, code: Code) -> String {
    let Code::Wrong(place) = code else { return right.to_owned() };
    let changed = |(number, character)| match character {
        '0' if number == place => '1',
        _ if number == place => '0',
        character => character,
    };
    right.chars().enumerate().map(changed).collect()
}
