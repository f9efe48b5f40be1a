//! The dialogue that hands one mail over.

use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::MailParameter;
use lettre::{Address, Message};

use super::delivery_error::{DeliveryError, Stage};
use crate::mail::SendError;
use crate::mail::masked::masked;

/// For the answer to a command.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(20);
/// For the answer to the text, which the server may look through first.
const TEXT_TIMEOUT: Duration = Duration::from_mins(1);

/// A mail as the server wants it.
pub(super) struct PreparedMessage {
    sender: Option<Address>,
    recipient: Address,
    parameters: Vec<MailParameter>,
    /// With its end, and with every leading dot doubled (RFC 5321 section 4.5.2).
    text: String,
}

impl PreparedMessage {
    pub(super) fn pack(mail: &Message) -> Result<Self, SendError> {
        let impossible = SendError::ours("composing");
        let envelope = mail.envelope();
        let [recipient] = envelope.to() else { return Err(impossible) };
        let beyond_ascii =
            envelope.from().into_iter().chain([recipient]).any(|address| !address.to_string().is_ascii());
        let text = String::from_utf8(mail.formatted()).ok().filter(|text| text.is_ascii()).ok_or(impossible)?;
        let end = if text.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" };
        Ok(Self {
            sender: envelope.from().cloned(),
            recipient: recipient.clone(),
            parameters: beyond_ascii.then_some(MailParameter::SmtpUtfEight).into_iter().collect(),
            text: text.replace("\r\n.", "\r\n..") + end,
        })
    }

    /// Hands it over on a connection that has been let in.
    pub(super) async fn hand_over(&self, connection: &mut AsyncSmtpConnection) -> Result<(), DeliveryError> {
        let sender = Mail::new(self.sender.clone(), self.parameters.clone());
        self.step(Stage::Sender, COMMAND_TIMEOUT, connection.command(sender)).await?;
        let recipient = Rcpt::new(self.recipient.clone(), Vec::new());
        self.step(Stage::Recipient, COMMAND_TIMEOUT, connection.command(recipient)).await?;
        self.step(Stage::Data, COMMAND_TIMEOUT, connection.command(Data)).await?;
        // Like a command, with its end in the same write: in two writes, the second would wait for the server to acknowledge
        // the first (RFC 896), and servers take their time with that: 40 ms for each mail.
        self.step(Stage::Text, TEXT_TIMEOUT, connection.command(&self.text)).await
    }

    /// One step, in its time.
    async fn step<T>(
        &self,
        stage: Stage,
        time: Duration,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<(), DeliveryError> {
        match tokio::time::timeout(time, work).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(DeliveryError::classify(&error, stage, self.recipient.as_ref())),
            Err(_) => Err(DeliveryError::timeout()),
        }
    }

    /// The one recipient.
    pub(super) fn recipient(&self) -> &str {
        self.recipient.as_ref()
    }

    /// A server's words without the recipient, which servers repeat.
    pub(super) fn without_recipient(&self, words: &str) -> String {
        masked(words, self.recipient.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_doubled_and_the_end_is_single() {
        let mail = |body: &str| {
            let builder =
                Message::builder().from("a@example.org".parse().unwrap()).to("b@example.org".parse().unwrap());
            PreparedMessage::pack(&builder.body(body.to_owned()).unwrap()).ok().unwrap().text
        };
        assert!(mail(".one\r\n..two\r\nthree.").ends_with("\r\n\r\n..one\r\n...two\r\nthree.\r\n.\r\n"));
        assert!(mail("one\r\n").ends_with("\r\n\r\none\r\n.\r\n"));
    }
}
