//! A document as blocks, sentences and words, each with its place counted in characters.

use simswarm_engine::cast::Span;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// What a stretch of lines is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// A headline or the title of a section.
    Heading,
    Item,
    Prose,
}

/// A run of characters that is a word, a number, or one mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    Number,
    Mark,
}

#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// NFC, straight apostrophes, without a possessive ending.
    pub(crate) text: String,
    pub(crate) lower: String,
    pub(crate) kind: TokenKind,
    /// "Iran's": the ending is not part of `text`.
    pub(crate) possessive: bool,
    /// Inside quotation marks.
    pub(crate) quoted: bool,
}

impl Token {
    pub(crate) fn is_mark(&self, mark: char) -> bool {
        self.kind == TokenKind::Mark && self.text.starts_with(mark)
    }

    /// Written like a name: "Iran", "iShares", "NTSB"; not "EU-based".
    pub(crate) fn is_capitalised(&self) -> bool {
        if self.kind != TokenKind::Word {
            return false;
        }
        let tail = self.text.rsplit('-').next().unwrap_or_default();
        let starts_lower = |text: &str| text.chars().next().is_some_and(char::is_lowercase);
        if self.text.contains('-') && starts_lower(tail) {
            return false;
        }
        let first_is_upper = self.text.chars().next().is_some_and(char::is_uppercase);
        first_is_upper || self.text.chars().nth(1).is_some_and(char::is_uppercase)
    }

    /// "NTSB", "CNIL": two or more capitals and nothing else but digits and dots.
    pub(crate) fn is_acronym(&self) -> bool {
        let letters = self.text.chars().filter(|c| c.is_alphabetic()).count();
        letters >= 2 && !self.text.chars().any(char::is_lowercase)
    }
}

pub(crate) struct Sentence {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: BlockKind,
    pub(crate) block: usize,
    pub(crate) tokens: Vec<Token>,
}

impl Sentence {
    pub(crate) fn span(&self) -> Span {
        span(self.start, self.end)
    }
}

pub(crate) struct Text {
    chars: Vec<char>,
    pub(crate) sentences: Vec<Sentence>,
}

/// A span of characters; a document is far shorter than `u32` counts.
pub(crate) fn span(start: usize, end: usize) -> Span {
    let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: narrow(start), end: narrow(end) }
}

impl Text {
    pub(crate) fn read(document: &str) -> Self {
        let chars: Vec<char> = document.chars().collect();
        let mut sentences = Vec::new();
        for (block, found) in crate::block::blocks(&chars).into_iter().enumerate() {
            for (start, end) in sentence_bounds(&chars, found.start, found.end) {
                let tokens = tokens(&chars, start, end);
                if tokens.iter().any(|token| token.kind != TokenKind::Mark) {
                    sentences.push(Sentence { start, end, kind: found.kind, block, tokens });
                }
            }
        }
        Self { chars, sentences }
    }

    /// The characters of a place as one line, NFC.
    pub(crate) fn slice(&self, span: Span) -> String {
        let at = |place: u32| usize::try_from(place).unwrap_or(usize::MAX).min(self.chars.len());
        let raw: String = self.chars[at(span.start)..at(span.end)].iter().collect();
        let words = raw.split(|c: char| c.is_whitespace() || c == '\0');
        let line: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        line.join(" ").nfc().collect()
    }

    /// The characters between two places, as they are.
    pub(crate) fn raw(&self, from: usize, to: usize) -> String {
        let to = to.min(self.chars.len());
        self.chars[from.min(to)..to].iter().collect()
    }

    pub(crate) fn has_words(&self) -> bool {
        self.sentences
            .iter()
            .any(|sentence| sentence.tokens.iter().any(|token| token.kind == TokenKind::Word))
    }
}

/// Words after which a full stop ends no sentence.
const ABBREVIATIONS: [&str; 28] = [
    "dr", "mr", "mrs", "ms", "prof", "sen", "rep", "gov", "gen", "lt", "col", "sgt", "st", "no",
    "vs", "v", "inc", "corp", "ltd", "co", "jr", "sr", "approx", "al", "e.g", "i.e", "fig", "dept",
];

/// A quotation that never closes must not swallow the document.
const MAX_JOINED_CHARS: usize = 700;

fn sentence_bounds(chars: &[char], start: usize, end: usize) -> Vec<(usize, usize)> {
    let block: String = chars[start..end].iter().collect();
    let mut bounds: Vec<(usize, usize)> = Vec::new();
    let mut at = start;
    for piece in block.split_sentence_bounds() {
        let next = at + piece.chars().count();
        match bounds.last_mut() {
            Some(last) if continues(&chars[last.0..last.1]) => last.1 = next,
            _ => bounds.push((at, next)),
        }
        at = next;
    }
    bounds.into_iter().filter_map(|(from, to)| trimmed(chars, from, to)).collect()
}

/// Whether a sentence does not end where the general rule ends it: "Dr. ", "J. ", an open quotation.
fn continues(piece: &[char]) -> bool {
    let text: String = piece.iter().collect();
    let shown = text.trim_end();
    if piece.len() < MAX_JOINED_CHARS && quote_is_open(shown) {
        return true;
    }
    let Some(before) = shown.strip_suffix('.') else {
        return !shown.ends_with(['!', '?', '。', '！', '？', '"', '”', '»', '…', '\u{2019}', ')']);
    };
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let single = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    single || ABBREVIATIONS.contains(&last.to_lowercase().as_str())
}

fn quote_is_open(text: &str) -> bool {
    let straight = text.matches('"').count() % 2 == 1;
    let curly = text.matches('“').count() > text.matches('”').count();
    let angled = text.matches('«').count() > text.matches('»').count();
    straight || curly || angled
}

fn trimmed(chars: &[char], mut from: usize, mut to: usize) -> Option<(usize, usize)> {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    while from < to && blank(chars[from]) {
        from += 1;
    }
    while to > from && blank(chars[to - 1]) {
        to -= 1;
    }
    (from < to).then_some((from, to))
}

/// The words and marks between two places.
pub(crate) fn tokens(chars: &[char], start: usize, end: usize) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = start;
    let mut quoted = false;
    while at < end {
        let c = chars[at];
        if c.is_alphanumeric() {
            let stop = word_end(chars, at, end);
            found.push(word(chars, at, stop, quoted));
            at = stop;
            continue;
        }
        match c {
            '"' => quoted = !quoted,
            '“' | '«' | '„' => quoted = true,
            '”' | '»' => quoted = false,
            _ => {}
        }
        if !c.is_whitespace() && !c.is_control() {
            let text = c.to_string();
            let lower = text.clone();
            let kind = TokenKind::Mark;
            found.push(Token {
                start: at,
                end: at + 1,
                text,
                lower,
                kind,
                possessive: false,
                quoted,
            });
        }
        at += 1;
    }
    found
}

fn word_end(chars: &[char], start: usize, end: usize) -> usize {
    let mut at = start;
    while at < end {
        let c = chars[at];
        let inner = matches!(c, '\'' | '’' | '-' | '.' | '&' | '\u{2011}')
            || (c == ',' && chars[at - 1].is_ascii_digit());
        let next_is_word = at + 1 < end && chars[at + 1].is_alphanumeric();
        let joins = inner && next_is_word && joins_here(chars, start, at, end);
        if !(c.is_alphanumeric() || is_combining_mark(c) || joins) {
            break;
        }
        at += 1;
    }
    at
}

/// A full stop joins only single letters ("U.S") and digits, a comma only digits ("1,000").
fn joins_here(chars: &[char], start: usize, at: usize, end: usize) -> bool {
    match chars[at] {
        '.' => {
            let lone = |place: usize| {
                chars[place].is_alphabetic()
                    && (place == start || !chars[place - 1].is_alphanumeric())
                    && (place + 1 >= end || !chars[place + 1].is_alphanumeric())
            };
            let digits = chars[at - 1].is_ascii_digit() && chars[at + 1].is_ascii_digit();
            digits || (lone(at - 1) && lone(at + 1))
        }
        ',' => chars[at + 1].is_ascii_digit(),
        _ => true,
    }
}

fn word(chars: &[char], start: usize, end: usize, quoted: bool) -> Token {
    let raw: String = chars[start..end].iter().collect();
    let mut text: String = raw.nfc().collect::<String>().replace('’', "'").replace('\u{2011}', "-");
    let mut end = end;
    let possessive = text.ends_with("'s") || text.ends_with("'S");
    if possessive {
        text.truncate(text.len() - 2);
        end -= 2;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let kind = if letters == 0 { TokenKind::Number } else { TokenKind::Word };
    let lower = text.to_lowercase();
    Token { start, end, text, lower, kind, possessive, quoted }
}
