//! The form of access keys: a prefix that scanners find, 256 random bits, and a checksum that a slip does not pass.

use zeroize::Zeroizing;

use super::{AccessKey, AccessKeyHash};
use crate::crypto::random::{Random, bytes};

const PREFIX: &str = "dpk_";
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// 62^43 is just above 2^256.
const RANDOM_LENGTH: usize = 43;
/// 62^6 is above 2^32.
const CHECKSUM_LENGTH: usize = 6;
/// What is shown of a key later: the prefix and some of what follows.
const SHOWN_LENGTH: usize = PREFIX.len() + 6;

impl AccessKey {
    /// A new one: `dpk_`, 32 random bytes as 43 characters, and their checksum as 6.
    pub fn generate(random: &dyn Random) -> Self {
        let digits = base62::<RANDOM_LENGTH>(Zeroizing::new(bytes::<32>(random)).as_slice());
        let mut text = Zeroizing::new(String::with_capacity(PREFIX.len() + RANDOM_LENGTH + CHECKSUM_LENGTH));
        text.push_str(PREFIX);
        text.push_str(&digits);
        text.push_str(&checksum(&digits));
        Self::new(text.as_str())
    }

    /// The hash of a presented string, if it has the form of an access key and its checksum is right. What was mistyped or made up
    /// is found out here, before anything is looked up.
    #[must_use]
    pub fn hash_presented(text: &str) -> Option<AccessKeyHash> {
        let (digits, check) = text.strip_prefix(PREFIX)?.split_at_checked(RANDOM_LENGTH)?;
        (check == checksum(digits).as_str()).then(|| AccessKeyHash::of(text))
    }

    /// Its first characters, by which its owner knows it.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.expose().get(..SHOWN_LENGTH).unwrap_or(PREFIX)
    }
}

/// CRC-32 (ISO-HDLC) of the random part. It guards against slips, not against attackers.
fn checksum(digits: &str) -> Zeroizing<String> {
    base62::<CHECKSUM_LENGTH>(&crc32fast::hash(digits.as_bytes()).to_be_bytes())
}

/// A big-endian number in base 62, with leading zeros, by long division.
fn base62<const LENGTH: usize>(number: &[u8]) -> Zeroizing<String> {
    let mut number = Zeroizing::new(number.to_vec());
    let mut digits = Zeroizing::new([ALPHABET[0]; LENGTH]);
    for digit in digits.iter_mut().rev() {
        let mut remainder = 0_usize;
        for byte in number.iter_mut() {
            let dividend = remainder * 256 + usize::from(*byte);
            // The remainder is below 62, so that the quotient is below 256.
            *byte = u8::try_from(dividend / ALPHABET.len()).unwrap_or(u8::MAX);
            remainder = dividend % ALPHABET.len();
        }
        *digit = ALPHABET[remainder];
    }
    Zeroizing::new(digits.iter().map(|digit| char::from(*digit)).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::crypto::random::OsRandom;

    #[test]
    fn known_numbers() {
        assert_eq!(base62::<6>(&[0, 0, 0, 0]).as_str(), "000000");
        assert_eq!(base62::<6>(&[0, 0, 0, 61]).as_str(), "00000z");
        assert_eq!(base62::<6>(&u32::MAX.to_be_bytes()).as_str(), "4gfFC3");
        assert_eq!(base62::<RANDOM_LENGTH>(&[0xff; 32]).as_str(), "yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp1");
    }

    /// 256 random bits in the form that scanners look for (invariant 16).
    #[test]
    fn a_new_one_has_the_form() {
        let key = AccessKey::generate(&OsRandom);
        assert_eq!(key.expose().len(), 53);
        assert!(key.expose().starts_with("dpk_"));
        assert!(key.expose()[4..].bytes().all(|character| character.is_ascii_alphanumeric()));
        assert!(AccessKey::hash_presented(key.expose()).is_some());
        assert_eq!(key.shown(), &key.expose()[..10]);
    }

    /// Each single slip is found, wherever it is.
    #[test]
    fn slips_are_found() {
        let key = AccessKey::generate(&OsRandom);
        for place in 0..key.expose().len() {
            for other in ALPHABET {
                let mut text = key.expose().as_bytes().to_vec();
                if text[place] == *other {
                    continue;
                }
                text[place] = *other;
                assert!(AccessKey::hash_presented(std::str::from_utf8(&text).unwrap()).is_none());
            }
        }
        let text = key.expose();
        for other in [&text[..52], &format!("{text}0"), &text[1..], &text.to_uppercase(), "dpk_", "", &"é".repeat(30)]
        {
            assert!(AccessKey::hash_presented(other).is_none(), "{other}");
        }
    }

    proptest! {
        /// Whatever is presented, reading it does not panic, and only the whole form passes.
        #[test]
        fn anything_may_be_presented(text in ".{0,80}") {
            prop_assert!(AccessKey::hash_presented(&text).is_none());
            let keylike = format!("dpk_{text}");
            prop_assert!(AccessKey::hash_presented(&keylike).is_none());
        }
    }
}
