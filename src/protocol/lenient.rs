//! Reads the JSON inside the texts of a result. Nothing in here fails: what is not as expected stays visible.

use std::collections::HashMap;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value};

use crate::model::JsonText;

/// How often JSON is looked for inside a text: the service writes it once, and intermediate layers have been seen to write it twice.
const LAYERS: usize = 4;

/// With or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// An object that came as JSON inside a text, or as an object in place of the text.
pub(super) struct Nested {
    members: Map<String, Value>,
    is_object: bool,
    /// The text as it came.
    raw: String,
}

impl Nested {
    /// Takes apart what a member holds; nothing if it is absent, null or empty.
    pub(super) fn of(value: Option<Value>) -> Option<Self> {
        match value? {
            Value::Null => None,
            Value::String(raw) if raw.is_empty() => None,
            Value::String(raw) => Some(Self::new(object_in(&raw), raw)),
            Value::Object(members) => {
                let raw = serde_json::to_string(&members).unwrap_or_default();
                Some(Self::new(Some(members), raw))
            }
            other => Some(Self::new(None, other.to_string())),
        }
    }

    /// As [`Nested::of`]; what is absent has no members.
    pub(super) fn or_empty(value: Value) -> Self {
        Self::of(Some(value)).unwrap_or_else(|| Self::new(None, String::new()))
    }

    fn new(members: Option<Map<String, Value>>, raw: String) -> Self {
        Self { is_object: members.is_some(), members: members.unwrap_or_default(), raw }
    }

    /// Takes a member out, whatever it is.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name)
    }

    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.take(name).and_then(text_of)
    }

    /// Takes a member out if it can be read so; otherwise it stays among the others.
    fn take_as<T>(&mut self, name: &str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let read = read(self.members.get(name)?)?;
        self.members.remove(name);
        Some(read)
    }

    pub(super) fn flag(&mut self, name: &str) -> Option<bool> {
        self.take_as(name, flag_of)
    }

    pub(super) fn number(&mut self, name: &str) -> Option<f64> {
        self.take_as(name, number_of)
    }

    pub(super) fn picture(&mut self, name: &str) -> Option<Vec<u8>> {
        self.take_as(name, picture_of)
    }

    /// A list of texts, also as one text with commas.
    pub(super) fn list(&mut self, name: &str) -> Vec<String> {
        self.take_as(name, |value| Some(list_of(value))).unwrap_or_default()
    }

    /// Lines of text.
    pub(super) fn lines(&mut self, name: &str) -> Vec<String> {
        self.take_as(name, |value| match value {
            Value::Array(lines) => Some(lines.iter().cloned().filter_map(text_of).collect()),
            Value::String(line) => Some(vec![line.clone()]),
            _ => None,
        })
        .unwrap_or_default()
    }

    /// What was not taken out, and the text as it came.
    pub(super) fn others_and_raw(self) -> (HashMap<String, String>, String) {
        let others = self.members.into_iter().filter_map(|(name, value)| Some((name, text_of(value)?)));
        (others.collect(), self.raw)
    }

    /// What was not taken out; if it was no object, all of it under the name that it has itself.
    pub(super) fn rest(self, own_name: &str) -> HashMap<String, String> {
        let unread = (!self.is_object && !self.raw.is_empty()).then(|| (own_name.to_owned(), self.raw.clone()));
        self.others_and_raw().0.into_iter().chain(unread).collect()
    }

    /// All of it, unread.
    pub(super) fn json(self) -> JsonText {
        let (members, raw) = self.others_and_raw();
        JsonText { members, raw }
    }
}

fn object_in(text: &str) -> Option<Map<String, Value>> {
    let mut inner: Option<String> = None;
    for _ in 0..LAYERS {
        match serde_json::from_str(inner.as_deref().unwrap_or(text)) {
            Ok(Value::Object(members)) => return Some(members),
            Ok(Value::String(text)) => inner = Some(text),
            _ => return None,
        }
    }
    None
}

/// A value as text: JSON if it is none. Nothing for null.
fn text_of(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

fn flag_of(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => match text.trim().to_ascii_uppercase().as_str() {
            "Y" | "T" | "TRUE" | "1" => Some(true),
            "N" | "F" | "FALSE" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn number_of(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

/// The bytes of a picture in Base64, with line breaks or as a `data:` URL too.
fn picture_of(value: &Value) -> Option<Vec<u8>> {
    let text = value.as_str()?.trim();
    let text = match text.split_once(";base64,") {
        Some((kind, text)) if kind.starts_with("data:") => text,
        _ => text,
    };
    let bytes = if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
        let joined: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        BASE64.decode(joined)
    } else {
        BASE64.decode(text)
    };
    bytes.ok().filter(|bytes| !bytes.is_empty())
}

fn list_of(value: &Value) -> Vec<String> {
    let many = match value {
        Value::Array(values) => values.clone(),
        Value::String(text) => match serde_json::from_str(text) {
            Ok(Value::Array(values)) => values,
            _ => text.split(',').map(|part| Value::String(part.trim().to_owned())).collect(),
        },
        other => vec![other.clone()],
    };
    many.into_iter().filter_map(text_of).filter(|text| !text.is_empty()).collect()
}
