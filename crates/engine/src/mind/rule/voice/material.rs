//! What a document's sentences lend to a post: a fact in one plain line, or a figure with its unit.

/// The most characters of a fact in a post.
const MAX_FACT_CHARS: usize = 190;
const SCALES: [&str; 9] =
    ["thousand", "million", "billion", "trillion", "per", "percent", "of", "square", "metric"];
/// Words that begin something else, and belong to no figure.
const BREAKS: [&str; 18] = [
    "on", "in", "at", "by", "to", "for", "and", "or", "from", "a", "the", "over", "as", "with",
    "is", "was", "after", "before",
];

/// A fact as one sentence of plain text, cut at a clause if it is long; none if nothing is left.
pub(super) fn clean(fact: &str) -> Option<String> {
    let plain: String = fact.chars().filter(|c| !"*#_<>[]{}|~^`\\".contains(*c)).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let line = words.join(" ");
    let mut line = if line.chars().count() > MAX_FACT_CHARS { shortened(&line) } else { line };
    if !line.chars().any(char::is_alphanumeric) {
        return None;
    }
    if !line.ends_with(['.', '!', '?', '…', '"', '”']) {
        line.truncate(line.trim_end_matches([',', ';', ':', '-', '–', '—', ' ']).len());
        line.push('.');
    }
    Some(line)
}

/// The longest beginning that ends with a clause, or else with a word.
fn shortened(line: &str) -> String {
    let end = line.char_indices().nth(MAX_FACT_CHARS).map_or(line.len(), |(at, _)| at);
    let head = &line[..end];
    let clause = head.rfind([',', ';', '—']).filter(|at| *at > end / 2);
    // Half a quotation would put words into nobody's mouth.
    let whole = |at: &usize| head[..*at].matches('"').count().is_multiple_of(2);
    if let Some(at) = clause.filter(whole) {
        return head[..at].to_owned();
    }
    let word = head.rfind(' ').unwrap_or(end);
    format!("{}…", &head[..word])
}

/// The first figure of a fact with what it counts: "$150 million investment", "340% increase". A bare year is none.
pub(super) fn figure(fact: &str) -> Option<String> {
    let words: Vec<&str> = fact.split(' ').collect();
    let place = words.iter().position(|word| is_figure(word))?;
    let mut end = place + 1;
    while end < words.len() && end < place + 4 && !closes(words[end - 1]) {
        let follows = words[end].trim_matches(|c: char| !c.is_alphanumeric());
        if !follows.chars().all(|c| c.is_lowercase() || c == '-')
            || follows.is_empty()
            || BREAKS.contains(&follows)
        {
            break;
        }
        end += 1;
        if !SCALES.contains(&follows) {
            break;
        }
    }
    let figure = words[place..end].join(" ");
    let bare = figure.trim_matches(|c: char| !c.is_alphanumeric() && !"$€£¥%".contains(c));
    let dangling = bare.rsplit(' ').next().is_some_and(|last| matches!(last, "of" | "per"));
    let has_unit = bare.contains(' ') || bare.contains(['$', '€', '£', '¥', '%']);
    (has_unit && !dangling).then(|| bare.to_owned())
}

fn closes(word: &str) -> bool {
    word.ends_with(['.', ',', ';', ':', ')', '"', '”', '?', '!'])
}

fn is_figure(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let year = bare.len() == 4 && (bare.starts_with("19") || bare.starts_with("20"));
    bare.starts_with(|c: char| c.is_ascii_digit()) && !year
}

/// The text with its first letter as a capital.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The role with "a" or "an", unless it has an article or a name of its own.
pub(super) fn with_article(role: &str) -> String {
    let role = role.trim();
    let first = role.split(' ').next().unwrap_or("");
    if role.is_empty() || matches!(first, "a" | "an" | "the") {
        return role.to_owned();
    }
    let vowel = role.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O']);
    format!("{} {role}", if vowel { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_comes_with_what_it_counts() {
        let of = |text| figure(text).unwrap_or_default();
        assert_eq!(
            of("Riot confirmed a $150 million investment in miners."),
            "$150 million investment"
        );
        assert_eq!(of("Teng reported a 340% increase in volume."), "340% increase");
        assert_eq!(of("It closes within 30 days, they say."), "30 days");
        assert_eq!(of("It spent $14 million on the line."), "$14 million");
        assert_eq!(of("It opened in March 2026."), "");
        assert_eq!(of("Costs exceed 12."), "");
    }

    #[test]
    fn a_long_fact_ends_with_a_clause_and_carries_no_markup() {
        let long =
            format!("**The port** was closed, {}, and nobody knew.", "again and again ".repeat(14));
        let clean = clean(&long).unwrap();
        assert!(clean.starts_with("The port was closed"), "{clean}");
        assert!(clean.chars().count() <= MAX_FACT_CHARS + 1);
        assert!(clean.ends_with(['.', '…']));
    }
}
