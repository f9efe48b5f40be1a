//! What a mail server offers in its answer to EHLO.
//!
//! lettre reads keywords in capitals alone. They have any case (RFC 5321 section 2.4), and a server that was not understood would be
//! taken for one without TLS. So where lettre found nothing, the server is asked once more, and its answer is read here.

use lettre::transport::smtp::authentication::{DEFAULT_MECHANISMS, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::Ehlo;
use lettre::transport::smtp::extension::{ClientId, Extension};

use super::delivery_error::{DeliveryError, Stage};

/// What of it matters here.
#[derive(Debug, Default)]
pub(super) struct Offers {
    starttls: bool,
    /// Names of mechanisms, as the server writes them.
    mechanisms: Vec<String>,
}

impl Offers {
    /// Whether the server can go over to TLS.
    pub(super) async fn starttls(
        connection: &mut AsyncSmtpConnection,
        hello: &ClientId,
    ) -> Result<bool, DeliveryError> {
        Ok(connection.server_info().supports_feature(Extension::StartTls)
            || Self::ask(connection, hello).await?.starttls)
    }

    /// A way to sign in that both sides know, or, for want of one, what to do.
    pub(super) async fn mechanism(
        connection: &mut AsyncSmtpConnection,
        hello: &ClientId,
        encrypted: bool,
    ) -> Result<Mechanism, DeliveryError> {
        if let Some(mechanism) = connection.server_info().get_auth_mechanism(DEFAULT_MECHANISMS) {
            return Ok(mechanism);
        }
        let offers = Self::ask(connection, hello).await?;
        offers.known_mechanism().ok_or_else(|| DeliveryError::of_the_way("no_mechanism", offers.advice(encrypted)))
    }

    /// A server that does not like to be greeted a second time offers nothing more.
    async fn ask(connection: &mut AsyncSmtpConnection, hello: &ClientId) -> Result<Self, DeliveryError> {
        match connection.command(Ehlo::new(hello.clone())).await {
            Ok(response) => Ok(Self::read(response.message())),
            Err(error) if error.status().is_some() => Ok(Self::default()),
            Err(error) => Err(DeliveryError::classify(&error, Stage::Ourselves, "")),
        }
    }

    fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut offers = Self::default();
        // The first line is the server's name.
        for line in lines.skip(1) {
            // Servers that were made for clients older than the standard say `AUTH=LOGIN`, some of them that alone.
            let mut words = line.split(|letter: char| letter.is_ascii_whitespace() || letter == '=');
            let keyword = words.next().unwrap_or_default();
            if keyword.eq_ignore_ascii_case("STARTTLS") {
                offers.starttls = true;
            } else if keyword.eq_ignore_ascii_case("AUTH") {
                for name in words.filter(|name| !name.is_empty()) {
                    if !offers.mechanisms.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                        offers.mechanisms.push(name.to_owned());
                    }
                }
            }
        }
        offers
    }

    fn known_mechanism(&self) -> Option<Mechanism> {
        let offers = |mechanism: &Mechanism| {
            let ours = mechanism.to_string();
            self.mechanisms.iter().any(|name| name.eq_ignore_ascii_case(&ours))
        };
        DEFAULT_MECHANISMS.iter().copied().find(offers)
    }

    /// What to do with a server of whose mechanisms none is known here.
    fn advice(&self, encrypted: bool) -> String {
        let offered = match self.mechanisms.as_slice() {
            [] => "the server offers no way to sign in".to_owned(),
            names => format!("the server offers {} to sign in, and only PLAIN and LOGIN are spoken", names.join(", ")),
        };
        match (self.starttls && !encrypted, self.mechanisms.is_empty()) {
            (true, _) => format!("{offered}, but it offers STARTTLS: add ?tls=required to its address"),
            (false, true) => format!("{offered}: leave user and password out of its address"),
            (false, false) => offered,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_do_where_no_mechanism_fits() {
        let told = |lines: &[&str], encrypted| Offers::read(lines.iter().copied()).advice(encrypted);
        assert!(told(&["mail.example.org", "STARTTLS"], false).ends_with("add ?tls=required to its address"));
        let crammed = told(&["mail", "SIZE", "AUTH CRAM-MD5 XOAUTH2", "STARTTLS"], true);
        assert!(crammed.contains("CRAM-MD5, XOAUTH2") && !crammed.contains("?tls="), "{crammed}");
        assert!(told(&["mail", "SIZE"], false).contains("leave user and password out"));
    }

    #[test]
    fn keywords_in_any_dress() {
        let known = |line: &str| {
            let offers = Offers::read(["mail.example.org", "size 10", line].into_iter());
            (offers.starttls, offers.known_mechanism().map(|mechanism| mechanism.to_string()))
        };
        let plain = (false, Some("PLAIN".to_owned()));
        for line in
            ["AUTH PLAIN LOGIN", "auth plain", "Auth login  Plain", "AUTH=PLAIN LOGIN", "auth= plain", "AUTH =PLAIN"]
        {
            assert_eq!(known(line), plain, "{line}");
        }
        assert_eq!(known("auth=LOGIN").1.as_deref(), Some("LOGIN"));
        assert_eq!(known("StartTls"), (true, None));
        for line in ["STARTTLSX", "AUTHPLAIN", "X-AUTH PLAIN", "AUTH PLAIN-CLIENTTOKEN", "auth"] {
            assert_eq!(known(line), (false, None), "{line}");
        }
        // A host may have any name.
        assert!(!Offers::read(["STARTTLS"].into_iter()).starttls);
    }
}
