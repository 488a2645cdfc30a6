//! Where a quotation stands in the document. What is not there word for word has no place.

use simswarm_engine::cast::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::span;

/// A document in which quotations are looked for: NFC, one space between words, straight quotation marks and dashes, as
/// models write them whatever they were shown.
pub(crate) struct Original {
    text: String,
    letters: Vec<Letter>,
}

/// One letter of the text: where it begins there, and which characters of the document it stands for.
struct Letter {
    byte: usize,
    from: usize,
    to: usize,
}

/// Shorter quotations stand anywhere.
const LEAST_CHARS: usize = 6;

impl Original {
    pub(crate) fn of(document: &str) -> Self {
        let chars: Vec<char> = document.chars().collect();
        let (mut text, mut letters) = (String::new(), Vec::new());
        let mut at = 0;
        while at < chars.len() {
            let mut end = at + 1;
            while end < chars.len() && is_combining_mark(chars[end]) {
                end += 1;
            }
            for letter in chars[at..end].iter().copied().nfc() {
                let letter = plain(letter);
                if letter == ' ' && (text.is_empty() || text.ends_with(' ')) {
                    continue;
                }
                letters.push(Letter { byte: text.len(), from: at, to: end });
                text.push(letter);
            }
            at = end;
        }
        Self { text, letters }
    }

    /// The place of a quotation: inside `part` if it stands there, else its first one.
    pub(crate) fn find(&self, quotation: &str, part: Span) -> Option<Span> {
        let said = Self::of(&quotation.replace("&lt;", "<")).text;
        let bare = said.trim_matches(|c: char| matches!(c, ' ' | '"' | '\'' | '.' | '…'));
        [said.trim(), bare].into_iter().find_map(|words| self.find_exactly(words, part))
    }

    fn find_exactly(&self, words: &str, part: Span) -> Option<Span> {
        if words.chars().count() < LEAST_CHARS {
            return None;
        }
        let from = self.letters.partition_point(|it| it.to <= at(part.start));
        let from = self.letters.get(from).map_or(self.text.len(), |letter| letter.byte);
        let inside = self.text[from..].find(words).map(|place| self.place(from + place, words));
        let inside = inside.filter(|place| place.end <= part.end);
        inside.or_else(|| self.text.find(words).map(|place| self.place(place, words)))
    }

    /// Whether a place holds a name, however it is capitalised there.
    pub(crate) fn holds(&self, place: Span, name: &str) -> bool {
        let byte = |place: usize| {
            let letter = self.letters.partition_point(|it| it.from < place);
            self.letters.get(letter).map_or(self.text.len(), |letter| letter.byte)
        };
        let here = &self.text[byte(at(place.start))..byte(at(place.end))];
        here.to_lowercase().contains(Self::of(name).text.to_lowercase().trim())
    }

    fn place(&self, byte: usize, words: &str) -> Span {
        let letter = |byte: usize| self.letters.partition_point(|it| it.byte <= byte) - 1;
        let last = letter(byte + words.len() - 1);
        span(self.letters[letter(byte)].from, self.letters[last].to)
    }
}

fn at(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// A letter as it is compared.
fn plain(letter: char) -> char {
    match letter {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' => '\'',
        '–' | '—' | '\u{2010}' | '\u{2011}' | '−' => '-',
        _ if letter.is_whitespace() || letter.is_control() => ' ',
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => ' ',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(document: &str, quotation: &str) -> Option<String> {
        let all = span(0, document.chars().count());
        let place = Original::of(document).find(quotation, all)?;
        let (from, to) = (at(place.start), at(place.end));
        Some(document.chars().skip(from).take(to - from).collect())
    }

    #[test]
    fn a_quotation_is_found_whatever_marks_and_spaces_it_is_written_with() {
        let document = "Zoë said:\n“We  can’t pay — not\u{a0}now.” She left.";

        assert_eq!(
            found(document, "\"We can't pay - not now.\"").as_deref(),
            Some("“We  can’t pay — not\u{a0}now.”")
        );
        assert_eq!(found(document, "She left…").as_deref(), Some("She left"));
        assert_eq!(found("a < b is true", "a &lt; b is true").as_deref(), Some("a < b is true"));
    }

    #[test]
    fn accents_count_as_they_are_read() {
        let apart = "The mayor of Orle\u{301}ans resigned.";

        assert_eq!(
            found(apart, "mayor of Orléans resigned").as_deref(),
            Some("mayor of Orle\u{301}ans resigned")
        );
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let document = "The mayor resigned on Monday.";

        assert_eq!(found(document, "The mayor resigned on Tuesday."), None);
        assert_eq!(found(document, "mayor"), None);
        assert_eq!(found(document, ""), None);
    }

    #[test]
    fn the_passage_goes_before_the_rest() {
        let document = "He backs it now. He backs it now.";
        let second = span(17, 33);

        assert_eq!(Original::of(document).find("He backs it", second), Some(span(17, 28)));
    }
}
