//! Spellings of one mailbox, as far as they are known to be one.

/// What a provider ignores in the local part of an address.
#[derive(Clone, Copy)]
enum Ignores {
    /// Everything from the first plus sign on.
    Tag,
    /// That, and dots.
    TagAndDots,
}

/// Providers whose documentation says that several spellings reach one mailbox: domain, what they ignore, and the domain that counts
/// where one mailbox has several. Everywhere else two spellings may be two people, who must not share a quota (invariant 71).
///
/// Sources: Gmail, support.google.com/mail/answer/7436150 (dots) and answer/12096 (tags), and answer/10313 (googlemail.com); Outlook,
/// support.microsoft.com "Add or remove an email alias" and learn.microsoft.com "Plus Addressing in Exchange Online"; iCloud,
/// support.apple.com/guide/icloud (me.com and mac.com are older domains of the same mailbox); Fastmail, fastmail.help "Plus addressing
/// and subdomain addressing"; Proton, proton.me/support "Addresses and aliases" (tags; dots do not matter; proton.me, protonmail.com and
/// pm.me reach one account).
const FOLDING: [(&str, Ignores, &str); 13] = [
    ("gmail.com", Ignores::TagAndDots, "gmail.com"),
    ("googlemail.com", Ignores::TagAndDots, "gmail.com"),
    ("outlook.com", Ignores::Tag, "outlook.com"),
    ("hotmail.com", Ignores::Tag, "hotmail.com"),
    ("live.com", Ignores::Tag, "live.com"),
    ("msn.com", Ignores::Tag, "msn.com"),
    ("icloud.com", Ignores::Tag, "icloud.com"),
    ("me.com", Ignores::Tag, "icloud.com"),
    ("mac.com", Ignores::Tag, "icloud.com"),
    ("fastmail.com", Ignores::Tag, "fastmail.com"),
    ("proton.me", Ignores::TagAndDots, "proton.me"),
    ("protonmail.com", Ignores::TagAndDots, "proton.me"),
    ("pm.me", Ignores::TagAndDots, "proton.me"),
];

/// The address without regard to case, which compares so everywhere.
pub(super) fn exact(address: &str) -> String {
    address.to_ascii_lowercase()
}

/// The same, and one spelling for all that are known to reach one mailbox.
pub(super) fn folded(address: &str) -> String {
    let lower = exact(address);
    let Some((local, domain)) = lower.rsplit_once('@') else { return lower };
    let Some((_, ignores, one)) = FOLDING.into_iter().find(|(known, ..)| *known == domain) else { return lower };
    // An address that begins with the plus sign has no name before it.
    let name = local.split_once('+').map_or(local, |(name, _)| if name.is_empty() { local } else { name });
    match ignores {
        Ignores::Tag => format!("{name}@{one}"),
        Ignores::TagAndDots => format!("{}@{one}", name.replace('.', "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Invariant 71.
    #[test]
    fn only_known_providers_fold() {
        for (typed, counted) in [
            ("J.Smith+door@Gmail.com", "jsmith@gmail.com"),
            ("jsmith@googlemail.com", "jsmith@gmail.com"),
            ("j.smith+door@outlook.com", "j.smith@outlook.com"),
            ("j.smith@hotmail.com", "j.smith@hotmail.com"),
            ("ada+a@me.com", "ada@icloud.com"),
            ("a.da+a@protonmail.com", "ada@proton.me"),
            ("ada+a@fastmail.com", "ada@fastmail.com"),
            ("+tag@gmail.com", "+tag@gmail.com"),
            ("John.Smith@corp.example", "john.smith@corp.example"),
            ("john+smith@corp.example", "john+smith@corp.example"),
            ("john.smith@mail.gmail.com", "john.smith@mail.gmail.com"),
            ("john.smith@gmail.com.example", "john.smith@gmail.com.example"),
        ] {
            assert_eq!(folded(typed), counted);
        }
        assert_eq!(exact("J.Smith+door@Gmail.com"), "j.smith+door@gmail.com");
    }
}
