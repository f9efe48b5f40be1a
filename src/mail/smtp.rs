//! Handing mail to mail servers: to the first of them that works.

mod address;
mod connect;
mod delivery_error;
mod dialogue;
mod offers;
mod refusal;
mod server;
mod tls;

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp::extension::ClientId;

use crate::clock::Clock;

use super::{MailError, SendError, Sign};
use connect::Entrance;
use delivery_error::ErrorScope;
use dialogue::PreparedMessage;
use server::Server;

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
    /// Mails that go over one connection, one after the other.
    pub per_connection: usize,
    /// The name that servers are greeted with.
    pub hello: &'a str,
}

/// Whether a mail server's URL can be used.
///
/// # Errors
/// A sentence that says what is wrong and repeats nothing of the URL.
pub fn check_url(url: &str) -> Result<(), String> {
    Entrance::parse(url, &ClientId::default(), None).map(drop)
}

/// Whether a text holds certificates.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn check_certificates(pem: &str) -> Result<(), String> {
    tls::certificates(pem).map(drop)
}

/// Whether a mail server can be greeted with a name.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn check_hello(name: &str) -> Result<(), String> {
    address::hello(name).map(drop)
}

/// Whether a mail can go over a connection as it is.
pub(super) fn check_parcel(mail: &Message) -> Result<(), SendError> {
    PreparedMessage::pack(mail).map(drop)
}

/// Mail servers in the order in which they are tried.
pub(super) struct Smtp {
    servers: Vec<Server>,
    clock: Arc<dyn Clock>,
}

impl Smtp {
    pub(super) fn new(settings: &SmtpSettings<'_>, clock: Arc<dyn Clock>) -> Result<Self, MailError> {
        let hello = address::hello(settings.hello).map_err(MailError::Hello)?;
        let server = |url: &&str| {
            let entrance = Entrance::parse(url, &hello, settings.ca).map_err(MailError::Url)?;
            Ok(Server::new(entrance, settings.connect_timeout, settings.per_connection))
        };
        let servers: Vec<Server> = settings.urls.iter().map(server).collect::<Result<_, MailError>>()?;
        Ok(Self { servers, clock })
    }

    /// Offers a mail to one server after the other, and returns the name of the one that took it. A server that was out of
    /// reach lately is passed over, unless no other takes the mail either: waiting is better than not trying.
    pub(super) async fn send(&self, mail: &Message) -> Result<Arc<str>, SendError> {
        let message = PreparedMessage::pack(mail)?;
        self.close_idle();
        let mut failure = None;
        let mut passed_over = Vec::new();
        for server in &self.servers {
            if server.is_passed_over(self.clock.now()) {
                passed_over.push(server);
                continue;
            }
            match self.offer(server, &message).await {
                ControlFlow::Break(end) => return end,
                ControlFlow::Continue(error) => worse(&mut failure, error),
            }
        }
        for server in passed_over {
            match self.offer(server, &message).await {
                ControlFlow::Break(end) => return end,
                ControlFlow::Continue(error) => worse(&mut failure, error),
            }
        }
        Err(failure.unwrap_or_else(|| SendError::ours("no_mail_server")))
    }

    /// Closes the connections that nobody needed for a while.
    pub(super) fn close_idle(&self) {
        for server in &self.servers {
            server.close_idle(self.clock.now());
        }
    }

    /// Continues where the next server may do better.
    async fn offer(
        &self,
        server: &Server,
        message: &PreparedMessage,
    ) -> ControlFlow<Result<Arc<str>, SendError>, SendError> {
        let outcome = server.hand_over(message, &*self.clock).await;
        let result = outcome.as_ref().map_or_else(|error| error.reason, |()| "sent");
        metrics::counter!("doorpost_mail_servers_total", "server" => server.name().to_owned(), "result" => result)
            .increment(1);
        let Err(error) = outcome else {
            server.took();
            note_answer(server);
            return ControlFlow::Break(Ok(Arc::clone(server.name_shared())));
        };
        tracing::warn!(
            server = server.name(),
            reason = error.reason,
            permanent = error.permanent,
            error = error.words,
            "the mail server did not take a mail"
        );
        let about = error.about;
        let failure = error.into_error(server.name_shared());
        match about {
            // Its answer is about the mail: another server would say the same, or should.
            ErrorScope::Mail => {
                note_answer(server);
                ControlFlow::Break(Err(failure))
            }
            // It may be one odd mailbox that it says so of; nobody else's mail is to go another way for that.
            ErrorScope::Us if !server.refuses_everybody(message.recipient()) => {
                note_answer(server);
                ControlFlow::Continue(failure)
            }
            ErrorScope::Us | ErrorScope::Server => {
                server.mark_unreachable(self.clock.now());
                ControlFlow::Continue(failure)
            }
            // The server may have taken the mail although nobody heard it say so. Offering it to the next one may deliver it
            // twice, and that is accepted: of a mail too many, both links work; of a mail too few, somebody waits in vain.
            ErrorScope::Connection => ControlFlow::Continue(failure),
        }
    }
}

/// What is told of several servers: that one was reached says more than that another was not.
fn worse(failure: &mut Option<SendError>, error: SendError) {
    let reached = failure.as_ref().is_some_and(|failure| failure.sign == Sign::Refused);
    if !(reached && error.sign == Sign::Unreachable) {
        *failure = Some(error);
    }
}

fn note_answer(server: &Server) {
    if server.is_back() {
        tracing::info!(server = server.name(), "the mail server can be reached again");
    }
}
