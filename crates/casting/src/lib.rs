//! Casting: who takes part in a story, what is at issue, and who stands where when it begins.
//!
//! Pure: a document and a question go in, a [`Cast`](simswarm_engine::cast::Cast) comes out.

mod act;
mod actor;
mod alias;
mod assemble;
mod block;
mod brief;
mod clause;
mod deed;
mod dice;
mod employer;
mod facts;
mod future;
mod issue;
mod kind;
mod lexicon;
mod model;
mod news;
mod open;
mod outlook;
mod own;
mod people;
mod persona;
mod places;
mod question;
mod region;
mod relation;
mod role;
mod rules;
mod scan;
mod segment;
mod side;
mod stance;
mod subjects;
mod telling;
mod text;
mod traits;

pub use self::assemble::{CastError, CastSettings};
pub use self::model::{
    CastAnswer, CastOutcome, Casted, Inquiry, Question, Repair, spent, templates,
};
pub use self::news::take_side;
pub use self::rules::cast;
