//! What a document's sentences lend to a post: a fact in one plain line, or a figure with its unit.

use crate::text::with_article;

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
    // "$90,000" has a comma, but no clause ends there.
    let clause = [", ", "; ", " —"].iter().filter_map(|mark| head.rfind(mark)).max();
    let clause = clause.filter(|at| *at > end / 2);
    // Half a quotation would put words into nobody's mouth.
    let whole = |at: &usize| head[..*at].matches('"').count().is_multiple_of(2);
    if let Some(at) = clause.filter(whole) {
        return head[..at].to_owned();
    }
    let word = head.rfind(' ').unwrap_or(end);
    format!("{}…", &head[..word])
}

/// The first figure of a fact that says something by itself, with what it counts: "$150 million investment", "340% increase",
/// "2,900 dockers". A bare year is none, nor is one end of a range.
pub(super) fn figure(fact: &str) -> Option<String> {
    let words: Vec<&str> = fact.split(' ').collect();
    (0..words.len()).filter(|place| is_figure(words[*place])).find_map(|place| {
        let before = place.checked_sub(1).map_or("", |before| words[before]);
        let in_a_range = matches!(before, "from" | "between" | "and" | "to");
        if in_a_range { None } else { figure_at(&words, place) }
    })
}

fn figure_at(words: &[&str], place: usize) -> Option<String> {
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
    let last = bare.rsplit(' ').next().unwrap_or_default();
    let valued = bare.contains(['$', '€', '£', '¥', '%', '-']);
    // "420 crane" is half of "420 crane and lashing jobs".
    let counted = bare.contains(' ') && (last.ends_with('s') || matches!(last, "cent" | "percent"));
    let dangling = matches!(last, "of" | "per");
    ((valued || counted) && !dangling).then(|| bare.to_owned())
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

/// A role as one says it of oneself, after "as": an office is held by one, of other roles there are many.
pub(super) fn as_role(role: &str) -> String {
    if role.contains(" of ") || role.contains(" at ") {
        role.to_owned()
    } else {
        with_article(role)
    }
}

/// A phrase as a body says it, which speaks as "we".
pub(super) fn as_body(phrase: &str) -> String {
    let words: Vec<&str> = phrase.split(' ').collect();
    let said = |(at, word): (usize, &&str)| {
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        let after_i = at > 0 && words[at - 1].trim_start_matches(['"', '“']) == "I";
        let plural = match core {
            "I" => "we",
            "I'm" => "we're",
            "I've" => "we've",
            "I'd" => "we'd",
            "I'll" => "we'll",
            "me" => "us",
            "my" => "our",
            "My" => "Our",
            "mine" => "ours",
            "Mine" => "Ours",
            "myself" => "ourselves",
            "am" if after_i => "are",
            "Am" => "Are",
            "was" if after_i => "were",
            _ => return (*word).to_owned(),
        };
        let opens = at == 0 || words[at - 1].ends_with(['.', '!', '?']);
        let plural = if opens { capitalised(plural) } else { plural.to_owned() };
        word.replacen(core, &plural, 1)
    };
    let said: Vec<String> = words.iter().enumerate().map(said).collect();
    said.join(" ")
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
        assert_eq!(of("They replace 420 crane and lashing jobs."), "");
        assert_eq!(of("It rose from $1 million to $1.5 million, up 50% in all."), "50%");
    }

    #[test]
    fn a_body_says_we() {
        assert_eq!(as_body("I am sure, and so is my chair."), "We are sure, and so is our chair.");
        assert_eq!(
            as_body("{Pole}. I'd say so: I was there."),
            "{Pole}. We'd say so: we were there."
        );
        assert_eq!(as_body("Am I alone?"), "Are we alone?");
        assert_eq!(as_body("Convince me, if I'm wrong."), "Convince us, if we're wrong.");
    }

    #[test]
    fn no_number_is_cut_in_two() {
        let fact = format!(
            "The note, {}, saw the price between $60,000 and $90,000 {}.",
            "written in great haste and read by nobody at all, so that few took any notice of it",
            "for the next six months, or for the whole of the year that comes after them"
        );
        let clean = clean(&fact).unwrap();
        assert!(clean.chars().count() < fact.chars().count());
        assert!(!clean.contains("$90") || clean.contains("$90,000"), "{clean}");
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
