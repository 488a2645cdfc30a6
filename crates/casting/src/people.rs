//! Names for the publics: given and family names of several cultures, weighted by where the story plays.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::dice::Dice;
use crate::segment::keyed;
use crate::text::Text;

struct Culture {
    key: &'static str,
    given: Vec<&'static str>,
    family: Vec<&'static str>,
}

static CULTURES: LazyLock<Vec<Culture>> = LazyLock::new(|| {
    let mut found: Vec<Culture> = Vec::new();
    for line in include_str!("tables/people.txt").lines() {
        if let Some(key) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            found.push(Culture { key, given: Vec::new(), family: Vec::new() });
        } else if let (Some(last), Some((which, names))) = (found.last_mut(), line.split_once(':'))
        {
            let list = if which == "given" { &mut last.given } else { &mut last.family };
            list.extend(names.split_whitespace());
        }
    }
    found
});

static REGIONS: LazyLock<Vec<(&'static str, Vec<&'static str>)>> =
    LazyLock::new(|| keyed(include_str!("tables/regions.txt")));

/// Gives each member of the public a name that nobody else has, nor anybody in the document.
pub(crate) struct Names {
    /// Cumulative weights of the cultures.
    weights: Vec<f64>,
    taken: BTreeSet<String>,
    /// Surnames of the document's people, lower case.
    avoided: BTreeSet<String>,
}

/// Tries with another name before a middle initial makes it distinct.
const PLAIN_TRIES: u32 = 6;

impl Names {
    pub(crate) fn new(text: &Text, named: &[String]) -> Self {
        let mut sum = 0.0;
        let weights = CULTURES
            .iter()
            .map(|culture| {
                sum += culture_weight(text, culture.key);
                sum
            })
            .collect();
        let lower = |name: &String| name.to_lowercase();
        let avoided = named
            .iter()
            .flat_map(|name| name.split(' ').map(str::to_lowercase).collect::<Vec<String>>());
        Self { weights, taken: named.iter().map(lower).collect(), avoided: avoided.collect() }
    }

    pub(crate) fn next(&mut self, dice: &mut Dice) -> String {
        let mut tries = 0_u32;
        loop {
            let culture = self.culture(dice);
            let given = dice.pick(&culture.given).unwrap_or("Robin");
            // One in eight has a family name from elsewhere, as people do.
            let home = if dice.unit() < 0.125 { self.culture(dice) } else { culture };
            let family = dice.pick(&home.family).unwrap_or("Doe");
            let name = match tries {
                0..PLAIN_TRIES => format!("{given} {family}"),
                _ => format!("{given} {}. {family}", initial(dice)),
            };
            tries += 1;
            let clash = self.avoided.contains(&family.to_lowercase()) && tries < 200;
            if !clash && self.taken.insert(name.to_lowercase()) {
                return name;
            }
            if tries > 400 {
                let name = format!("{given} {family} {}", self.taken.len());
                self.taken.insert(name.to_lowercase());
                return name;
            }
        }
    }

    fn culture(&self, dice: &mut Dice) -> &'static Culture {
        let total = self.weights.last().copied().unwrap_or(1.0);
        let drawn = dice.unit() * total;
        let at = self.weights.iter().position(|weight| drawn < *weight).unwrap_or(0);
        &CULTURES[at]
    }
}

fn initial(dice: &mut Dice) -> char {
    let letters: Vec<char> = ('A'..='Z').filter(|c| !matches!(c, 'Q' | 'U' | 'X')).collect();
    letters.get(dice.below(letters.len())).copied().unwrap_or('A')
}

fn culture_weight(text: &Text, culture: &str) -> f64 {
    let Some((_, words)) = REGIONS.iter().find(|(key, _)| *key == culture) else { return 0.3 };
    let tokens = text.sentences.iter().flat_map(|sentence| &sentence.tokens);
    let hits = tokens.filter(|token| words.contains(&token.lower.as_str())).take(8).count();
    let base = if culture == "english" { 1.5 } else { 0.3 };
    base + 0.6 * f64::from(u32::try_from(hits).unwrap_or(0))
}
