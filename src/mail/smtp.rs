//! Handing mail to a mail server.

use std::time::Duration;

use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::{Error, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use url::Url;

use super::masked::masked;
use super::{MailError, SendError};

/// Each step of the dialogue (connecting, a command, the text) may take so long.
const STEP_TIMEOUT: Duration = Duration::from_secs(30);
const CONNECTIONS: u32 = 4;
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// A pool of connections to one mail server.
pub(super) struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    /// `ca` holds further certificates, in PEM, that a server's may be signed by.
    pub(super) fn new(url: &str, ca: Option<&str>) -> Result<Self, MailError> {
        let pool = PoolConfig::new().max_size(CONNECTIONS).idle_timeout(IDLE_TIMEOUT);
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| MailError::Url)?;
        let builder = match ca {
            Some(ca) => builder.tls(tls(url, ca)?),
            None => builder,
        };
        Ok(Self { transport: builder.timeout(Some(STEP_TIMEOUT)).pool_config(pool).build() })
    }

    pub(super) async fn send(&self, mail: Message) -> Result<(), SendError> {
        let recipient = mail.envelope().to().first().map(ToString::to_string).unwrap_or_default();
        match self.transport.send(mail).await {
            Ok(_) => Ok(()),
            Err(error) => {
                let failure = judge(&error);
                let error = masked(&error.to_string(), &recipient);
                tracing::warn!(
                    reason = failure.reason,
                    hopeless = failure.hopeless,
                    error,
                    "the mail server did not take a mail"
                );
                Err(failure)
            }
        }
    }
}

/// TLS as the URL asks for it, trusting `ca` beside the public authorities.
fn tls(url: &str, ca: &str) -> Result<Tls, MailError> {
    let url = Url::parse(url).map_err(|_| MailError::Url)?;
    let mode = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
    let kind = match (url.scheme(), mode.as_deref()) {
        ("smtps", _) => Tls::Wrapper,
        (_, Some("required")) => Tls::Required,
        (_, Some("opportunistic")) => Tls::Opportunistic,
        _ => return Ok(Tls::None),
    };
    let certificates = Certificate::from_pem(ca.as_bytes()).map_err(|_| MailError::Ca)?;
    let parameters = TlsParameters::builder(url.host_str().unwrap_or_default().to_owned())
        .add_root_certificate(certificates)
        .build_rustls()
        .map_err(|_| MailError::Ca)?;
    Ok(kind(parameters))
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
