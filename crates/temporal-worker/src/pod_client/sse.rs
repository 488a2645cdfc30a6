//! Server-sent events out of a stream of bytes, wherever its chunks are cut.

/// One event of the stream.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) data: String,
}

/// Takes bytes, gives whole messages. Comments and fields that we do not use are left out.
#[derive(Debug, Default)]
pub(super) struct Parser {
    line: Vec<u8>,
    message: Message,
}

impl Parser {
    pub(super) fn push(&mut self, bytes: &[u8]) -> Vec<Message> {
        let mut messages = Vec::new();
        for &byte in bytes {
            match byte {
                b'\n' => messages.extend(self.end_line()),
                b'\r' => {}
                other => self.line.push(other),
            }
        }
        messages
    }

    fn end_line(&mut self) -> Option<Message> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            let message = std::mem::take(&mut self.message);
            return (!message.data.is_empty()).then_some(message);
        }
        let line = String::from_utf8_lossy(&line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "id" => value.clone_into(&mut self.message.id),
            "data" => {
                if !self.message.data.is_empty() {
                    self.message.data.push('\n');
                }
                self.message.data.push_str(value);
            }
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &[u8] =
        b": hello\n\nid: 1\nevent: stored\ndata: {\"a\":\ndata: 1}\n\nid:2\r\ndata:x\r\n\r\n";

    fn message(id: &str, data: &str) -> Message {
        Message { id: id.to_owned(), data: data.to_owned() }
    }

    #[test]
    fn messages_come_out_whole_wherever_the_stream_is_cut() {
        let expected = [message("1", "{\"a\":\n1}"), message("2", "x")];
        for cut in 0..STREAM.len() {
            let (left, right) = STREAM.split_at(cut);
            let mut parser = Parser::default();

            let mut read = parser.push(left);
            read.extend(parser.push(right));

            assert_eq!(read, expected, "cut at {cut}");
        }
    }

    #[test]
    fn a_comment_alone_is_no_message() {
        assert_eq!(Parser::default().push(b": ping\n\n"), []);
    }
}
