//! The proxy.

use std::io::Read;
use std::net::{SocketAddr, TcpListener};

use ekyc_sandbox::{FaultKind, Options, ProxyAuthorization, ProxyMode, ProxyOutcome, ProxyRequest, ProxySettings};
use ekyc_sandbox::{Outcome, Sandbox, SandboxError};

use super::client::{Connection, ID, SECRET, trusting};
use super::control::{ask as control, start_with};
use super::message::Draft;

/// `Basic` with `user:pass:word`.
const RIGHT: &str = "proxy-authorization: Basic dXNlcjpwYXNzOndvcmQ=\r\n";

fn start() -> (Sandbox, SocketAddr, SocketAddr) {
    let (sandbox, plane) = start_with(Options::new(ID, SECRET).with_proxy());
    let proxy = sandbox.proxy_endpoint().unwrap().strip_prefix("http://").unwrap().parse().unwrap();
    (sandbox, plane, proxy)
}

fn connect(target: &str, headers: &str) -> Vec<u8> {
    format!("CONNECT {target} HTTP/1.1\r\nhost: {target}\r\n{headers}\r\n").into_bytes()
}

fn last(sandbox: &Sandbox) -> ProxyRequest {
    sandbox.seen().proxied.back().unwrap().clone()
}

#[test]
fn a_tunnel_leads_to_the_service() {
    let (sandbox, plane, proxy) = start();
    for target in [sandbox.address().to_string(), format!("localhost:{}", sandbox.address().port())] {
        let mut tunnel = Connection::plain(proxy);
        assert_eq!(tunnel.ask(&connect(&target, "")).status, 200);
        let tcp = tunnel.tcp.try_clone().unwrap();
        let mut inside = Connection::tls_over(tcp, trusting(sandbox.ca_pem()), "127.0.0.1");
        assert_eq!(inside.ask(&Draft::new().sign(sandbox.address()).bytes()).code(), "Success");
        let request = last(&sandbox);
        assert_eq!((request.method.as_str(), request.target, request.open), ("CONNECT", target, true));
        assert_eq!(request.outcome, ProxyOutcome::Tunnelled);
        assert_eq!(request.authorization, ProxyAuthorization::Absent);
    }
    let seen = sandbox.wait_for_blocking(|seen| seen.proxied.iter().all(|request| !request.open)).unwrap();
    assert_eq!((seen.proxy_requests, seen.requests), (2, 2));
    let seen = control(plane, "GET", "/wait?proxy_requests=2&open_connections_at_most=0", "").json();
    assert_eq!(seen["proxied"][0]["outcome"], "tunnelled");
    let info = control(plane, "GET", "/info", "").json();
    assert_eq!(info["proxy_endpoint"], sandbox.proxy_endpoint().unwrap());
}

#[test]
fn who_gives_up_a_call_through_a_tunnel_has_aborted_it() {
    let (sandbox, _, proxy) = start();
    sandbox.faults([FaultKind::Hang]);
    let mut tunnel = Connection::plain(proxy);
    assert_eq!(tunnel.ask(&connect(&sandbox.address().to_string(), "")).status, 200);
    let mut inside = Connection::tls_over(tunnel.tcp.try_clone().unwrap(), trusting(sandbox.ca_pem()), "127.0.0.1");
    inside.write(&Draft::new().sign(sandbox.address()).bytes()).unwrap();
    sandbox.wait_for_blocking(|seen| seen.requests == 1).unwrap();
    drop((inside, tunnel));
    let seen = sandbox.wait_for_blocking(|seen| seen.aborted == 1).unwrap();
    assert_eq!(seen.events[0].outcome, Outcome::Aborted);
}

#[test]
fn credentials_are_asked_for_and_compared() {
    let (sandbox, plane, proxy) = start();
    let target = sandbox.address().to_string();
    let reply = Connection::plain(proxy).ask(&connect(&target, RIGHT));
    assert_eq!((reply.status, last(&sandbox).authorization), (200, ProxyAuthorization::NotAskedFor));
    let settings = r#"{"username":"user","password":"pass:word"}"#;
    assert_eq!(control(plane, "PUT", "/proxy", settings).status, 200);
    for (headers, status, authorization) in [
        (RIGHT, 200, ProxyAuthorization::Right),
        ("", 407, ProxyAuthorization::Absent),
        ("proxy-authorization: Basic dXNlcjpwYXNz\r\n", 407, ProxyAuthorization::Wrong),
        ("proxy-authorization: Bearer dXNlcjpwYXNzOndvcmQ=\r\n", 407, ProxyAuthorization::Wrong),
    ] {
        let reply = Connection::plain(proxy).ask(&connect(&target, headers));
        assert_eq!((reply.status, last(&sandbox).authorization), (status, authorization));
        let asked = reply.header("proxy-authenticate").map(str::to_owned);
        assert_eq!(asked.as_deref(), (status == 407).then_some("Basic realm=\"ekyc-sandbox\""));
    }
    let text = format!("{:?} {}", sandbox.seen(), serde_json::to_string(&sandbox.seen()).unwrap());
    assert!(!text.contains("dXNlcjpwYXNzOndvcmQ") && !text.contains("pass:word"), "{text}");
    sandbox.reset();
    assert_eq!(Connection::plain(proxy).ask(&connect(&target, "")).status, 200, "a reset asks for nothing again");
}

#[test]
fn only_this_machine_is_reached_and_only_by_connect() {
    let (sandbox, _, proxy) = start();
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string(); // closed again
    for (request, status, outcome) in [
        (connect("192.0.2.1:443", ""), 403, ProxyOutcome::Refused),
        (connect("example.com:443", ""), 403, ProxyOutcome::Refused),
        (connect("localhost.example.com:443", ""), 403, ProxyOutcome::Refused),
        (connect("127.0.0.1", ""), 403, ProxyOutcome::Refused),
        (connect(&nobody, ""), 502, ProxyOutcome::Unreachable),
        (b"GET http://127.0.0.1/ HTTP/1.1\r\n\r\n".to_vec(), 405, ProxyOutcome::NotConnect),
    ] {
        assert_eq!(Connection::plain(proxy).ask(&request).status, status);
        assert_eq!(last(&sandbox).outcome, outcome);
    }
    assert_eq!(sandbox.seen().connections, 0);
}

#[test]
fn it_can_misbehave() {
    let (sandbox, plane, proxy) = start();
    let target = sandbox.address().to_string();
    sandbox.set_proxy(ProxySettings::default().with_mode(ProxyMode::Refuse));
    assert_eq!(Connection::plain(proxy).ask(&connect(&target, "")).status, 403);

    assert_eq!(control(plane, "PUT", "/proxy", r#"{"mode":"garbage"}"#).status, 200);
    let mut garbage = Connection::plain(proxy);
    garbage.write(&connect(&target, "")).unwrap();
    let mut all = Vec::new();
    garbage.tcp.read_to_end(&mut all).unwrap();
    assert!(!all.is_empty() && !all.starts_with(b"HTTP"));

    sandbox.set_proxy(ProxySettings::default().with_mode(ProxyMode::Silent));
    let mut silent = Connection::plain(proxy);
    silent.write(&connect(&target, "")).unwrap();
    let seen = control(plane, "GET", "/wait?proxy_requests=3", "").json();
    assert_eq!((&seen["proxied"][2]["outcome"], &seen["proxied"][2]["open"]), (&"silent".into(), &true.into()));
    drop(silent);
    let seen = sandbox.wait_for_blocking(|seen| !seen.proxied[2].open).unwrap();
    let outcomes: Vec<_> = seen.proxied.iter().map(|request| request.outcome).collect();
    assert_eq!(outcomes, [ProxyOutcome::Refused, ProxyOutcome::Garbage, ProxyOutcome::Silent]);
    assert_eq!(seen.connections, 0);
}

#[test]
fn its_password_does_not_show_and_its_name_has_no_colon() {
    let mut options = Options::new(ID, SECRET).with_proxy();
    options.proxy_settings = ProxySettings::default().with_credentials("user", "pass-word");
    let text = format!("{options:?} {:?}", options.proxy_settings);
    assert!(!text.contains("pass-word"), "{text}");
    options.proxy_settings = ProxySettings::default().with_credentials("us:er", "p");
    let error = Sandbox::start(options).unwrap_err();
    assert!(matches!(error, SandboxError::Option { option: "proxy_settings", .. }), "{error}");
}
