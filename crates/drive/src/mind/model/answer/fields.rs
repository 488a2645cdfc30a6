//! The arguments of one call, read by name and taken for what they are meant to be: "5" is 5, "P12" is p12.

use serde_json::{Map, Value};
use simswarm_engine::action::{DeclaredStance, MAX_POST_CHARS, Outcome, Policy, Vote};
use simswarm_engine::{AgentId, IssueId, MarketId, PostId};

use super::known::Known;

/// Letters of a wrong value that are shown.
const SHOWN_CHARS: usize = 40;

/// The arguments of one call.
pub(super) struct Fields<'a> {
    pub(super) map: &'a Map<String, Value>,
    pub(super) known: &'a Known,
}

impl Fields<'_> {
    /// A text that can be published.
    pub(super) fn text(&self) -> Result<String, String> {
        let value = self.get(&["text", "content", "body", "message", "comment"]);
        let text = match value {
            Some(Value::String(text)) => text.trim(),
            Some(other) => return Err(format!("\"text\" must be a text, not {}", shown(other))),
            None => return Err("\"text\" is missing".to_owned()),
        };
        let chars = text.chars().count();
        match chars {
            0 => Err("\"text\" is empty".to_owned()),
            _ if chars > MAX_POST_CHARS => {
                Err(format!("\"text\" has {chars} characters; {MAX_POST_CHARS} are the most"))
            }
            _ => Ok(text.to_owned()),
        }
    }

    pub(super) fn post(&self) -> Result<PostId, String> {
        let id = self.id(&["post", "post_id", "id", "target"], 'p', "post", "a post")?;
        if self.known.posts.contains(&PostId(id)) {
            Ok(PostId(id))
        } else {
            Err(format!("you were shown no post p{id}"))
        }
    }

    pub(super) fn agent(&self) -> Result<AgentId, String> {
        let id =
            self.id(&["agent", "agent_id", "user", "target"], 'a', "agent", "a participant")?;
        if self.known.agents.contains(&AgentId(id)) {
            Ok(AgentId(id))
        } else {
            Err(format!("you were shown no participant a{id}"))
        }
    }

    pub(super) fn market(&self) -> Result<MarketId, String> {
        let id = self.id(&["market", "market_id", "id"], 'm', "market", "a market")?;
        if (id as usize) < self.known.markets {
            Ok(MarketId(id))
        } else {
            Err(format!("there is no market m{id}"))
        }
    }

    pub(super) fn vote(&self) -> Result<Vote, String> {
        match self.word(&["vote", "direction", "value"]).as_deref() {
            Some("up" | "upvote" | "like" | "for" | "1" | "+1") => Ok(Vote::Up),
            Some("down" | "downvote" | "dislike" | "against" | "-1") => Ok(Vote::Down),
            Some(_) | None => Err(self.wrong("vote", "\"up\" or \"down\"")),
        }
    }

    pub(super) fn outcome(&self) -> Result<Outcome, String> {
        match self.word(&["outcome", "side"]).as_deref() {
            Some("yes" | "true") => Ok(Outcome::Yes),
            Some("no" | "false") => Ok(Outcome::No),
            Some(_) | None => Err(self.wrong("outcome", "\"yes\" or \"no\"")),
        }
    }

    pub(super) fn number(&self, name: &str) -> Result<f64, String> {
        self.get(&[name]).and_then(number).ok_or_else(|| self.wrong(name, "a finite number"))
    }

    /// A whole number, how many.
    pub(super) fn count(&self, name: &str) -> Result<u32, String> {
        let text = self.number(name)?.to_string();
        text.parse().map_err(|_not_whole| self.wrong(name, "a whole number from 0"))
    }

    pub(super) fn policy(&self) -> Result<Policy, String> {
        match self.word(&["policy", "name"]).as_deref() {
            Some("tax_rate" | "tax") => Ok(Policy::TaxRate),
            Some("benefit" | "benefits") => Ok(Policy::Benefit),
            Some(_) | None => Err(self.wrong("policy", "\"tax_rate\" or \"benefit\"")),
        }
    }

    /// The declared stances; none where nothing is said of them.
    pub(super) fn stances(&self) -> Result<Vec<DeclaredStance>, String> {
        let pairs: Vec<(Value, Option<f64>)> = match self.get(&["stances", "stance"]) {
            None => Vec::new(),
            Some(Value::Array(items)) => items.iter().map(pair).collect(),
            Some(single @ Value::Object(map)) if map.contains_key("issue") => vec![pair(single)],
            Some(Value::Object(map)) => {
                map.iter().map(|(id, value)| (Value::String(id.clone()), number(value))).collect()
            }
            Some(other) => return Err(format!("\"stances\" must be a list, not {}", shown(other))),
        };
        let stance = |(id, position): (Value, Option<f64>)| {
            let issue = issue(&id, self.known)?;
            match position.filter(|position| (-1.0..=1.0).contains(position)) {
                Some(position) => Ok(DeclaredStance { issue, position }),
                None => Err(format!("the position on {issue} must be a number from -1 to 1")),
            }
        };
        pairs.into_iter().map(stance).collect()
    }

    fn id(&self, names: &[&str], letter: char, name: &str, what: &str) -> Result<u32, String> {
        let found = self.get(names).and_then(|value| id(value, letter));
        found.ok_or_else(|| self.wrong(name, &format!("the id of {what}, like {letter}3")))
    }

    /// A word in lower case, however it was written.
    fn word(&self, names: &[&str]) -> Option<String> {
        match self.get(names)? {
            Value::String(word) => Some(word.trim().to_lowercase()),
            Value::Bool(_) | Value::Number(_) => self.get(names).map(Value::to_string),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    fn get(&self, names: &[&str]) -> Option<&Value> {
        names.iter().find_map(|name| self.map.get(*name)).filter(|value| !value.is_null())
    }

    fn wrong(&self, name: &str, expected: &str) -> String {
        match self.map.get(name) {
            Some(value) => format!("\"{name}\" must be {expected}, not {}", shown(value)),
            None => format!("\"{name}\" is missing: it must be {expected}"),
        }
    }
}

/// An issue and a position, as far as they are there.
fn pair(value: &Value) -> (Value, Option<f64>) {
    let issue = value.get("issue").or_else(|| value.get("issue_id")).cloned();
    let position = value.get("position").or_else(|| value.get("stance")).and_then(number);
    (issue.unwrap_or_default(), position)
}

pub(super) fn issue(value: &Value, known: &Known) -> Result<IssueId, String> {
    match id(value, 'i') {
        Some(id) if (id as usize) < known.issues => Ok(IssueId(id)),
        Some(_) | None => Err(format!("there is no issue {}", shown(value))),
    }
}

/// A finite number, also where it is written as a text.
pub(super) fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().trim_start_matches(['$', '€', '+']).parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    number.filter(|number| number.is_finite())
}

/// The number of an id: of "p12", "P12", "#p12", "12" and 12.
fn id(value: &Value, letter: char) -> Option<u32> {
    match value {
        Value::Number(number) => number.as_u64().and_then(|id| u32::try_from(id).ok()),
        Value::String(text) => {
            let word = text.trim().trim_start_matches(['#', '@']).to_lowercase();
            word.strip_prefix(letter).unwrap_or(&word).parse().ok()
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A wrong value, short enough to be shown.
pub(super) fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
