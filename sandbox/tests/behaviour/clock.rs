//! A service whose clock is wrong, and an account whose calls are counted.

use std::time::SystemTime;

use ekyc_sandbox::{Options, Sandbox, SandboxError};

use super::client::{Connection, ID, Reply, SECRET, sandbox};
use super::control::{ask as control, start};
use super::identity::with_key_of;
use super::message::{Draft, date};

const HOUR: i64 = 3600;

fn send(sandbox: &Sandbox, draft: &Draft) -> Reply {
    Connection::plain(sandbox.address()).ask(&draft.sign(sandbox.address()).bytes())
}

/// How many seconds the answer's date is ahead of this machine's.
fn ahead(reply: &Reply) -> i64 {
    let then = httpdate::parse_http_date(reply.header("date").unwrap()).unwrap();
    let seconds = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() as i64;
    seconds(then) - seconds(SystemTime::now())
}

#[test]
fn every_answer_is_dated_by_the_services_clock() {
    let (sandbox, plane) = start();
    assert!((-60..=1).contains(&ahead(&send(&sandbox, &Draft::new()))));
    sandbox.set_clock_offset_ms(5 * HOUR * 1000).unwrap();
    let refused = send(&sandbox, &Draft::new());
    assert_eq!(refused.code(), "InvalidTimeStamp.Expired");
    assert!((5 * HOUR - 60..=5 * HOUR + 1).contains(&ahead(&refused)));
    let reply = send(&sandbox, &Draft { date: date(5 * HOUR), ..Draft::new() });
    assert_eq!(reply.code(), "Success");

    assert_eq!(control(plane, "PUT", "/clock", r#"{"offset_ms":-10800000}"#).status, 200);
    assert_eq!(send(&sandbox, &Draft::new()).code(), "InvalidTimeStamp.Expired");
    assert_eq!(send(&sandbox, &Draft { date: date(-3 * HOUR), ..Draft::new() }).code(), "Success");
    sandbox.reset();
    assert_eq!(send(&sandbox, &Draft::new()).code(), "Success");
}

#[test]
fn a_date_is_sent_once() {
    let sandbox = sandbox();
    let mut connection = Connection::plain(sandbox.address());
    let reply = connection.ask(&Draft::new().sign(sandbox.address()).bytes());
    assert_eq!(reply.headers().filter(|(name, _)| name.eq_ignore_ascii_case("date")).count(), 1);
}

#[test]
fn issued_keys_expire_by_the_services_clock() {
    let sandbox = sandbox();
    let reply = send(&sandbox, &Draft::assume_role());
    let draft = with_key_of(&reply, "/Credentials");
    assert_eq!(send(&sandbox, &draft).code(), "Success");
    sandbox.set_clock_offset_ms(2 * HOUR * 1000).unwrap();
    let later = Draft { date: date(2 * HOUR), nonce: Draft::new().nonce, ..draft };
    assert_eq!(send(&sandbox, &later).code(), "InvalidSecurityToken.Expired");
}

#[test]
fn a_clock_may_be_wrong_from_the_start_but_not_by_more_than_a_century() {
    let mut options = Options::new(ID, SECRET).plain_http();
    options.clock_offset_ms = -HOUR * 1000;
    let sandbox = Sandbox::start(options.clone()).unwrap();
    assert!((-HOUR - 60..=-HOUR + 1).contains(&ahead(&send(&sandbox, &Draft::new()))));
    options.clock_offset_ms = i64::MIN;
    let error = Sandbox::start(options).unwrap_err();
    assert!(matches!(error, SandboxError::Option { option: "clock_offset_ms", .. }), "{error}");
    assert!(error.to_string().contains("a century"), "{error}");
    assert!(sandbox.set_clock_offset_ms(i64::MAX).is_err());
}

#[test]
fn calls_above_the_quota_are_throttled() {
    let (sandbox, plane) = start();
    assert_eq!(control(plane, "PUT", "/quota", r#"{"calls_per_second":1}"#).status, 200);
    let mut connection = Connection::plain(sandbox.address());
    // However slow the machine is, not every one of these takes a second.
    let replies: Vec<_> = (0..50).map(|_| connection.ask(&Draft::new().sign(sandbox.address()).bytes())).collect();
    assert_eq!(replies[0].code(), "Success");
    let throttled = replies.iter().find(|reply| reply.code() != "Success").unwrap();
    assert_eq!((throttled.status, throttled.code().as_str()), (403, "Throttling.Api"));
    assert!(sandbox.seen().events.iter().any(|event| event.verdict == "Throttling.Api"));
    sandbox.set_calls_per_second(None);
    assert!((0..50).all(|_| connection.ask(&Draft::new().sign(sandbox.address()).bytes()).code() == "Success"));
}

#[test]
fn a_quota_counts_all_keys_together_and_only_calls_that_are_the_accounts() {
    let mut options = Options::new(ID, SECRET).plain_http();
    options.calls_per_second = Some(1);
    options.more_keys = vec![ekyc_sandbox::Key::permanent("second", "s")];
    let sandbox = Sandbox::start(options).unwrap();
    let stranger = Draft { secret: "wrong", ..Draft::new() };
    assert_eq!(send(&sandbox, &stranger).code(), "SignatureDoesNotMatch");
    let codes: Vec<_> = (0..50)
        .map(|number| match number % 2 {
            0 => send(&sandbox, &Draft::new()).code(),
            _ => send(&sandbox, &Draft { id: "second", secret: "s", ..Draft::new() }).code(),
        })
        .collect();
    assert_eq!(codes[0], "Success", "the stranger used nothing up");
    assert!(codes.iter().skip(1).step_by(2).any(|code| code == "Throttling.Api"), "{codes:?}");
}
