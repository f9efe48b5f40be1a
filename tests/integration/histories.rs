//! Random histories of logins and sessions against a small model that does one thing after the other: whatever is done in
//! whatever order, the program answers as the model does.
//!
//! What the model holds beyond single answers: a token comes only of an approval; all tokens of one login are the same; no token is
//! taken once it was revoked; nothing comes of a login once it was refused, or once it was seen as over, whatever becomes of the
//! clock.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::json;

use crate::support::{Database, Reply, TestApp, unique};

const HERE: &str = "127.0.0.1";
/// As long as a login lives, as it may be collected after that, as an answer is repeated, as an approval may be undone.
const LIFE: i64 = 900;
const GRACE: i64 = 60;
const REPEAT: i64 = 60;
const UNDO: i64 = 900;
const DAY: i64 = 24 * 60 * 60;

/// What somebody does. Numbers choose among the logins or tokens that there are.
#[derive(Clone, Debug)]
enum Step {
    Start {
        known: bool,
    },
    Approve {
        login: usize,
        right: bool,
    },
    Deny {
        login: usize,
    },
    Undo {
        login: usize,
    },
    Poll {
        login: usize,
    },
    TypeCode {
        login: usize,
        right: bool,
    },
    Use {
        token: usize,
    },
    Revoke {
        token: usize,
    },
    SignOutEverywhere {
        token: usize,
    },
    DeleteAccount {
        token: usize,
    },
    Wait {
        seconds: i64,
    },
    /// The clock is set: forward, or back.
    SetClock {
        seconds: i64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let number = 0..6_usize;
    prop_oneof![
        4 => prop::bool::weighted(0.8).prop_map(|known| Step::Start { known }),
        5 => (number.clone(), prop::bool::weighted(0.7)).prop_map(|(login, right)| Step::Approve { login, right }),
        2 => number.clone().prop_map(|login| Step::Deny { login }),
        2 => number.clone().prop_map(|login| Step::Undo { login }),
        6 => number.clone().prop_map(|login| Step::Poll { login }),
        2 => (number.clone(), any::<bool>()).prop_map(|(login, right)| Step::TypeCode { login, right }),
        3 => number.clone().prop_map(|token| Step::Use { token }),
        2 => number.clone().prop_map(|token| Step::Revoke { token }),
        1 => number.clone().prop_map(|token| Step::SignOutEverywhere { token }),
        1 => number.prop_map(|token| Step::DeleteAccount { token }),
        3 => prop::sample::select(vec![1, 30, 59, 60, 61, 400, 840, 900, 901])
            .prop_map(|seconds| Step::Wait { seconds }),
        2 => prop::sample::select(vec![-DAY, -1000, -90, -1, 90, DAY])
            .prop_map(|seconds| Step::SetClock { seconds }),
    ]
}

/// Where a login stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Pending,
    Approved,
    Collected {
        at: i64,
        token: usize,
    },
    Denied,
    /// Somebody came too late, and from then on everybody does.
    Expired {
        approved: bool,
    },
    /// Its account is deleted, and it with it.
    Gone,
}

struct Login {
    auth_id: String,
    match_code: String,
    /// A login of nobody has no mail.
    mail: Option<(String, String)>,
    expires: i64,
    state: State,
    decided: i64,
    wrong_matches: u32,
    wrong_codes: u32,
}

struct Token {
    text: String,
    alive: bool,
    used: bool,
}

/// One account, and what the model knows about it.
struct World<'a> {
    app: &'a TestApp,
    username: String,
    email: String,
    deleted: bool,
    logins: Vec<Login>,
    tokens: Vec<Token>,
}

/// What the model says that the program answers: a status and, on failures of the API, a code.
#[derive(Debug, PartialEq, Eq)]
struct Answer(u16, Option<&'static str>);

const PENDING: Answer = Answer(400, Some("authorization_pending"));
const DENIED: Answer = Answer(400, Some("access_denied"));
const EXPIRED: Answer = Answer(400, Some("expired_token"));
const FINE: Answer = Answer(200, None);

impl<'a> World<'a> {
    async fn new(app: &'a TestApp) -> Self {
        let username = unique("h");
        let email = format!("{username}@example.org");
        let token = app.verified(&username, &email).await;
        let tokens = vec![Token { text: token, alive: true, used: true }];
        Self { app, username, email, deleted: false, logins: Vec::new(), tokens }
    }

    async fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match *step {
            Step::Start { known } => self.start(known).await,
            Step::Wait { seconds } | Step::SetClock { seconds } => self.app.advance(seconds),
            Step::Use { token } => return self.use_token(token).await,
            Step::Revoke { token } => return self.revoke(token).await,
            Step::SignOutEverywhere { token } => return self.sign_out_everywhere(token).await,
            Step::DeleteAccount { token } => return self.delete_account(token).await,
            Step::Approve { login, .. }
            | Step::Deny { login }
            | Step::Undo { login }
            | Step::Poll { login }
            | Step::TypeCode { login, .. } => {
                if self.logins.is_empty() {
                    return Ok(());
                }
                let login = login % self.logins.len();
                match *step {
                    Step::Approve { right, .. } => return self.approve(login, right).await,
                    Step::Deny { .. } => return self.deny(login).await,
                    Step::Undo { .. } => return self.undo(login).await,
                    Step::TypeCode { right, .. } => return self.type_code(login, right).await,
                    _ => return self.poll(login).await,
                }
            }
        }
        Ok(())
    }

    async fn start(&mut self, known: bool) {
        let email = if known { self.email.clone() } else { format!("not-{}", self.email) };
        let asked = self.app.login(&self.username, &email).await;
        let known = known && !self.deleted;
        let mail = if known { Some(self.app.login_mail(&email).await) } else { None };
        self.app.empty_mailbox().await;
        self.logins.push(Login {
            auth_id: asked.field("auth_id"),
            match_code: asked.field("match_code"),
            mail: mail.map(|mail| (mail.link.clone(), mail.code())),
            expires: self.app.now() + LIFE,
            state: State::Pending,
            decided: 0,
            wrong_matches: 0,
            wrong_codes: 0,
        });
    }

    fn is_open(&self, login: usize) -> bool {
        self.logins[login].state == State::Pending && self.app.now() < self.logins[login].expires
    }

    /// Somebody looks at a login with the right to change it, and finds that it is over.
    fn notice_end(&mut self, login: usize) {
        let now = self.app.now();
        let entry = &mut self.logins[login];
        match entry.state {
            State::Pending if now >= entry.expires => entry.state = State::Expired { approved: false },
            State::Approved if now >= entry.expires + GRACE => entry.state = State::Expired { approved: true },
            _ => {}
        }
    }

    /// Sends the form behind a login's link; nothing where there is no link.
    async fn decide(&self, login: usize, fields: &[(&str, &str)]) -> Option<u16> {
        let (link, _) = self.logins[login].mail.as_ref()?;
        Some(self.app.open(link, HERE).await.submit(fields).await.status.as_u16())
    }

    async fn approve(&mut self, login: usize, right: bool) -> Result<(), TestCaseError> {
        let code = if right { self.logins[login].match_code.clone() } else { other(&self.logins[login].match_code) };
        let answer = self.decide(login, &[("decision", "approve"), ("match_code", &code)]).await;
        let expected = match self.logins[login].state {
            State::Gone => 404,
            _ if !self.is_open(login) => 410,
            _ if right => 200,
            _ => 422,
        };
        if self.is_open(login) && self.logins[login].mail.is_some() {
            let now = self.app.now();
            let entry = &mut self.logins[login];
            if right {
                (entry.state, entry.decided) = (State::Approved, now);
            } else {
                entry.wrong_matches += 1;
                if entry.wrong_matches == 3 {
                    entry.state = State::Denied;
                }
            }
        }
        if answer.is_some() {
            self.notice_end(login);
        }
        same("approve", answer.unwrap_or(expected), expected)
    }

    async fn deny(&mut self, login: usize) -> Result<(), TestCaseError> {
        let answer = self.decide(login, &[("decision", "deny"), ("confirm_deny", "yes")]).await;
        let expected = match self.logins[login].state {
            State::Gone => 404,
            _ if self.is_open(login) => 200,
            _ => 410,
        };
        if self.is_open(login) && self.logins[login].mail.is_some() {
            self.logins[login].state = State::Denied;
        }
        if answer.is_some() {
            self.notice_end(login);
        }
        same("deny", answer.unwrap_or(expected), expected)
    }

    async fn undo(&mut self, login: usize) -> Result<(), TestCaseError> {
        let answer = self.decide(login, &[("decision", "undo")]).await;
        let Login { state, decided, .. } = self.logins[login];
        let in_time = self.app.now() < decided + UNDO;
        let expected = match state {
            State::Gone => 404,
            State::Approved | State::Collected { .. } | State::Expired { approved: true } if in_time => 200,
            State::Pending if self.is_open(login) => 422,
            _ => 410,
        };
        if expected == 200 {
            if let State::Collected { token, .. } = state {
                self.tokens[token].alive = false;
            }
            self.logins[login].state = State::Denied;
        } else if answer.is_some() && expected == 410 {
            self.notice_end(login);
        }
        same("undo", answer.unwrap_or(expected), expected)
    }

    async fn poll(&mut self, login: usize) -> Result<(), TestCaseError> {
        let reply = self.app.poll(&self.logins[login].auth_id).await;
        self.notice_end(login);
        let expected = self.collectable(login);
        self.collect(login, &reply, &expected)
    }

    /// What a poll answers at this moment.
    fn collectable(&self, login: usize) -> Answer {
        let (entry, now) = (&self.logins[login], self.app.now());
        match entry.state {
            State::Pending if now < entry.expires => PENDING,
            State::Denied if now < entry.expires + GRACE => DENIED,
            State::Approved if now < entry.expires + GRACE => FINE,
            State::Collected { at, token }
                if now < at + REPEAT && self.tokens[token].alive && !self.tokens[token].used =>
            {
                FINE
            }
            _ => EXPIRED,
        }
    }

    fn collect(&mut self, login: usize, reply: &Reply, expected: &Answer) -> Result<(), TestCaseError> {
        let code = (reply.status != 200).then(|| reply.field("code"));
        prop_assert_eq!((reply.status.as_u16(), code.as_deref()), (expected.0, expected.1), "{}", reply.text());
        if *expected != FINE {
            return Ok(());
        }
        let text = reply.field("session_token");
        if let State::Collected { token, .. } = self.logins[login].state {
            prop_assert_eq!(&text, &self.tokens[token].text, "all tokens of one login are the same");
            return Ok(());
        }
        prop_assert!(self.tokens.iter().all(|token| token.text != text), "a fresh token for each login");
        self.logins[login].state = State::Collected { at: self.app.now(), token: self.tokens.len() };
        self.tokens.push(Token { text, alive: true, used: false });
        Ok(())
    }

    async fn type_code(&mut self, login: usize, right: bool) -> Result<(), TestCaseError> {
        let entry = &self.logins[login];
        // Nobody knows a right code for a login that has no mail.
        let right = right && entry.mail.is_some();
        let code = match &entry.mail {
            Some((_, code)) if right => code.clone(),
            Some((_, code)) => other(code),
            None => "0000-0000".to_owned(),
        };
        let path = format!("/auth/session/{}", entry.auth_id);
        let reply = self.app.post(&path).json(&json!({"code": code})).send().await;
        if !self.is_open(login) {
            self.notice_end(login);
            let expected = self.collectable(login);
            return self.collect(login, &reply, &expected);
        }
        let now = self.app.now();
        let entry = &mut self.logins[login];
        if right {
            (entry.state, entry.decided) = (State::Approved, now);
            return self.collect(login, &reply, &FINE);
        }
        entry.wrong_codes += 1;
        if entry.wrong_codes == 3 {
            entry.state = State::Denied;
            return self.collect(login, &reply, &DENIED);
        }
        self.collect(login, &reply, &Answer(400, Some("wrong_code")))
    }

    async fn use_token(&mut self, token: usize) -> Result<(), TestCaseError> {
        let index = token % self.tokens.len();
        let token = &mut self.tokens[index];
        let answer = self.app.get("/auth/account").token(&token.text).send().await.status.as_u16();
        token.used = true;
        same("use", answer, if token.alive { 200 } else { 401 })
    }

    async fn revoke(&mut self, token: usize) -> Result<(), TestCaseError> {
        let index = token % self.tokens.len();
        let token = &mut self.tokens[index];
        let answer = self.app.post("/auth/logout").token(&token.text).send().await.status.as_u16();
        (token.alive, token.used) = (false, true);
        same("revoke", answer, 204)
    }

    async fn sign_out_everywhere(&mut self, token: usize) -> Result<(), TestCaseError> {
        let index = token % self.tokens.len();
        let answer = self.app.delete("/auth/sessions").token(&self.tokens[index].text).send().await.status.as_u16();
        let alive = self.tokens[index].alive;
        if alive {
            self.tokens[index].used = true;
            self.tokens
                .iter_mut()
                .enumerate()
                .filter(|(other, _)| *other != index)
                .for_each(|(_, token)| token.alive = false);
            self.end_logins(State::Denied);
        }
        same("sign out everywhere", answer, if alive { 200 } else { 401 })
    }

    async fn delete_account(&mut self, token: usize) -> Result<(), TestCaseError> {
        let index = token % self.tokens.len();
        let answer = self.app.delete("/auth/account").token(&self.tokens[index].text).send().await.status.as_u16();
        let alive = self.tokens[index].alive;
        if alive {
            self.deleted = true;
            self.tokens.iter_mut().for_each(|token| token.alive = false);
            for login in self.logins.iter_mut().filter(|login| login.mail.is_some()) {
                login.state = State::Gone;
            }
            self.app.empty_mailbox().await;
        }
        same("delete", answer, if alive { 204 } else { 401 })
    }

    fn end_logins(&mut self, state: State) {
        for login in self.logins.iter_mut().filter(|login| login.mail.is_some()) {
            if matches!(login.state, State::Pending | State::Approved) {
                login.state = state;
            }
        }
    }
}

/// A code of the same form that is another one.
fn other(code: &str) -> String {
    code.chars()
        .map(|character| {
            if character == '0' {
                '1'
            } else if character == '-' {
                '-'
            } else {
                '0'
            }
        })
        .collect()
}

fn same(what: &str, answer: u16, expected: u16) -> Result<(), TestCaseError> {
    prop_assert_eq!(answer, expected, "{}", what);
    Ok(())
}

/// As many histories as `HISTORIES` says, or this many; from the seed in `HISTORY_SEED`, or a new one.
async fn run(database: Database, count: u32) {
    let count = std::env::var("HISTORIES").ok().and_then(|text| text.parse().ok()).unwrap_or(count);
    let seed: u64 = std::env::var("HISTORY_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or_else(rand::random);
    let app = TestApp::with(database, &[("LOGIN__MATCH", "always")]).await;
    let runtime = tokio::runtime::Handle::current();
    let result = tokio::task::block_in_place(|| {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let config = Config { cases: count, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
        runner.run(&prop::collection::vec(step(), 1..24), |steps| {
            runtime.block_on(async {
                let mut world = World::new(&app).await;
                for step in &steps {
                    world.take(step).await?;
                }
                Ok(())
            })
        })
    });
    assert!(result.is_ok(), "HISTORY_SEED={seed}: {}", result.unwrap_err());
}

/// Some 2,000 here; `HISTORIES=100000 cargo test --test integration histories::sqlite` for a long run (invariants 4, 5, 8, 34, 54).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    run(Database::Sqlite, 2000).await;
}

/// The same on PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    run(Database::Postgres, 200).await;
}
