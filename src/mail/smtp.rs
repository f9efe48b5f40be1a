//! Handing mail to a mail server.

use std::time::Duration;

use lettre::transport::smtp::{Error, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::SendError;

/// Each step of the dialogue (connecting, a command, the text) may take so long.
const STEP_TIMEOUT: Duration = Duration::from_secs(30);
const CONNECTIONS: u32 = 4;
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// A pool of connections to one mail server.
pub(super) struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    pub(super) fn new(url: &str) -> Result<Self, Error> {
        let pool = PoolConfig::new().max_size(CONNECTIONS).idle_timeout(IDLE_TIMEOUT);
        let transport =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?.timeout(Some(STEP_TIMEOUT)).pool_config(pool).build();
        Ok(Self { transport })
    }

    pub(super) async fn send(&self, mail: Message) -> Result<(), SendError> {
        match self.transport.send(mail).await {
            Ok(_) => Ok(()),
            Err(error) => {
                let failure = judge(&error);
                tracing::warn!(reason = failure.reason, hopeless = failure.hopeless, %error, "the mail server did not take a mail");
                Err(failure)
            }
        }
    }
}

/// A refusal of this mail is final (RFC 5321 section 4.2.1). A refusal of ourselves, such as a wrong password, is the
/// operator's to mend, and the mail waits for that.
fn judge(error: &Error) -> SendError {
    let code = error.status().map(|code| code.to_string());
    let ours =
        code.as_deref().is_some_and(|code| matches!(code, "530" | "534" | "535" | "538" | "421" | "500" | "502"));
    let reason = if error.is_timeout() {
        "timeout"
    } else if ours {
        "refused_us"
    } else if error.is_permanent() {
        "refused"
    } else if error.is_transient() {
        "try_later"
    } else if error.is_tls() {
        "tls"
    } else {
        "connection"
    };
    SendError { reason, hopeless: error.is_permanent() && !ours }
}
