//! What a model is told in one turn: first what all turns of a run share, byte for byte, so that an endpoint reads it
//! once; then who it plays, what that participant holds, and what it is shown. Each part has a budget of tokens.
//!
//! What the document, the question or a post says stands between marks of the prompt and is [quoted](super::quote).

mod feed;
mod own;
mod shared;
mod template;

use simswarm_engine::world::Turn;
use simswarm_engine::world::turn::Asked;

use super::form::Form;
use super::quote::quoted;
use super::tokens::measured;

pub(super) use shared::shared;
pub(super) use template::{hashes, repair};

/// What follows the shared part has at most so many tokens, whatever happens.
const TURN_TOKENS: usize = 760;
const PERSONA_TOKENS: usize = 300;
const STATE_TOKENS: usize = 200;
/// What the marks and the last line need.
const FRAME_TOKENS: usize = 90;

/// The part that is this turn's own.
pub(super) fn own_part(turn: &Turn, form: Form) -> String {
    let card = quoted(&turn.persona.card);
    let (persona, tokens) = measured(&card, PERSONA_TOKENS);
    let state = own::state(turn, STATE_TOKENS);
    let feed = feed::feed(turn, (TURN_TOKENS - FRAME_TOKENS).saturating_sub(tokens + state.used()));
    let state = state.into_text();
    let asked = asked(turn.asked, form);
    format!(
        "<you>\nYou are {}. {persona}\n</you>\n<state>\n{state}</state>\n<feed>\n{feed}</feed>\n{asked}",
        turn.agent
    )
}

fn asked(asked: Asked, form: Form) -> &'static str {
    match (asked, form) {
        (Asked::Act, Form::Json) => {
            "Your turn: one to three actions, or do_nothing. You are not polled: \"poll\" is []."
        }
        (Asked::ActAndPoll, Form::Json) => {
            "Your turn: one to three actions, or do_nothing. You are also polled in private: answer \
             \"poll\" for every issue."
        }
        (Asked::Poll, Form::Json) => {
            "You are polled in private and do not act: \"actions\" is []. Answer \"poll\" for every issue."
        }
        (Asked::Act, Form::Tools) => "Your turn: call one to three tools, or do_nothing.",
        (Asked::ActAndPoll, Form::Tools) => {
            "Your turn: call one to three tools, or do_nothing. You are also polled in private: call \
             answer_poll with every issue."
        }
        (Asked::Poll, Form::Tools) => {
            "You are polled in private and do not act: call answer_poll with every issue, and nothing else."
        }
    }
}
