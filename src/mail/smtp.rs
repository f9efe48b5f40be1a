//! Handing mail to mail servers: to the first of them that works.

mod address;
mod dialogue;
mod server;
mod trouble;

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use lettre::Message;

use crate::clock::Clock;

use super::{MailError, SendError};
use address::Address;
use dialogue::Parcel;
use server::Server;
use trouble::About;

/// How mail servers are reached.
pub struct SmtpSettings<'a> {
    /// `smtp://` or `smtps://`, with credentials and `?tls=required`; the first that works is used.
    pub urls: Vec<&'a str>,
    /// Certificates in PEM that are trusted beside the public authorities.
    pub ca: Option<&'a str>,
    /// From the first packet until the server has let us in.
    pub connect_timeout: Duration,
    /// Mails handed over at once, each on a connection of its own.
    pub connections: usize,
}

/// Mail servers in the order in which they are tried.
pub(super) struct Smtp {
    servers: Vec<Server>,
    clock: Arc<dyn Clock>,
}

impl Smtp {
    pub(super) fn new(settings: &SmtpSettings<'_>, clock: Arc<dyn Clock>) -> Result<Self, MailError> {
        let server = |url: &&str| Ok(Server::new(Address::parse(url, settings.ca)?, settings.connect_timeout));
        let servers: Vec<Server> = settings.urls.iter().map(server).collect::<Result<_, MailError>>()?;
        if servers.is_empty() { Err(MailError::Url) } else { Ok(Self { servers, clock }) }
    }

    /// Offers a mail to one server after the other, and returns the name of the one that took it. A server that was out of
    /// reach lately is passed over, unless no other takes the mail either: waiting is better than not trying.
    pub(super) async fn send(&self, mail: &Message) -> Result<Arc<str>, SendError> {
        let parcel = Parcel::pack(mail)?;
        self.close_idle();
        let mut failure = SendError { reason: "connection", hopeless: false };
        let mut passed_over = Vec::new();
        for server in &self.servers {
            if server.is_passed_over(self.clock.now()) {
                passed_over.push(server);
                continue;
            }
            match self.offer(server, &parcel).await {
                ControlFlow::Break(end) => return end,
                ControlFlow::Continue(error) => failure = error,
            }
        }
        for server in passed_over {
            match self.offer(server, &parcel).await {
                ControlFlow::Break(end) => return end,
                ControlFlow::Continue(error) => failure = error,
            }
        }
        Err(failure)
    }

    /// Closes the connections that nobody needed for a while.
    pub(super) fn close_idle(&self) {
        for server in &self.servers {
            server.close_idle(self.clock.now());
        }
    }

    /// Continues where the next server may do better.
    async fn offer(&self, server: &Server, parcel: &Parcel) -> ControlFlow<Result<Arc<str>, SendError>, SendError> {
        let outcome = server.hand_over(parcel, &*self.clock).await;
        let result = outcome.as_ref().map_or_else(|trouble| trouble.failure.reason, |()| "sent");
        metrics::counter!("doorpost_mail_servers_total", "server" => server.name().to_owned(), "result" => result)
            .increment(1);
        let outcome = outcome.map_err(|trouble| {
            tracing::warn!(
                server = server.name(),
                reason = trouble.failure.reason,
                hopeless = trouble.failure.hopeless,
                error = trouble.words,
                "the mail server did not take a mail"
            );
            (trouble.about, trouble.failure)
        });
        match outcome {
            Ok(()) => {
                note_answer(server);
                ControlFlow::Break(Ok(server.name_shared()))
            }
            // Its answer is about the mail: another server would say the same, or should.
            Err((About::Mail, failure)) => {
                note_answer(server);
                ControlFlow::Break(Err(failure))
            }
            Err((About::Server, failure)) => {
                server.pass_over(self.clock.now());
                ControlFlow::Continue(failure)
            }
            // The server may have taken the mail although nobody heard it say so. Offering it to the next one may deliver it
            // twice, and that is accepted: of a mail too many, both links work; of a mail too few, somebody waits in vain.
            Err((About::Connection, failure)) => ControlFlow::Continue(failure),
        }
    }
}

fn note_answer(server: &Server) {
    if server.is_back() {
        tracing::info!(server = server.name(), "the mail server can be reached again");
    }
}
