//! Every way to misbehave.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::time::Duration;

use ekyc_sandbox::{Action, Event, FaultKind, Key, Outcome, Sandbox};

use super::client::{Connection, ID, Reply, SECRET, sandbox, trusting};
use super::message::Draft;

fn ask(sandbox: &Sandbox) -> std::io::Result<Reply> {
    let mut connection = Connection::plain(sandbox.address());
    connection.write(&Draft::new().sign(sandbox.address()).bytes())?;
    connection.read()
}

fn last(sandbox: &Sandbox) -> Event {
    sandbox.seen().events.back().unwrap().clone()
}

#[test]
fn each_request_takes_one_and_then_all_is_well() {
    let sandbox = sandbox();
    sandbox.faults([
        FaultKind::Throttle { retry_after: Some(Duration::from_millis(1500)) }.times(2),
        FaultKind::InternalError.times(1),
        FaultKind::Unavailable.times(0),
        FaultKind::Unavailable.times(1),
    ]);
    let answers: Vec<_> = (0..5).map(|_| ask(&sandbox).unwrap()).map(|reply| (reply.status, reply.code())).collect();
    let expected = [
        (403, "Throttling.Api"),
        (403, "Throttling.Api"),
        (500, "InternalError"),
        (503, "ServiceUnavailable"),
        (200, "Success"),
    ];
    assert_eq!(answers, expected.map(|(status, code)| (status, code.to_owned())));
    let events = sandbox.seen().events;
    assert!(events.iter().all(|event| event.outcome == Outcome::Answered && event.verdict == "Success"));
    assert_eq!(events[0].fault.as_deref(), Some("throttle"));
    assert_eq!(events[4].fault, None);
}

#[test]
fn throttling_says_how_long_to_wait_if_told() {
    let sandbox = sandbox();
    sandbox.faults([
        FaultKind::Throttle { retry_after: Some(Duration::from_millis(1500)) },
        FaultKind::Throttle { retry_after: None },
    ]);
    assert_eq!(ask(&sandbox).unwrap().header("x-acs-retry-after"), Some("1500"));
    assert_eq!(ask(&sandbox).unwrap().header("x-acs-retry-after"), None);
}

#[test]
fn slow_answers_as_ever() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::Slow { delay: Duration::from_millis(5) }]);
    assert_eq!(ask(&sandbox).unwrap().code(), "Success");
}

#[test]
fn a_fault_still_uses_the_nonce_and_tells_the_verdict() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::InternalError.times(2)]);
    let bytes = Draft::new().sign(sandbox.address()).bytes();
    let mut connection = Connection::plain(sandbox.address());
    assert_eq!(connection.ask(&bytes).code(), "InternalError");
    assert_eq!(connection.ask(&bytes).code(), "InternalError");
    assert_eq!(last(&sandbox).verdict, "SignatureNonceUsed");
}

#[test]
fn reset_is_a_reset() {
    let plain = sandbox();
    plain.faults([FaultKind::Reset]);
    assert_eq!(ask(&plain).err().unwrap().kind(), ErrorKind::ConnectionReset);
    assert_eq!(last(&plain).outcome, Outcome::Reset);

    let secure = Sandbox::start(ekyc_sandbox::Options::new(super::client::ID, super::client::SECRET)).unwrap();
    secure.faults([FaultKind::Reset]);
    let mut connection = Connection::tls(secure.address(), trusting(secure.ca_pem()), "127.0.0.1");
    connection.write(&Draft::new().sign(secure.address()).bytes()).unwrap();
    assert_eq!(connection.read().err().unwrap().kind(), ErrorKind::ConnectionReset);
    assert_eq!((secure.seen().aborted, last(&secure).outcome), (0, Outcome::Reset));
}

#[test]
fn cut_closes_half_way() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::Cut]);
    assert_eq!(ask(&sandbox).err().unwrap().kind(), ErrorKind::UnexpectedEof);
    let seen = sandbox.wait_for_blocking(|seen| seen.events[0].outcome != Outcome::Open).unwrap();
    assert_eq!((seen.aborted, seen.events[0].outcome), (0, Outcome::Cut));
    assert_eq!(ask(&sandbox).unwrap().code(), "Success");
}

#[test]
fn not_json_is_a_page() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::NotJson]);
    let reply = ask(&sandbox).unwrap();
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(reply.body.starts_with(b"<!DOCTYPE html>"));
}

#[test]
fn answer_is_exactly_that_answer() {
    let sandbox = sandbox();
    let headers =
        BTreeMap::from([("x-one".to_owned(), "1".to_owned()), ("content-length".to_owned(), "99".to_owned())]);
    sandbox.faults([
        FaultKind::Answer { status: 418, headers, body: r#"{"Code":"Teapot"}"#.to_owned() },
        FaultKind::Answer { status: 204, headers: BTreeMap::new(), body: "nobody sees this".to_owned() },
        FaultKind::Answer { status: 200, headers: BTreeMap::new(), body: String::new() },
    ]);
    let reply = ask(&sandbox).unwrap();
    assert_eq!((reply.status, reply.header("x-one"), reply.code().as_str()), (418, Some("1"), "Teapot"));
    assert_eq!(last(&sandbox).code.as_deref(), Some("Teapot"));
    for status in [204, 200] {
        let reply = ask(&sandbox).unwrap();
        assert_eq!((reply.status, reply.body.len()), (status, 0));
        assert_eq!(last(&sandbox).outcome, Outcome::Answered);
    }
}

#[test]
fn huge_is_over_a_mebibyte_and_otherwise_right() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::Huge { chunked: false }, FaultKind::Huge { chunked: true }]);
    for chunked in [false, true] {
        let reply = ask(&sandbox).unwrap();
        assert_eq!(reply.header("content-length").is_none(), chunked);
        assert!(reply.body.len() > 1024 * 1024);
        assert_eq!(reply.code(), "Success");
    }
}

#[test]
fn redirect_names_the_place() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::Redirect { location: "https://example.com/".to_owned() }]);
    let reply = ask(&sandbox).unwrap();
    assert_eq!((reply.status, reply.header("location")), (302, Some("https://example.com/")));
}

#[test]
fn every_code_of_the_service_finds_its_status() {
    let sandbox = sandbox();
    for (code, status) in [
        ("Forbidden.RAMUserAccessDenied", 403),
        ("Forbidden.AccountAccessDenied", 403),
        ("DownloadTimeout", 401),
        ("NoFaceDetected", 401),
        ("SuspiciousActivity", 429),
        ("ProcessNotCompleted", 404),
        ("InvalidTimeStamp.Expired", 400),
        ("ServiceUnavailable", 503),
        ("SomethingNew", 400),
    ] {
        sandbox.faults([FaultKind::refuse(code)]);
        let reply = ask(&sandbox).unwrap();
        assert_eq!((reply.status, reply.code().as_str()), (status, code));
        let denied = reply.json().get("AccessDeniedDetail").is_some();
        assert_eq!(denied, code == "Forbidden.RAMUserAccessDenied", "{code}");
    }
    sandbox.faults([FaultKind::Refuse { code: "A.B".to_owned(), status: 402, message: Some("words".to_owned()) }]);
    let reply = ask(&sandbox).unwrap();
    assert_eq!((reply.status, reply.code(), reply.member("/Message")), (402, "A.B".to_owned(), "words".to_owned()));
}

#[test]
fn aimed_faults_leave_other_requests_alone() {
    let sandbox = sandbox();
    sandbox.set_keys([Key::permanent(ID, SECRET), Key::permanent("second", "s")]);
    let send = |draft: Draft| Connection::plain(sandbox.address()).ask(&draft.sign(sandbox.address()).bytes()).status;
    let of = |id: &'static str| Draft::new().with("MerchantBizId", id);
    sandbox.faults([
        FaultKind::InternalError.times(1).only_where("MerchantBizId", "a"),
        FaultKind::Unavailable.times(2).only_where("MerchantBizId", "b"),
    ]);
    sandbox.add_faults([
        FaultKind::refuse("NoFaceDetected").times(1).only_where("AccessKeyId", "second"),
        FaultKind::refuse("Forbidden").times(1).only_where("MerchantBizId", "c").only_where("AccessKeyId", "second"),
    ]);
    assert_eq!(send(of("c")), 200, "one of two is not enough");
    assert_eq!(
        [send(of("b")), send(of("d")), send(of("a")), send(of("b")), send(of("a")), send(of("b"))],
        [503, 200, 500, 503, 200, 200]
    );
    let second = |id| Draft { id: "second", secret: "s", ..of(id) };
    assert_eq!([send(second("c")), send(second("c")), send(second("c"))], [401, 403, 200]);
    let form = Draft { action: "CheckVerifyLog", query: Vec::new(), ..Draft::new() }.with_form("TransactionId", "t");
    sandbox.faults([FaultKind::Unavailable.on(Action::CheckVerifyLog).only_where("TransactionId", "t")]);
    assert_eq!([send(form.clone()), send(Draft { nonce: super::message::nonce(), ..form })], [503, 400]);
}

#[test]
fn a_fault_can_stand_in_for_an_operation_that_is_not_simulated() {
    let sandbox = sandbox();
    let body = r#"{"Code":"Success","RequestId":"R"}"#.to_owned();
    let answer = FaultKind::Answer { status: 200, headers: BTreeMap::new(), body };
    sandbox.faults([answer.on(Action::from_name("DocOcr").unwrap())]);
    let ask = |action| {
        let draft = Draft { action, ..Draft::new() };
        Connection::plain(sandbox.address()).ask(&draft.sign(sandbox.address()).bytes())
    };
    assert_eq!(ask("DocOcrV2").code(), "Sandbox.NotSimulated");
    assert_eq!(ask("DocOcr").code(), "Success");
    let reply = ask("DocOcr");
    assert!(
        reply.member("/Message").contains("DocOcr is an operation")
            && reply.member("/Message").contains("\"on\": \"DocOcr\"")
    );
    assert_eq!(sandbox.seen().count(Action::Operation("DocOcr")), 2);
}
