//! Codes as people type and paste them: mail programs, keyboards and word processors put other dashes, blanks, quotes and characters
//! that nobody sees into them, and other widths of the same letters. What is dropped here makes no wrong code right.

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::CodePointSetData;
use icu_properties::props::{Dash, DefaultIgnorableCodePoint, QuotationMark, WhiteSpace};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The characters of a code, in upper case: read by NFKC (UAX 15), without blanks, dashes and invisible characters by Unicode's properties
/// (UAX 44), and without the quotes and full stops around it.
#[must_use]
pub fn code(text: &str) -> String {
    let normalized = ComposingNormalizerBorrowed::new_nfkc().normalize(text);
    let seen: String = normalized.chars().filter(|character| !is_dropped(*character)).collect();
    seen.trim_matches(is_around).chars().map(western).collect::<String>().to_ascii_uppercase()
}

/// The same with the letters that look like digits read as those, for codes that have no such letters.
#[must_use]
pub fn code_of_digits(text: &str) -> String {
    let digit = |character| match character {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    code(text).chars().map(digit).collect()
}

fn is_dropped(character: char) -> bool {
    CodePointSetData::new::<WhiteSpace>().contains(character)
        || CodePointSetData::new::<Dash>().contains(character)
        // What the key of the dash types while a Japanese keyboard writes kana: a letter by its properties, and in no code.
        || character == 'ー'
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
        || matches!(character.general_category(), GeneralCategory::Format | GeneralCategory::Control)
}

/// Keyboards of Arabic, Persian and Urdu type digits of their own, which NFKC leaves as they are.
fn western(character: char) -> char {
    let digit = |zero: u32| char::from_digit(u32::from(character).checked_sub(zero)?, 10);
    digit(0x660).or_else(|| digit(0x6f0)).unwrap_or(character)
}

fn is_around(character: char) -> bool {
    matches!(character, '.' | '。' | '۔' | '`') || CodePointSetData::new::<QuotationMark>().contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_surrounds_and_divides_a_code_does_not_matter() {
        for typed in [
            "K7QM-2XTD",
            "k7qm 2xtd",
            " K7QM\t2XTD\r\n",
            "K7QM\u{a0}2XTD",
            "K7QM\u{2007}2XTD",
            "K7QM\u{2010}2XTD",
            "K7QM\u{2011}2XTD",
            "K7QM\u{2012}2XTD",
            "K7QM\u{2013}2XTD",
            "K7QM\u{2014}2XTD",
            "K7QM\u{2015}2XTD",
            "K7QM\u{2212}2XTD",
            "K7QM\u{ff0d}2XTD",
            "K7QM\u{fe63}2XTD",
            "K7QM\u{30a0}2XTD",
            "K7\u{ad}QM-2X\u{200b}TD",
            "\u{feff}K7QM-2XTD\u{200e}",
            "K7QM\u{2060}-2XTD\u{fe0f}",
            "\u{202a}K7QM-2XTD\u{202c}",
            "Ｋ７ＱＭ－２ＸＴＤ",
            "𝐊𝟕𝐐𝐌-𝟐𝐗𝐓𝐃",
            "K7QM\u{3000}2XTD",
            "K7QM-2XTD.",
            "K7QM-2XTD。",
            "K7QM-2XTD…",
            "\"K7QM-2XTD\"",
            "“K7QM-2XTD”.",
            "«\u{202f}K7QM-2XTD\u{202f}»",
            "‘K7QM-2XTD’",
            "「K7QM-2XTD」",
            "`K7QM-2XTD`",
            "K7QMー2XTD",
            "Ｋ７ＱＭｰ２ＸＴＤ",
            "K7QM-2XTD۔",
            "K٧QM-٢XTD",
            "K۷QM-۲XTD",
        ] {
            assert_eq!(code(typed), "K7QM2XTD", "{typed:?}");
        }
    }

    /// Nothing else is dropped, so that no other code becomes this one.
    #[test]
    fn other_characters_stay() {
        for typed in ["K7QM.2XTD", "K7QM,2XTD", "K7QM/2XTD", "(K7QM2XTD)", "K7QM2XTD!", "К7QM2XTD", "K7QM\u{301}2XTD"]
        {
            assert_ne!(code(typed), "K7QM2XTD", "{typed:?}");
        }
        assert_eq!(code_of_digits("oil0-00f1"), "011000F1");
        assert_eq!(code(" .\u{200b}-. "), "");
    }
}
