//! What a document's sentences lend to a post: a fact in one plain line, or a figure with its unit.

/// The most characters of a fact in a post.
const MAX_FACT_CHARS: usize = 230;
const SCALES: [&str; 9] =
    ["thousand", "million", "billion", "trillion", "per", "percent", "of", "square", "metric"];
/// Words that begin something else, and belong to no figure.
const BREAKS: [&str; 18] = [
    "on", "in", "at", "by", "to", "for", "and", "or", "from", "a", "the", "over", "as", "with",
    "is", "was", "after", "before",
];

/// Units of time: "30 days" is a figure of nothing.
const TIMES: [&str; 12] = [
    "hours", "days", "weeks", "months", "years", "minutes", "seconds", "decades", "times",
    "others", "hour", "day",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A fact as one sentence of plain text, cut at a clause if it is long; none if nothing is left.
pub(super) fn clean(fact: &str) -> Option<String> {
    let plain: String = fact.chars().filter(|c| !"*#_<>[]{}|~^`\\".contains(*c)).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let line = dated(&words.join(" "));
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

/// "March 2024: The line opened." → "In March 2024, the line opened.": an entry of a timeline as one would tell it.
fn dated(line: &str) -> String {
    let Some((date, what)) = line.split_once(": ") else { return line.to_owned() };
    let words: Vec<&str> = date.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let is_date = |word: &&str| {
        MONTHS.contains(word) || (word.len() <= 4 && word.chars().all(|c| c.is_ascii_digit()))
    };
    if !(1..=3).contains(&words.len()) || !words.iter().all(is_date) {
        return line.to_owned();
    }
    let lead = if words.len() == 3 { "On" } else { "In" };
    let article = ["The ", "A ", "An "].iter().any(|it| what.starts_with(it));
    let mut chars = what.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_lowercase).collect();
    let what = if article { format!("{first}{}", chars.as_str()) } else { what.to_owned() };
    format!("{lead} {date}, {what}")
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

/// The first figure of a fact that says something by itself, with what it counts: "the $150 million investment", "the 340%
/// increase", "2,900 dockers". A bare year is none, nor is a span of time, nor one end of a range.
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
    let time = TIMES.contains(&last) || bare.contains("-hour") || bare.contains("-day");
    // "11%" of what?
    let bare_share = bare.ends_with('%');
    if !(valued || counted) || dangling || time || bare_share {
        return None;
    }
    let one = !bare.contains(" per ")
        && last.chars().all(char::is_alphabetic)
        && !SCALES.contains(&last)
        && !last.ends_with('s');
    Some(if one { format!("the {bare}") } else { bare.to_owned() })
}

fn closes(word: &str) -> bool {
    word.ends_with(['.', ',', ';', ':', ')', '"', '”', '?', '!'])
}

fn is_figure(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let year = bare.len() == 4 && (bare.starts_with("19") || bare.starts_with("20"));
    bare.starts_with(|c: char| c.is_ascii_digit()) && !year
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_comes_with_what_it_counts() {
        let of = |text| figure(text).unwrap_or_default();
        assert_eq!(
            of("Riot confirmed a $150 million investment in miners."),
            "the $150 million investment"
        );
        assert_eq!(of("Teng reported a 340% increase in volume."), "the 340% increase");
        assert_eq!(of("It closes within 30 days, they say."), "");
        assert_eq!(of("It lasts for 48-hour shifts, with 2,900 dockers."), "2,900 dockers");
        assert_eq!(of("It spent $14 million on the line."), "$14 million");
        assert_eq!(of("It opened in March 2026."), "");
        assert_eq!(of("Costs exceed 12."), "");
        assert_eq!(of("They replace 420 crane and lashing jobs."), "");
        assert_eq!(of("It rose from $1 million to $1.5 million, up 50% in all."), "");
    }

    #[test]
    fn an_entry_of_a_timeline_is_told_as_a_sentence() {
        let told = |entry| clean(entry).unwrap();
        assert_eq!(told("March 2024: The line opened."), "In March 2024, the line opened.");
        assert_eq!(told("2025: Alba left it."), "In 2025, Alba left it.");
        assert_eq!(told("March 4, 2026: Alba returns."), "On March 4, 2026, Alba returns.");
        assert_eq!(told("Marsh said: it opened."), "Marsh said: it opened.");
    }

    #[test]
    fn no_number_is_cut_in_two() {
        let fact = format!(
            "The note, {}, saw the price between $60,000 and $90,000 {}.",
            "written in great haste and read by nobody at all, so that few took any notice of it",
            "for the next six months, or for the whole of the year that comes after them, or until somebody asks for it"
        );
        let clean = clean(&fact).unwrap();
        assert!(clean.chars().count() < fact.chars().count());
        assert!(!clean.contains("$90") || clean.contains("$90,000"), "{clean}");
    }

    #[test]
    fn a_long_fact_ends_with_a_clause_and_carries_no_markup() {
        let long =
            format!("**The port** was closed, {}, and nobody knew.", "again and again ".repeat(18));
        let clean = clean(&long).unwrap();
        assert!(clean.starts_with("The port was closed"), "{clean}");
        assert!(clean.chars().count() <= MAX_FACT_CHARS + 1);
        assert!(clean.ends_with(['.', '…']));
    }
}
