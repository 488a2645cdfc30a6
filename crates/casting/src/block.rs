//! Lines to blocks: headlines, list items and paragraphs, also where lines are wrapped by hand.

use crate::text::BlockKind;

pub(crate) struct Block {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: BlockKind,
}

/// A wrapped line is about this long; shorter ones end where they end.
const WRAPPED_CHARS: usize = 50;
/// A title is not longer than this.
const HEADING_CHARS: usize = 140;

pub(crate) fn blocks(chars: &[char]) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut joinable = false;
    for (start, end) in lines(chars) {
        let Some(line) = Block::of_line(chars, start, end) else {
            joinable = false;
            continue;
        };
        let length = line.end - line.start;
        let continues = joinable && line.kind == BlockKind::Prose;
        let open = line.kind != BlockKind::Heading && length >= WRAPPED_CHARS;
        match found.last_mut() {
            Some(last) if continues => last.end = line.end,
            _ => found.push(line),
        }
        joinable = open;
    }
    mark_title(chars, &mut found);
    found
}

fn lines(chars: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in chars.iter().enumerate() {
        if matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}') {
            found.push((start, at));
            start = at + 1;
        }
    }
    found.push((start, chars.len()));
    // "\r\n" leaves an empty line that means nothing.
    found.retain(|&(from, to)| {
        from < to || from == 0 || chars[from - 1] != '\n' || { from < 2 || chars[from - 2] != '\r' }
    });
    found
}

impl Block {
    fn of_line(chars: &[char], mut start: usize, mut end: usize) -> Option<Self> {
        while end > start && (chars[end - 1].is_whitespace() || chars[end - 1].is_control()) {
            end -= 1;
        }
        while start < end && (chars[start].is_whitespace() || chars[start] == '>') {
            start += 1;
        }
        let body = after_marker(chars, start, end);
        let hashes = chars[start..end].iter().take_while(|c| **c == '#').count();
        let text = &chars[body + hashes * usize::from(body == start)..end];
        if text.iter().all(|c| !c.is_alphanumeric()) {
            return None;
        }
        let heading = hashes > 0 || (body == start && is_heading(text));
        let kind = match (heading, body > start) {
            (true, _) => BlockKind::Heading,
            (false, true) => BlockKind::Item,
            (false, false) => BlockKind::Prose,
        };
        let mut from = if hashes > 0 { start + hashes } else { body };
        while from < end && chars[from].is_whitespace() {
            from += 1;
        }
        Some(Self { start: from, end, kind })
    }
}

/// Where the text of a list item begins; `start` if the line is none.
fn after_marker(chars: &[char], start: usize, end: usize) -> usize {
    let rest = &chars[start..end];
    let bullet = ['-', '*', '•', '–', '—', '◦', '·'];
    let marker = if matches!(rest, [mark, ' ' | '\t', ..] if bullet.contains(mark)) {
        1
    } else {
        let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
        let closes = matches!(rest.get(digits), Some('.' | ')'));
        let spaced = rest.get(digits + 1).is_some_and(|c| c.is_whitespace());
        if (1..=3).contains(&digits) && closes && spaced { digits + 1 } else { 0 }
    };
    let spaces = rest[marker..].iter().take_while(|c| c.is_whitespace()).count();
    if marker == 0 { start } else { start + marker + spaces }
}

/// All in capitals, or a short line that ends in a colon.
fn is_heading(line: &[char]) -> bool {
    let upper = line.iter().filter(|c| c.is_uppercase()).count();
    let lower = line.iter().filter(|c| c.is_lowercase()).count();
    let shouted = upper >= 6 && upper > lower * 2 && line.contains(&' ');
    let titled = line.len() <= 60 && line.last() == Some(&':');
    (shouted && line.len() <= HEADING_CHARS) || titled
}

/// The first line is the title where it is short and ends like no sentence.
fn mark_title(chars: &[char], blocks: &mut [Block]) {
    let several = blocks.len() > 1;
    let Some(first) = blocks.first_mut() else { return };
    let last = chars[first.start..first.end].last().copied().unwrap_or_default();
    let short = first.end - first.start <= HEADING_CHARS;
    if several && short && first.kind == BlockKind::Prose && !matches!(last, '.' | '"' | '”' | ';')
    {
        first.kind = BlockKind::Heading;
    }
}
