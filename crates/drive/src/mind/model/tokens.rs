//! Tokens: how many a text has, and texts that keep to a budget of them.
//!
//! Counted with the vocabulary of GPT-4o (`o200k_base`), which is bundled. Other models count a little otherwise: the
//! budgets are limits of size, not of an endpoint.

use std::borrow::Cow;
use std::sync::LazyLock;

use quick_cache::sync::Cache;
use tiktoken_rs::o200k_base_singleton;

/// What stands for the part of a text that was left out.
const ELLIPSIS: &str = " …";

/// How many texts the tokens are known of, about those of one round of a large run; and how many words.
const MOST_KNOWN: usize = 1 << 16;

/// Most texts are counted again and again, a post is shown to many, a card every round; and what is not consists of words that
/// are. Counting them anew was most of what it took to write a prompt.
static TEXTS: LazyLock<Cache<Box<str>, usize>> = LazyLock::new(|| Cache::new(MOST_KNOWN));
static WORDS: LazyLock<Cache<Box<str>, usize>> = LazyLock::new(|| Cache::new(MOST_KNOWN));

/// Reads the vocabulary, which takes a fifth of a second: whoever counts first would wait for it.
pub(super) fn read_vocabulary() {
    o200k_base_singleton();
}

/// The tokens of a text.
pub(super) fn count(text: &str) -> usize {
    known(&TEXTS, text, || {
        let word = |word| known(&WORDS, word, || o200k_base_singleton().count_ordinary(word));
        words(text).map(word).sum()
    })
}

fn known(cache: &Cache<Box<str>, usize>, text: &str, count: impl FnOnce() -> usize) -> usize {
    if let Some(tokens) = cache.get(text) {
        return tokens;
    }
    let tokens = count();
    cache.insert(text.into(), tokens);
    tokens
}

/// The text in pieces that have no token in common: no token reaches over a single space that the letters of a word follow.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let (mut rest, mut before) = (text, ' ');
    std::iter::from_fn(move || {
        let mut letters = rest.char_indices().peekable();
        while let Some((place, letter)) = letters.next() {
            let stands_alone = !before.is_whitespace()
                && letters.peek().is_some_and(|(_, next)| !next.is_whitespace());
            before = letter;
            if letter == ' ' && stands_alone && place > 0 {
                let (word, after) = rest.split_at(place);
                rest = after;
                return Some(word);
            }
        }
        (!rest.is_empty()).then(|| std::mem::take(&mut rest))
    })
}

/// The text, cut at a word's end to at most so many tokens.
pub(super) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    // A token has a byte at least.
    if text.len() <= most { Cow::Borrowed(text) } else { measured(text, most).0 }
}

/// The text, cut at a word's end to at most so many tokens, and how many it has then.
pub(super) fn measured(text: &str, most: usize) -> (Cow<'_, str>, usize) {
    let tokens = count(text);
    if tokens <= most {
        return (Cow::Borrowed(text), tokens);
    }
    let vocabulary = o200k_base_singleton();
    let tokens = vocabulary.encode_ordinary(text);
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

    /// Adds a line of a mark and a text, cut to so many tokens and to what is left. The two are counted apart: others get
    /// the same text under another mark.
    pub(super) fn push_cut(&mut self, mark: &str, text: &str, most: usize) {
        let most = most.min(self.left.saturating_sub(1));
        let line = format!("{mark}{text}");
        let tokens = count(mark) + count(text);
        if tokens <= most {
            self.add(&line, tokens);
        } else {
            self.push_within(&line, most);
        }
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
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_has_the_tokens_of_its_words(
            text in r"([a-zA-Z]{1,9}|[0-9]{1,5}|[ \n\t\r]{1,3}|[ ]|[ ]|[.,:;!?()'+_/-]{1,2}|[äßéñ]|[\u{4e00}-\u{4eff}]|[\u{3000}\u{a0}]|👩‍💻|'s|'LL){0,40}",
        ) {
            let pieces: Vec<&str> = words(&text).collect();
            let sum: usize = pieces.iter().map(|it| o200k_base_singleton().count_ordinary(it)).sum();

            prop_assert_eq!(pieces.concat(), text.clone());
            prop_assert_eq!(sum, o200k_base_singleton().count_ordinary(&text), "{:?}", pieces);
        }
    }

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
        section.push_cut("Neither", " do all of these words.", 9);

        assert!(count(&section.into_text()) <= 10);
    }
}
