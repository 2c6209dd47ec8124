//! Rust's documentation in Swift's words.

use super::names::{camel, public, without_unit};
use crate::common::docs::{each_quoted, is_rust};

/// Documentation comments, indented. Without a text nothing.
pub fn comment(text: Option<&str>, indent: usize) -> String {
    let Some(text) = text.map(spoken).filter(|text| !text.trim().is_empty()) else { return String::new() };
    let margin = " ".repeat(indent);
    text.trim().lines().map(|line| format!("{margin}/// {line}").trim_end().to_owned() + "\n").collect()
}

/// Names in Swift's spelling, links as DocC knows them.
fn spoken(text: &str) -> String {
    let text = text.replace("[`", "`").replace("`]", "`").replace("\n# Errors\n", "\n- Throws: ");
    let text = text.replace("Times are in microseconds.\n\n", "").replace("Times are in microseconds. ", "");
    each_quoted(&text, name).lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn name(quoted: &str) -> String {
    if quoted == "Other" {
        return "init(rawValue:)".to_owned();
    }
    if let Some((ty, case)) = quoted.split_once("::") {
        let ty = if ty == "EkycError" || ty == "CoreError" { "EkycError.Kind".to_owned() } else { public(ty) };
        return format!("{ty}.{}", super::names::member(case));
    }
    if !is_rust(quoted) {
        return public(quoted);
    }
    camel(&without_unit(quoted).0)
}

/// The text of a duration's field: the type says what the unit is.
pub fn of_duration(text: &str) -> String {
    let text = text.replace('\n', " ");
    let milliseconds = text.contains("in milliseconds") || !text.contains("in seconds");
    let mut short = text;
    for unit in [", in milliseconds", ", in seconds", " in milliseconds", " in seconds"] {
        short = short.replace(unit, "");
    }
    if milliseconds {
        short =
            short.replace("1 to 600,000", "A millisecond to ten minutes").replace("0 to 600,000", "Up to ten minutes");
        short = short.replace(": A millisecond", ": a millisecond").replace(": Up to", ": up to");
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_links_are_swifts() {
        let text = "As [`Region`], see `mask_merchant_user_id` and `access_key`, or [`EkycError::Internal`].";
        let expected = "/// As `ClientConfig.Region`, see `maskMerchantUserId` and `access_key`, or `EkycError.Kind.`internal``.\n";
        assert_eq!(comment(Some(text), 0), expected.replace("``internal``", "internal`"));
    }

    #[test]
    fn a_duration_tells_no_number_of_milliseconds() {
        assert_eq!(of_duration("How long, in milliseconds. 1 to 600,000."), "How long. A millisecond to ten minutes.");
        assert_eq!(
            of_duration("In place of `x_ms`: 1 to\n600,000."),
            "In place of `x_ms`: a millisecond to ten minutes."
        );
    }
}
