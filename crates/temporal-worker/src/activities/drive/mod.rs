//! Follows a pod through its rounds: hands the run over, commits what is uploaded, gives leave for what
//! comes next. Everything that has to last is in the database, so it may start anew at any point.

mod commit;
mod grants;
mod patience;
mod session;
mod submit;
mod watch;

use super::fault::Fault;
use super::{AttemptRef, Context, Driven};
use session::Session;

pub(super) async fn drive(context: &Context, input: AttemptRef) -> Result<Driven, Fault> {
    let mut session = Session::open(context, input).await?;
    let outcome = session.play().await;
    let rounds_committed = session.rounds_committed();
    match outcome {
        Ok(()) => Ok(Driven { rounds_committed }),
        Err(Fault::Failed { kind, retry, rounds_committed: _ }) => {
            Err(Fault::Failed { kind, retry, rounds_committed: Some(rounds_committed) })
        }
        Err(Fault::Cancelled) => Err(Fault::Cancelled),
    }
}
