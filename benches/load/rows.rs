//! The rows: what is asked, and both servers asked in turn.

use std::path::Path;

use crate::client::{Answer, Client};
use crate::options::Options;
use crate::server::Server;
use crate::sign_in::{self, Person};
use crate::smtp::Sink;
use crate::table::{self, Figures};
use crate::wrk::{self, Answered, Asked};
use crate::{Fallible, count};

/// Seconds; the bare server has nothing to warm up but the processor.
const BARE_WARM: u64 = 1;
/// Both are asked in turn, so often.
const ROUNDS: u64 = 2;
/// Logins that are polled in turn.
const POLLED: usize = 1000;

const WHOAMI: &str = "/auth/whoami";
const LOGIN: &str = "/auth/login";
const REGISTRATION: &str = "/auth/registration";

/// Their names, and what is wanted of them.
pub(crate) const ROWS: [(&str, &str); 9] = [
    ("whoami-session", ">= 0.75 of bare"),
    ("whoami-key", ">= 0.75 of bare"),
    ("whoami-token", ">= 0.6 of bare"),
    ("verify", ">= 0.75 of bare"),
    ("poll", ">= 0.7 of bare"),
    ("login-unknown", ">= 5000/s on SQLite with 64 connections, >= 0.25 of bare group commit"),
    ("login-known", "the same"),
    ("registration", ""),
    ("sign-in", ""),
];

/// Measures one row on a server of its own, with a database of its own, and prints it. Returns what the program did.
pub(crate) async fn measure(
    options: &Options,
    sink: &Sink,
    (name, target): (&str, &str),
    database: (&str, Option<&str>),
) -> Fallible<Figures> {
    let directory = tempfile::tempdir()?;
    let ours = Server::doorpost(directory.path(), database.1, sink.address)?;
    let (bare_figures, our_figures) = if name == "sign-in" {
        whole(options, sink, &ours).await?
    } else {
        let (asked, example) = prepare(name, &ours, directory.path()).await?;
        let bare = Server::bare("axum", example.body.len())?;
        requests(options, [&bare, &ours], &asked, example.status).await?
    };
    table::row(name, database.0, target, &bare_figures, &our_figures)?;
    Ok(our_figures)
}

/// What a row asks for, and one answer to it.
async fn prepare(name: &str, server: &Server, directory: &Path) -> Fallible<(Asked, Answer)> {
    let mut client = Client::connect(server.address).await?;
    let ada = r#"{"username":"ada","email":"ada@example.org","session_platform":"wrk"}"#;
    let session = client.post(REGISTRATION, None, ada).await?.expect(200)?.text("session_token")?;
    let get = |path: &str, credential: &str| Asked {
        path: path.to_owned(),
        credential: Some(credential.to_owned()),
        script: "get.lua",
        ..Asked::default()
    };
    Ok(match name {
        "whoami-session" => (get(WHOAMI, &session), client.get(WHOAMI, Some(&session)).await?.expect(200)?),
        "whoami-key" => {
            let body = r#"{"name":"wrk","scopes":["account:read"]}"#;
            let key = client.post("/auth/keys", Some(&session), body).await?.expect(200)?.text("access_key")?;
            (get(WHOAMI, &key), client.get(WHOAMI, Some(&key)).await?.expect(200)?)
        }
        "whoami-token" => {
            let token = client.post("/auth/token", Some(&session), "{}").await?.expect(200)?.text("access_token")?;
            (get(WHOAMI, &token), client.get(WHOAMI, Some(&token)).await?.expect(200)?)
        }
        "verify" => (get("/auth/verify", &session), client.get("/auth/verify", Some(&session)).await?.expect(200)?),
        "poll" => {
            let eve = r#"{"username":"eve","email":"eve@example.org","session_platform":"wrk"}"#;
            let (mut paths, mut example) = (String::new(), None);
            for _ in 0..POLLED {
                let auth_id = client.post(LOGIN, None, eve).await?.expect(200)?.text("auth_id")?;
                let path = format!("/auth/session/{auth_id}");
                if example.is_none() {
                    example = Some(client.get(&path, None).await?.expect(400)?);
                }
                paths.push_str(&path);
                paths.push('\n');
            }
            let file = directory.join("paths");
            std::fs::write(&file, paths)?;
            let asked = Asked { script: "poll.lua", arguments: vec![file.display().to_string()], ..Asked::default() };
            (asked, example.ok_or("nothing is polled")?)
        }
        "login-unknown" => login("eve", client).await?,
        "login-known" => login("ada", client).await?,
        "registration" => {
            let example = client.post(REGISTRATION, None, r#"{"username":"bob","session_platform":"wrk"}"#).await?;
            let asked = Asked { path: REGISTRATION.to_owned(), script: "registration.lua", ..Asked::default() };
            (asked, example.expect(200)?)
        }
        other => return Err(format!("{other}: no such row").into()),
    })
}

async fn login(name: &str, mut client: Client) -> Fallible<(Asked, Answer)> {
    let email = format!("{name}@example.org");
    let body = format!(r#"{{"username":"{name}","email":"{email}","session_platform":"wrk"}}"#);
    let example = client.post(LOGIN, None, &body).await?.expect(200)?;
    let arguments = vec![name.to_owned(), email];
    Ok((Asked { path: LOGIN.to_owned(), script: "login.lua", arguments, ..Asked::default() }, example))
}

/// Both servers in turn under wrk. What they did not answer in the same way as the example is wrong.
async fn requests(
    options: &Options,
    [bare, ours]: [&Server; 2],
    asked: &Asked,
    status: u16,
) -> Fallible<(Figures, Figures)> {
    let mut round = 0;
    // A script that makes names makes others every time.
    let mut again = || {
        round += 1;
        let mut asked = asked.clone();
        if asked.script == "registration.lua" {
            asked.arguments = vec![round.to_string()];
        }
        asked
    };
    wrk::run(options, bare.address, &again(), BARE_WARM).await?;
    if options.warm > 0 {
        wrk::run(options, ours.address, &again(), options.warm).await?;
    }
    let (mut bare_sum, mut our_sum) = (Sum::default(), Sum::default());
    for _ in 0..ROUNDS {
        let cpu = bare.cpu()?;
        let answered = wrk::run(options, bare.address, &again(), options.seconds / ROUNDS).await?;
        bare_sum.add(&answered, bare.cpu()? - cpu, 200);
        let cpu = ours.cpu()?;
        let answered = wrk::run(options, ours.address, &again(), options.seconds / ROUNDS).await?;
        our_sum.add(&answered, ours.cpu()? - cpu, status);
    }
    Ok((bare_sum.figures(bare)?, our_sum.figures(ours)?))
}

/// Whole sign-ins at both servers in turn, by the same driver.
async fn whole(options: &Options, sink: &Sink, ours: &Server) -> Fallible<(Figures, Figures)> {
    let bare = Server::bare("axum", 512)?;
    let (mut nobody, mut people) = (Vec::new(), Vec::new());
    for number in 0..options.connections {
        let name = format!("person{number}");
        nobody.push(Person::nobody(bare.address, &name).await?);
        people.push(Person::register(ours.address, sink, &name).await?);
    }
    (nobody, _) = sign_in::run(nobody, BARE_WARM).await?;
    (people, _) = sign_in::run(people, options.warm).await?;
    let (mut bare_sum, mut our_sum) = (Sum::default(), Sum::default());
    for _ in 0..ROUNDS {
        let (cpu, answered);
        cpu = bare.cpu()?;
        (nobody, answered) = sign_in::run(nobody, options.seconds / ROUNDS).await?;
        bare_sum.add(&answered, bare.cpu()? - cpu, 200);
        let (cpu, answered);
        cpu = ours.cpu()?;
        (people, answered) = sign_in::run(people, options.seconds / ROUNDS).await?;
        our_sum.add(&answered, ours.cpu()? - cpu, 200);
    }
    Ok((bare_sum.figures(&bare)?, our_sum.figures(ours)?))
}

/// Of the rounds. Of the percentiles, the worst.
#[derive(Default)]
struct Sum {
    requests: f64,
    seconds: f64,
    cpu: f64,
    wrong: f64,
    p50: f64,
    p99: f64,
}

impl Sum {
    fn add(&mut self, answered: &Answered, cpu: f64, status: u16) {
        self.requests += answered.requests;
        self.seconds += answered.seconds;
        self.cpu += cpu;
        let refused = if status < 400 { answered.refused } else { answered.requests - answered.refused };
        self.wrong += refused + answered.broken;
        self.p50 = self.p50.max(answered.p50);
        self.p99 = self.p99.max(answered.p99);
    }

    fn figures(&self, server: &Server) -> Fallible<Figures> {
        Ok(Figures {
            rate: self.requests / self.seconds,
            p50: self.p50,
            p99: self.p99,
            cpu: self.cpu / self.requests * 1e6,
            pss: server.pss()? / count(1024),
            wrong: self.wrong,
        })
    }
}
