//! Reading and comparing JSON.

use serde_json::Value;

/// Whether `actual` is so as `expected` wants it; otherwise where it is not.
pub fn differs(path: &str, expected: &Value, actual: Option<&Value>) -> Option<String> {
    let is_there = actual.filter(|value| !value.is_null());
    if let Some(presence) = expected.as_object().filter(|members| members.len() == 1).and_then(presence) {
        return (presence != is_there.is_some()).then(|| format!("{path}: expected {expected}, got {actual:?}"));
    }
    match (expected, actual) {
        (Value::Object(members), Some(Value::Object(_))) => members.iter().find_map(|(name, value)| {
            differs(&format!("{path}.{name}"), value, actual.and_then(|actual| actual.get(name)))
        }),
        (Value::Array(elements), Some(Value::Array(found))) if elements.len() == found.len() => elements
            .iter()
            .zip(found)
            .enumerate()
            .find_map(|(at, (element, found))| differs(&format!("{path}[{at}]"), element, Some(found))),
        (expected, Some(actual)) if expected == actual => None,
        _ => Some(format!("{path}: expected {expected}, got {}", is_there.unwrap_or(&Value::Null))),
    }
}

fn presence(members: &serde_json::Map<String, Value>) -> Option<bool> {
    match members.iter().next()? {
        (name, Value::Bool(true)) if name == "present" => Some(true),
        (name, Value::Bool(true)) if name == "absent" => Some(false),
        _ => None,
    }
}

/// The value at a path such as `headers.x-acs-date`.
pub fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, name| value.get(name))
}

pub fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name)?.as_str().map(str::to_owned)
}

pub fn number(value: &Value, name: &str) -> Option<i64> {
    value.get(name)?.as_i64()
}

pub fn truth(value: &Value, name: &str) -> Option<bool> {
    value.get(name)?.as_bool()
}

pub fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub fn texts(value: &Value, name: &str) -> Vec<String> {
    list(value, name).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
