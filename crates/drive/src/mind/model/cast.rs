//! The model as the one who casts: a question about the document as a request, and what the reply says.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;
use simswarm_casting::{Question, templates};
use simswarm_core::operations::Spent;
use simswarm_llm::{AnswerSchema, ChatReply, ChatRequest, Message, ToolSpec};

use super::form::Form;
use super::{ModelMind, json, prompt, tokens};
use crate::mind::{Caster, MindError};

/// Tokens of an answer about one part of a document.
const ANSWER_TOKENS: u32 = 2_500;
/// It takes down what is there: nothing is to be thought up.
const TEMPERATURE: f64 = 0.1;
/// Characters of an answer that is no JSON: more of it says nothing to whoever is asked to put it right.
const MAX_UNREADABLE_CHARS: usize = 4_000;

#[async_trait]
impl Caster for ModelMind {
    async fn answer(&self, question: &Question, spent: &mut Spent) -> Result<String, MindError> {
        spent.repairs += u64::from(question.repair.is_some());
        let mut request = self.cast_request(question);
        let reply = self.ask(&mut request, spent).await?;
        Ok(said(&reply, question))
    }

    fn prompt_hashes(&self) -> BTreeMap<String, String> {
        let templates = templates().into_iter();
        templates.map(|(name, words)| (name.to_owned(), prompt::hash(words))).collect()
    }
}

impl ModelMind {
    fn cast_request(&self, question: &Question) -> ChatRequest {
        let own = match self.form {
            Form::Json => question.own.clone(),
            Form::Tools => {
                format!("{}\nGive the object by calling the tool {}.", question.own, question.name)
            }
        };
        let mut messages = vec![Message::system(&*question.shared), Message::user(own)];
        if let Some(repair) = &question.repair {
            let answer = tokens::cut(&repair.said, ANSWER_TOKENS as usize).into_owned();
            messages.push(Message::assistant(answer));
            messages.push(Message::user(prompt::repair_of(&repair.problem)));
        }
        let (schema, tools) = match self.form {
            Form::Json => {
                let name = question.name.to_owned();
                let schema = AnswerSchema { name, schema: question.schema.clone() };
                (Some(Arc::new(schema)), Arc::default())
            }
            Form::Tools => (None, Arc::from([tool(question)])),
        };
        ChatRequest {
            messages,
            tools,
            schema,
            max_tokens: self.max_tokens(ANSWER_TOKENS),
            temperature: Some(TEMPERATURE),
            seed: Some(0),
        }
    }
}

fn tool(question: &Question) -> ToolSpec {
    ToolSpec {
        name: question.name.to_owned(),
        description: "take the answer down".to_owned(),
        parameters: question.schema.clone(),
    }
}

/// The JSON of a reply, with the list that it was asked for; what is said instead, if there is none.
fn said(reply: &ChatReply, question: &Question) -> String {
    let lists = question.schema.get("required").and_then(Value::as_array);
    let is_asked = |name: &str| lists.is_some_and(|lists| lists.iter().any(|it| it == name));
    let fits = |value: &Value| {
        value.as_object().is_some_and(|object| object.keys().any(|name| is_asked(name)))
    };
    if let Some(call) = reply.tool_calls.first() {
        let object = json::parsed(&call.arguments).filter(fits);
        return object.map_or_else(|| cut(&call.arguments), |object| object.to_string());
    }
    let text = reply.text.as_deref().unwrap_or_default();
    json::find(text, fits).map_or_else(|| cut(text), |object| object.to_string())
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_UNREADABLE_CHARS).collect()
}
