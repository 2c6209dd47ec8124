//! Calling back, over real TLS.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use ekyc_sandbox::{
    CallbackChanges, CallbackDelivery, CallbackSettings, CallbackToken, Decision, Ending, Reachability, Sandbox,
};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};

use super::client::sandbox;
use super::control::{ask as control, start};
use super::message::Draft;
use super::verification::{begin, of_user, send};

/// Only so that a test which should fail does not hang.
const PATIENCE: Duration = Duration::from_secs(30);

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

/// A merchant's server: it answers every request with one status, and hands on the request lines.
struct Merchant {
    address: SocketAddr,
    requests: Receiver<String>,
}

impl Merchant {
    /// With a certificate of the sandbox's authority.
    fn start(sandbox: &Sandbox) -> Self {
        Self::start_with(Some(sandbox.issue_certificate().unwrap()), OK)
    }

    fn start_with(certificate: Option<(String, String)>, answer: &'static str) -> Self {
        let tls = certificate.map(|(certificate, key)| {
            let chain = vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()];
            let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
            Arc::new(builder.with_no_client_auth().with_single_cert(chain, key).unwrap())
        });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, requests) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                stream.set_read_timeout(Some(PATIENCE)).unwrap();
                let line = match &tls {
                    Some(tls) => {
                        let session = ServerConnection::new(Arc::clone(tls)).unwrap();
                        serve(StreamOwned::new(session, stream), answer)
                    }
                    None => serve(stream, answer),
                };
                // A connection without a request is a look whether somebody is there.
                if let Some(line) = line
                    && sender.send(line).is_err()
                {
                    return;
                }
            }
        });
        Self { address, requests }
    }

    fn url(&self) -> String {
        format!("https://{}/callback?a=b", self.address)
    }

    fn next(&self) -> String {
        self.requests.recv_timeout(PATIENCE).unwrap()
    }
}

fn serve(stream: impl std::io::Read + Write, answer: &str) -> Option<String> {
    let mut stream = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    stream.get_mut().write_all(answer.as_bytes()).ok()?;
    stream.get_mut().flush().ok()?;
    head.lines().next().map(str::to_owned)
}

fn calling(user: &'static str, url: &str) -> Draft {
    of_user(user).with("CallbackUrl", url).with("CallbackToken", "to ken")
}

#[test]
fn the_end_of_a_verification_calls_back() {
    let sandbox = sandbox();
    let merchant = Merchant::start(&sandbox);
    for (number, (user, passed, sub_code)) in
        (1..).zip([("sandbox-passed", "Y", "200"), ("sandbox-failed-206", "N", "206")])
    {
        let id = begin(&sandbox, calling(user, &merchant.url()));
        let line = format!(
            "GET /callback?a=b&callbackToken=to+ken&transactionId={id}&passed={passed}&subCode={sub_code} HTTP/1.1"
        );
        assert_eq!(merchant.next(), line);
        sandbox.wait_for_blocking(|seen| seen.callbacks == number).unwrap();
        let attempt = &sandbox.verification(&id).unwrap().callbacks[0];
        assert_eq!((attempt.n, attempt.status, attempt.error.as_deref()), (1, Some(200), None));
        assert!(attempt.url.ends_with("/callback"), "{}", attempt.url);
    }
    for user in ["sandbox-leaves", "sandbox-times-out"] {
        begin(&sandbox, calling(user, &merchant.url()));
    }
    begin(&sandbox, of_user("sandbox-passed").with("CallbackUrl", &merchant.url()));
    assert!(!merchant.next().contains("callbackToken"), "no token was given; and those before it do not call back");
}

#[test]
fn a_callback_may_come_twice_late_never_or_with_a_wrong_token() {
    let (sandbox, plane) = start();
    let merchant = Merchant::start(&sandbox);
    let end = |ending: &Value| {
        let id = begin(&sandbox, calling("somebody", &merchant.url()));
        assert_eq!(control(plane, "PUT", &format!("/verifications/{id}"), &ending.to_string()).status, 200);
        id
    };
    let id = end(&json!({ "decision": "passed", "callback": "twice" }));
    assert_eq!(merchant.next(), merchant.next());
    assert_eq!(control(plane, "GET", "/wait?callbacks=2", "").json()["callbacks"], 2);
    assert_eq!(sandbox.verification(&id).unwrap().callbacks[1].n, 2);
    end(&json!({ "decision": "passed", "callback": "late", "callback_delay_ms": 1 }));
    merchant.next();
    end(&json!({ "decision": "passed", "callback_token": "wrong" }));
    assert!(merchant.next().contains("callbackToken=not-the-token"));
    end(&json!({ "decision": "passed", "callback_token": "absent" }));
    assert!(!merchant.next().contains("callbackToken"));

    // One that never comes is followed by one by command, which is then the first to arrive.
    let id = end(&json!({ "decision": "failed", "callback": "never" }));
    let changes = json!({ "token": "wrong", "transaction_id": "hks0", "passed": "Y", "sub_code": "1" });
    let path = format!("/verifications/{id}/callback");
    assert_eq!(control(plane, "POST", &path, &changes.to_string()).json()["status"], 200);
    assert!(merchant.next().contains("transactionId=hks0&passed=Y&subCode=1"));
    let reply = control(plane, "POST", &path, "").json();
    assert_eq!((&reply["status"], &reply["n"]), (&json!(200), &json!(2)));
    assert!(merchant.next().contains(&format!("callbackToken=to+ken&transactionId={id}&passed=N&subCode=205")));
    let without = begin(&sandbox, Draft::new());
    let reply = control(plane, "POST", &format!("/verifications/{without}/callback"), "{}");
    assert!(reply.status == 400 && reply.member("/error").contains("without a CallbackUrl"));
}

#[tokio::test]
async fn whatever_goes_wrong_with_a_callback_is_told() {
    let (sandbox, other) = (sandbox(), super::client::sandbox());
    let own = || Some(sandbox.issue_certificate().unwrap());
    let plain = Merchant::start_with(None, "HTTP/1.1 204 No Content\r\n\r\n");
    let elsewhere = "HTTP/1.1 302 Found\r\nlocation: https://localhost:1/\r\ncontent-length: 0\r\n\r\n";
    let (moved, silent) = (Merchant::start_with(own(), elsewhere), Merchant::start_with(own(), ""));
    let stranger = Merchant::start_with(Some(other.issue_certificate().unwrap()), OK);
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let call = async |url: &str| {
        let id = begin(&sandbox, calling("somebody", url));
        let attempt = sandbox.send_callback(&id, &CallbackChanges::default()).await.unwrap();
        assert!(!format!("{attempt:?}").contains("to+ken"), "{attempt:?}");
        (attempt.status, attempt.error.unwrap_or_default())
    };
    for (url, words) in [
        (format!("https://{nobody}/"), "no connection"),
        (stranger.url(), "no TLS"),
        (format!("https://{}/", sandbox.address()), "no TLS"),
        ("https://192.0.2.1/".to_owned(), "other machines are not called"),
        ("https://example.com/".to_owned(), "other machines are not called"),
        ("https://localhost.example.com/".to_owned(), "other machines are not called"),
        (silent.url(), "no answer"),
    ] {
        let (status, error) = call(&url).await;
        assert!(status.is_none() && error.contains(words), "{url}: {error}");
    }
    assert_eq!(call(&moved.url()).await.0, Some(302), "no redirect is followed");

    let mut settings = CallbackSettings::default();
    settings.any_certificate = true;
    sandbox.set_callbacks(settings.clone()).unwrap();
    assert_eq!(call(&stranger.url()).await.0, Some(200));
    (settings.any_certificate, settings.roots_pem) = (false, Some(other.ca_pem().to_owned()));
    sandbox.set_callbacks(settings.clone()).unwrap();
    assert_eq!(call(&stranger.url()).await.0, Some(200));
    settings.allow_http = true;
    sandbox.set_callbacks(settings.clone()).unwrap();
    assert_eq!(call(&plain.url().replace("https", "http")).await.0, Some(204));
    let begun = begin(&sandbox, calling("somebody", &plain.url().replace("https", "http")));
    settings.allow_http = false;
    sandbox.set_callbacks(settings.clone()).unwrap();
    let attempt = sandbox.send_callback(&begun, &CallbackChanges::default()).await.unwrap();
    assert!(attempt.error.unwrap().contains("plain HTTP is not allowed"), "allowed when it began, and no longer");
    settings.roots_pem = Some("no certificate".to_owned());
    assert!(sandbox.set_callbacks(settings).unwrap_err().to_string().contains("roots"));
}

#[test]
fn plain_http_must_be_allowed() {
    let sandbox = sandbox();
    let code = || send(&sandbox, &calling("somebody", "http://localhost:1/")).code();
    assert_eq!(code(), "InvalidParameter");
    let mut settings = CallbackSettings::default();
    settings.allow_http = true;
    sandbox.set_callbacks(settings).unwrap();
    assert_eq!(code(), "Success");
    sandbox.reset();
    assert_eq!(code(), "InvalidParameter");
}

#[test]
fn an_unreachable_url_is_accepted_probed_or_refused_as_set() {
    let (sandbox, plane) = start();
    let merchant = Merchant::start(&sandbox);
    let nobody = format!("https://{}/", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    let codes = |reachability: &str| {
        let settings = json!({ "reachability": reachability }).to_string();
        assert_eq!(control(plane, "PUT", "/callbacks", &settings).status, 200);
        [merchant.url().as_str(), &nobody, "https://example.com/"].map(|url| {
            let reply = send(&sandbox, &calling("somebody", url));
            assert!(reply.status == 200 || reply.status == 400);
            reply.code()
        })
    };
    assert_eq!(codes("accept"), ["Success", "Success", "Success"]);
    assert_eq!(codes("probe"), ["Success", "InvalidParameter", "InvalidParameter"]);
    assert_eq!(codes("refuse"), ["InvalidParameter"; 3]);
    let mut settings = CallbackSettings::default();
    settings.reachability = Reachability::Refuse;
    sandbox.set_callbacks(settings).unwrap();
    assert_eq!(send(&sandbox, &Draft::new()).code(), "Success", "without a CallbackUrl there is nothing to refuse");
    for (settings, words) in [
        (r#"{"reachability":"x"}"#, "accept, probe and refuse"),
        (r#"{"delivery":"x"}"#, "once, twice, late or never"),
        (r#"{"allow_remote":true}"#, "unknown field `allow_remote`"),
        (r#"{"roots_pem":"x"}"#, "roots without a certificate"),
    ] {
        let reply = control(plane, "PUT", "/callbacks", settings);
        assert!(reply.status == 400 && reply.member("/error").contains(words), "{}", reply.member("/error"));
    }
}

#[test]
fn the_sandbox_says_when_if_the_verification_does_not() {
    let sandbox = sandbox();
    let merchant = Merchant::start(&sandbox);
    let mut settings = CallbackSettings::default();
    settings.delivery = CallbackDelivery::Twice;
    sandbox.set_callbacks(settings).unwrap();
    let id = begin(&sandbox, calling("somebody", &merchant.url()));
    sandbox.end_verification(&id, Decision::Passed).unwrap();
    assert_eq!(merchant.next(), merchant.next());
    let id = begin(&sandbox, calling("somebody", &merchant.url()));
    let mut ending = Ending::from(Decision::Failed);
    ending.delivery = Some(CallbackDelivery::Once);
    ending.token = CallbackToken::Wrong;
    sandbox.end_verification(&id, ending).unwrap();
    assert!(merchant.next().contains("not-the-token"));
    begin(&sandbox, calling("sandbox-passed-callback-without-token", &merchant.url()));
    assert!(!merchant.next().contains("callbackToken"), "the one before came once");
    assert!(!merchant.next().contains("callbackToken"), "and this one twice");
}

#[test]
fn a_certificate_for_the_receiver_can_be_had() {
    let (sandbox, plane) = start();
    let certificate = control(plane, "GET", "/certificate", "");
    let pem = (certificate.member("/certificate_pem"), certificate.member("/key_pem"));
    let merchant = Merchant::start_with(Some(pem), OK);
    begin(&sandbox, calling("sandbox-passed", &merchant.url()));
    merchant.next();
}
