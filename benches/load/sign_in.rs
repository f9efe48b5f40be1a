//! Whole sign-ins: login, mail, approval, token. The driver makes as many requests to the bare server.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::Fallible;
use crate::client::Client;
use crate::count;
use crate::now;
use crate::smtp::Sink;
use crate::table::percentile;
use crate::wrk::Answered;

/// A mail waits for those that were asked for before it.
const PATIENCE: Duration = Duration::from_mins(2);

/// Somebody who signs in again and again.
pub(crate) struct Person {
    /// Two, as two devices have: the one that asks and the one that approves.
    starter: Client,
    approver: Client,
    login: String,
    /// None at the bare server, which mails nothing.
    links: Option<UnboundedReceiver<String>>,
}

impl Person {
    /// With an account made for the purpose.
    pub(crate) async fn register(server: SocketAddr, sink: &Sink, name: &str) -> Fallible<Self> {
        let mut person = Self::nobody(server, name).await?;
        let email = format!("{name}@example.org");
        person.links = Some(sink.links_to(&email));
        let body = format!(r#"{{"username":"{name}","email":"{email}","session_platform":"first device"}}"#);
        person.starter.post("/auth/registration", None, &body).await?.expect(200)?;
        Ok(person)
    }

    /// Without an account.
    pub(crate) async fn nobody(server: SocketAddr, name: &str) -> Fallible<Self> {
        Ok(Self {
            starter: Client::connect(server).await?,
            approver: Client::connect(server).await?,
            login: format!(
                r#"{{"username":"{name}","email":"{name}@example.org","session_platform":"second device"}}"#
            ),
            links: None,
        })
    }

    /// Asks for a login, and returns its auth id and, once it is mailed, its link.
    pub(crate) async fn ask(&mut self) -> Fallible<(String, String)> {
        let asked = self.starter.post("/auth/login", None, &self.login).await?.expect(200)?;
        let Some(links) = &mut self.links else {
            return Ok((String::from("45314ce9-74c8-48dd-9094-0bcf980f335b"), String::from("/auth/confirm/x")));
        };
        let link = timeout(PATIENCE, links.recv()).await?.ok_or("no more mail")?;
        Ok((asked.text("auth_id")?, link))
    }

    /// Approves by the mailed link, at a server that may be another than the one that was asked.
    pub(crate) async fn approve(&mut self, link: &str) -> Fallible<()> {
        self.approver.submit(link, "decision=approve").await?.expect(200).map(drop)
    }

    /// New connections, as old ones are ended when they are idle for long: to the server that is asked, and to the one that is
    /// told.
    pub(crate) async fn connect(&mut self, asked: SocketAddr, told: SocketAddr) -> Fallible<()> {
        self.starter = Client::connect(asked).await?;
        self.approver = Client::connect(told).await?;
        Ok(())
    }

    async fn sign_in(&mut self) -> Fallible<()> {
        let (auth_id, link) = self.ask().await?;
        self.approve(&link).await?;
        self.starter.get(&format!("/auth/session/{auth_id}"), None).await?.expect(200).map(drop)
    }
}

/// All of them at once, for so many seconds.
pub(crate) async fn run(people: Vec<Person>, seconds: u64) -> Fallible<(Vec<Person>, Answered)> {
    let (began, mut all) = (now(), JoinSet::new());
    for mut person in people {
        all.spawn(async move {
            let mut millis = Vec::new();
            while began.elapsed() < Duration::from_secs(seconds) {
                let began = now();
                person.sign_in().await.map_err(|error| error.to_string())?;
                millis.push(began.elapsed().as_secs_f64() * 1000.0);
            }
            Ok::<_, String>((person, millis))
        });
    }
    let (people, millis): (Vec<_>, Vec<_>) =
        all.join_all().await.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
    let (seconds, mut millis) = (began.elapsed().as_secs_f64(), millis.concat());
    let answered = Answered {
        requests: count(millis.len()),
        seconds,
        p50: percentile(&mut millis, 0.5),
        p99: percentile(&mut millis, 0.99),
        refused: 0.0,
        broken: 0.0,
    };
    Ok((people, answered))
}
