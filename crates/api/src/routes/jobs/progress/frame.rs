//! What goes over a stream.

use axum::response::sse::Event;
use simswarm_core::contract::live::{LogEvent, Progress, StatusSnapshot};

/// One server-sent event, or a comment.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Frame {
    Status(StatusSnapshot),
    Progress(Progress),
    Event(LogEvent),
    KeepAlive,
}

impl TryFrom<Frame> for Event {
    type Error = axum::Error;

    fn try_from(frame: Frame) -> Result<Self, axum::Error> {
        match frame {
            Frame::Status(status) => Self::default().event("status").json_data(status),
            Frame::Progress(progress) => Self::default().event("progress").json_data(progress),
            Frame::Event(event) => {
                Self::default().event("event").id(event.seq.to_string()).json_data(event)
            }
            Frame::KeepAlive => Ok(Self::default().comment("keep-alive")),
        }
    }
}
