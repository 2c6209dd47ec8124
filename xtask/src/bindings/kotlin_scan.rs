//! Finds the declarations at the top level of a Kotlin file: enough of Kotlin's lexer to skip comments, strings and
//! everything inside brackets, and nothing more.

use anyhow::{Context, Result, bail};

/// A declaration outside every bracket.
#[derive(Debug, PartialEq)]
pub struct Declaration<'a> {
    /// Where its modifiers begin, after its annotations.
    pub start: usize,
    /// `public`, `internal`, `private`, `open`, `data`, `suspend`, ... as written.
    pub modifiers: Vec<&'a str>,
    /// `class`, `object`, `interface`, `fun`, `val`, `var` or `typealias`.
    pub keyword: &'a str,
    /// From the keyword to the bracket, line end or `=` that ends the head.
    pub head: &'a str,
}

const KEYWORDS: [&str; 7] = ["class", "object", "interface", "fun", "val", "var", "typealias"];

const MODIFIERS: [&str; 16] = [
    "public",
    "internal",
    "private",
    "protected",
    "open",
    "abstract",
    "final",
    "sealed",
    "data",
    "enum",
    "inline",
    "value",
    "suspend",
    "override",
    "const",
    "annotation",
];

/// Every top-level declaration of `source`, in order.
pub fn declarations(source: &str) -> Result<Vec<Declaration<'_>>> {
    let mut found = Vec::new();
    let mut modifiers: Vec<(usize, &str)> = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let step = skipped(rest)?;
        if step > 0 {
            at += step;
            continue;
        }
        let first = rest.chars().next().context("a character that is not there")?;
        if first == '@' && depth == 0 {
            at += 1 + word(&rest[1..]).len();
            continue;
        }
        let word = word(rest);
        if word.is_empty() {
            depth = match first {
                '{' | '(' | '[' => depth + 1,
                '}' | ')' | ']' => {
                    depth.checked_sub(1).context("a closing bracket too many in the generated Kotlin")?
                }
                _ => depth,
            };
            at += first.len_utf8();
            continue;
        }
        if depth == 0 && MODIFIERS.contains(&word) {
            modifiers.push((at, word));
        } else if depth == 0 && KEYWORDS.contains(&word) {
            let start = modifiers.first().map_or(at, |(start, _)| *start);
            let names = modifiers.drain(..).map(|(_, name)| name).collect();
            found.push(Declaration { start, modifiers: names, keyword: word, head: head(rest) });
        } else if depth == 0 {
            modifiers.clear();
        }
        at += word.len();
    }
    if depth != 0 {
        bail!("the generated Kotlin has {depth} brackets that are never closed");
    }
    Ok(found)
}

impl Declaration<'_> {
    /// Its name: the last part of `fun <T> T.use(` is `use`.
    pub fn name(&self) -> &str {
        let after = self.head.strip_prefix(self.keyword).unwrap_or(self.head).trim_start();
        let after = if after.starts_with('<') { after.split_once("> ").map_or(after, |(_, rest)| rest) } else { after };
        // The generator puts every function's name in back quotes, in case it is a keyword.
        let after = after.trim_start_matches('`');
        let end = after.find(|letter: char| !is_word(letter) && letter != '.').unwrap_or(after.len());
        after.get(..end).and_then(|name| name.rsplit('.').next()).unwrap_or_default()
    }
}

/// The length of the comment or literal that `rest` begins with, else 0.
fn skipped(rest: &str) -> Result<usize> {
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

fn word(rest: &str) -> &str {
    let end = rest.find(|letter: char| !is_word(letter)).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn head(rest: &str) -> &str {
    let end = rest.find(['{', '(', '=', '\n']).unwrap_or(rest.len());
    rest.get(..end).unwrap_or(rest).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<(String, String)> {
        let all = declarations(source).unwrap();
        all.iter().map(|one| (format!("{} {}", one.modifiers.join(" "), one.keyword), one.name().to_owned())).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(kind, name)| ((*kind).to_owned(), (*name).to_owned())).collect()
    }

    #[test]
    fn only_the_top_level_counts() {
        let source = "data class A(val b: Int = 1) { fun c() { val d = 2 } }\npublic object E : F<G>\n";
        assert_eq!(found(source), pairs(&[("data class", "A"), ("public object", "E")]));
    }

    #[test]
    fn annotations_stay_before_the_modifiers() {
        let source = "@Throws(X::class)\n suspend fun a(b: C) : D { }";
        let all = declarations(source).unwrap();
        assert_eq!(all.first().and_then(|one| source.get(one.start..)).unwrap(), "suspend fun a(b: C) : D { }");
    }

    #[test]
    fn extensions_are_known_by_their_own_name() {
        let source =
            "inline fun <T : Disposable?, R> T.use(block: (T) -> R) = 1\nprivate fun X.Companion.create(): X = 2";
        assert_eq!(found(source), pairs(&[("inline fun", "use"), ("private fun", "create")]));
    }

    #[test]
    fn comments_and_strings_are_no_code() {
        let source = "/* class A /* nested */ { */ // class B {\nval c = \"class D { ${ e(\"}\") } \\\" {\"\nval f = '{'\nval g = '\\''\n";
        assert_eq!(found(source), pairs(&[(" val", "c"), (" val", "f"), (" val", "g")]));
    }

    #[test]
    fn brackets_that_do_not_match_are_reported() {
        assert!(declarations("class A {").unwrap_err().to_string().contains("never closed"));
        assert!(declarations("}").unwrap_err().to_string().contains("too many"));
    }
}
