//! Just enough of Kotlin's lexer to step over comments, strings and quoted names.

use anyhow::{Context, Result};

/// The length of the comment or literal that `rest` begins with, else 0.
pub fn skipped(rest: &str) -> Result<usize> {
    if rest.starts_with("//") {
        return Ok(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return comment(rest);
    }
    if let Some(body) = rest.strip_prefix("\"\"\"") {
        let end = body.find("\"\"\"").context("a raw string that never ends in the generated Kotlin")?;
        return Ok(end + 6);
    }
    if rest.starts_with('"') {
        return quoted(rest);
    }
    // A name in back quotes may hold any character.
    if let Some(body) = rest.strip_prefix('`') {
        return Ok(body.find('`').context("a back quote that never ends in the generated Kotlin")? + 2);
    }
    if rest.starts_with("'\\") {
        return Ok(rest.get(2..).and_then(|body| body.find('\'')).map_or(rest.len(), |end| end + 3));
    }
    if rest.starts_with('\'') {
        return Ok(rest.get(1..).and_then(|body| body.find('\'')).map_or(rest.len(), |end| end + 2));
    }
    Ok(0)
}

/// Kotlin's block comments nest.
fn comment(rest: &str) -> Result<usize> {
    let (mut at, mut open) = (0, 0_usize);
    loop {
        let tail = rest.get(at..).filter(|tail| !tail.is_empty()).context("a comment that never ends in Kotlin")?;
        if tail.starts_with("/*") {
            (open, at) = (open + 1, at + 2);
        } else if tail.starts_with("*/") {
            (open, at) = (open - 1, at + 2);
            if open == 0 {
                return Ok(at);
            }
        } else {
            at += tail.chars().next().map_or(1, char::len_utf8);
        }
    }
}

/// A string in double quotes, with escapes and `${...}` templates, which may hold strings themselves.
fn quoted(rest: &str) -> Result<usize> {
    let mut at = 1;
    loop {
        let tail = rest.get(at..).filter(|tail| !tail.is_empty()).context("a string that never ends in Kotlin")?;
        let first = tail.chars().next().map_or(1, char::len_utf8);
        at += match tail {
            _ if tail.starts_with('"') => return Ok(at + 1),
            _ if tail.starts_with('\\') => 1 + tail.chars().nth(1).map_or(0, char::len_utf8),
            _ if tail.starts_with("${") => template(tail)?,
            _ => first,
        };
    }
}

fn template(rest: &str) -> Result<usize> {
    let (mut at, mut open) = (2, 1_usize);
    while open > 0 {
        let tail = rest.get(at..).filter(|tail| !tail.is_empty()).context("a template that never ends in Kotlin")?;
        let step = skipped(tail)?;
        if step > 0 {
            at += step;
            continue;
        }
        match tail.chars().next() {
            Some('{') => open += 1,
            Some('}') => open -= 1,
            _ => {}
        }
        at += tail.chars().next().map_or(1, char::len_utf8);
    }
    Ok(at)
}

/// The identifier or keyword that `rest` begins with, else nothing.
pub fn word(rest: &str) -> &str {
    let end = rest.find(|letter: char| !is_word(letter)).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// Whether a letter can be part of a name.
pub fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}
