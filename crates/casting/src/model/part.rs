//! A document in parts that a model reads one by one: whole sentences, paragraphs together where they fit.

use simswarm_engine::cast::Span;
use simswarm_engine::quote::quoted;

use crate::text::{Text, span};

/// Characters of a part, about a thousand tokens of English: with the instructions and the answer it fits the smallest
/// contexts in use.
const PART_CHARS: usize = 4_000;

/// Sentences that are read at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// Indices, end exclusive.
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) span: Span,
}

impl Part {
    fn of(text: &Text, first: usize, end: usize) -> Self {
        let (from, to) = (text.sentences[first].start, text.sentences[end - 1].end);
        Self { first, end, span: span(from, to) }
    }

    /// What its answers are known by.
    pub(crate) fn key(&self) -> String {
        format!("part {}-{}", self.span.start, self.span.end)
    }

    /// A sentence a line.
    pub(crate) fn shown(&self, text: &Text) -> String {
        let line = |sentence: &crate::text::Sentence| {
            let line = quoted(&text.slice(sentence.span()));
            line.chars().take(PART_CHARS).chain(['\n']).collect::<String>()
        };
        text.sentences[self.first..self.end].iter().map(line).collect()
    }

    pub(crate) fn holds(&self, place: Span) -> bool {
        self.span.start <= place.start && place.end <= self.span.end
    }
}

/// The parts of a document, in its order. Each is cut where a paragraph ends, if that leaves at least half of one.
pub(crate) fn parts(text: &Text) -> Vec<Part> {
    let mut found = Vec::new();
    let mut first = 0;
    while first < text.sentences.len() {
        let begin = text.sentences[first].start;
        let fits = |at: &usize| text.sentences[*at].end - begin <= PART_CHARS;
        let mut end = (first..text.sentences.len()).take_while(fits).count() + first;
        end = end.max(first + 1);
        if end < text.sentences.len() {
            let half = |at: &usize| text.sentences[*at].start - begin >= PART_CHARS / 2;
            let opens = |at: &usize| text.sentences[*at].block != text.sentences[*at - 1].block;
            let paragraph = (first + 1..=end).rev().take_while(half).find(opens);
            end = paragraph.unwrap_or(end);
        }
        found.push(Part::of(text, first, end));
        first = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_hold_every_sentence_once_and_end_with_paragraphs() {
        let paragraph =
            "The board met again. It said nothing new to anybody who asked. ".repeat(20);
        let document = vec![paragraph; 9].join("\n\n");
        let text = Text::read(&document);

        let parts = parts(&text);

        assert!(parts.len() > 2, "{parts:?}");
        assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].first));
        assert_eq!((parts[0].first, parts[parts.len() - 1].end), (0, text.sentences.len()));
        for part in &parts {
            assert!(part.span.end - part.span.start <= 4_000);
            let next = text.sentences.get(part.end);
            assert!(next.is_none_or(|it| it.block != text.sentences[part.end - 1].block));
        }
    }

    #[test]
    fn a_sentence_without_an_end_is_a_part_of_its_own() {
        let text =
            Text::read(&format!("The board met. It {} now. It left.", "word ".repeat(2_000)));

        let parts = parts(&text);

        assert_eq!(parts.len(), 3);
        assert!(parts.iter().all(|part| part.shown(&text).chars().count() < 4_100));
    }
}
