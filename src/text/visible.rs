//! What people can see: the rule for labels that somebody chose for others to read, and what is shown in place of a label that
//! breaks it. A label that is invisible, that reorders or overflows what stands beside it, or that hides text for a machine to read,
//! misleads whoever decides by it (invariant 74).

use icu_properties::props::{
    CanonicalCombiningClass, DefaultIgnorableCodePoint, Emoji, EmojiModifier, ExtendedPictographic, Script,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

const ZERO_WIDTH_JOINER: char = '\u{200d}';
const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
const EMOJI_STYLE: char = '\u{fe0f}';
const KEYCAP: char = '\u{20e3}';
/// Stands for what cannot be shown.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;
/// Symbols and letters by category that are blank in print: the empty braille cell, the null notehead, blanks for hieroglyphs, and
/// the place of an object that is not there.
const BLANK: [char; 5] = ['\u{2800}', '\u{1d159}', '\u{13441}', '\u{13442}', '\u{fffc}'];
/// Marks on one letter, such as the circumflex and the acute accent of Vietnamese.
const MAX_MARKS: usize = 2;
/// Marks without a width of their own that belong to the script of the letter: Hebrew points, vowels and tones of Burmese, subjoined
/// letters of Tibetan. These make a syllable and are no ornament; each may occur once.
const MAX_OWN_MARKS: usize = 4;
/// Scripts in which a joiner decides which form a letter has.
const JOINING: [Script; 17] = [
    Script::Adlam,
    Script::Arabic,
    Script::Bengali,
    Script::Devanagari,
    Script::Gujarati,
    Script::Gurmukhi,
    Script::Kannada,
    Script::Khmer,
    Script::Malayalam,
    Script::Mongolian,
    Script::Myanmar,
    Script::Nko,
    Script::Oriya,
    Script::Sinhala,
    Script::Syriac,
    Script::Tamil,
    Script::Telugu,
];

/// Whether a label can be seen and hides nothing: at least one character is visible; none is a control, bidirectional, private-use,
/// unassigned or line-breaking one; none is ignorable by default but joiners between letters of scripts that need them or between
/// emoji, and the emoji style after an emoji; and no letter carries more marks than writing asks for.
#[must_use]
pub fn is_visible_label(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let mut marked = Marked::default();
    let mut sees = false;
    for (index, &character) in characters.iter().enumerate() {
        match character.general_category_group() {
            _ if matches!(character, ZERO_WIDTH_JOINER | ZERO_WIDTH_NON_JOINER) => {
                if !joins(&characters, index) {
                    return false;
                }
            }
            _ if character == EMOJI_STYLE => {
                if !styles_emoji(&characters, index) {
                    return false;
                }
            }
            _ if is_invisible(character) => return false,
            GeneralCategoryGroup::Mark => {
                if !marked.add(character) {
                    return false;
                }
            }
            GeneralCategoryGroup::Separator => marked = Marked::default(),
            _ => {
                marked = Marked::on(character);
                sees |= !BLANK.contains(&character);
            }
        }
    }
    sees
}

/// A label as it may be shown: itself if it follows the rule, as all do that were checked when they came in; else with every
/// character replaced that could mislead. A label that was stored before there was a rule is still shown, and as a label.
#[must_use]
pub fn shown(text: &str) -> String {
    if text.is_empty() || is_visible_label(text) {
        return text.to_owned();
    }
    let mut marked = Marked::default();
    let characters = text.chars().filter_map(|character| match character.general_category_group() {
        _ if is_invisible(character) || BLANK.contains(&character) => Some(REPLACEMENT),
        GeneralCategoryGroup::Mark => marked.add(character).then_some(character),
        _ => {
            marked = Marked::on(character);
            Some(character)
        }
    });
    characters.collect()
}

/// Control, bidirectional, private-use and unassigned characters, those that break a line, and those that are not shown unless a
/// program knows what they are for.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    matches!(
        character.general_category(),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::Surrogate
            | GeneralCategory::PrivateUse
            | GeneralCategory::Unassigned
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
    ) || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

/// Whether the joiner at this place stands between two emoji or in a word of a script that needs it.
fn joins(characters: &[char], index: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|before| characters[before]) else { return false };
    let after = characters.get(index + 1).copied();
    if characters[index] == ZERO_WIDTH_JOINER && after.is_some_and(is_pictograph) {
        let emoji = characters[..index].iter().rev().find(|&&character| !modifies_emoji(character));
        return emoji.is_some_and(|&character| is_pictograph(character));
    }
    let is_joined = |character: char| JOINING.contains(&script(character));
    let letter = characters[..index].iter().rev().find(|&&character| script(character) != Script::Inherited);
    if !letter.is_some_and(|&character| is_joined(character)) || is_invisible(before) {
        return false;
    }
    // After a virama it also chooses the form at the end of a word (RFC 5892, appendix A).
    let is_virama = CodePointMapData::<CanonicalCombiningClass>::new().get(before) == CanonicalCombiningClass::Virama;
    after.map_or(is_virama, |after| is_joined(after) || is_virama && !is_invisible(after))
}

/// Whether the emoji style at this place belongs to an emoji. Digits are emoji only as keycaps.
fn styles_emoji(characters: &[char], index: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|before| characters[before]) else { return false };
    let is_keycap = characters.get(index + 1) == Some(&KEYCAP);
    CodePointSetData::new::<Emoji>().contains(before) && (!before.is_ascii() || is_keycap)
}

fn is_pictograph(character: char) -> bool {
    CodePointSetData::new::<ExtendedPictographic>().contains(character)
}

fn modifies_emoji(character: char) -> bool {
    character == EMOJI_STYLE || CodePointSetData::new::<EmojiModifier>().contains(character)
}

fn script(character: char) -> Script {
    CodePointMapData::<Script>::new().get(character)
}

/// A letter and the marks on it so far. A mark at the beginning or after a blank would stand on what surrounds the label.
#[derive(Default)]
struct Marked {
    letter: Option<char>,
    own: Vec<char>,
    others: usize,
}

impl Marked {
    fn on(letter: char) -> Self {
        Self { letter: Some(letter), ..Self::default() }
    }

    /// Whether one more mark still fits.
    fn add(&mut self, mark: char) -> bool {
        let Some(letter) = self.letter else { return false };
        let of_mark = script(mark);
        if matches!(of_mark, Script::Inherited | Script::Common) || of_mark != script(letter) {
            self.others += 1;
            return self.others <= MAX_MARKS;
        }
        let is_new = !self.own.contains(&mark);
        self.own.push(mark);
        let has_width = |mark: &char| mark.general_category() == GeneralCategory::SpacingMark;
        is_new && self.own.iter().filter(|mark| !has_width(mark)).count() <= MAX_OWN_MARKS
    }
}

#[cfg(test)]
mod tests;
