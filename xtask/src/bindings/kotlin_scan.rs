//! Finds the declarations at the top level of a Kotlin text, outside every bracket.

use std::ops::Range;

use anyhow::{Context, Result, bail};

use super::kotlin_lexer::{is_word, skipped, word};

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
    /// What is between its braces, if it has any.
    pub body: Option<Range<usize>>,
}

const KEYWORDS: [&str; 7] = ["class", "object", "interface", "fun", "val", "var", "typealias"];

const MODIFIERS: &str = "public internal private protected open abstract final sealed data enum inline value suspend \
    override const annotation companion";

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
            depth = bracket(first, depth)?;
            at += first.len_utf8();
            note_body(found.last_mut(), first, depth, at);
            continue;
        }
        if depth == 0 && MODIFIERS.split(' ').any(|modifier| modifier == word) {
            modifiers.push((at, word));
        } else if depth == 0 && KEYWORDS.contains(&word) {
            let start = modifiers.first().map_or(at, |(start, _)| *start);
            let names = modifiers.drain(..).map(|(_, name)| name).collect();
            found.push(Declaration { start, modifiers: names, keyword: word, head: head(rest), body: None });
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

fn bracket(letter: char, depth: usize) -> Result<usize> {
    match letter {
        '{' | '(' | '[' => Ok(depth + 1),
        '}' | ')' | ']' => depth.checked_sub(1).context("a closing bracket too many in the generated Kotlin"),
        _ => Ok(depth),
    }
}

/// `depth` and `at` are those after `letter`.
fn note_body(declaration: Option<&mut Declaration<'_>>, letter: char, depth: usize, at: usize) {
    let Some(declaration) = declaration else { return };
    match (letter, depth, declaration.body.as_mut()) {
        ('{', 1, None) => declaration.body = Some(at..at),
        ('}', 0, Some(body)) if body.end == body.start => body.end = at - 1,
        _ => {}
    }
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
    fn the_body_is_what_is_between_the_braces() {
        let source = "data class A(val b: C = D { 1 }) : E { object F }\nval g = 1";
        let all = declarations(source).unwrap();
        assert_eq!(all.first().and_then(|one| source.get(one.body.clone()?)), Some(" object F "));
        assert_eq!(all.last().and_then(|one| one.body.clone()), None);
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
