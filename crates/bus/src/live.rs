//! The stream `live:<job>`: messages are kept for a while, and told to whoever watches at the moment.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use redis::Script;
use redis::streams::StreamRangeReply;
use simswarm_core::JobId;
use simswarm_core::contract::live::{LiveMessage, stream_key};

use crate::{Bus, Error};

/// About how many messages of a job are kept. Committed segments have the rest.
const KEPT: u32 = 2_000;
/// A stream that nobody writes to goes after this time.
const LIFETIME_S: u32 = 24 * 60 * 60;
/// The field of a stream's entry that holds the message.
const FIELD: &str = "m";

/// Adds to the stream and tells the channel of the same name in one step, so that no watcher is told what
/// a reader cannot find. A told message is `<id> <json>`.
static PUBLISH: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"for at = 3, #ARGV do
            local id = redis.call('xadd', KEYS[1], 'maxlen', '~', ARGV[1], '*', 'm', ARGV[at])
            redis.call('publish', KEYS[1], id .. ' ' .. ARGV[at])
          end
          redis.call('expire', KEYS[1], ARGV[2])",
    )
});

/// Where a message stands in its stream: later ones are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId {
    millis: u64,
    number: u64,
}

impl EntryId {
    /// Before every message.
    pub const START: Self = Self { millis: 0, number: 0 };
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.millis, self.number)
    }
}

/// A text that names no place in a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the id of a stream's entry")]
pub struct EntryIdError;

impl FromStr for EntryId {
    type Err = EntryIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (millis, number) = text.split_once('-').ok_or(EntryIdError)?;
        match (millis.parse(), number.parse()) {
            (Ok(millis), Ok(number)) => Ok(Self { millis, number }),
            (Err(_), _) | (_, Err(_)) => Err(EntryIdError),
        }
    }
}

/// A message in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub id: EntryId,
    pub message: LiveMessage,
}

impl Bus {
    /// Tells the watchers of a job, in order. An error is for the log: no job may fail for it.
    pub async fn publish(&self, job: JobId, messages: &[LiveMessage]) -> Result<(), Error> {
        if messages.is_empty() {
            return Ok(());
        }
        let mut call = PUBLISH.prepare_invoke();
        call.key(stream_key(job)).arg(KEPT).arg(LIFETIME_S);
        for message in messages {
            call.arg(serde_json::to_string(message)?);
        }
        Ok(call.invoke_async(&mut self.connection.clone()).await?)
    }

    /// The kept messages after `after`, in order: at most `limit`. What a newer version wrote and this
    /// one cannot read is left out.
    pub async fn read(
        &self,
        job: JobId,
        after: EntryId,
        limit: usize,
    ) -> Result<Vec<Entry>, Error> {
        let reply: StreamRangeReply = redis::cmd("XRANGE")
            .arg(stream_key(job))
            .arg(format!("({after}"))
            .arg("+")
            .arg("COUNT")
            .arg(limit)
            .query_async(&mut self.connection.clone())
            .await?;
        let entries = reply.ids.into_iter().filter_map(|entry| {
            let text: String = entry.get(FIELD)?;
            Some(Entry { id: entry.id.parse().ok()?, message: serde_json::from_str(&text).ok()? })
        });
        Ok(entries.collect())
    }

    /// Forgets the stream of a job that is purged.
    pub async fn delete(&self, job: JobId) -> Result<(), Error> {
        let command = redis::cmd("UNLINK").arg(stream_key(job)).to_owned();
        Ok(command.query_async(&mut self.connection.clone()).await?)
    }
}

/// Reads a told message.
pub(crate) fn parse_told(payload: &str) -> Option<Entry> {
    let (id, text) = payload.split_once(' ')?;
    Some(Entry { id: id.parse().ok()?, message: serde_json::from_str(text).ok()? })
}
