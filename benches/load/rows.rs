//! The rows: what is asked, and all servers asked in turn.

use std::collections::VecDeque;
use std::path::Path;

use crate::Fallible;
use crate::client::{Answer, Client};
use crate::count;
use crate::options::Options;
use crate::postgres::Cluster;
use crate::server::Server;
use crate::sign_in::{self, Person};
use crate::smtp::Sink;
use crate::table::{self, Figures};
use crate::wrk::{self, Answered, Asked};

/// Seconds; the bare server has nothing to warm up but the processor.
const BARE_WARM: u64 = 1;
/// Logins that are polled in turn.
const POLLED: usize = 1000;

const WHOAMI: &str = "/auth/whoami";
const LOGIN: &str = "/auth/login";
const REGISTRATION: &str = "/auth/registration";

/// Their names, and what is wanted of them.
pub(crate) const ROWS: [(&str, &str); 13] = [
    ("whoami-session", ">= 0.75 of bare"),
    ("whoami-key", ">= 0.75 of bare"),
    ("whoami-token", ">= 0.6 of bare"),
    ("verify", ">= 0.75 of bare"),
    ("poll", ">= 0.7 of bare"),
    ("login-unknown", ">= 5000/s on SQLite with 64 connections, >= 0.25 of bare group commit"),
    ("login-known", "the same"),
    ("registration", ""),
    ("sign-in", ""),
    ("page-sign-in", ""),
    ("page-sign-in-old", ""),
    ("page-link", ""),
    ("page-account", ""),
];
/// What a browser of today says of itself when it opens a page, and what one of some years ago does.
const TODAY: [&str; 4] =
    ["Accept: text/html", "Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"];
/// Of a server at a loopback address over plain http.
const COOKIE: &str = "doorpost";
const OLD: [&str; 1] = ["Accept: text/html"];

/// Where the program keeps its data.
pub(crate) enum Place<'a> {
    Sqlite,
    Postgres(&'a mut Cluster),
}

impl Place<'_> {
    fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// The URL of a new database.
    async fn url(&mut self) -> Fallible<Option<String>> {
        match self {
            Self::Sqlite => Ok(None),
            Self::Postgres(cluster) => cluster.create_database().await.map(Some),
        }
    }
}

/// Measures one row on a server of its own, with a database of its own, and prints it. Returns what the program did.
pub(crate) async fn measure(
    options: &Options,
    sink: &Sink,
    (name, target): (&str, &str),
    mut place: Place<'_>,
) -> Fallible<Figures> {
    let (directory, old_directory) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let ours = Server::doorpost(directory.path(), place.url().await?.as_deref(), sink.address)?;
    let before = match &options.before {
        Some(program) => {
            let url = place.url().await?;
            Some(Server::program(program, old_directory.path(), url.as_deref(), sink.address)?)
        }
        None => None,
    };
    let mut programs = Vec::from_iter(before.map(|server| (server, old_directory.path())));
    programs.push((ours, directory.path()));
    let figures = if name == "sign-in" {
        whole(options, sink, programs).await?
    } else {
        requests(options, sink, name, programs).await?
    };
    let [bare, .., ours] = figures.as_slice() else { return Err("a server too few".into()) };
    let before = figures.get(1).filter(|_| figures.len() == 3);
    table::row(name, place.name(), target, (bare, before, ours))?;
    if let Some(before) = before {
        table::to_before(before, ours)?;
    }
    Ok(*ours)
}

/// What a row asks for, and one answer to it.
async fn prepare(name: &str, server: &Server, directory: &Path, sink: &Sink) -> Fallible<(Asked, Answer)> {
    let mut client = Client::connect(server.address).await?;
    let ada = r#"{"username":"ada","email":"ada@example.org","session_platform":"wrk"}"#;
    let session = client.post(REGISTRATION, None, ada).await?.expect(200)?.text("session_token")?;
    let get = |path: &str, credential: &str| Asked {
        path: path.to_owned(),
        headers: vec![format!("Authorization: Bearer {credential}")],
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
        "page-sign-in" => page(client, "/sign-in", &TODAY, None).await?,
        "page-sign-in-old" => page(client, "/sign-in", &OLD, None).await?,
        "page-link" => {
            let mut links = sink.links_to("ada@example.org");
            client.post(LOGIN, None, ada).await?.expect(200)?;
            let link = links.recv().await.ok_or("no mail")?;
            page(client, &link, &TODAY, None).await?
        }
        "page-account" => page(client, "/account", &TODAY, Some(&session)).await?,
        other => return Err(format!("{other}: no such row").into()),
    })
}

async fn page(mut client: Client, path: &str, headers: &[&str], session: Option<&str>) -> Fallible<(Asked, Answer)> {
    let mut headers: Vec<String> = headers.iter().map(|&header| header.to_owned()).collect();
    headers.extend(session.map(|session| format!("Cookie: {COOKIE}={session}")));
    let example = client.get_with(path, &headers).await?.expect(200)?;
    Ok((Asked { path: path.to_owned(), headers, script: "get.lua", ..Asked::default() }, example))
}

async fn login(name: &str, mut client: Client) -> Fallible<(Asked, Answer)> {
    let email = format!("{name}@example.org");
    let body = format!(r#"{{"username":"{name}","email":"{email}","session_platform":"wrk"}}"#);
    let example = client.post(LOGIN, None, &body).await?.expect(200)?;
    let arguments = vec![name.to_owned(), email];
    Ok((Asked { path: LOGIN.to_owned(), script: "login.lua", arguments, ..Asked::default() }, example))
}

/// A bare server and these in turn under wrk. What they did not answer in the same way as the example is wrong.
async fn requests(
    options: &Options,
    sink: &Sink,
    name: &str,
    programs: Vec<(Server, &Path)>,
) -> Fallible<Vec<Figures>> {
    let mut measured = VecDeque::new();
    let mut like_the_last = None;
    for (server, directory) in programs {
        let (asked, example) = prepare(name, &server, directory, sink).await?;
        like_the_last = Some((example.body.len(), asked.clone()));
        measured.push_back((server, asked, example.status, Sum::default()));
    }
    let (length, asked) = like_the_last.ok_or("no server")?;
    measured.push_front((Server::bare("axum", length)?, asked, 200, Sum::default()));
    let mut run = 0;
    // A script that makes names makes others every time.
    let mut again = |asked: &Asked| {
        run += 1;
        let mut asked = asked.clone();
        if asked.script == "registration.lua" {
            asked.arguments = vec![run.to_string()];
        }
        asked
    };
    for (index, (server, asked, ..)) in measured.iter().enumerate() {
        let warm = if index == 0 { BARE_WARM } else { options.warm };
        if warm > 0 {
            wrk::run(options, server.address, &again(asked), warm).await?;
        }
    }
    for _ in 0..options.rounds {
        for (server, asked, status, sum) in &mut measured {
            let cpu = server.cpu()?;
            let answered = wrk::run(options, server.address, &again(asked), options.seconds / options.rounds).await?;
            sum.add(&answered, server.cpu()? - cpu, *status);
        }
    }
    measured.iter().map(|(server, _, _, sum)| sum.figures(server)).collect()
}

/// Whole sign-ins at a bare server and these in turn, by the same driver.
async fn whole(options: &Options, sink: &Sink, programs: Vec<(Server, &Path)>) -> Fallible<Vec<Figures>> {
    let bare = Server::bare("axum", 512)?;
    let mut nobody = Vec::new();
    for number in 0..options.connections {
        nobody.push(Person::nobody(bare.address, &format!("person{number}")).await?);
    }
    (nobody, _) = sign_in::run(nobody, BARE_WARM).await?;
    let mut measured = vec![(bare, nobody, Sum::default())];
    for (index, (server, _)) in programs.into_iter().enumerate() {
        let mut people = Vec::new();
        for number in 0..options.connections {
            // The mail of all goes to one sink.
            people.push(Person::register(server.address, sink, &format!("person{number}-{index}")).await?);
        }
        (people, _) = sign_in::run(people, options.warm).await?;
        measured.push((server, people, Sum::default()));
    }
    for _ in 0..options.rounds {
        for (server, people, sum) in &mut measured {
            let cpu = server.cpu()?;
            let answered;
            (*people, answered) = sign_in::run(std::mem::take(people), options.seconds / options.rounds).await?;
            sum.add(&answered, server.cpu()? - cpu, 200);
        }
    }
    measured.iter().map(|(server, _, sum)| sum.figures(server)).collect()
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
