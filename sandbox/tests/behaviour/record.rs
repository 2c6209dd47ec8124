//! What is remembered: connections, requests, those that the client gave up.

use std::net::Shutdown;
use std::time::Duration;

use ekyc_sandbox::{FaultKind, Options, Outcome, Sandbox, SandboxError, Seen};

use super::client::{Connection, ID, SECRET, sandbox, trusting};
use super::message::Draft;

fn aborted(seen: &Seen) -> bool {
    seen.aborted == 1
}

#[test]
fn a_kept_alive_connection_counts_once() {
    let sandbox = sandbox();
    let mut connection = Connection::plain(sandbox.address());
    for _ in 0..20 {
        assert_eq!(connection.ask(&Draft::new().sign(sandbox.address()).bytes()).code(), "Success");
    }
    let seen = sandbox.seen();
    assert_eq!((seen.connections, seen.requests, seen.aborted, seen.events.len()), (1, 20, 0, 20));
    assert!(seen.events.iter().zip(1..).all(|(event, n)| event.n == n && event.connection == 1));
    Connection::plain(sandbox.address()).ask(&Draft::new().sign(sandbox.address()).bytes());
    assert_eq!(sandbox.seen().connections, 2);
}

#[test]
fn an_event_shows_the_request_as_it_arrived() {
    let sandbox = sandbox();
    let draft = Draft::new().with("MetaInfo", "{\"a\": \"é + ~\"}").with_form("FacePictureBase64", "A+/=");
    let message = draft.sign(sandbox.address());
    Connection::plain(sandbox.address()).ask(&message.bytes());
    let event = sandbox.seen().events[0].clone();
    assert_eq!((event.action.as_str(), event.method.as_str(), event.path.as_str()), ("Initialize", "POST", "/"));
    assert_eq!(event.host, sandbox.address().to_string());
    assert_eq!(event.query["MetaInfo"], "{\"a\": \"é + ~\"}");
    assert_eq!(event.form["FacePictureBase64"], "A+/=");
    assert_eq!(event.headers["x-acs-signature-nonce"], draft.nonce);
    assert_eq!(event.body_length, message.body.len());
    assert_eq!((event.outcome, event.status, event.code.as_deref()), (Outcome::Answered, Some(200), Some("Success")));
}

#[test]
fn a_client_that_goes_away_while_the_answer_is_held_has_aborted() {
    for (tls, fault) in [
        (false, FaultKind::Hang),
        (true, FaultKind::Hang),
        (false, FaultKind::Slow { delay: Duration::from_secs(600) }),
        (true, FaultKind::Slow { delay: Duration::from_secs(600) }),
    ] {
        let mut options = Options::new(ID, SECRET);
        options.tls = tls;
        let sandbox = Sandbox::start(options).unwrap();
        sandbox.faults([fault]);
        let mut connection = match tls {
            true => Connection::tls(sandbox.address(), trusting(sandbox.ca_pem()), "127.0.0.1"),
            false => Connection::plain(sandbox.address()),
        };
        connection.write(&Draft::new().sign(sandbox.address()).bytes()).unwrap();
        let seen = sandbox.wait_for_blocking(|seen| seen.requests == 1).unwrap();
        assert_eq!((seen.aborted, seen.events[0].outcome), (0, Outcome::Open));
        drop(connection);
        let seen = sandbox.wait_for_blocking(aborted).unwrap();
        assert_eq!((seen.requests, seen.events[0].outcome, seen.events[0].status), (1, Outcome::Aborted, None));
    }
}

#[test]
fn so_has_one_that_goes_away_within_its_own_body() {
    let sandbox = sandbox();
    let message = Draft::new().with_form("FacePictureBase64", "AAAA").sign(sandbox.address());
    let mut connection = Connection::plain(sandbox.address());
    connection.write(&message.head(message.body.len() + 1)).unwrap();
    connection.write(&message.body).unwrap();
    connection.tcp.shutdown(Shutdown::Both).unwrap();
    let seen = sandbox.wait_for_blocking(aborted).unwrap();
    assert_eq!((seen.requests, seen.events[0].outcome), (1, Outcome::Aborted));
}

#[test]
fn a_client_that_asks_nothing_has_aborted_nothing() {
    let sandbox = sandbox();
    drop(Connection::plain(sandbox.address()));
    sandbox.wait_for_blocking(|seen| seen.connections == 1).unwrap();
    Connection::plain(sandbox.address()).ask(&Draft::new().sign(sandbox.address()).bytes());
    assert_eq!((sandbox.seen().requests, sandbox.seen().aborted), (1, 0));
}

#[test]
fn reset_forgets_and_does_not_mix_up() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::Hang.times(2)]);
    let mut before = Connection::plain(sandbox.address());
    before.write(&Draft::new().sign(sandbox.address()).bytes()).unwrap();
    sandbox.wait_for_blocking(|seen| seen.requests == 1).unwrap();
    sandbox.reset();
    let seen = sandbox.seen();
    assert_eq!((seen.connections, seen.requests, seen.events.len()), (0, 0, 0));

    let reply = Connection::plain(sandbox.address()).ask(&Draft::new().sign(sandbox.address()).bytes());
    assert_eq!(reply.code(), "Success", "the faults are forgotten too");
    drop(before); // its end belongs to the time before
    sandbox.faults([FaultKind::Hang]);
    let mut after = Connection::plain(sandbox.address());
    after.write(&Draft::new().sign(sandbox.address()).bytes()).unwrap();
    sandbox.wait_for_blocking(|seen| seen.requests == 2).unwrap();
    drop(after);
    let seen = sandbox.wait_for_blocking(|seen| seen.aborted >= 1).unwrap();
    assert_eq!(seen.aborted, 1);
    assert_eq!(seen.events.iter().map(|e| e.outcome).collect::<Vec<_>>(), [Outcome::Answered, Outcome::Aborted]);
}

#[tokio::test(start_paused = true)]
async fn waits_in_any_runtime() {
    let sandbox = sandbox();
    let address = sandbox.address();
    let client = std::thread::spawn(move || Connection::plain(address).ask(&Draft::new().sign(address).bytes()).code());
    let seen = sandbox.wait_for(|seen| seen.requests == 1).await.unwrap();
    assert_eq!(seen.events[0].action, "Initialize");
    assert_eq!(client.join().unwrap(), "Success");
}

#[test]
fn stops_with_connections_open() {
    let sandbox = sandbox();
    let address = sandbox.address();
    sandbox.faults([FaultKind::Hang]);
    let mut hanging = Connection::plain(address);
    hanging.write(&Draft::new().sign(address).bytes()).unwrap();
    sandbox.wait_for_blocking(|seen| seen.requests == 1).unwrap();
    let mut idle = Connection::plain(address);
    idle.ask(&Draft::new().sign(address).bytes());
    drop(sandbox);
    assert!(hanging.read().is_err());
    assert!(idle.read().is_err());
}

#[test]
fn only_loopback_and_only_free_ports() {
    let mut options = Options::new(ID, SECRET);
    options.listen = "0.0.0.0:0".parse().unwrap();
    let error = Sandbox::start(options.clone()).unwrap_err();
    assert!(matches!(error, SandboxError::NotLoopback(_)) && error.to_string().contains("0.0.0.0:0"), "{error}");
    let first = sandbox();
    options.listen = first.address();
    let error = Sandbox::start(options).unwrap_err();
    assert!(error.to_string().starts_with(&format!("cannot listen on {}", first.address())), "{error}");
}

#[test]
fn formatting_shows_no_values() {
    let sandbox = Sandbox::start(Options::new(ID, SECRET).security_token("the-token").plain_http()).unwrap();
    let draft =
        Draft { token: Some("the-token"), ..Draft::new().with("MetaInfo", "meta-info").with("CallbackToken", "cb") };
    Connection::plain(sandbox.address()).ask(&draft.sign(sandbox.address()).bytes());
    let options = Options::new(ID, SECRET).security_token("the-token");
    let text = format!("{options:?} {options:#?} {sandbox:?} {sandbox:#?} {:?} {:#?}", sandbox.seen(), sandbox.seen());
    for secret in [SECRET, "the-token", "meta-info", "123456789", "\"cb\""] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}
