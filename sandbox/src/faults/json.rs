//! Faults as the control plane's JSON writes them. A misspelt name is an error, not a fault that never happens.

use std::collections::BTreeMap;
use std::time::Duration;

use hyper::header::{CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};
use serde::Deserialize;

use super::codes;
use super::fault::{Fault, FaultKind};
use crate::action::Action;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    fault: String,
    times: Option<u32>,
    on: Option<String>,
    retry_after_ms: Option<u64>,
    delay_ms: Option<u64>,
    status: Option<u16>,
    headers: Option<BTreeMap<String, String>>,
    body: Option<String>,
    chunked: Option<bool>,
    location: Option<String>,
    code: Option<String>,
    message: Option<String>,
    #[serde(rename = "where")]
    only_where: Option<BTreeMap<String, String>>,
}

/// Reads the body of `PUT /faults`.
pub(crate) fn read(json: &[u8]) -> Result<Vec<Fault>, String> {
    let raw: Vec<Raw> =
        serde_json::from_slice(json).map_err(|error| format!("the body is not a JSON array of faults: {error}"))?;
    raw.into_iter().map(fault).collect()
}

fn fault(mut raw: Raw) -> Result<Fault, String> {
    let times = raw.times.take().unwrap_or(1);
    if times == 0 {
        return Err("times is 0; leave the fault out instead".to_owned());
    }
    let on = match raw.on.take() {
        None => Action::Initialize,
        Some(name) => Action::from_name(&name)
            .ok_or_else(|| format!("nothing is called {name:?}; aim a fault on one of {}", Action::names()))?,
    };
    let only_where = raw.only_where.take().unwrap_or_default();
    let kind = match raw.fault.as_str() {
        "throttle" => throttle(&mut raw)?,
        "refuse" => refuse(&mut raw)?,
        "hold" => FaultKind::Hold,
        "unread" => FaultKind::Unread,
        "stall" => FaultKind::Stall,
        "echo" => FaultKind::Echo,
        "internal_error" => FaultKind::InternalError,
        "unavailable" => FaultKind::Unavailable,
        "slow" => FaultKind::Slow { delay: Duration::from_millis(needed(raw.delay_ms.take(), "slow", "delay_ms")?) },
        "hang" => FaultKind::Hang,
        "reset" => FaultKind::Reset,
        "cut" => FaultKind::Cut,
        "not_json" => FaultKind::NotJson,
        "answer" => FaultKind::Answer {
            status: needed(raw.status.take(), "answer", "status")?,
            headers: raw.headers.take().unwrap_or_default(),
            body: raw.body.take().unwrap_or_default(),
        },
        "huge" => FaultKind::Huge { chunked: raw.chunked.take().unwrap_or_default() },
        "redirect" => FaultKind::Redirect { location: needed(raw.location.take(), "redirect", "location")? },
        other => {
            return Err(format!(
                "there is no fault {other:?}; there are throttle, refuse, internal_error, unavailable, slow, hang, hold, unread, stall, \
                 reset, cut, echo, not_json, answer, huge and redirect"
            ));
        }
    };
    match left_over(&raw) {
        Some(member) => Err(format!("{} does not take {member}", raw.fault)),
        None => possible(&kind).map(|()| Fault { only_where, ..kind.times(times).on(on) }),
    }
}

/// With a code of the service, which finds its status; another code needs one.
fn refuse(raw: &mut Raw) -> Result<FaultKind, String> {
    let code = needed(raw.code.take(), "refuse", "code")?;
    let status = raw.status.take().or_else(|| codes::known(&code).map(|(status, _)| status)).ok_or_else(|| {
        let known = codes::names().collect::<Vec<_>>().join(", ");
        format!("{code:?} is no code that the sandbox knows, so it needs a status; it knows {known}")
    })?;
    Ok(FaultKind::Refuse { code, status, message: raw.message.take() })
}

const THROTTLING: [(&str, u16); 3] = [("Throttling", 400), ("Throttling.User", 400), ("Throttling.Api", 403)];

/// As the service's own table has it, unless code or status are given. A code without a status gets the one of the tables.
fn throttle(raw: &mut Raw) -> Result<FaultKind, String> {
    let retry_after = raw.retry_after_ms.take().map(Duration::from_millis);
    if raw.code.is_none() && raw.status.is_none() {
        return Ok(FaultKind::Throttle { retry_after });
    }
    let code = raw.code.take().unwrap_or_else(|| "Throttling.Api".to_owned());
    let Some((_, usual)) = THROTTLING.into_iter().find(|(known, _)| *known == code) else {
        return Err(format!("{code:?} is no throttling; there are Throttling, Throttling.User and Throttling.Api"));
    };
    Ok(FaultKind::ThrottleAs { code, status: raw.status.take().unwrap_or(usual), retry_after })
}

/// Whether HTTP can say it.
fn possible(kind: &FaultKind) -> Result<(), String> {
    match kind {
        FaultKind::Answer { status, .. } if !(200..600).contains(status) => {
            Err(format!("{status} is not the status of an answer; give 200 to 599"))
        }
        FaultKind::ThrottleAs { status, .. } | FaultKind::Refuse { status, .. } if !(400..600).contains(status) => {
            Err(format!("{status} is not the status of an error; give 400 to 599"))
        }
        FaultKind::Answer { headers, .. } => headers.iter().try_for_each(|(name, value)| possible_header(name, value)),
        FaultKind::Redirect { location } => possible_header("location", location),
        _ => Ok(()),
    }
}

fn possible_header(name: &str, value: &str) -> Result<(), String> {
    match HeaderName::try_from(name) {
        Ok(CONTENT_LENGTH | TRANSFER_ENCODING) => {
            Err(format!("the header {name} is added by the sandbox; to lie use cut"))
        }
        Ok(_) if HeaderValue::try_from(value).is_ok() => Ok(()),
        _ => Err(format!("{name}: {value} is not an HTTP header")),
    }
}

fn needed<T>(value: Option<T>, fault: &str, member: &str) -> Result<T, String> {
    value.ok_or_else(|| format!("{fault} needs {member}"))
}

/// A member that the kind of fault has no use for.
fn left_over(raw: &Raw) -> Option<&'static str> {
    [
        (raw.retry_after_ms.is_some(), "retry_after_ms"),
        (raw.delay_ms.is_some(), "delay_ms"),
        (raw.status.is_some(), "status"),
        (raw.headers.is_some(), "headers"),
        (raw.body.is_some(), "body"),
        (raw.chunked.is_some(), "chunked"),
        (raw.location.is_some(), "location"),
        (raw.code.is_some(), "code"),
        (raw.message.is_some(), "message"),
    ]
    .into_iter()
    .find_map(|(given, member)| given.then_some(member))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_kind() {
        let faults = read(
            br#"[{"fault":"throttle","times":2,"retry_after_ms":1500},{"fault":"throttle"},{"fault":"internal_error"},
                {"fault":"unavailable"},{"fault":"slow","delay_ms":20},{"fault":"hang"},{"fault":"reset"},{"fault":"cut"},
                {"fault":"not_json"},{"fault":"answer","status":418,"headers":{"a":"b"},"body":"c"},{"fault":"huge"},
                {"fault":"huge","chunked":true},{"fault":"redirect","location":"https://example.com/"},{"fault":"hold"},
                {"fault":"stall","on":"MetadataToken"},{"fault":"echo"},{"fault":"unread"},{"fault":"throttle","code":"Throttling.User"},
                {"fault":"throttle","code":"Throttling","status":429,"retry_after_ms":5},
                {"fault":"refuse","code":"NoFaceDetected","where":{"MerchantBizId":"a"}},{"fault":"refuse","code":"New.Code","status":402,"message":"m"}]"#,
        )
        .unwrap();
        assert_eq!(faults.len(), 21);
        assert_eq!(faults[0], FaultKind::Throttle { retry_after: Some(Duration::from_millis(1500)) }.times(2));
        assert_eq!(faults[4].kind.name(), "slow");
        assert_eq!(faults[11], FaultKind::Huge { chunked: true }.into());
        assert_eq!(faults[14], FaultKind::Stall.on(Action::MetadataToken));
        let throttle =
            |code: &str, status, retry_after| FaultKind::ThrottleAs { code: code.to_owned(), status, retry_after };
        assert_eq!(faults[17], throttle("Throttling.User", 400, None).into());
        assert_eq!(faults[19], FaultKind::refuse("NoFaceDetected").times(1).only_where("MerchantBizId", "a"));
        assert!(matches!(&faults[19].kind, FaultKind::Refuse { status: 401, .. }));
        let refuse = FaultKind::Refuse { code: "New.Code".to_owned(), status: 402, message: Some("m".to_owned()) };
        assert_eq!(faults[20], refuse.into());
        assert_eq!(faults[18], throttle("Throttling", 429, Some(Duration::from_millis(5))).into());
    }

    #[test]
    fn a_mistake_is_a_sentence() {
        for (json, sentence) in [
            ("{}", "not a JSON array"),
            (r#"[{"fault":"trottle"}]"#, "there is no fault \"trottle\""),
            (r#"[{"fault":"throttle","code":"Slow"}]"#, "\"Slow\" is no throttling"),
            (r#"[{"fault":"throttle","status":200}]"#, "200 is not the status of an error"),
            (r#"[{"fault":"hold","code":"x"}]"#, "hold does not take code"),
            (r#"[{"fault":"refuse"}]"#, "refuse needs code"),
            (r#"[{"fault":"refuse","code":"Nope"}]"#, "it knows MissingParameter, "),
            (r#"[{"fault":"slow"}]"#, "slow needs delay_ms"),
            (r#"[{"fault":"answer"}]"#, "answer needs status"),
            (r#"[{"fault":"hang","delay_ms":1}]"#, "hang does not take delay_ms"),
            (r#"[{"fault":"hang","time":1}]"#, "unknown field `time`"),
            (r#"[{"fault":"hang","times":0}]"#, "times is 0"),
            (r#"[{"fault":"hang","on":"assumeRole"}]"#, "nothing is called \"assumeRole\""),
            (r#"[{"fault":"answer","status":99}]"#, "99 is not the status"),
            (r#"[{"fault":"answer","status":200,"headers":{"a b":"c"}}]"#, "a b: c is not an HTTP header"),
            (r#"[{"fault":"answer","status":200,"headers":{"Content-Length":"1"}}]"#, "to lie use cut"),
            (r#"[{"fault":"redirect","location":"a\nb"}]"#, "is not an HTTP header"),
        ] {
            let error = read(json.as_bytes()).unwrap_err();
            assert!(error.contains(sentence), "{json}: {error}");
        }
    }
}
