//! Reads as much of an answer's JSON as can be read.
//!
//! A refusal that is thrown away because of one bad character in its message leaves the caller without the reason, and a success without the
//! transaction that it paid for. The service's own servers cut texts in the middle of a character, and layers in between add marks.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

/// Why there is no object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoObject {
    NotJson,
    /// A list, a number, a text.
    Other,
}

/// The members of the object that the bytes are, or as many of them as can be read.
pub(super) fn object(bytes: &[u8]) -> Result<Map<String, Value>, NoObject> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes); // a byte-order mark
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(members)) if !members.values().any(has_long_number) => Ok(members),
        Ok(Value::Object(_)) | Err(_) => mended_object(bytes),
        Ok(Value::String(text)) => inner_object(&text).ok_or(NoObject::Other),
        Ok(_) => Err(NoObject::Other),
    }
}

/// A member by its name; if it is absent or null, by any other spelling of its capitals.
pub(super) fn member<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    spelt(members, name).map(|(_, value)| value)
}

/// As [`member`], taken out. Null if there is none.
pub(super) fn take(members: &mut Map<String, Value>, name: &str) -> Value {
    let spelling = spelt(members, name).map(|(spelling, _)| spelling.clone());
    spelling.and_then(|spelling| members.remove(&spelling)).unwrap_or_default()
}

fn spelt<'a>(members: &'a Map<String, Value>, name: &str) -> Option<(&'a String, &'a Value)> {
    let others = members.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
    members.get_key_value(name).into_iter().chain(others).find(|(_, value)| !value.is_null())
}

/// The object that a text holds as JSON.
pub(super) fn inner_object(text: &str) -> Option<Map<String, Value>> {
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Some(members),
        _ => None,
    }
}

/// serde_json keeps an integer that does not fit into 64 bits as a floating-point number, and that is another id.
fn has_long_number(value: &Value) -> bool {
    const BITS_63: f64 = 9_223_372_036_854_775_808.0;
    match value {
        Value::Number(number) => number.is_f64() && number.as_f64().is_some_and(|number| number.abs() >= BITS_63),
        Value::Array(values) => values.iter().any(has_long_number),
        Value::Object(members) => members.values().any(has_long_number),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

fn mended_object(bytes: &[u8]) -> Result<Map<String, Value>, NoObject> {
    let text = mended(&String::from_utf8_lossy(bytes));
    let mut members = Map::new();
    // Whatever ends the reading (a cut, a missing comma, something behind the object), the members before it were read.
    let end = MembersInto(&mut members).deserialize(&mut serde_json::Deserializer::from_str(&text));
    if end.is_err() && members.is_empty() { Err(NoObject::NotJson) } else { Ok(members) }
}

/// Puts each member into the map as soon as it is read.
struct MembersInto<'a>(&'a mut Map<String, Value>);

impl<'de> DeserializeSeed<'de> for MembersInto<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for MembersInto<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some((name, value)) = map.next_entry()? {
            self.0.insert(name, value);
        }
        Ok(())
    }
}

/// The text with what JSON does not allow made into what it does: control characters, escapes that there are not, and half characters
/// inside texts. Integers that are too long for 64 bits become texts, digit for digit.
fn mended(text: &str) -> String {
    const MOST_DIGITS: usize = 18;
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut in_text = false;
    while let Some(character) = rest.chars().next() {
        let after = rest.get(character.len_utf8()..).unwrap_or_default();
        rest = match character {
            '"' => {
                in_text = !in_text;
                out.push('"');
                after
            }
            '\\' if in_text => escape(after, &mut out),
            _ if in_text && character.is_control() => {
                out.push_str(&format!("\\u{:04x}", u32::from(character)));
                after
            }
            '-' | '0'..='9' if !in_text => {
                let length = rest.find(|c| !matches!(c, '-' | '+' | '.' | 'e' | 'E' | '0'..='9')).unwrap_or(rest.len());
                let (number, after) = rest.split_at(length);
                let digits = number.trim_start_matches('-');
                if digits.len() > MOST_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    out.extend(["\"", number, "\""]);
                } else {
                    out.push_str(number);
                }
                after
            }
            _ => {
                out.push(character);
                after
            }
        };
    }
    out
}

/// Writes the escape that begins with a backslash before `rest`, mended, and returns what follows it.
fn escape<'a>(rest: &'a str, out: &mut String) -> &'a str {
    const HALF: &str = "\\ufffd";
    let Some(kind) = rest.chars().next() else { return rest };
    let after = rest.get(kind.len_utf8()..).unwrap_or_default();
    match kind {
        '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => {
            out.extend(['\\', kind]);
            after
        }
        'u' => match utf16(after) {
            Some((0xDC00..0xE000, after)) => {
                out.push_str(HALF);
                after
            }
            Some((high @ 0xD800..0xDC00, second)) => match second.strip_prefix("\\u").and_then(utf16) {
                Some((low @ 0xDC00..0xE000, after)) => {
                    out.extend(char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)));
                    after
                }
                _ => {
                    out.push_str(HALF);
                    second
                }
            },
            Some(_) => {
                out.push_str("\\u");
                after
            }
            None => {
                out.push_str(HALF);
                after
            }
        },
        _ => rest, // `\'` and the like: the character itself
    }
}

/// Four hexadecimal digits, and what follows.
fn utf16(text: &str) -> Option<(u32, &str)> {
    let (digits, after) = text.split_at_checked(4)?;
    let digits = Some(digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    Some((u32::from_str_radix(digits, 16).ok()?, after))
}
