//! The public API of each language as a committed text, so that no change of it goes unseen.

mod rust;
mod swift;
mod symbols;

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::{files, progress};

/// A language with a dump.
#[derive(Clone, Copy, Debug, PartialEq, clap::ValueEnum)]
pub enum Language {
    /// api/ekyc.rust.api, from rustdoc
    Rust,
    /// bindings/swift/api/Ekyc.api, from the compiler's symbol graph
    Swift,
}

impl Language {
    fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Swift => "swift",
        }
    }

    fn file(self, project: &Project) -> PathBuf {
        match self {
            Self::Rust => project.root.join("api/ekyc.rust.api"),
            Self::Swift => project.swift().join("api/Ekyc.api"),
        }
    }

    fn dump(self, project: &Project) -> Result<String> {
        match self {
            Self::Rust => rust::dump(project),
            Self::Swift => swift::dump(project),
        }
    }
}

/// Compares with the committed dumps, or writes them.
pub fn run(project: &Project, language: Option<Language>, update: bool) -> Result<()> {
    let all = [Language::Rust, Language::Swift];
    for language in all.into_iter().filter(|one| language.is_none_or(|wanted| wanted == *one)) {
        let dump = progress::step(&format!("public API: {}", language.name()), || language.dump(project))?;
        let file = language.file(project);
        if update {
            files::write_if_changed(&file, dump.as_bytes())?;
            progress::note(&format!("{} lines in {}", dump.lines().count(), file.display()));
            continue;
        }
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        if let Some(difference) = difference(&committed, &dump) {
            bail!(
                "the public API of {name} is not the one in {}:\n{difference}\nIf that is meant, run `cargo xtask api {name} \
                 --update`, commit the file, and say it in CHANGELOG.md.",
                file.strip_prefix(&project.root).unwrap_or(&file).display(),
                name = language.name(),
            );
        }
    }
    Ok(())
}

/// The symbol graph of the Swift module, made anew.
pub fn swift_graph(project: &Project) -> Result<PathBuf> {
    swift::graph(project, "Ekyc")
}

/// What went and what came, the first of each.
fn difference(committed: &str, dump: &str) -> Option<String> {
    if committed == dump {
        return None;
    }
    let (old, new): (BTreeSet<&str>, BTreeSet<&str>) = (committed.lines().collect(), dump.lines().collect());
    let show = |sign: &str, lines: Vec<&&str>| {
        let more = lines.len().saturating_sub(SHOWN);
        let mut text: Vec<String> = lines.iter().take(SHOWN).map(|line| format!("  {sign} {line}")).collect();
        if more > 0 {
            text.push(format!("  {sign} and {more} more"));
        }
        text
    };
    let mut text = show("-", old.difference(&new).collect());
    text.extend(show("+", new.difference(&old).collect()));
    Some(text.join("\n"))
}

/// How many lines of each side a failure shows.
const SHOWN: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_shows_what_went_and_what_came() {
        assert_eq!(difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(difference("a\nb\n", "a\nc\n").as_deref(), Some("  - b\n  + c"));
    }

    #[test]
    fn a_missing_dump_is_a_difference_and_is_not_shown_whole() {
        let dump: String = (10..60).map(|number| format!("{number}\n")).collect();
        let text = difference("", &dump).unwrap();
        assert_eq!(text.lines().count(), SHOWN + 1);
        assert!(text.ends_with("+ and 38 more"), "{text}");
    }
}
