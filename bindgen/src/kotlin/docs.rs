//! Rust's documentation as KDoc.

use super::names::{camel, without_unit};
use crate::common::docs::{each_quoted, is_rust};

/// KDoc, indented. Without a text nothing.
pub fn kdoc(text: Option<&str>, indent: usize) -> String {
    let Some(text) = text.map(spoken).filter(|text| !text.trim().is_empty()) else { return String::new() };
    let margin = " ".repeat(indent);
    let lines: Vec<&str> = text.trim().lines().collect();
    if let [line] = lines.as_slice() {
        return format!("{margin}/** {line} */\n");
    }
    let body: String = lines.iter().map(|line| format!("{margin} * {line}").trim_end().to_owned() + "\n").collect();
    format!("{margin}/**\n{body}{margin} */\n")
}

/// In Kotlin's words: names in its spelling, no unit where there is a duration, and nothing that would end the comment.
fn spoken(text: &str) -> String {
    let text = text.replace("/*", "/&#42;").replace("*/", "&#42;/").replace("[`", "`").replace("`]", "`");
    let text = text.replace("# Errors\n", "Throws:\n").replace("`EkycError::", "`EkycException.");
    each_quoted(&text, name).lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn name(quoted: &str) -> String {
    if quoted == "Other" {
        return "fromCode".to_owned();
    }
    if let Some((ty, case)) = quoted.split_once("::") {
        return format!("{ty}.{case}");
    }
    if !is_rust(quoted) {
        return quoted.to_owned();
    }
    camel(&without_unit(quoted).0)
}

/// The text of a duration's field: the type says what the unit is.
pub fn of_duration(text: &str) -> String {
    let unit = if text.contains("in milliseconds") { "milliseconds" } else { "seconds" };
    let short = text.replace(", in milliseconds", "").replace(", in seconds", "").replace(" in milliseconds", "");
    if short == text || !short.contains(|c: char| c.is_ascii_digit()) {
        return short;
    }
    format!("{} (Numbers here are {unit}.)", short.trim_end())
}
