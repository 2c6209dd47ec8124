//! Which Debian mirror this machine uses, read from apt's own sources. No host name is written down in this project.

use std::path::Path;

use anyhow::{Result, bail};

/// The address of the archive that serves `codename` to this machine.
pub fn of_this_machine(codename: &str) -> Result<String> {
    let mut entries = Vec::new();
    for file in source_files(Path::new("/etc/apt")) {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("sources") => entries.extend(deb822(&text)),
            _ => entries.extend(one_line(&text)),
        }
    }
    match choose(&entries, codename) {
        Some(mirror) => Ok(mirror),
        None => bail!(
            "apt's sources name no http, https or file mirror for `{codename}`; add one to /etc/apt/sources.list.d, \
             or install Swift 6 yourself and put `swift` on PATH"
        ),
    }
}

#[derive(Debug, PartialEq)]
struct Entry {
    address: String,
    suites: Vec<String>,
    components: Vec<String>,
}

fn source_files(apt: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(apt.join("sources.list.d"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "list" || extension == "sources"))
        .collect();
    files.sort();
    files.insert(0, apt.join("sources.list"));
    files
}

fn choose(entries: &[Entry], codename: &str) -> Option<String> {
    entries
        .iter()
        .filter(|entry| entry.components.iter().any(|component| component == "main"))
        .filter(|entry| entry.suites.iter().any(|suite| suite == codename || suite == "stable"))
        .map(|entry| entry.address.trim_end_matches('/').to_owned())
        .find(|address| ["http:", "https:", "file:"].iter().any(|scheme| address.starts_with(scheme)))
}

/// The format of `*.sources`: paragraphs of `Key: values`, where an indented line goes on with the values.
fn deb822(text: &str) -> Vec<Entry> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    lines.split(|line| line.trim().is_empty()).flat_map(paragraph).collect()
}

fn paragraph(lines: &[&str]) -> Vec<Entry> {
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    for line in lines {
        let (key, rest) = match line.split_once(':') {
            Some((key, rest)) if !line.starts_with([' ', '\t']) => (Some(key.trim().to_ascii_lowercase()), rest),
            _ => (None, *line),
        };
        if let Some(key) = key {
            fields.push((key, Vec::new()));
        }
        if let Some((_, values)) = fields.last_mut() {
            values.extend(rest.split_whitespace().map(str::to_owned));
        }
    }
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, values)| values.clone());
    let enabled = field("enabled").is_none_or(|value| value.first().is_none_or(|word| word != "no"));
    let binary = field("types").is_some_and(|types| types.iter().any(|word| word == "deb"));
    if !enabled || !binary {
        return Vec::new();
    }
    let (suites, components) = (field("suites").unwrap_or_default(), field("components").unwrap_or_default());
    let entry = |address| Entry { address, suites: suites.clone(), components: components.clone() };
    field("uris").unwrap_or_default().into_iter().map(entry).collect()
}

/// The format of `*.list`: `deb [options] address suite component...`.
fn one_line(text: &str) -> Vec<Entry> {
    text.lines()
        .filter_map(|line| line.trim().strip_prefix("deb "))
        .filter_map(|line| {
            let line = line.trim_start();
            let line = if line.starts_with('[') { line.split_once(']')?.1 } else { line };
            let mut words = line.split('#').next()?.split_whitespace().map(str::to_owned);
            Some(Entry { address: words.next()?, suites: vec![words.next()?], components: words.collect() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCES: &str = "Types: deb\n# a note\nURIs: http://mirror.test/debian/\nSuites: bookworm bookworm-updates\n\
        Components: main\nSigned-By: /k.gpg\n\nTypes: deb\nURIs: http://mirror.test/debian-security\n\
        Suites: bookworm-security\nComponents: main\n";

    #[test]
    fn the_archive_is_chosen_and_not_the_security_archive() {
        assert_eq!(choose(&deb822(SOURCES), "bookworm").as_deref(), Some("http://mirror.test/debian"));
    }

    #[test]
    fn values_may_continue_on_the_next_line() {
        let entries = deb822("Types: deb\nURIs:\n http://mirror.test/debian\nSuites: trixie\nComponents: main\n");
        assert_eq!(choose(&entries, "trixie").as_deref(), Some("http://mirror.test/debian"));
    }

    #[test]
    fn a_disabled_paragraph_is_not_used() {
        assert!(deb822("Enabled: no\nTypes: deb\nURIs: http://mirror.test/d\nSuites: s\nComponents: main").is_empty());
    }

    #[test]
    fn the_classic_format_is_read_with_options_and_comments() {
        let text = "# deb http://old.test/debian bookworm main\ndeb-src http://s.test/debian bookworm main\n\
            deb [signed-by=/k.gpg arch=amd64] https://mirror.test/debian bookworm main contrib # why\n";
        assert_eq!(choose(&one_line(text), "bookworm").as_deref(), Some("https://mirror.test/debian"));
    }

    #[test]
    fn other_projects_and_cdroms_are_passed_over() {
        let text = "deb https://other.test/apt nodistro main\ndeb cdrom:[Debian]/ bookworm main\n";
        assert_eq!(choose(&one_line(text), "bookworm"), None);
    }
}
