//! What a model thinks aloud before it answers, and the answer behind it.

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";

/// An answer without its thoughts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spoken<'a> {
    /// Trimmed; empty if there was nothing but thoughts.
    pub(crate) text: &'a str,
    pub(crate) thought: bool,
}

/// Cuts off the thoughts that an answer begins with. Some prompts open them already, so that only their end is seen;
/// thoughts without an end are all there is. What begins as JSON is left alone: its texts may quote anything.
pub(crate) fn spoken(answer: &str) -> Spoken<'_> {
    let mut text = answer.trim();
    let mut thought = false;
    while let Some(inner) = text.strip_prefix(OPEN) {
        let (thoughts, rest) = inner.split_once(CLOSE).unwrap_or((inner, ""));
        // Switched off, some models still open and close an empty block.
        thought |= !thoughts.trim().is_empty();
        text = rest.trim_start();
    }
    if !text.starts_with(['{', '['])
        && let Some((_, rest)) = text.split_once(CLOSE)
    {
        return Spoken { text: rest.trim(), thought: true };
    }
    Spoken { text: text.trim(), thought }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thoughts_are_cut_off_wherever_they_were_opened() {
        for (answer, text, thought) in [
            ("yes", "yes", false),
            ("<think>\n\n</think>\n\nyes", "yes", false),
            ("<think>hm</think> yes ", "yes", true),
            ("<think>hm</think><think>hm</think>yes", "yes", true),
            ("hm, well</think>\n{\"a\": 1}", "{\"a\": 1}", true),
            ("<think>hm, and", "", true),
            ("{\"text\": \"</think> is a tag\"}", "{\"text\": \"</think> is a tag\"}", false),
        ] {
            assert_eq!(spoken(answer), Spoken { text, thought }, "{answer}");
        }
    }
}
