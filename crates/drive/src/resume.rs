//! Where a run goes on: the newest kept world, and the rounds after it played again from their
//! recorded answers. What comes out must be, byte for byte, what was committed.

use std::collections::BTreeMap;

use simswarm_casting::CastAnswer;
use simswarm_core::contract::pod::RunInput;
use simswarm_engine::Event;
use simswarm_engine::world::World;

use crate::error::DriveError;
use crate::mind::MindKind;
use crate::opening::{open_cast, settings, with_sides};
use crate::packed::{sha256_hex, to_lines};
use crate::store::{Committed, Recorded, Segment, Snapshot};

/// A run at a round boundary.
pub(crate) struct Opened {
    pub(crate) world: World,
    /// The log of round 0, where nothing was committed yet.
    pub(crate) fresh: Option<Vec<Event>>,
    /// Answers of the next rounds, kept by a host that was lost.
    pub(crate) pending: BTreeMap<u32, Recorded>,
}

/// The world at the last committed round.
pub(crate) fn resume(
    input: &RunInput,
    (minds, casting): (&MindKind, &[CastAnswer]),
    committed: Committed,
) -> Result<Opened, DriveError> {
    let Committed { snapshot, segments, pending, casting: _ } = committed;
    let mut segments = segments.into_iter();
    let (mut world, fresh) = if let Some(snapshot) = snapshot {
        (read_snapshot(&snapshot)?, None)
    } else {
        let (world, events) = open_cast(input, minds, casting)?;
        match segments.next() {
            Some(first) => {
                check_round(&first, 0)?;
                check_log(0, &first.events_sha256, &events)?;
                (world, None)
            }
            None => (world, Some(events)),
        }
    };
    fork(&mut world, input, minds);
    for segment in segments {
        check_round(&segment, world.round() + 1)?;
        let Segment { round, recorded, events_sha256 } = segment;
        recorded.inject(&mut world);
        check_log(round, &events_sha256, &world.apply(recorded.answers))?;
        fork(&mut world, input, minds);
    }
    Ok(Opened { world, fresh, pending })
}

/// Where the run leaves the one that it was forked from, what it does otherwise begins.
fn fork(world: &mut World, input: &RunInput, minds: &MindKind) {
    if input.forked_at == Some(world.round()) {
        let settings = with_sides(settings(input, minds), world.issues());
        world.fork(settings);
    }
}

fn read_snapshot(snapshot: &Snapshot) -> Result<World, DriveError> {
    let round = snapshot.round;
    let world = World::from_snapshot(&snapshot.bytes)
        .map_err(|source| DriveError::Snapshot { round, source })?;
    let (found_round, found_seq) = (world.round(), world.last_seq());
    if (found_round, found_seq) == (round, snapshot.seq) {
        Ok(world)
    } else {
        Err(DriveError::SnapshotElsewhere { round, seq: snapshot.seq, found_round, found_seq })
    }
}

fn check_round(segment: &Segment, expected: u32) -> Result<(), DriveError> {
    if segment.round == expected {
        Ok(())
    } else {
        Err(DriveError::RoundMissing { expected, found: segment.round })
    }
}

fn check_log(round: u32, committed: &str, events: &[Event]) -> Result<(), DriveError> {
    let replayed = sha256_hex(&to_lines(events)?);
    if replayed == committed {
        Ok(())
    } else {
        Err(DriveError::ReplayDiffers { round, committed: committed.to_owned(), replayed })
    }
}
