//! What a model wrote, taken apart before it is understood: calls with their arguments, and the poll.
//!
//! Models nest arguments as text, and give an action's name under many keys; that is seen through here.

use serde_json::{Map, Value};
use simswarm_engine::action::Refused;
use simswarm_llm::{ChatReply, Finish, ToolCall};

use super::fields::shown;
use crate::mind::model::form::ANSWER_POLL;
use crate::mind::model::json::{find, parsed};

const NAMES: [&str; 5] = ["tool", "name", "action", "type", "function"];
const ARGUMENTS: [&str; 4] = ["arguments", "args", "parameters", "input"];

/// One action as the model named it.
pub(super) struct Call {
    pub(super) tool: String,
    pub(super) fields: Map<String, Value>,
}

/// A whole answer.
#[derive(Default)]
pub(super) struct Raw {
    pub(super) calls: Vec<Result<Call, Refused>>,
    pub(super) poll: Option<Value>,
}

impl Raw {
    pub(super) fn of(reply: &ChatReply) -> Result<Self, String> {
        if !reply.tool_calls.is_empty() {
            return Ok(Self::of_calls(&reply.tool_calls));
        }
        let text = reply.text.as_deref().unwrap_or_default();
        match find(text, may_be_answer) {
            Some(value) => Ok(Self::of_value(value)),
            None if reply.finish == Finish::Length => {
                Err("it was cut off, since it is too long: be shorter".to_owned())
            }
            None => Err("it holds no JSON object with \"actions\" and \"poll\"".to_owned()),
        }
    }

    fn of_calls(calls: &[ToolCall]) -> Self {
        let mut raw = Self::default();
        for ToolCall { name, arguments } in calls {
            let value = parsed(arguments).unwrap_or_else(|| Value::String(arguments.clone()));
            raw.add(arguments_of(value, name).map(|fields| Call { tool: name.clone(), fields }));
        }
        raw
    }

    fn of_value(value: Value) -> Self {
        let mut raw = Self::default();
        let actions = match value {
            Value::Object(mut object) if is_whole(&object) => {
                raw.poll = object.remove("poll");
                object.remove("actions").unwrap_or_default()
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => value,
        };
        match actions {
            Value::Array(actions) => actions.into_iter().for_each(|action| raw.add(call(action))),
            Value::Null => {}
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
                raw.add(call(actions));
            }
        }
        raw
    }

    fn add(&mut self, call: Result<Call, Refused>) {
        match call {
            Ok(Call { tool, mut fields }) if tool == ANSWER_POLL => {
                self.poll = fields.remove("answers").or_else(|| fields.remove("poll"));
            }
            call => self.calls.push(call),
        }
    }
}

fn is_whole(object: &Map<String, Value>) -> bool {
    object.contains_key("actions") || object.contains_key("poll")
}

fn may_be_answer(value: &Value) -> bool {
    match value {
        Value::Object(object) => {
            is_whole(object) || NAMES.iter().any(|name| object.contains_key(*name))
        }
        Value::Array(items) => !items.is_empty() && items.iter().all(may_be_answer),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// One action of a list.
fn call(value: Value) -> Result<Call, Refused> {
    let mut object = match value {
        Value::Object(object) => object,
        Value::String(tool) => return Ok(Call { tool, fields: Map::new() }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
            return Err(no_action(&value));
        }
    };
    let name = NAMES.iter().find(|name| object.get(**name).is_some_and(Value::is_string));
    let Some(Value::String(tool)) = name.and_then(|name| object.remove(*name)) else {
        return Err(no_action(&Value::Object(object)));
    };
    let nested = ARGUMENTS.iter().find_map(|name| object.remove(*name));
    let fields = nested.map_or(Ok(object), |value| arguments_of(value, &tool))?;
    Ok(Call { tool, fields })
}

/// Arguments as an object, which some models write as text.
fn arguments_of(value: Value, tool: &str) -> Result<Map<String, Value>, Refused> {
    let value = value.as_str().and_then(parsed).unwrap_or(value);
    if let Value::Object(fields) = value {
        return Ok(fields);
    }
    Err(Refused {
        action: shown_name(tool),
        reason: format!("its arguments must be a JSON object, not {}", shown(&value)),
    })
}

fn no_action(value: &Value) -> Refused {
    Refused {
        action: "action".to_owned(),
        reason: format!("an action is an object with \"tool\", not {}", shown(value)),
    }
}

/// A tool's name as a model wrote it, short enough to be shown.
pub(super) fn shown_name(name: &str) -> String {
    name.chars().take(40).collect()
}
