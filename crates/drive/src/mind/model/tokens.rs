//! Tokens: how many a text has, and texts that keep to a budget of them.
//!
//! Counted with the vocabulary of GPT-4o (`o200k_base`), which is bundled. Other models count a little otherwise: the
//! budgets are limits of size, not of an endpoint.

use std::borrow::Cow;

use tiktoken_rs::o200k_base_singleton;

/// What stands for the part of a text that was left out.
const ELLIPSIS: &str = " …";

/// The tokens of a text.
pub(super) fn count(text: &str) -> usize {
    o200k_base_singleton().count_ordinary(text)
}

/// The text, cut at a word's end to at most so many tokens.
pub(super) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    // A token has a byte at least.
    if text.len() <= most { Cow::Borrowed(text) } else { measured(text, most).0 }
}

/// The text, cut at a word's end to at most so many tokens, and how many it has then.
pub(super) fn measured(text: &str, most: usize) -> (Cow<'_, str>, usize) {
    let vocabulary = o200k_base_singleton();
    let tokens = vocabulary.encode_ordinary(text);
    if tokens.len() <= most {
        return (Cow::Borrowed(text), tokens.len());
    }
    let kept = &tokens[..most.saturating_sub(count(ELLIPSIS))];
    let bytes = vocabulary.decode_bytes(kept).unwrap_or_default();
    let head = String::from_utf8_lossy(&bytes);
    // A letter of several bytes may have been cut in two.
    let head = head.trim_end_matches(char::REPLACEMENT_CHARACTER);
    let whole = head.rsplit_once(char::is_whitespace).map_or(head, |(words, _)| words);
    let cut = format!("{}{ELLIPSIS}", whole.trim_end());
    let tokens = count(&cut);
    (Cow::Owned(cut), tokens)
}

/// A part of a prompt, line by line, that never grows beyond its budget.
pub(super) struct Section {
    text: String,
    budget: usize,
    left: usize,
}

impl Section {
    pub(super) fn new(budget: usize) -> Self {
        Self { text: String::new(), budget, left: budget }
    }

    /// What is left of the budget.
    pub(super) fn left(&self) -> usize {
        self.left
    }

    /// How much of the budget is used.
    pub(super) fn used(&self) -> usize {
        self.budget - self.left
    }

    /// Adds a line if it fits whole; whether it did.
    pub(super) fn push(&mut self, line: &str) -> bool {
        self.add(line, count(line))
    }

    /// Adds a line, cut to so many tokens, if it fits then.
    pub(super) fn push_within(&mut self, line: &str, most: usize) {
        let (line, tokens) = measured(line, most);
        self.add(&line, tokens);
    }

    /// Adds a line, cut to so many tokens and to what is left.
    pub(super) fn push_cut(&mut self, line: &str, most: usize) {
        self.push_within(line, most.min(self.left.saturating_sub(1)));
    }

    fn add(&mut self, line: &str, tokens: usize) -> bool {
        // One for the end of the line.
        let fits = tokens < self.left;
        if fits {
            self.left -= tokens + 1;
            self.text.push_str(line);
            self.text.push('\n');
        }
        fits
    }

    /// Its lines, each ended.
    pub(super) fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_a_word_and_never_longer_than_its_budget() {
        let text = "The night ferry to Gull Island is closed by June, says the harbour council.";

        let cut = cut(text, 8);

        assert_eq!(cut, "The night ferry to Gull Island …");
        assert!(count(&cut) <= 8);
    }

    #[test]
    fn letters_of_several_tokens_are_not_cut_in_two() {
        for most in 1..12 {
            let cut = cut("𒀀𒀁𒀂𒀃 𒀄𒀅𒀆", most);
            assert!(!cut.contains(char::REPLACEMENT_CHARACTER), "{cut}");
        }
    }

    #[test]
    fn a_section_keeps_to_its_budget() {
        let mut section = Section::new(10);

        assert!(section.push("Six words fit in here."));
        assert!(!section.push("These words do not fit any more."));
        section.push_cut("Neither do all of these words.", 9);

        assert!(count(&section.into_text()) <= 10);
    }
}
