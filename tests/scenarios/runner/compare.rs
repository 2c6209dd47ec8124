//! Comparing what happened with what a scenario expects.

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

/// Compares, and looks for texts that the error's sentence must and must not have.
pub fn seen_as(what: &str, expected: &Value, actual: &Value) -> Result<(), String> {
    let mut plain = expected.clone();
    let sentence = actual.get("text").and_then(Value::as_str).unwrap_or_default().to_lowercase();
    let mut texts = [("text_has", true), ("text_lacks", false)].map(|word| (word, Vec::new()));
    if let Some(members) = plain.as_object_mut() {
        for ((word, _), texts) in &mut texts {
            let found = members.remove(*word).and_then(|list| serde_json::from_value(list).ok());
            *texts = found.unwrap_or_default();
        }
    }
    if let Some(difference) = differs(what, &plain, Some(actual)) {
        return Err(format!("{difference}\n    in {actual}"));
    }
    for ((word, wanted), texts) in texts {
        if let Some(text) = texts.iter().find(|text: &&String| sentence.contains(&text.to_lowercase()) != wanted) {
            return Err(format!("{what}: {word} {text:?}, but it is {sentence:?}"));
        }
    }
    Ok(())
}

/// Whether the values at a path such as `headers.x-acs-date` of the events are all there, and all equal or all different.
pub fn alike(path: &str, events: &[&Value], alike: bool) -> Result<(), String> {
    let at = |event: &Value| path.split('.').try_fold(event, |value, name| value.get(name)).map(Value::to_string);
    let mut values: Vec<_> = events.iter().map(|event| at(event)).collect();
    let count = values.len();
    values.sort();
    values.dedup();
    let good = count > 1 && values.iter().all(Option::is_some) && values.len() == if alike { 1 } else { count };
    let word = if alike { "the same" } else { "distinct" };
    if good { Ok(()) } else { Err(format!("{path} is not {word} in the {count} events: {values:?}")) }
}
