//! Reserved usernames: those that people would take for the program's or the operator's own, and those that stand for no name in a
//! request. An account that had such a name before it was reserved keeps it.

/// Without separators, since `no-reply`, `no.reply` and `noreply` are the same to whoever reads them.
///
/// The mailboxes of RFC 2142 are among them; `xaccesstoken`, `token` and `oauth2` are what programs send as the user name of Basic
/// where only the token counts.
const RESERVED: [&str; 55] = [
    "abuse",
    "account",
    "accounts",
    "admin",
    "administrator",
    "anonymous",
    "auth",
    "billing",
    "daemon",
    "donotreply",
    "everyone",
    "ftp",
    "guest",
    "help",
    "helpdesk",
    "hostmaster",
    "info",
    "localhost",
    "login",
    "logout",
    "mailerdaemon",
    "marketing",
    "me",
    "moderator",
    "news",
    "nobody",
    "noc",
    "noreply",
    "null",
    "oauth",
    "oauth2",
    "official",
    "operator",
    "postmaster",
    "register",
    "registration",
    "root",
    "sales",
    "security",
    "self",
    "signin",
    "signup",
    "staff",
    "superuser",
    "support",
    "sysadmin",
    "system",
    "token",
    "undefined",
    "unknown",
    "usenet",
    "uucp",
    "webmaster",
    "www",
    "xaccesstoken",
];
/// The program's own name: names that begin or end with it speak for it.
const OWN: &str = "doorpost";
/// What makes no other of a reserved name: `security-team`.
const GROUPS: [&str; 5] = ["team", "desk", "group", "service", "bot"];

/// Whether nobody may take this name.
pub(super) fn is_reserved(name: &str) -> bool {
    let mut name = name.to_ascii_lowercase();
    let words: Vec<&str> = name.split(is_separator).filter(|word| !word.is_empty()).collect();
    // `support-admin` is nobody's name, either.
    if words.iter().all(|word| is_listed(word) || GROUPS.contains(word)) && words.iter().any(|word| is_listed(word)) {
        return true;
    }
    name.retain(|character| !is_separator(character));
    is_listed(&name)
        || name.starts_with(OWN)
        || name.ends_with(OWN)
        || GROUPS.iter().any(|group| name.strip_suffix(group).is_some_and(is_listed))
}

fn is_separator(character: char) -> bool {
    matches!(character, '.' | '_' | '-')
}

fn is_listed(word: &str) -> bool {
    RESERVED.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_case_and_groups_make_no_other_name() {
        for reserved in [
            "admin",
            "Admin",
            "root",
            "me",
            "login",
            "noreply",
            "no-reply",
            "No.Reply",
            "no_reply",
            "NoReply",
            "mailer-daemon",
            "MAILER_DAEMON",
            "security",
            "security-team",
            "securityteam",
            "support.desk",
            "admin-support",
            "oauth2",
            "x-access-token",
            "xaccesstoken",
            "to-ken",
            "doorpost",
            "Doorpost-Support",
            "doorpostsupport",
            "the.doorpost",
            "door-post",
            "postmaster",
            "abuse",
            "web-master",
            "_",
            "__token__",
        ] {
            assert_eq!(is_reserved(reserved), reserved != "_", "{reserved}");
        }
        for free in [
            "ada", "a", "meg", "adam", "rooty", "admina", "login1", "team", "bot", "ada-team", "info-ada", "door",
            "x-ray",
        ] {
            assert!(!is_reserved(free), "{free}");
        }
    }
}
