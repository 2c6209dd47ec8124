//! Rust's documentation as KDoc.

use super::names::{camel, without_unit};

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
    let text = names(&text);
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// What stands between back quotes and is a name of Rust's.
fn names(text: &str) -> String {
    let mut parts = text.split('`');
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut quoted = true;
    for part in parts {
        out.push('`');
        out.push_str(&if quoted { name(part) } else { part.to_owned() });
        quoted = !quoted;
    }
    out
}

fn name(quoted: &str) -> String {
    if quoted == "Other" {
        return "fromCode".to_owned();
    }
    if let Some((ty, case)) = quoted.split_once("::") {
        return format!("{ty}.{case}");
    }
    let is_rust = quoted.contains('_')
        && quoted.starts_with(|c: char| c.is_ascii_lowercase())
        && quoted.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    // Words of the service are written so too, but stand beside a parameter's name in capitals or in quotes of their own.
    if !is_rust || SERVICE.contains(&quoted) {
        return quoted.to_owned();
    }
    camel(&without_unit(quoted).0)
}

/// Words in that spelling which are not Rust's.
const SERVICE: [&str; 12] = [
    "access_key",
    "ram_role_arn",
    "oidc_role_arn",
    "ecs_ram_role",
    "rsa_key_pair",
    "sts_region",
    "enable_vpc",
    "sts_token",
    "access_denied",
    "success",
    "throttled",
    "cancelled",
];

/// The text of a duration's field: the type says what the unit is.
pub fn of_duration(text: &str) -> String {
    let unit = if text.contains("in milliseconds") { "milliseconds" } else { "seconds" };
    let short = text.replace(", in milliseconds", "").replace(", in seconds", "").replace(" in milliseconds", "");
    if short == text || !short.contains(|c: char| c.is_ascii_digit()) {
        return short;
    }
    format!("{} (Numbers here are {unit}.)", short.trim_end())
}
