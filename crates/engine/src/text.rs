//! What two texts have in common once case, width, punctuation and spacing are set aside.

use unicode_normalization::UnicodeNormalization;

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

/// The text in lower case (NFKC), every run of anything but letters and digits as one space.
pub fn normalised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A 64-bit digest of the normalised text (FNV-1a): equal for texts that say the same words.
pub fn digest(text: &str) -> u64 {
    normalised(text)
        .bytes()
        .fold(FNV_OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_punctuation_and_spacing_make_no_difference() {
        assert_eq!(digest("The port, again!"), digest("  the  PORT again"));
        assert_ne!(digest("The port again"), digest("The ports again"));
    }

    #[test]
    fn letters_of_every_script_count() {
        assert_eq!(normalised("Zoë — 港 №5"), "zoë 港 no5");
    }
}
