//! Where lines of text may be broken.

use textwrap::core::Word;

/// At blanks, and between characters of scripts that are written without them, but for those that nobody expects at a line's beginning or
/// end (JIS X 4051). Never within an address, a code or a word.
pub(super) fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut ends: Vec<usize> = line
        .char_indices()
        .zip(line.chars().skip(1))
        .filter(|((_, before), after)| may_break(*before, *after))
        .map(|((start, before), _)| start + before.len_utf8())
        .collect();
    ends.push(line.len());
    let mut begin = 0;
    Box::new(ends.into_iter().filter_map(move |end| {
        let word = line.get(begin..end).filter(|word| !word.is_empty()).map(Word::from);
        begin = end;
        word
    }))
}

fn may_break(before: char, after: char) -> bool {
    if before == ' ' || after == ' ' {
        return before == ' ' && after != ' ';
    }
    let written_without_blanks = is_ideographic(before) || is_ideographic(after);
    written_without_blanks && !"「『（【〔".contains(before) && !BEGINS_NO_LINE.contains(after)
}

const BEGINS_NO_LINE: &str = "、。，．・：；？！」』）】〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ";

/// Kana, Han and their punctuation.
fn is_ideographic(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(line: &str) -> Vec<String> {
        words(line).map(|word| format!("{}{}", word.word, word.whitespace)).collect()
    }

    #[test]
    fn where_lines_may_end() {
        assert_eq!(broken("type  K7QM-2XTD now"), ["type  ", "K7QM-2XTD ", "now"]);
        assert_eq!(broken("「コード」は、ada@example.org 宛"), ["「コー", "ド」", "は、", "ada@example.org ", "宛"]);
        assert!(broken("").is_empty());
    }
}
