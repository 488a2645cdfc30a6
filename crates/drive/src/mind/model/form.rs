//! In which form a model answers: JSON by a schema, or calls of tools. Both say the same.

use serde_json::{Value, json};
use simswarm_core::json_schema::object;
use simswarm_llm::{AnswerSchema, Capabilities, ToolSpec, ToolSupport};

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `{"actions": […], "poll": […]}`.
    Json,
    /// A call of a tool for each action.
    Tools,
}

impl Form {
    /// The surest form that an endpoint offers: a schema that it enforces, else tools, else JSON by the prompt's words.
    pub(super) fn of(capabilities: &Capabilities) -> Self {
        match capabilities.tools {
            ToolSupport::Auto | ToolSupport::Required if !capabilities.answers.obeys_schema() => {
                Self::Tools
            }
            ToolSupport::None | ToolSupport::Auto | ToolSupport::Required => Self::Json,
        }
    }
}

/// The tool that answers a poll. In JSON its place is `poll`.
pub(super) const ANSWER_POLL: &str = "answer_poll";
pub(super) const DO_NOTHING: &str = "do_nothing";

/// One tool: its name, what it does, and its arguments with their schemas.
struct Tool {
    name: &'static str,
    does: &'static str,
    arguments: Vec<(&'static str, Value)>,
}

/// The tools of a run: those of its economy only where it has one.
fn tools(economy: bool) -> Vec<Tool> {
    let text = || ("text", json!({"type": "string"}));
    let id = |name: &'static str| (name, json!({"type": "string"}));
    let choice =
        |name: &'static str, words: [&str; 2]| (name, json!({"type": "string", "enum": words}));
    let number = |name: &'static str| (name, json!({"type": "number"}));
    let stances = || {
        let stance = object(vec![id("issue"), number("position")]);
        ("stances", json!({"type": "array", "items": stance}))
    };
    let tool = |name, does, arguments| Tool { name, does, arguments };
    let mut tools = vec![
        tool(
            "create_post",
            "publish a post; stances: where it stands on the issues it speaks of, -1 to 1",
            vec![text(), stances()],
        ),
        tool("reply", "answer a post", vec![id("post"), text(), stances()]),
        tool("vote", "vote on a post of another", vec![id("post"), choice("vote", ["up", "down"])]),
        tool("repost", "pass a post of another on to your followers", vec![id("post")]),
        tool("follow", "see more of a participant", vec![id("agent")]),
        tool("unfollow", "see less of one whom you follow", vec![id("agent")]),
        tool(
            "buy_shares",
            "spend cash on an outcome that you hold likelier than its price; a right share pays 1",
            vec![id("market"), choice("outcome", ["yes", "no"]), number("amount")],
        ),
        tool(
            "sell_shares",
            "sell shares that you hold",
            vec![id("market"), choice("outcome", ["yes", "no"]), number("shares")],
        ),
        tool("comment_on_market", "say what you make of a price", vec![id("market"), text()]),
        tool(DO_NOTHING, "let this turn pass", Vec::new()),
    ];
    if economy {
        tools.extend([
            tool("set_price", "as a firm: the price of one unit", vec![number("price")]),
            tool("hire", "as a firm: take on workers without work", vec![number("count")]),
            tool("fire", "as a firm: let workers go", vec![number("count")]),
            tool("invest", "as a firm: cash into its productivity", vec![number("amount")]),
            tool(
                "apply_policy",
                "as a government: tax_rate, a share of sales up to 0.5, or benefit, paid to who has no work",
                vec![choice("policy", ["tax_rate", "benefit"]), number("value")],
            ),
        ]);
    }
    tools
}

/// The names of all tools that act.
pub(super) fn names(economy: bool) -> Vec<&'static str> {
    tools(economy).into_iter().map(|tool| tool.name).collect()
}

/// The tools in words, a line each.
pub(super) fn in_words(economy: bool) -> String {
    let line = |tool: Tool| {
        let arguments: Vec<&str> = tool.arguments.iter().map(|(name, _)| *name).collect();
        format!("- {}({}): {}\n", tool.name, arguments.join(", "), tool.does)
    };
    tools(economy).into_iter().map(line).collect()
}

/// The tools as an endpoint is told of them.
pub(super) fn tool_specs(economy: bool) -> Vec<ToolSpec> {
    let spec = |name: &str, does: &str, arguments| ToolSpec {
        name: name.to_owned(),
        description: does.to_owned(),
        parameters: object(arguments),
    };
    let poll = ("answers", json!({"type": "array", "items": poll_answer()}));
    let tools = tools(economy).into_iter();
    let mut specs: Vec<ToolSpec> =
        tools.map(|tool| spec(tool.name, tool.does, tool.arguments)).collect();
    specs.push(spec(ANSWER_POLL, "answer the poll, if you are asked it", vec![poll]));
    specs
}

/// The schema of a whole answer. Limits that not every endpoint knows are left to the reader of the answer.
pub(super) fn schema(economy: bool) -> AnswerSchema {
    let action = |tool: Tool| {
        let name = ("tool", json!({"type": "string", "enum": [tool.name]}));
        object(std::iter::once(name).chain(tool.arguments).collect())
    };
    let actions: Vec<Value> = tools(economy).into_iter().map(action).collect();
    let schema = object(vec![
        ("actions", json!({"type": "array", "items": {"anyOf": actions}})),
        ("poll", json!({"type": "array", "items": poll_answer()})),
    ]);
    AnswerSchema { name: "turn".to_owned(), schema }
}

fn poll_answer() -> Value {
    object(vec![
        ("issue", json!({"type": "string"})),
        ("probability", json!({"type": "number"})),
        ("reason", json!({"type": "string"})),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use simswarm_llm::AnswerFormat;

    #[test]
    fn the_surest_form_is_taken() {
        let of =
            |tools, answers| Form::of(&Capabilities { tools, answers, ..Capabilities::default() });

        assert_eq!(of(ToolSupport::Required, AnswerFormat::JsonSchema), Form::Json);
        assert_eq!(of(ToolSupport::Auto, AnswerFormat::JsonMode), Form::Tools);
        assert_eq!(of(ToolSupport::None, AnswerFormat::Text), Form::Json);
    }

    #[test]
    fn every_tool_is_in_the_schema_the_specifications_and_the_words() {
        let (schema, specs, words) =
            (schema(true).schema.to_string(), tool_specs(true), in_words(true));
        for name in names(true) {
            assert!(schema.contains(&format!("[\"{name}\"]")), "{name}");
            assert!(specs.iter().any(|spec| spec.name == name), "{name}");
            assert!(words.contains(&format!("- {name}(")), "{name}");
        }
    }
}
