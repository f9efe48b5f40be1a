//! The program beside the model: each step is taken in both, and what they say is compared.

use axum::http::Method;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use super::model::{About, Credential, Due, Kind, LinkKind, MailKind, Model, State};
use super::step::{Beginning, Code, DAY, Older, Step, Verdict, is_choosy, prefer};
use crate::support::{Mail, Reply, Request, TestApp, unique};

pub type Outcome = Result<(), TestCaseError>;

pub const HERE: &str = "127.0.0.1";
/// Sessions and keys live longer than a history lasts, so that none ends by itself.
const LONGEST: i64 = 29 * DAY;

pub struct World<'a> {
    pub app: &'a TestApp,
    pub username: String,
    pub model: Model,
    /// Links about an address as they were mailed, with their number in the model.
    pub mailed: Vec<(String, usize)>,
    earliest: i64,
}

impl<'a> World<'a> {
    pub async fn begin(app: &'a TestApp, beginning: Beginning) -> Result<Self, TestCaseError> {
        let model = Model { now: app.now(), address: Some(0), ..Model::default() };
        let mut world = Self { app, username: unique("h"), model, mailed: Vec::new(), earliest: app.now() };
        let reply = app.register(&world.username, Some(&world.email(0))).await;
        let verification = world.model.blank(LinkKind::Verification, 0);
        world.model.link(verification, MailKind::Verification);
        world.model.credentials.push(Credential {
            kind: Kind::Session,
            id: reply.field("session_id"),
            text: reply.field("session_token"),
            platform: "first device".to_owned(),
            alive: true,
            used: false,
            created: app.now(),
            by_mail: false,
            made_by: Vec::new(),
        });
        world.compare_mails().await?;
        match beginning {
            Beginning::Verified => world.follow(0, true, Older::Keep).await?,
            Beginning::SignedIn | Beginning::LetIn | Beginning::Asked => {
                world.follow(0, true, Older::Keep).await?;
                world.start(None).await?;
                world.compare_mails().await?;
                world.approve(0, Code::Right, Older::Keep).await?;
                world.poll(0).await?;
                if beginning == Beginning::LetIn {
                    world.start(None).await?;
                    world.compare_mails().await?;
                    world.decide_signed_in(0, 1, Verdict::Approve(Code::Right)).await?;
                }
                if beginning == Beginning::Asked {
                    world.ask_for_address(0, Some(1)).await?;
                    world.compare_mails().await?;
                }
            }
            Beginning::Unverified => {}
            Beginning::Unanswered => {
                world.make_key(0).await?;
                world.start(None).await?;
                world.compare_mails().await?;
                world.type_code(0, Code::Right).await?;
            }
        }
        Ok(world)
    }

    /// An address of the pool, or one that the account never has.
    pub fn email(&self, number: usize) -> String {
        format!("{}-{number}@example.org", self.username)
    }

    pub async fn take(&mut self, step: &Step) -> Outcome {
        self.model.now = self.app.now();
        match *step {
            Step::Start { address } => self.start(address).await?,
            Step::WaitForEnd { link, off } => {
                let open = |link: usize| self.model.is_followable(link);
                let Some(link) = prefer(link, self.model.links.len(), open) else { return Ok(()) };
                self.move_clock((self.model.links[link].expires + off - self.model.now).max(0));
            }
            Step::Wait { seconds } | Step::SetClock { seconds } => self.move_clock(seconds),
            Step::Approve { login, .. }
            | Step::Deny { login }
            | Step::Undo { login }
            | Step::Poll { login }
            | Step::TypeCode { login, .. }
            | Step::DecideSignedIn { login, .. } => {
                let undo = matches!(step, Step::Undo { .. } | Step::DecideSignedIn { verdict: Verdict::Undo, .. });
                let fits = |login: usize| match self.model.logins[login].state {
                    State::Pending => !undo,
                    State::Approved => true,
                    State::Collected { .. } => undo,
                    State::Denied | State::Expired { .. } | State::Gone => false,
                };
                let Some(login) = prefer(login, self.model.logins.len(), fits) else { return Ok(()) };
                match *step {
                    Step::Approve { code, older, .. } => self.approve(login, code, older).await?,
                    Step::Deny { .. } => self.deny(login).await?,
                    Step::Undo { .. } => self.undo(login).await?,
                    Step::TypeCode { code, .. } => self.type_code(login, code).await?,
                    Step::DecideSignedIn { by, verdict, .. } => self.decide_signed_in(by, login, verdict).await?,
                    _ => self.poll(login).await?,
                }
            }
            Step::Use { by } => self.use_credential(by).await?,
            Step::LogOut { by } => self.log_out(by).await?,
            Step::LogOutOther { by, whose } => self.log_out_other(by, whose).await?,
            Step::EndSession { by, session, reach } => self.end_session(by, session, reach).await?,
            Step::EndOthers { by, keys, of_platform } => self.end_others(by, keys, of_platform).await?,
            Step::DeleteAccount { by } => self.delete_account(by).await?,
            Step::MakeKey { by } => self.make_key(by).await?,
            Step::RevokeKey { by, key, keep } => self.revoke_key(by, key, keep).await?,
            Step::RevokeItself { by, keep } => self.revoke_itself(by, keep).await?,
            Step::AskForAddress { by, address } => self.ask_for_address(by, Some(address)).await?,
            Step::RemoveAddress { by } => self.ask_for_address(by, None).await?,
            Step::ResendProof { by } => self.resend_proof(by).await?,
            Step::CancelChange { by } => self.cancel_change(by).await?,
            Step::Follow { link, ticked, older } => {
                let open = |mailed: usize| self.model.is_followable(self.mailed[mailed].1);
                if is_choosy(link) && !(0..self.mailed.len()).any(open) {
                    return Ok(());
                }
                let Some(mailed) = prefer(link, self.mailed.len(), open) else { return Ok(()) };
                self.follow(mailed, ticked, older).await?;
            }
            Step::LookAtAccount { by } => self.look_at_account(by).await?,
            Step::AnswerFirstProof { by, end } => self.answer_first_proof(by, end).await?,
        }
        if step.may_mail() {
            self.compare_mails().await?;
        }
        if step.may_change_account() { self.compare_account().await } else { Ok(()) }
    }

    /// What no step was to send did not arrive either.
    pub async fn end(mut self) -> Outcome {
        self.compare_mails().await?;
        self.compare_account().await
    }

    fn move_clock(&mut self, seconds: i64) {
        if self.app.now() + seconds - self.earliest < LONGEST {
            self.app.advance(seconds);
        }
        self.model.now = self.app.now();
        self.earliest = self.earliest.min(self.app.now());
    }

    /// A credential, mostly a living one. There always is one.
    pub fn credential(&self, number: usize) -> usize {
        let living = |credential: usize| self.model.credentials[credential].alive;
        prefer(number, self.model.credentials.len(), living).unwrap_or_default()
    }

    /// The credential that asks. A session's token is used by asking.
    pub fn caller(&mut self, by: usize) -> usize {
        let by = self.credential(by);
        self.model.credentials[by].used |= self.model.credentials[by].alive;
        by
    }

    /// One of the sessions, or of the keys, mostly a living one.
    pub fn one_of(&self, kind: Kind, number: usize) -> Option<usize> {
        let numbers: Vec<usize> =
            (0..self.model.credentials.len()).filter(|number| self.model.credentials[*number].kind == kind).collect();
        let chosen = prefer(number, numbers.len(), |number| self.model.credentials[numbers[number]].alive);
        chosen.map(|chosen| numbers[chosen])
    }

    pub fn request(&self, method: Method, path: &str, by: usize) -> Request {
        self.app.request(method, path).token(&self.model.credentials[by].text)
    }

    /// The form behind a mailed link. What its page shows is looked at where it depends on the history.
    pub fn form(&self, link: &str, fields: &[(&str, &str)]) -> Request {
        let request = self.app.request(Method::POST, &self.app.path_of(link)).from(HERE).header("accept", "text/html");
        request.header("sec-fetch-site", "same-origin").header("sec-fetch-mode", "navigate").form(fields)
    }

    /// A request of a browser that is signed in with this session.
    pub fn browser(&self, method: Method, path: &str, session: usize) -> Request {
        let cookie = format!("doorpost={}", self.model.credentials[session].text);
        let request = self.app.request(method, path).from(HERE).header("accept", "text/html");
        request.header("sec-fetch-site", "same-origin").header("sec-fetch-mode", "navigate").header("cookie", &cookie)
    }

    /// Every mail that this step was to send arrived, and no other one.
    async fn compare_mails(&mut self) -> Outcome {
        let delivered = self.app.deliver().await;
        let due = std::mem::take(&mut self.model.due);
        prop_assert_eq!(delivered, due.len(), "mails sent; due are {:?}", due);
        if delivered == 0 {
            return Ok(());
        }
        let mut mails = self.app.received().await;
        self.app.delete("/dev/mailbox/messages").send().await.expect(204);
        for due in due {
            let to = self.email(due.to);
            let found = mails.iter().position(|mail| mail.to == to && kind(mail) == due.kind);
            let Some(found) = found else {
                let sent: Vec<_> = mails.iter().map(|mail| (&mail.to, &mail.subject)).collect();
                return Err(TestCaseError::fail(format!("{due:?} is not among the mails {sent:?}")));
            };
            self.arrived(due, &mails.swap_remove(found))?;
        }
        Ok(())
    }

    fn arrived(&mut self, due: Due, mail: &Mail) -> Outcome {
        match due.about {
            About::Login(login) => self.model.logins[login].mail = Some((mail.link.clone(), mail.code())),
            About::Link(link) => {
                // Addresses in notices are not links, and so not always written as they are.
                let new = self.model.links[link].new_address.map(|address| format!("{}-{address}", self.username));
                prop_assert!(new.is_none_or(|new| mail.text.contains(&new)), "{}", mail.text);
                self.mailed.push((mail.link.clone(), link));
            }
            About::Nothing => {}
        }
        Ok(())
    }

    /// The account says which address it has and which one is asked for, where that can be asked without using a token for the first
    /// time.
    async fn compare_account(&mut self) -> Outcome {
        let quiet = self
            .model
            .credentials
            .iter()
            .position(|credential| credential.alive && (credential.kind == Kind::Key || credential.used));
        let Some(by) = quiet else { return Ok(()) };
        let reply = self.request(Method::GET, "/auth/account", by).send().await;
        prop_assert_eq!(reply.status.as_u16(), 200, "a living credential: {}", reply.text());
        self.same_account(&reply)
    }

    pub fn same_account(&self, reply: &Reply) -> Outcome {
        let account = reply.json();
        let told = [&account["email"], &account["email_verified"], &account["pending_email"]];
        let text = |address: Option<usize>| address.map_or(Value::Null, |address| json!(self.email(address)));
        let pending = self.model.pending_change().map(|link| self.model.links[link].address);
        let expected = [text(self.model.address), json!(self.model.verified), text(pending)];
        prop_assert_eq!(told, expected.each_ref(), "address, whether it is proven, and the one that is asked for");
        Ok(())
    }

    /// What an answer says beside its status: the code of an error.
    pub fn same(what: &str, reply: &Reply, status: u16, code: Option<&str>) -> Outcome {
        let told = code.map(|_| reply.json()["code"].as_str().unwrap_or_default().to_owned());
        prop_assert_eq!((reply.status.as_u16(), told.as_deref()), (status, code), "{}: {}", what, reply.text());
        Ok(())
    }
}

fn kind(mail: &Mail) -> MailKind {
    let kinds = [
        ("sign-in code", MailKind::Login),
        ("Confirm your address", MailKind::Verification),
        ("Confirm your new address", MailKind::Change),
        ("is about to change", MailKind::ChangeAsked),
        ("Your address on", MailKind::Changed),
        ("A new access key", MailKind::KeyMade),
        ("was deleted", MailKind::Deleted),
    ];
    let found = kinds.into_iter().find(|(words, _)| mail.subject.contains(words));
    found.unwrap_or_else(|| panic!("an unknown mail: {}", mail.subject)).1
}
