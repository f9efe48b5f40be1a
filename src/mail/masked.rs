//! Addresses and passwords in what a mail server says, for the log.

/// Passwords of fewer characters stand within words by chance.
const SHORT: usize = 6;

/// The text with every address cut down to its domain, and the recipient's local part taken out also where it stands alone: servers
/// repeat the recipient in their refusals, and who has an account is nobody's business who reads a log.
pub(super) fn masked(text: &str, recipient: &str) -> String {
    let is_part = |character: char| !character.is_whitespace() && !"<>()[]\",;:".contains(character);
    let local = recipient.rsplit_once('@').map_or(recipient, |(local, _)| local);
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let (between, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|character| !is_part(character)).unwrap_or(from.len()));
        masked.push_str(between);
        match word.rsplit_once('@') {
            Some((_, domain)) => {
                masked.push_str("…@");
                masked.push_str(domain);
            }
            None if !local.is_empty() && word.trim_matches('.').eq_ignore_ascii_case(local) => masked.push('…'),
            None => masked.push_str(word),
        }
        rest = after;
    }
    masked.push_str(rest);
    masked
}

/// The text without the password, wherever it stands; a short one only where it stands alone, so that words stay words.
pub(super) fn without_password(text: &str, password: &str) -> String {
    let Some(first) = password.chars().next() else { return text.to_owned() };
    let is_short = password.chars().count() < SHORT;
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(password) {
        told.push_str(before);
        let in_a_word = told.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric);
        if is_short && in_a_word {
            told.push(first);
            rest = rest.split_at(before.len() + first.len_utf8()).1;
        } else {
            told.push('…');
            rest = after;
        }
    }
    told.push_str(rest);
    told
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_domains_stay() {
        for (text, told) in [
            ("550 5.1.1 <ada@example.org>: Recipient rejected", "550 5.1.1 <…@example.org>: Recipient rejected"),
            ("user ada+tag@example.org unknown", "user …@example.org unknown"),
            ("ada@example.org", "…@example.org"),
            ("a@b@c; d", "…@c; d"),
            ("<john.o'brien{x}`y@example.org>", "<…@example.org>"),
            ("550 no mailbox Ada here. ada.", "550 no mailbox … here. …"),
            ("550 adam is not ada", "550 adam is not …"),
            ("451 4.7.1 Try again later", "451 4.7.1 Try again later"),
            ("", ""),
        ] {
            assert_eq!(masked(text, "ada@example.org"), told);
        }
    }

    #[test]
    fn passwords_go_and_words_stay() {
        for (text, password, told) in [
            ("535 a bad password", "a", "535 … bad password"),
            ("535 bad \"a\" for ada", "a", "535 bad \"…\" for ada"),
            ("a=a,aa", "a", "…=…,aa"),
            ("x-a- -a-.", "-a-", "x-a- …."),
            ("535 5.7.8 no", "5", "535 ….7.8 no"),
            ("wrong password: äöü, not äöüß", "äöü", "wrong password: …, not äöüß"),
            ("535 xhunter2x hunter2", "hunter2", "535 x…x …"),
            ("535 no", "", "535 no"),
        ] {
            assert_eq!(without_password(text, password), told, "{text} {password}");
        }
    }

    proptest! {
        /// A long one is nowhere, and a short one nowhere alone (invariant 17).
        #[test]
        fn no_password(before in "[ -~]{0,20}", password in "[ -~]{1,9}", after in "[ -~]{0,20}") {
            let text = format!("{before} {password} {after}");
            let told = without_password(&text, &password);
            if password.chars().count() >= SHORT {
                prop_assert!(!told.contains(&password), "{}", told);
            } else {
                let alone = format!(" {password} ");
                prop_assert!(!told.contains(&alone), "{}", told);
            }
        }

        /// Nothing of the local part is left, whatever stands around it (invariant 17).
        #[test]
        fn no_local_part(before in "[ -?\\[-~]{0,20}", local in "[a-z0-9!#$%&'*+/=?^_`{|}~-]{6,12}", after in "[ -?\\[-~]{0,20}") {
            prop_assume!(!before.contains(&local) && !after.contains(&local));
            let told = masked(&format!("{before} {local}@example.org {after}"), "");
            prop_assert!(!told.contains(&local), "{}", told);
        }
    }
}
