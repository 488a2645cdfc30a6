//! What two texts have in common once case, width, punctuation and spacing are set aside.

use unicode_normalization::UnicodeNormalization;

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

/// The text in lower case (NFKC), every run of anything but letters and digits as one space.
pub fn normalised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A 64-bit digest of the normalised text (FNV-1a): equal for texts that say the same words.
pub fn digest(text: &str) -> u64 {
    normalised(text)
        .bytes()
        .fold(FNV_OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME))
}

/// Ranks of which there is one only: "the largest insurer".
const SUPERLATIVES: [&str; 14] = [
    "largest",
    "biggest",
    "smallest",
    "oldest",
    "newest",
    "richest",
    "highest",
    "lowest",
    "strongest",
    "most",
    "only",
    "main",
    "sole",
    "first",
];

/// A noun in English with the article that it takes when it is mentioned for the first time: "a mayor", "an
/// economist", "the largest insurer". One that has an article or an owner keeps it.
pub fn with_article(noun: &str) -> String {
    let noun = noun.trim();
    let first = noun.split([' ', '-']).next().unwrap_or_default();
    let lower = first.to_lowercase();
    let owned = first.ends_with("'s") || matches!(lower.as_str(), "the" | "a" | "an" | "one");
    if noun.is_empty() || owned {
        noun.to_owned()
    } else if SUPERLATIVES.contains(&lower.as_str()) {
        format!("the {noun}")
    } else if begins_with_a_vowel(first) {
        format!("an {noun}")
    } else {
        format!("a {noun}")
    }
}

/// By its sound: "an hour", "a union", "an NGO".
fn begins_with_a_vowel(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if letters > 1 && word.chars().all(|c| !c.is_lowercase()) {
        return word.starts_with(['A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X']);
    }
    let lower = word.to_lowercase();
    let any = |starts: &[&str]| starts.iter().any(|start| lower.starts_with(start));
    if any(&["hour", "honest", "honour", "honor", "heir"]) {
        return true;
    }
    let like_you = any(&["uni", "eu", "use", "usu", "util", "ute", "one", "once"]);
    let with_un = any(&["unin", "unim", "unid"]);
    lower.starts_with(['a', 'e', 'i', 'o', 'u']) && (!like_you || with_un)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_goes_by_the_sound_and_by_what_there_is_one_of() {
        let nouns = ["union member", "utility", "hour", "economist", "CEO", "NGO worker"];
        let with: Vec<String> = nouns.iter().map(|noun| with_article(noun)).collect();
        assert_eq!(
            with,
            ["a union member", "a utility", "an hour", "an economist", "a CEO", "an NGO worker"]
        );
        assert_eq!(with_article("largest health insurer"), "the largest health insurer");
        assert_eq!(with_article("the mayor"), "the mayor");
        assert_eq!(with_article("uninsured driver"), "an uninsured driver");
    }

    #[test]
    fn case_punctuation_and_spacing_make_no_difference() {
        assert_eq!(digest("The port, again!"), digest("  the  PORT again"));
        assert_ne!(digest("The port again"), digest("The ports again"));
    }

    #[test]
    fn letters_of_every_script_count() {
        assert_eq!(normalised("Zoë — 港 №5"), "zoë 港 no5");
    }
}
