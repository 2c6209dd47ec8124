//! What is looked for of a value: the value, and the parts of it that say something about a person.

use super::PART;
use super::decoded::{decoded, units, with_single_blanks};

/// A shorter part of a JSON text says nothing that is worth hiding: `h5`, `1.0`, `ok`.
const LEAST_PART: usize = 4;

/// A shorter value is only found where it stands alone.
const LEAST_ANYWHERE: usize = 4;

/// JSON in JSON in JSON.
const DEEPEST: usize = 4;

/// Something that must not be shown, with its encodings undone.
pub(super) struct Value {
    /// In small letters if it is long enough to be sure of it: hosts, hexadecimal digits and addresses come back in either case.
    pub(super) bytes: Vec<u8>,
    pub(super) place: Where,
    /// Whether a part of it is hidden too.
    pub(super) in_parts: bool,
}

/// Where it is taken for the value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    Anywhere,
    /// With no letter or digit beside it.
    Alone,
}

pub(super) fn values<'a>(hidden: impl Iterator<Item = &'a str>) -> Vec<Value> {
    let mut out = Vec::new();
    for text in hidden {
        let parsed = parsed(text);
        let place = if text.len() < LEAST_ANYWHERE { Where::Alone } else { Where::Anywhere };
        // Of JSON the names of members may be shown; the parts that matter follow.
        push(&mut out, text, place, parsed.is_none());
        parsed.into_iter().for_each(|json| push_leaves(&mut out, &json, 1));
    }
    out
}

fn push(out: &mut Vec<Value>, text: &str, place: Where, in_parts: bool) {
    let units = with_single_blanks(&decoded(units(text)));
    let bytes: Vec<u8> = units.iter().map(|unit| unit.byte).collect();
    if bytes.trim_ascii().is_empty() {
        return;
    }
    let bytes = if bytes.len() >= PART { bytes.to_ascii_lowercase() } else { bytes };
    out.push(Value { bytes, place, in_parts });
}

fn push_leaves(out: &mut Vec<Value>, json: &serde_json::Value, depth: usize) {
    match json {
        serde_json::Value::Array(list) => list.iter().for_each(|json| push_leaves(out, json, depth)),
        serde_json::Value::Object(members) => members.values().for_each(|json| push_leaves(out, json, depth)),
        serde_json::Value::String(text) => push_leaf(out, text, depth),
        serde_json::Value::Number(number) => push_leaf(out, &number.to_string(), depth),
        serde_json::Value::Null | serde_json::Value::Bool(_) => {}
    }
}

fn push_leaf(out: &mut Vec<Value>, text: &str, depth: usize) {
    if let Some(json) = parsed(text).filter(|_| depth < DEEPEST) {
        return push_leaves(out, &json, depth + 1);
    }
    if text.len() >= LEAST_PART {
        push(out, text, if text.len() < PART { Where::Alone } else { Where::Anywhere }, true);
    }
}

/// The text as JSON, if it is an object or a list.
fn parsed(text: &str) -> Option<serde_json::Value> {
    let looks = text.trim_start().starts_with(['{', '[']);
    looks.then(|| serde_json::from_str(text).ok())?
}
