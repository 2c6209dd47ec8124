//! Answers that are held, that stop half way, that repeat what they should not, and connections that never become any.

use std::io::{ErrorKind, Read};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use ekyc_sandbox::{Action, ConnectionMode, FaultKind, Options, Outcome, Sandbox};

use super::client::{Connection, ID, SECRET, sandbox, trusting};
use super::control::{ask as control, start};
use super::message::Draft;

fn begin(sandbox: &Sandbox) -> Connection {
    let mut connection = Connection::plain(sandbox.address());
    connection.write(&Draft::new().sign(sandbox.address()).bytes()).unwrap();
    connection
}

fn with_faults() -> (Sandbox, SocketAddr) {
    let (sandbox, plane) = start();
    let faults = r#"[{"fault":"hold","times":3},{"fault":"throttle","code":"Throttling.User","retry_after_ms":3}]"#;
    assert_eq!(control(plane, "PUT", "/faults", faults).status, 200);
    (sandbox, plane)
}

#[test]
fn hold_holds_until_it_is_released() {
    let (sandbox, plane) = with_faults();
    let mut all: Vec<_> = (1..=3)
        .map(|number| {
            let connection = begin(&sandbox);
            sandbox.wait_for_blocking(|seen| seen.requests == number).unwrap();
            connection
        })
        .collect();
    assert!(sandbox.seen().events.iter().all(|event| event.outcome == Outcome::Open));
    assert_eq!(control(plane, "POST", "/release?count=1", "").json()["released"], 1);
    assert_eq!(all[0].read().unwrap().code(), "Success", "the oldest goes first");
    drop(all.remove(1));
    assert_eq!(control(plane, "GET", "/wait?aborted.Initialize=1&ended=2", "").status, 200);
    assert_eq!(control(plane, "POST", "/release", "").json()["released"], 1, "the gone do not count");
    assert_eq!(all[1].read().unwrap().code(), "Success");
    assert_eq!(sandbox.release(), 0);

    let reply = begin(&sandbox).read().unwrap();
    assert_eq!((reply.status, reply.code().as_str()), (400, "Throttling.User"));
    assert_eq!(reply.header("x-acs-retry-after"), Some("3"));
}

#[test]
fn a_release_reaches_what_has_arrived_however_early_it_comes() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::Hold.times(200)]);
    let mut connection = Connection::plain(sandbox.address());
    for number in 1..=200 {
        connection.write(&Draft::new().sign(sandbox.address()).bytes()).unwrap();
        sandbox.wait_for_blocking(|seen| seen.requests == number).unwrap();
        assert_eq!(sandbox.release_some(9), 1);
        assert_eq!(connection.read().unwrap().code(), "Success");
    }
}

#[test]
fn a_reset_lets_go_what_is_held() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::Hold]);
    let mut held = begin(&sandbox);
    sandbox.wait_for_blocking(|seen| seen.requests == 1).unwrap();
    sandbox.reset();
    assert_eq!(held.read().unwrap().code(), "Success");
}

#[test]
fn unread_keeps_a_client_sending() {
    for tls in [false, true] {
        let mut options = Options::new(ID, SECRET);
        options.tls = tls;
        let sandbox = Sandbox::start(options).unwrap();
        sandbox.faults([FaultKind::Unread.times(2)]);
        let connect = || match tls {
            true => Connection::tls(sandbox.address(), trusting(sandbox.ca_pem()), "127.0.0.1"),
            false => Connection::plain(sandbox.address()),
        };
        let message = Draft::new().with_form("FacePictureBase64", &"A".repeat(4000)).sign(sandbox.address());
        let mut sending = connect();
        sending.write(&message.head(message.body.len())).unwrap();
        let seen = sandbox.wait_for_blocking(|seen| seen.requests == 1).unwrap();
        let event = &seen.events[0];
        assert_eq!((event.outcome, event.fault.as_deref(), event.body_length), (Outcome::Open, Some("unread"), 0));
        sending.write(&message.body).unwrap();
        assert_eq!(sandbox.release(), 1);
        assert_eq!(sending.read().unwrap().code(), "Success");
        let event = sandbox.seen().events[0].clone();
        assert_eq!((event.body_length, event.verdict.as_str()), (message.body.len(), "Success"));
        assert_eq!(event.form["FacePictureBase64"].len(), 4000);

        let mut gone = connect();
        gone.write(&Draft::new().with_form("FacePictureBase64", "AAAA").sign(sandbox.address()).bytes()).unwrap();
        sandbox.wait_for_blocking(|seen| seen.requests == 2).unwrap();
        drop(gone);
        sandbox.release(); // the end of a body as short as this is seen even without
        let seen = sandbox.wait_for_blocking(|seen| seen.ended == 2).unwrap();
        assert_eq!((seen.aborted, seen.events[1].outcome), (1, Outcome::Aborted));
        assert_eq!(connect().ask(&Draft::new().sign(sandbox.address()).bytes()).code(), "Success");
    }
}

#[test]
fn events_tell_when_they_came() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::Slow { delay: Duration::from_millis(30) }]);
    for _ in 0..2 {
        begin(&sandbox).read().unwrap();
    }
    let times: Vec<_> = sandbox.seen().events.iter().map(|event| event.at_ms).collect();
    assert!(times[1] >= times[0] + 29, "{times:?}"); // the next came after the answer to the first
}

#[test]
fn stall_stops_half_way_until_the_client_goes() {
    for tls in [false, true] {
        let mut options = Options::new(ID, SECRET);
        options.tls = tls;
        let sandbox = Sandbox::start(options).unwrap();
        sandbox.faults([FaultKind::Stall]);
        let mut connection = match tls {
            true => Connection::tls(sandbox.address(), trusting(sandbox.ca_pem()), "127.0.0.1"),
            false => Connection::plain(sandbox.address()),
        };
        connection.write(&Draft::new().sign(sandbox.address()).bytes()).unwrap();
        let (head, part) = connection.read_part().unwrap();
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("content-length"), "{head}");
        assert!(part.starts_with(b"{") && serde_json::from_slice::<serde_json::Value>(&part).is_err());
        assert_eq!(sandbox.seen().events[0].outcome, Outcome::Open);
        drop(connection);
        let seen = sandbox.wait_for_blocking(|seen| seen.aborted == 1).unwrap();
        assert_eq!((seen.events[0].outcome, seen.events[0].status), (Outcome::Aborted, Some(200)));
    }
}

#[test]
fn echo_repeats_everything_that_was_sent() {
    let sandbox = Sandbox::start(Options::new(ID, SECRET).security_token("the-token").plain_http()).unwrap();
    sandbox.faults([FaultKind::Echo]);
    let draft = Draft { token: Some("the-token"), ..Draft::new().with_form("FacePictureBase64", "QUJD") };
    let reply = Connection::plain(sandbox.address()).ask(&draft.sign(sandbox.address()).bytes());
    assert_eq!((reply.status, reply.code().as_str()), (400, "InvalidParameter"));
    let message = reply.member("/Message");
    for text in [
        "MerchantUserId=123456789;",
        r#"MetaInfo={"deviceType":"ios"};"#,
        "FacePictureBase64=QUJD;",
        "x-acs-security-token=the-token;",
        "authorization=ACS3-HMAC-SHA256 Credential=test-key-id,",
    ] {
        assert!(message.contains(text), "{text}: {message}");
    }
    assert!(!message.contains(SECRET));
}

#[test]
fn a_silent_service_accepts_and_says_nothing() {
    let (sandbox, plane) = start();
    assert_eq!(control(plane, "PUT", "/connections", r#"{"mode":"silent"}"#).status, 200);
    let mut silent = begin(&sandbox);
    assert_eq!(control(plane, "GET", "/wait?connections=1", "").json()["open_connections"], 1);
    sandbox.set_connection_mode(ConnectionMode::Normal);
    assert_eq!(begin(&sandbox).read().unwrap().code(), "Success");
    // What the silent one said would be here; that it heard no request is in the record below.
    silent.tcp.set_nonblocking(true).unwrap();
    assert_eq!(silent.read().err().unwrap().kind(), ErrorKind::WouldBlock);
    drop(silent);
    let seen = control(plane, "GET", "/wait?open_connections_at_most=0", "").json();
    assert_eq!((&seen["connections"], &seen["requests"]), (&2.into(), &1.into()));
}

#[test]
fn a_refusing_service_closes_at_once() {
    let (sandbox, plane) = start();
    sandbox.set_connection_mode(ConnectionMode::Refuse);
    let mut tcp = TcpStream::connect(sandbox.address()).unwrap();
    assert_eq!(tcp.read(&mut [0]).unwrap(), 0);
    assert_eq!(control(plane, "GET", "/wait?connections=1&open_connections_at_most=0", "").status, 200);
    sandbox.reset();
    assert_eq!(begin(&sandbox).read().unwrap().code(), "Success", "a reset serves again");
}

#[test]
fn open_connections_are_counted_until_they_close() {
    let sandbox = sandbox();
    let mut kept = begin(&sandbox);
    kept.read().unwrap();
    let idle = Connection::plain(sandbox.address());
    sandbox.wait_for_blocking(|seen| seen.open_connections == 2).unwrap();
    drop(idle);
    sandbox.wait_for_blocking(|seen| seen.open_connections == 1).unwrap();
    sandbox.reset();
    let seen = sandbox.seen();
    assert_eq!((seen.connections, seen.open_connections), (0, 1));
    drop(kept);
    let seen = sandbox.wait_for_blocking(|seen| seen.open_connections == 0).unwrap();
    assert_eq!(seen.count(Action::Initialize), 0);
}
