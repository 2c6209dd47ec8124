//! Scenarios with mistakes: each must be refused, by the schema and by the runner's own reading, or a misspelt assertion passes in silence.

use serde_json::{Value, json};

use crate::runner::Scenario;
use crate::schema::{problems, validator};

/// A scenario that is right, to be spoilt.
fn right() -> Value {
    json!({
        "name": "right",
        "why": "A scenario that both readings accept.",
        "config": {"retry": {"max_attempts": 1}},
        "steps": [
            {"call": "a", "request": {"meta_info": "{}"}, "options": {"max_attempts": 1}},
            {"expect": "a", "result": {"success": true}},
            {"call": "b", "at_once": 2},
            {"expect": "b", "results": [{"count": 2, "result": {"kind": "throttled", "attempts": 1}}]},
            {"call": "c", "operation": "check_result", "request": {"transaction_id": "{a}"}},
            {"expect": "c", "result": {"success": true, "response": {"state": "ended", "face": {"passed": true}}}},
            {"parse_callback": "transactionId=t", "token": "x", "result": {"kind": "invalid_callback", "problem": "missing_token"}},
            {"received": "transactionId=t", "delivery": "first"}
        ],
        "seen": {"actions": {"Initialize": 3}},
        "distinct": ["headers.x-acs-signature-nonce"],
        "calls": [{"outcome": "success"}, {"outcome": "throttled"}, {"outcome": "throttled"}]
    })
}

#[test]
fn the_right_one_is_accepted() {
    assert_eq!(problems(&validator(), &right()), Vec::<String>::new());
    serde_json::from_value::<Scenario>(right()).unwrap();
}

/// Puts `value` at the place, or takes away what is there if it is null.
fn spoilt(pointer: &str, value: Value) -> Value {
    let mut scenario = right();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match scenario.pointer_mut(parent).unwrap() {
        Value::Object(members) if value.is_null() => _ = members.remove(name).unwrap(),
        Value::Object(members) => _ = members.insert(name.to_owned(), value),
        Value::Array(elements) => elements[name.parse::<usize>().unwrap()] = value,
        other => panic!("{other} has no members"),
    }
    scenario
}

/// Names and members that nobody knows: the runner refuses them as the schema does.
#[test]
fn what_nobody_knows_is_refused_by_both() {
    let validator = validator();
    for (pointer, value) in [
        // The first three are what passed in all languages while there was no schema.
        ("/sen", json!({"requests": 999})),
        ("/cals", json!([])),
        ("/distict", json!(["x.y.z"])),
        ("/config/retry", json!({"max_atempts": 77})),
        ("/config/overall_timout_ms", json!(1)),
        ("/config/quota", json!({"calls_per_second": 1, "addaptive": true})),
        ("/config/proxy", json!("directly")),
        ("/config/trusted_roots", json!("all")),
        ("/steps/0/reqest", json!({})),
        ("/steps/0/optons", json!({})),
        ("/steps/0/request", json!({"metainfo": "{}"})),
        ("/steps/0/options", json!({"max_attempt": 1})),
        ("/steps/0/body", json!({})),
        ("/steps/1", json!({"expct": "a", "result": {"success": true}})),
        ("/steps/3/results/0/cuont", json!(2)),
        ("/steps/4/operation", json!("check_reslt")),
        ("/steps/4/opertion", json!("check_result")),
        ("/steps/4/request", json!({"transacton_id": "{a}"})),
        ("/steps/6/tokn", json!("x")),
        ("/steps/7", json!({"recieved": "transactionId=t", "delivery": "first"})),
        ("/credentials", json!({"acces_key": {"id": "id", "secret": "secret"}})),
        ("/credentials", json!({"access_key": {"id": "id", "secret": "secret", "tokn": "x"}})),
        ("/credentials", json!({"provider": [{"id": "id", "secret": "secret", "expires": 1}]})),
        ("/credentials", json!({"cli_profile": {"fle": "x"}})),
        ("/credentials", json!({"assume_role": {"role_arn": "x", "http": {"timout_ms": 1}}})),
    ] {
        let scenario = spoilt(pointer, value.clone());
        assert!(!problems(&validator, &scenario).is_empty(), "the schema accepts {pointer} {value}");
        assert!(serde_json::from_value::<Scenario>(scenario).is_err(), "the runner accepts {pointer} {value}");
    }
}

/// What is spelt well but says nothing, or cannot be meant.
#[test]
fn what_asserts_nothing_is_refused() {
    let validator = validator();
    for (pointer, value) in [
        ("/steps", json!([])),
        ("/steps", Value::Null),
        ("/steps/1/result", json!({})),
        ("/steps/1/result", Value::Null),
        ("/steps/1/result", json!({"success": false})),
        ("/steps/1/result", json!({"attempts": 1})),
        ("/steps/1/result", json!({"success": true, "attempts": 1})),
        ("/steps/1/result", json!({"kind": "thorttled"})),
        ("/steps/1/result", json!({"kind": "throttled", "atempts": 1})),
        ("/steps/1/result", json!({"kind": "throttled", "text_lacks": []})),
        ("/steps/1/result", json!({"kind": "throttled", "text_has": [""]})),
        ("/steps/1/results", json!([{"count": 1, "result": {"success": true}}])),
        ("/steps/3/results", json!([])),
        ("/steps/5/result/response", json!({})),
        ("/steps/5/result/response", json!({"pased": {"absent": true}})),
        ("/steps/5/result/response/face", json!({"pased": {"absent": true}})),
        ("/steps/6/result", Value::Null),
        ("/steps/6/result/problem", json!("wrong")),
        ("/steps/7/delivery", Value::Null),
        ("/steps/3/results/0/count", Value::Null),
        ("/steps/2/at_once", json!(1)),
        ("/seen", json!({})),
        ("/seen", Value::Null),
        ("/seen/actions", json!({"Initialise": {"absent": true}})),
        ("/seen/actions", json!({"Initialize": {"absnt": true}})),
        ("/seen/reqests", json!(0)),
        ("/seen/events", json!([{"verdct": {"absent": true}}])),
        ("/distinct", json!([])),
        ("/distinct", json!(["header.x-acs-date"])),
        ("/calls", json!([])),
        ("/calls", json!([{"outcome": "succes"}])),
        ("/calls", json!([{"outcome": "success", "requestid": {"present": true}}])),
        ("/why", json!("")),
        ("/client_error", json!({"kind": "network"})),
    ] {
        let scenario = spoilt(pointer, value.clone());
        assert!(!problems(&validator, &scenario).is_empty(), "the schema accepts {pointer} {value}");
    }
}
