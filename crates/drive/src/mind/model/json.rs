//! JSON as models write it: in fences and prose, and with numbers that it does not know.

use serde_json::Value;

/// Places where JSON may begin in a text that are tried.
const MOST_TRIES: usize = 24;

/// The first JSON in a text that fits, whatever stands before and after it.
pub(super) fn find(text: &str, fits: impl Fn(&Value) -> bool) -> Option<Value> {
    let places = text.match_indices(['{', '[']).map(|(place, _)| place);
    places.take(MOST_TRIES).find_map(|place| parsed(&text[place..]).filter(|it| fits(it)))
}

/// The JSON that a text begins with. NaN and its like, which JSON does not know, are read as null.
pub(super) fn parsed(text: &str) -> Option<Value> {
    let first = |text: &str| {
        serde_json::Deserializer::from_str(text).into_iter::<Value>().next().and_then(Result::ok)
    };
    first(text).or_else(|| first(&without_bare_words(text)?))
}

/// The text with the bare words that stand for no number replaced by null; none if there are none.
fn without_bare_words(text: &str) -> Option<String> {
    const WORDS: [&str; 5] = ["-Infinity", "Infinity", "NaN", "None", "undefined"];
    if !WORDS.iter().any(|word| text.contains(word)) {
        return None;
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    let (mut quoted, mut escaped) = (false, false);
    while let Some(letter) = rest.chars().next() {
        let word = WORDS.iter().find(|word| !quoted && rest.starts_with(**word));
        if let Some(word) = word {
            out.push_str("null");
            rest = &rest[word.len()..];
            continue;
        }
        quoted ^= letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        out.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    Some(out)
}
