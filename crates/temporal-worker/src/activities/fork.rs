//! The rounds that a forked run has in common with its origin: copied under keys of its own, so that it outlives the origin;
//! then their rows, all at once. From there on it is resumed like any other run.

use futures::{StreamExt, TryStreamExt, stream};
use simswarm_blob::Error;
use simswarm_core::JobId;
use simswarm_core::artifact::RoundObject;
use simswarm_core::failure::FailureKind;
use simswarm_store::segment::{Object, Segment, adopted_key};

use super::Context;
use super::context::STORE_AWAY;
use super::fault::Fault;

/// A round's object is never larger.
const MAX_BYTES: u64 = 1024 * 1024 * 1024;
/// How many objects are copied at once: each is held in memory meanwhile.
const AT_ONCE: usize = 8;

/// One try. While it is a store that is missing, the job says so; its next step takes that word back.
pub(super) async fn fork(context: &Context, job: JobId) -> Result<(), Fault> {
    let outcome = adopt(context, job).await;
    if outcome.is_err_and(Fault::may_pass) {
        context.say_waiting(job, Some(STORE_AWAY)).await;
    }
    outcome
}

async fn adopt(context: &Context, job: JobId) -> Result<(), Fault> {
    let mut tx = context.store.begin().await?;
    let run = tx.runs().find_by_job(job).await?.ok_or(Fault::decided(FailureKind::JobOver))?;
    let (Some(origin), Some(last)) = (run.forked_from, run.fork_round) else {
        tracing::error!(run.id = %run.id, "the origin of a fork is gone");
        return Err(Fault::decided(FailureKind::OriginGone));
    };
    let mut segments = tx.segments().list(origin).await?;
    tx.commit().await?;
    segments.retain(|segment| segment.round <= last);
    if segments.last().is_none_or(|segment| segment.round != last) {
        return Err(Fault::decided(FailureKind::OriginGone));
    }
    let copies = segments.iter().flat_map(|segment| {
        objects(segment).map(|(kind, object)| {
            let to = adopted_key(kind, run.id, segment.round);
            async move { copy(context, &object.key, &to).await }
        })
    });
    let copies: Vec<_> = copies.collect();
    stream::iter(copies).buffer_unordered(AT_ONCE).try_collect::<()>().await?;
    let mut tx = context.store.begin().await?;
    tx.segments().adopt(run.id, &segments, context.ambient.now()).await?;
    Ok(tx.commit().await?)
}

fn objects(segment: &Segment) -> impl Iterator<Item = (RoundObject, &Object)> {
    let always = [
        (RoundObject::Events, &segment.events),
        (RoundObject::Answers, &segment.answers),
        (RoundObject::Operations, &segment.operations),
    ];
    let world = segment.snapshot.as_ref().map(|object| (RoundObject::World, object));
    always.into_iter().chain(world)
}

async fn copy(context: &Context, from: &str, to: &str) -> Result<(), Fault> {
    let read = Box::pin(context.blob.get(from, MAX_BYTES)).await;
    let bytes = read.map_err(|error| match error {
        Error::NotFound { .. } => Fault::decided(FailureKind::OriginGone),
        error @ (Error::TooLarge { .. }
        | Error::Mismatch { .. }
        | Error::Unavailable { .. }
        | Error::Refused { .. }) => Fault::of_store(&error, "the object store"),
    })?;
    let written = Box::pin(context.blob.put(to, "application/zstd", bytes)).await;
    written.map_err(|error| Fault::of_store(&error, "the object store"))
}
