//! Whom a refusal is about: judged by its enhanced status code (RFC 3463) and its words. Servers hold refusals of the client, its name
//! and the sender back until they hear the recipient, so that the command which was refused says nothing.

use super::delivery_error::Stage;

/// Whom a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Us: another server may take the mail, and so may this one once somebody mended it.
    Us,
    /// The recipient, for good.
    Recipient,
    /// The mail, for now.
    Later,
}

/// What servers say of us, in lower case.
const OF_US: [&str; 14] = [
    "relay",
    "helo",
    "ehlo",
    "client host",
    "sender",
    "authenticat",
    "reverse dns",
    "reverse hostname",
    "blacklist",
    "blocklist",
    "blocked using",
    "spf",
    "dkim",
    "dmarc",
];
/// What servers say that want the same again later. They use the codes of policy for that, too.
const GREYLISTED: [&str; 6] = ["greylist", "graylist", "grey list", "try again", "come back", "deferred"];

/// Judges a refusal of anything from the sender on. `words` are without addresses.
pub(super) fn classify(permanent: bool, words: &str, stage: Stage) -> Verdict {
    let words = words.to_lowercase();
    let said = |any: &[&str]| any.iter().any(|part| words.contains(part));
    let of_us = if !permanent && said(&GREYLISTED) { Verdict::Later } else { Verdict::Us };
    match (enhanced(permanent, &words), permanent) {
        _ if stage == Stage::Sender => of_us,
        (Some((7 | 5, _) | (1, 7 | 8)), _) => of_us,
        (Some((1, 1 | 2 | 3 | 6 | 10) | (2, _)), true) => Verdict::Recipient,
        (Some((1 | 2, _)), false) => Verdict::Later,
        _ if said(&OF_US) => of_us,
        (_, false) => Verdict::Later,
        (_, true) if stage == Stage::Recipient => Verdict::Recipient,
        (_, true) => Verdict::Us,
    }
}

/// Subject and detail of the first enhanced status code, wherever it stands: some servers put it at the end, in brackets.
fn enhanced(permanent: bool, words: &str) -> Option<(u16, u16)> {
    let class = if permanent { "5" } else { "4" };
    words.split_whitespace().find_map(|word| {
        let mut numbers = word.trim_matches(|character: char| !character.is_ascii_digit()).split('.');
        let (first, subject, detail) = (numbers.next()?, numbers.next()?, numbers.next()?);
        let small = |number: &str| number.parse().ok().filter(|number| *number < 1000);
        if first != class || numbers.next().is_some() {
            return None;
        }
        Some((small(subject)?, small(detail)?))
    })
}

/// A server's words without addresses and links: a mailbox may be called `relay`, and so may a host.
pub(super) fn without_addresses(words: &str) -> String {
    let plain = |word: &&str| !word.contains(['@', '…']) && !word.contains("://");
    words.split_whitespace().filter(plain).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What real servers say: Postfix, Exim, `OpenSMTPD`, qmail, sendmail, Exchange, postgrey.
    #[test]
    fn whom_it_is_about() {
        for (permanent, stage, words, verdict) in [
            (true, Stage::Recipient, "5.7.1 <mail[192.0.2.1]>: Client host rejected: Access denied", Verdict::Us),
            (true, Stage::Recipient, "5.7.1 not owned by user", Verdict::Us),
            (false, Stage::Recipient, "4.7.1 Relay access denied", Verdict::Us),
            (true, Stage::Recipient, "5.5.2 Sender address rejected: need fully-qualified address", Verdict::Us),
            (false, Stage::Recipient, "4.1.8 Sender address rejected: Domain not found", Verdict::Us),
            (true, Stage::Recipient, "relay not permitted", Verdict::Us),
            (true, Stage::Recipient, "Sender verify failed", Verdict::Us),
            (true, Stage::Recipient, "sorry, not in my list of allowed rcpthosts (#5.7.1)", Verdict::Us),
            (true, Stage::Recipient, "authentication required", Verdict::Us),
            (true, Stage::Recipient, "5.1.1 User unknown in relay recipient table", Verdict::Recipient),
            (true, Stage::Recipient, "5.1.10 recipient not found", Verdict::Recipient),
            (true, Stage::Recipient, "5.2.1 the sender is not to blame", Verdict::Recipient),
            (true, Stage::Recipient, "sorry, no mailbox here by that name. (#5.1.1)", Verdict::Recipient),
            (true, Stage::Recipient, "no such user", Verdict::Recipient),
            (true, Stage::Recipient, "5.4.1 Recipient address rejected: Access denied", Verdict::Recipient),
            (true, Stage::Text, "message rejected", Verdict::Us),
            (true, Stage::Text, "5.1.1 nobody of that name", Verdict::Recipient),
            (true, Stage::Sender, "no", Verdict::Us),
            (false, Stage::Recipient, "4.2.0 Recipient address rejected: Greylisted, see the help", Verdict::Later),
            (false, Stage::Recipient, "4.7.1 Greylisting in action, please come back later", Verdict::Later),
            (false, Stage::Recipient, "4.7.1 Try again later", Verdict::Later),
            (false, Stage::Recipient, "4.2.2 mailbox full", Verdict::Later),
            (false, Stage::Text, "4.3.0 not now", Verdict::Later),
            (false, Stage::Recipient, "mailbox busy", Verdict::Later),
        ] {
            assert_eq!(classify(permanent, words, stage), verdict, "{words}");
        }
    }

    #[test]
    fn a_mailbox_may_be_called_anything() {
        let words = without_addresses("5.0.0 <sender@relay.example.org>: no; see http://relay.example.org/helo … here");
        assert_eq!(classify(true, &words, Stage::Recipient), Verdict::Recipient);
    }
}
