//! The beginning of a text, short enough however it is written: what a job's answer carries of its texts.

/// Bytes of `c` inside a JSON string.
fn escaped_len(c: char) -> usize {
    match c {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        c if c < ' ' => 6,
        c => c.len_utf8(),
    }
}

/// As much of the beginning of `text` as fits into `max_bytes` of JSON, with an ellipsis if that is not all.
pub fn excerpt(text: &str, max_bytes: usize) -> String {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += escaped_len(c);
        if used > max_bytes {
            return format!("{}…", &text[..at]);
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_whole() {
        assert_eq!(excerpt("añb", 4), "añb");
    }

    #[test]
    fn a_cut_is_between_characters_and_shown() {
        assert_eq!(excerpt("aññ", 4), "añ…");
    }

    #[test]
    fn what_json_escapes_counts_as_it_is_sent() {
        let text = "\u{1}\"\n\u{8}é😀".repeat(100);

        for max_bytes in [0, 10, 100, 1_000] {
            let cut = excerpt(&text, max_bytes);
            let sent = serde_json::to_string(cut.trim_end_matches('…')).unwrap();
            assert!(sent.len() - 2 <= max_bytes);
        }
    }
}
