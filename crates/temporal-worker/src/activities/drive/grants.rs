//! Leave to upload, two rounds ahead, made when it is needed.

use std::time::Duration;

use simswarm_blob::Audience;
use simswarm_core::RunId;
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::Grant;
use simswarm_core::failure::FailureKind;

use super::super::Context;
use super::super::fault::Fault;

/// Rounds that a pod may be ahead of what is committed.
pub(super) const ROUNDS_AHEAD: u32 = 2;
/// A pod that needs one for longer asks again.
const LIFETIME: Duration = Duration::from_hours(1);

/// Grants for all objects of `rounds`.
pub(super) async fn for_rounds(
    context: &Context,
    (run, attempt): (RunId, u32),
    rounds: impl Iterator<Item = u32>,
) -> Result<Vec<Grant>, Fault> {
    let mut grants = Vec::new();
    for round in rounds {
        for object in RoundObject::ALL {
            let key = object.key(run, attempt, round);
            let url = context.blob.presign_put(Audience::Pod, &key, LIFETIME).await;
            let url = url.map_err(|error| {
                tracing::error!(%error, "no leave to upload could be made");
                Fault::decided(FailureKind::Internal)
            })?;
            grants.push(Grant { object: object.name(round), url: url.into_string() });
        }
    }
    Ok(grants)
}
