//! The report as Markdown. Words of the log are escaped: they can be read, never obeyed.

use crate::model::{Block, Claim, Report, Span};

pub fn to_markdown(report: &Report) -> String {
    let mut out = format!("# {}\n", escape(&one_line(&report.title)));
    if !report.question.is_empty() {
        push(&mut out, format_args!("\n**Question:** {}\n", escape(&one_line(&report.question))));
    }
    push(&mut out, format_args!("\n## Verdict\n\n**{}**\n", claim(&report.verdict.answer)));
    for basis in &report.verdict.basis {
        push(&mut out, format_args!("\n- {}", claim(basis)));
    }
    out.push('\n');
    for section in &report.sections {
        push(&mut out, format_args!("\n## {}\n", section.title));
        for block in &section.blocks {
            write_block(&mut out, block);
        }
    }
    out
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    if let Some(plain) = text.as_str() {
        out.push_str(plain);
    } else {
        out.push_str(&text.to_string());
    }
}

fn write_block(out: &mut String, block: &Block) {
    match block {
        Block::Heading { text } => push(out, format_args!("\n### {}\n", claim(text))),
        Block::Paragraph { claims } => {
            let claims: Vec<String> = claims.iter().map(claim).collect();
            push(out, format_args!("\n{}\n", claims.join(" ")));
        }
        Block::List { items } => {
            out.push('\n');
            for item in items {
                push(out, format_args!("- {}\n", claim(item)));
            }
        }
        Block::Table { columns, rows } => {
            push(out, format_args!("\n| {} |\n|", columns.join(" | ")));
            out.push_str(&" --- |".repeat(columns.len()));
            out.push('\n');
            for row in rows {
                let cells: Vec<String> = row.iter().map(claim).collect();
                push(out, format_args!("| {} |\n", cells.join(" | ")));
            }
        }
    }
}

fn claim(claim: &Claim) -> String {
    claim.spans.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    match span {
        Span::Words { text } | Span::Number { text, .. } => text.clone(),
        Span::Verbatim { text, .. } => escape(text),
        Span::Quote { text, citation } => format!("“{}” [{}]", escape(text), citation.label),
        Span::Cite { citation } => format!(" [{}]", citation.label),
    }
}

/// Escapes everything that Markdown or HTML could take for markup.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // A number with a dot at the beginning would become a list.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (place, letter) in text.char_indices() {
        let list = digits > 0 && place == digits && letter == '.';
        let link = text[place..].starts_with("://");
        if list || link || "\\`*_{}[]<>#+-|~!&()$=^@".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn words_of_the_log_are_no_markup() {
        assert_eq!(escape("<b>[x](y) *z*"), r"\<b\>\[x\]\(y\) \*z\*");
        assert_eq!(escape("1. first"), r"1\. first");
    }
}
