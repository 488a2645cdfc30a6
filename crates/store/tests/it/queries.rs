//! `.sqlx` holds what the queries of this crate were found to be. A query that is missing there fails the
//! build; one that is there and nowhere else is found here.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use serde::Deserialize;
use syn::LitStr;

#[derive(Deserialize)]
struct Described {
    query: String,
}

fn files(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let below = folders.iter().flat_map(|folder| self::files(folder, extension));
    files
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .chain(below)
        .collect()
}

/// Every string in the code, also those inside of macros.
fn strings(tokens: TokenStream) -> Vec<String> {
    let read = |token| match token {
        TokenTree::Group(group) => strings(group.stream()),
        literal @ TokenTree::Literal(_) => {
            syn::parse2::<LitStr>(literal.into()).map(|text| text.value()).into_iter().collect()
        }
        TokenTree::Ident(_) | TokenTree::Punct(_) => Vec::new(),
    };
    tokens.into_iter().flat_map(read).collect()
}

/// Whether `query` is one of the strings, or several of them in a row: macros put columns and conditions
/// together.
fn is_made_of(query: &str, strings: &[String]) -> bool {
    query.is_empty()
        || strings.iter().filter(|part| !part.is_empty()).any(|part| {
            query.strip_prefix(part.as_str()).is_some_and(|rest| is_made_of(rest, strings))
        })
}

#[test]
fn no_query_is_described_that_nobody_asks() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources: Vec<String> = files(&root.join("src"), "rs")
        .iter()
        .flat_map(|path| strings(fs::read_to_string(path).unwrap().parse().unwrap()))
        .collect();
    let described = files(&root.join("../../.sqlx"), "json");
    assert!(!described.is_empty());

    for path in described {
        let Described { query } = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        assert!(
            is_made_of(&query, &sources),
            "nobody asks it any more, delete {}: {query}",
            path.display()
        );
    }
}
