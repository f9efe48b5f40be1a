//! A person who uses the program while it is killed: what was acknowledged, and the one thing that may be in doubt.

use std::sync::Arc;

use axum::http::Method;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use super::{MailServer, Process, Reply};

const MOST_SESSIONS: usize = 8;
const MOST_KEYS: usize = 4;

/// No answer came.
pub type Lost = reqwest::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    Register,
    ConfirmAddress,
    Login,
    Approve,
    Collect,
    Use,
    Revoke,
    SignOutEverywhere,
    DeleteAccount,
    CreateKey,
    RevokeKey,
    ChangeAddress,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Pending,
    Approved,
    Denied,
}

struct Login {
    auth_id: String,
    platform: String,
    standing: Standing,
}

struct Key {
    name: String,
    secret: String,
    id: String,
}

#[derive(Default)]
struct Account {
    username: String,
    email: String,
    verified: bool,
    /// The address that is asked for.
    pending: Option<String>,
    /// The first one is never ended by itself.
    sessions: Vec<String>,
    keys: Vec<Key>,
    login: Option<Login>,
    /// Credentials that have ended.
    dead: Vec<String>,
}

pub struct Actor {
    name: String,
    random: StdRng,
    mail: Arc<MailServer>,
    drawn: u32,
    account: Option<Account>,
    /// Dead with their accounts.
    dead: Vec<String>,
    /// Who has to be told of a deletion.
    to_be_told: Vec<String>,
    doubt: Option<Deed>,
    /// What a lost request said, to be said again.
    said: String,
    pub acknowledged: u32,
    /// What was in doubt after a crash, so far.
    pub doubted: Vec<Deed>,
}

impl Actor {
    pub fn new(name: String, seed: u64, mail: Arc<MailServer>) -> Self {
        Self {
            name,
            random: StdRng::seed_from_u64(seed),
            mail,
            drawn: 0,
            account: None,
            dead: Vec::new(),
            to_be_told: Vec::new(),
            doubt: None,
            said: String::new(),
            acknowledged: 0,
            doubted: Vec::new(),
        }
    }

    /// One thing after the other, until an answer does not come.
    pub async fn act(&mut self, process: &Process) {
        loop {
            let Some(deed) = self.choose() else {
                // Mail is on its way.
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                if process.try_send(Method::GET, "/livez", None, None).await.is_err() {
                    return;
                }
                continue;
            };
            self.said = self.draw();
            if self.attempt(process, deed, false).await.is_err() {
                self.doubt = Some(deed);
                return;
            }
            self.acknowledged += 1;
        }
    }

    fn draw(&mut self) -> String {
        self.drawn += 1;
        format!("{}-{}", self.name, self.drawn)
    }

    fn choose(&mut self) -> Option<Deed> {
        let Some(account) = &self.account else { return Some(Deed::Register) };
        if !account.verified || (account.pending.is_some() && self.random.random_bool(0.5)) {
            return (!self.address_links().is_empty()).then_some(Deed::ConfirmAddress);
        }
        let mut open = vec![Deed::Use, Deed::SignOutEverywhere, Deed::ChangeAddress];
        match &account.login {
            None if account.sessions.len() < MOST_SESSIONS => open.extend([Deed::Login; 4]),
            Some(Login { standing: Standing::Pending, platform, .. }) => {
                let arrived = self.login_link(&account.email, platform).is_some();
                open.extend(std::iter::repeat_n(Deed::Approve, if arrived { 6 } else { 0 }));
            }
            Some(_) => open.extend([Deed::Collect; 6]),
            None => {}
        }
        if account.sessions.len() > 1 {
            open.extend([Deed::Revoke; 2]);
        }
        if account.keys.len() < MOST_KEYS {
            open.extend([Deed::CreateKey; 2]);
        }
        if !account.keys.is_empty() {
            open.push(Deed::RevokeKey);
        }
        if self.random.random_bool(0.03) {
            return Some(Deed::DeleteAccount);
        }
        Some(open[self.random.random_range(0..open.len())])
    }

    /// After the crash: what is in doubt is whole or absent, and asking again ends where one answer would have ended
    /// (invariants 49, 50).
    pub async fn settle(&mut self, process: &Process) {
        if let Some(deed) = self.doubt.take() {
            self.doubted.push(deed);
            self.assert_whole_or_absent(process, deed).await;
            self.attempt(process, deed, true).await.expect("an answer");
        }
        self.assert_facts(process).await;
    }

    /// Before anything is asked again.
    async fn assert_whole_or_absent(&self, process: &Process, deed: Deed) {
        let Some(account) = &self.account else { return };
        let whole = match deed {
            Deed::SignOutEverywhere => account.sessions[1..].to_vec(),
            Deed::DeleteAccount => {
                account.sessions.iter().cloned().chain(account.keys.iter().map(|key| key.secret.clone())).collect()
            }
            _ => return,
        };
        let mut alive = Vec::new();
        for credential in &whole {
            alive.push(is_alive(process, credential).await);
        }
        assert!(alive.iter().all(|state| *state == alive[0]), "{}: {deed:?} is half done: {alive:?}", self.name);
    }

    /// `again` says that the same was asked for before, and nobody knows what became of it.
    async fn attempt(&mut self, process: &Process, deed: Deed, again: bool) -> Result<(), Lost> {
        match deed {
            Deed::Register => self.register(process).await,
            Deed::ConfirmAddress => self.confirm_address(process, again).await,
            Deed::Login => self.login(process).await,
            Deed::Approve => self.approve(process, again).await,
            Deed::Collect => self.collect(process).await,
            Deed::Use => self.use_any(process).await,
            Deed::Revoke => self.revoke(process).await,
            Deed::SignOutEverywhere => self.sign_out_everywhere(process).await,
            Deed::DeleteAccount => self.delete_account(process, again).await,
            Deed::CreateKey => self.create_key(process, again).await,
            Deed::RevokeKey => self.revoke_key(process, again).await,
            Deed::ChangeAddress => self.change_address(process).await,
        }
    }

    async fn register(&mut self, process: &Process) -> Result<(), Lost> {
        let (username, email) = (self.said.clone(), format!("{}@example.org", self.said));
        let reply = process.try_register(&username, &username, Some(&email)).await?.expect(200);
        let sessions = vec![reply.field("session_token")];
        self.account = Some(Account { username, email, sessions, ..Account::default() });
        Ok(())
    }

    /// Links to the address that is to be proved, the newest first.
    fn address_links(&self) -> Vec<String> {
        let Some(account) = &self.account else { return Vec::new() };
        let address = account.pending.as_ref().unwrap_or(&account.email);
        let texts = self.mail.texts();
        let mails = texts.iter().rev().filter(|text| text.header("To") == address);
        // Notices have no such link.
        mails.filter(|text| text.parts[0].1.contains("/auth/email/")).map(super::Text::link).collect()
    }

    async fn confirm_address(&mut self, process: &Process, again: bool) -> Result<(), Lost> {
        for link in self.address_links() {
            let reply = process.try_submit(&link, &crate::support::FOLLOW).await?;
            assert!([200, 404, 410].contains(&reply.status.as_u16()), "{}: {}", self.name, reply.text());
            if reply.status == 200 {
                self.is_confirmed();
                return Ok(());
            }
        }
        // Done before, or the mail that counts is still on its way.
        let account = self.account.as_ref().expect("an account");
        let told = process.get_as(&account.sessions[0], "/auth/account").await.expect(200).json();
        let wanted = account.pending.as_ref().unwrap_or(&account.email);
        if again && told["email"] == json!(wanted) && told["email_verified"] == json!(true) {
            self.is_confirmed();
        }
        Ok(())
    }

    fn is_confirmed(&mut self) {
        let account = self.account.as_mut().expect("an account");
        account.verified = true;
        if let Some(address) = account.pending.take() {
            account.email = address;
            // A login that was asked for at the old address may end with it.
            account.login = None;
        }
    }

    async fn login(&mut self, process: &Process) -> Result<(), Lost> {
        // Not what a lost request said: there may be two logins then, whose mails come in any order.
        let platform = self.draw();
        let account = self.account.as_mut().expect("an account");
        let body = json!({"username": account.username, "email": account.email, "session_platform": platform});
        let reply = process.try_send(Method::POST, "/auth/login", None, Some(&body)).await?.expect(200);
        account.login = Some(Login { auth_id: reply.field("auth_id"), platform, standing: Standing::Pending });
        Ok(())
    }

    fn login_link(&self, email: &str, platform: &str) -> Option<String> {
        let quoted = format!("{platform}”");
        let texts = self.mail.texts();
        let mut mails = texts.iter().filter(|text| text.header("To") == email && text.parts[0].1.contains(&quoted));
        mails.next_back().map(super::Text::link)
    }

    async fn approve(&mut self, process: &Process, again: bool) -> Result<(), Lost> {
        let account = self.account.as_ref().expect("an account");
        let login = account.login.as_ref().expect("a login");
        let link = self.login_link(&account.email, &login.platform).expect("a mail");
        // Whole or absent shows without asking again, too.
        if again && self.random.random_bool(0.5) {
            let reply = process.try_send(Method::GET, &format!("/auth/session/{}", login.auth_id), None, None).await?;
            if reply.status == 200 {
                return self.collected(&reply);
            }
            reply.expect_error(400, "authorization_pending");
        }
        let reply = process.try_submit(&link, &[("decision", "approve")]).await?;
        assert!(reply.status == 200 || (again && reply.status == 410), "{}: {}", self.name, reply.text());
        self.account.as_mut().expect("an account").login.as_mut().expect("a login").standing = Standing::Approved;
        Ok(())
    }

    async fn collect(&mut self, process: &Process) -> Result<(), Lost> {
        let login = self.account.as_ref().and_then(|account| account.login.as_ref()).expect("a login");
        let (path, standing) = (format!("/auth/session/{}", login.auth_id), login.standing);
        let reply = process.try_send(Method::GET, &path, None, None).await?;
        if standing == Standing::Approved {
            let repeated = process.try_send(Method::GET, &path, None, None).await?.expect(200);
            assert_eq!(repeated.body, reply.body, "the same token again");
            return self.collected(&reply.expect(200));
        }
        reply.expect_error(400, "access_denied");
        self.account.as_mut().expect("an account").login = None;
        Ok(())
    }

    #[expect(clippy::unnecessary_wraps, reason = "the end of what may be lost")]
    fn collected(&mut self, reply: &Reply) -> Result<(), Lost> {
        let account = self.account.as_mut().expect("an account");
        account.login = None;
        account.sessions.push(reply.field("session_token"));
        Ok(())
    }

    async fn use_any(&mut self, process: &Process) -> Result<(), Lost> {
        let account = self.account.as_ref().expect("an account");
        let token = account.sessions.last().expect("a session");
        process.try_send(Method::GET, "/auth/whoami", Some(token), None).await?.expect(200);
        Ok(())
    }

    async fn revoke(&mut self, process: &Process) -> Result<(), Lost> {
        let account = self.account.as_mut().expect("an account");
        let token = account.sessions.last().expect("a session").clone();
        process.try_send(Method::POST, "/auth/logout", Some(&token), None).await?.expect(204);
        account.sessions.pop();
        account.dead.push(token);
        Ok(())
    }

    async fn sign_out_everywhere(&mut self, process: &Process) -> Result<(), Lost> {
        let account = self.account.as_mut().expect("an account");
        process.try_send(Method::DELETE, "/auth/sessions", Some(&account.sessions[0]), None).await?.expect(200);
        account.dead.extend(account.sessions.drain(1..));
        if let Some(login) = &mut account.login {
            login.standing = Standing::Denied;
        }
        Ok(())
    }

    async fn delete_account(&mut self, process: &Process, again: bool) -> Result<(), Lost> {
        let account = self.account.as_ref().expect("an account");
        let reply = process.try_send(Method::DELETE, "/auth/account", Some(&account.sessions[0]), None).await?;
        assert!(reply.status == 204 || (again && reply.status == 401), "{}: {}", self.name, reply.text());
        let account = self.account.take().expect("an account");
        self.dead.extend(account.sessions.into_iter().chain(account.keys.into_iter().map(|key| key.secret)));
        self.dead.extend(account.dead);
        self.to_be_told.push(account.email);
        Ok(())
    }

    async fn create_key(&mut self, process: &Process, again: bool) -> Result<(), Lost> {
        let account = self.account.as_mut().expect("an account");
        let (token, name) = (account.sessions[0].clone(), self.said.clone());
        let body = json!({"name": name, "scopes": ["account:read"]});
        let mut reply = process.try_send(Method::POST, "/auth/keys", Some(&token), Some(&body)).await?;
        if again && reply.status == 409 {
            // It is there, and its secret is lost: it is taken away by the id in the list, and made anew.
            let id = keys(process, &token).await.into_iter().find(|key| key["name"] == json!(name)).expect("the key");
            let path = format!("/auth/keys/{}", id["key_id"].as_str().expect("an id"));
            process.try_send(Method::DELETE, &path, Some(&token), None).await?.expect(204);
            reply = process.try_send(Method::POST, "/auth/keys", Some(&token), Some(&body)).await?;
        }
        let reply = reply.expect(200);
        account.keys.push(Key { name, secret: reply.field("access_key"), id: reply.field("key_id") });
        Ok(())
    }

    async fn revoke_key(&mut self, process: &Process, again: bool) -> Result<(), Lost> {
        let account = self.account.as_mut().expect("an account");
        let path = format!("/auth/keys/{}", account.keys[0].id);
        let reply = process.try_send(Method::DELETE, &path, Some(&account.sessions[0]), None).await?;
        assert!(reply.status == 204 || (again && reply.status == 404), "{}: {}", self.name, reply.text());
        account.dead.push(account.keys.remove(0).secret);
        Ok(())
    }

    async fn change_address(&mut self, process: &Process) -> Result<(), Lost> {
        let account = self.account.as_mut().expect("an account");
        let address = format!("{}@example.net", self.said);
        let body = json!({"email": address});
        process.try_send(Method::PATCH, "/auth/account", Some(&account.sessions[0]), Some(&body)).await?.expect(200);
        account.pending = Some(address);
        Ok(())
    }

    /// Everything that was acknowledged is there, and nothing else is.
    async fn assert_facts(&self, process: &Process) {
        let newest = |dead: &[String]| dead.iter().rev().take(6).cloned().collect::<Vec<_>>();
        for credential in newest(&self.dead) {
            assert!(!is_alive(process, &credential).await, "{}: a deleted account's credential works", self.name);
        }
        let Some(account) = &self.account else { return };
        for credential in newest(&account.dead) {
            assert!(!is_alive(process, &credential).await, "{}: what was revoked is back", self.name);
        }
        for credential in account.sessions.iter().chain(account.keys.iter().map(|key| &key.secret)) {
            assert!(is_alive(process, credential).await, "{}: what was acknowledged is lost", self.name);
        }
        let token = &account.sessions[0];
        let told = process.get_as(token, "/auth/account").await.expect(200).json();
        let known = json!([account.username, account.email, account.verified, account.pending]);
        assert_eq!(json!([told["username"], told["email"], told["email_verified"], told["pending_email"]]), known);
        let sessions = process.get_as(token, "/auth/sessions").await.expect(200).json();
        let sessions = sessions["sessions"].as_array().expect("a list").len();
        assert_eq!(sessions, account.sessions.len(), "{}: a session that nobody knows of", self.name);
        let mut names: Vec<_> = keys(process, token).await.iter().map(|key| key["name"].clone()).collect();
        let mut known: Vec<_> = account.keys.iter().map(|key| json!(key.name)).collect();
        names.sort_by_key(ToString::to_string);
        known.sort_by_key(ToString::to_string);
        assert_eq!(names, known, "{}", self.name);
        if let Some(Login { auth_id, standing: Standing::Pending, .. }) = &account.login {
            process.poll(auth_id).await.expect_error(400, "authorization_pending");
        }
    }

    /// Once the outbox is empty: who was to get mail got it.
    pub fn assert_mailed(&self) {
        let texts = self.mail.texts();
        for address in &self.to_be_told {
            let deleted =
                |text: &super::Text| text.header("To") == address && text.header("Subject").contains("deleted");
            assert!(texts.iter().any(deleted), "{address} was not told of the deletion");
        }
        let Some(account) = &self.account else { return };
        if let Some(Login { platform, standing: Standing::Pending, .. }) = &account.login {
            assert!(self.login_link(&account.email, platform).is_some(), "{platform}: the login's mail is lost");
        }
        if !account.verified || account.pending.is_some() {
            assert!(!self.address_links().is_empty(), "{}: the mail with the link is lost", self.name);
        }
    }
}

async fn is_alive(process: &Process, credential: &str) -> bool {
    let reply = process.get_as(credential, "/auth/whoami").await;
    assert!([200, 401].contains(&reply.status.as_u16()), "{}", reply.text());
    reply.status == 200
}

async fn keys(process: &Process, token: &str) -> Vec<Value> {
    let list = process.get_as(token, "/auth/keys").await.expect(200).json();
    list["keys"].as_array().expect("a list").clone()
}
