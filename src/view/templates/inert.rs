//! Strangers' words in mails. Mail programs make links of what looks like a web address, a mail address or a telephone number, and a
//! mail of ours must not carry a link of somebody else's (invariant 74).

use crate::text::visible::shown;

/// Not shown, and known to no mail program as a part of a telephone number; blanks and dashes are. Spam filters take joiners and
/// non-joiners without a width for hidden text, and not this one.
const WORD_JOINER: char = '\u{2060}';
/// A run with so many digits may be taken for a telephone number.
const DIALLED: usize = 5;
/// So many full stops make an IPv4 address of numbers.
const STOPS_IN_ADDRESS: usize = 3;
/// Between digits without anything between them, so many stay together.
const TOGETHER: usize = 4;
/// A word of so many letters before a colon and a digit may be a scheme, as in `tel:` or `sms:`, or a host before its port.
const SCHEME: usize = 3;

/// Takes the life out of what looks like an address or a number, so that no mail program makes a link of a stranger's words. A blank
/// goes before a full stop within a word and before an at sign, after the colon of what could be a scheme, and between two
/// backslashes; digits that could be dialled are parted by characters without a width. A person still reads the same. Characters
/// that cannot be seen are replaced. Applying it twice changes nothing more. Quote the result to show where it ends.
#[must_use]
pub fn inert(text: &str) -> String {
    part_numbers(&part_words(&shown(&joined(text))))
}

/// The same for a mail address. One of the usual form stays as it is: a mail program makes of it what everybody expects, a mail to it.
/// Before the at sign, though, stands what may look like a web address with a path and a question of its own.
#[must_use]
pub fn inert_address(address: &str) -> String {
    let local = address.rsplit_once('@').map_or(address, |(local, _)| local);
    let is_usual = |character: char| character.is_ascii_alphanumeric() || "._+-'".contains(character);
    let begins_a_link = ["www.", "ftp."]
        .iter()
        .any(|start| local.get(..start.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(start)));
    if local.chars().all(is_usual) && !begins_a_link { address.to_owned() } else { inert(address) }
}

/// Without what an earlier call put between digits.
fn joined(text: &str) -> String {
    let mut previous = ' ';
    let keeps = |character: &char| {
        let keeps = *character != WORD_JOINER || !previous.is_numeric();
        previous = *character;
        keeps
    };
    text.chars().filter(keeps).collect()
}

fn part_words(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let (mut previous, mut letters) = (' ', 0);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        let in_word = !previous.is_whitespace();
        // `www.4chan` is a link by its beginning alone.
        let is_link = next.is_alphabetic() || (previous.is_alphabetic() && next.is_numeric());
        if in_word && ((is_dot(character) && is_link) || is_at(character)) {
            result.push(' ');
        }
        result.push(character);
        let could_be_scheme = previous.is_alphanumeric() && !next.is_whitespace();
        let is_address = if next.is_numeric() { letters >= SCHEME } else { could_be_scheme };
        if (is_colon(character) && is_address) || (character == '\\' && next == '\\') {
            result.push(' ');
        }
        letters = if character.is_alphabetic() { letters + 1 } else { 0 };
        previous = character;
    }
    result
}

/// All of these are full stops to browsers (UTS 46) or to some mail programs.
fn is_dot(character: char) -> bool {
    matches!(character, '.' | '\u{2024}' | '\u{3002}' | '\u{fe52}' | '\u{ff0e}' | '\u{ff61}')
}

fn is_at(character: char) -> bool {
    matches!(character, '@' | '\u{fe6b}' | '\u{ff20}')
}

fn is_colon(character: char) -> bool {
    matches!(character, ':' | '\u{fe55}' | '\u{ff1a}')
}

fn part_numbers(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut result = String::with_capacity(text.len());
    for run in characters.chunk_by(|one, other| is_of_number(*one) == is_of_number(*other)) {
        let count = |wanted: fn(char) -> bool| run.iter().filter(|&&character| wanted(character)).count();
        let is_number = count(char::is_numeric) >= DIALLED || count(is_dot) >= STOPS_IN_ADDRESS;
        if is_number && is_of_number(run[0]) { part_number(run, &mut result) } else { result.extend(run) }
    }
    result
}

/// Digits, and what stands between the digits of a telephone number.
fn is_of_number(character: char) -> bool {
    character.is_numeric() || character.is_whitespace() || is_dot(character) || is_dash(character)
}

fn is_dash(character: char) -> bool {
    matches!(
        character,
        '+' | '-' | '/' | '(' | ')' | '[' | ']' | '~' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}' | '\u{30fc}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff0f}' | '\u{ff08}' | '\u{ff09}'
    )
}

/// After the digits of each group, and within long groups.
fn part_number(run: &[char], result: &mut String) {
    let mut together = 0;
    for (index, &character) in run.iter().enumerate() {
        result.push(character);
        together = if character.is_numeric() { together + 1 } else { 0 };
        let next = run.get(index + 1);
        let ends = next.is_some_and(|next| !next.is_numeric());
        if together > 0 && next.is_some() && (ends || together == TOGETHER) {
            result.push(WORD_JOINER);
            together = 0;
        }
    }
}
