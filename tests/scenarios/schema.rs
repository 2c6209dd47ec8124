//! Every case against `schema.json`: nothing that a runner would overlook, and nothing that asserts nothing.

use jsonschema::Validator;
use serde_json::Value;

use crate::files;

pub fn validator() -> Validator {
    jsonschema::validator_for(&files::schema()).unwrap()
}

/// What is wrong with a scenario, each with its place.
pub fn problems(validator: &Validator, scenario: &Value) -> Vec<String> {
    validator.iter_errors(scenario).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_schema_is_one() {
    assert!(jsonschema::meta::is_valid(&files::schema()));
}

#[test]
fn every_case_fits_the_schema() {
    let validator = validator();
    let mut wrong = Vec::new();
    for name in files::listed() {
        let scenario: Value = match serde_json::from_str(&files::source(&name)) {
            Ok(scenario) => scenario,
            Err(error) => {
                wrong.push(format!("{name}: {error}"));
                continue;
            }
        };
        wrong.extend(problems(&validator, &scenario).into_iter().map(|problem| format!("{name}: {problem}")));
        if scenario.get("name") != Some(&Value::from(name.as_str())) {
            wrong.push(format!("{name}: another name inside"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
