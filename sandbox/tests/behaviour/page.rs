//! The page that `TransactionUrl` leads to, as a browser asks for it.

use ekyc_sandbox::{Action, FaultKind, Options, Sandbox, VerificationState};

use super::client::{Connection, ID, Reply, SECRET, sandbox, trusting};
use super::message::{Draft, joined};
use super::verification::{begin, check, send};

fn for_browsers() -> Draft {
    Draft::new().with("MetaInfo", r#"{"deviceType":"h5"}"#)
}

/// Begins a verification, and gives its id and its page's path.
fn start(sandbox: &Sandbox, draft: Draft) -> (String, String) {
    let id = begin(sandbox, draft);
    let url = sandbox.verification(&id).unwrap().page_url;
    (id, url.strip_prefix(&sandbox.endpoint()).unwrap().to_owned())
}

fn get(sandbox: &Sandbox, path: &str) -> Reply {
    ask(sandbox, "GET", path, "")
}

fn post(sandbox: &Sandbox, path: &str, form: &[(&str, &str)]) -> Reply {
    ask(sandbox, "POST", path, &joined(form.iter().copied()))
}

fn ask(sandbox: &Sandbox, method: &str, path: &str, form: &str) -> Reply {
    let host = sandbox.address();
    let length = form.len();
    let head = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\ncontent-length: {length}\r\n");
    let kind = "content-type: application/x-www-form-urlencoded\r\n\r\n";
    Connection::plain(host).ask(format!("{head}{kind}{form}").as_bytes())
}

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).unwrap()
}

fn session(reply: &Reply) -> String {
    let text = text(reply);
    let (_, rest) = text.split_once(r#"name="session" value=""#).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn a_person_decides_and_goes_on_to_the_return_url() {
    let sandbox = sandbox();
    for (decision, code, passed) in [
        ("passed", "Success", "Y"),
        ("failed", "Success", "N"),
        ("forged", "Success", "N"),
        ("leaves", "ProcessNotCompleted", ""),
        ("times-out", "TransactionIdInvalid", ""),
    ] {
        let (id, path) = start(&sandbox, for_browsers().with("ReturnUrl", "https://localhost:1/back?a=b#c"));
        let page = get(&sandbox, &path);
        assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
        assert_eq!(sandbox.verification(&id).unwrap().state, VerificationState::Opened);
        let reply = post(&sandbox, &path, &[("session", &session(&page)), ("decision", decision)]);
        assert_eq!(
            (reply.status, reply.header("location")),
            (303, Some("https://localhost:1/back?a=b#c")),
            "{decision}"
        );
        let result = send(&sandbox, &check(&id));
        assert_eq!((result.code().as_str(), result.member("/Result/Passed").as_str()), (code, passed), "{decision}");
    }
    let seen = sandbox.seen();
    assert_eq!((seen.count(Action::VerificationPage), seen.requests), (10, 10), "pages are counted apart");
}

#[test]
fn it_can_be_opened_once() {
    let sandbox = sandbox();
    let (id, path) = start(&sandbox, for_browsers());
    assert_eq!(ask(&sandbox, "HEAD", &path, "").status, 200, "a look ahead opens nothing");
    assert_eq!(sandbox.verification(&id).unwrap().state, VerificationState::Waiting);
    assert_eq!(post(&sandbox, &path, &[("decision", "passed")]).status, 403, "not before it was opened");
    let page = get(&sandbox, &path);
    assert_eq!((page.status, get(&sandbox, &path).status), (200, 410));
    let session = session(&page);
    assert_eq!(post(&sandbox, &path, &[("session", "x"), ("decision", "passed")]).status, 403);
    assert_eq!(post(&sandbox, &path, &[("session", &session), ("decision", "x")]).status, 400);
    assert_eq!(post(&sandbox, &path, &[("session", &session), ("decision", "passed")]).status, 200, "no ReturnUrl");
    assert_eq!(post(&sandbox, &path, &[("session", &session), ("decision", "failed")]).status, 410);
    assert_eq!(get(&sandbox, &path).status, 410);
    assert_eq!(send(&sandbox, &check(&id)).member("/Result/Passed"), "Y", "the first decision counts");
    assert_eq!((get(&sandbox, "/verify/x").status, ask(&sandbox, "PUT", &path, "").status), (404, 405));
}

#[test]
fn it_ends_with_the_half_hour() {
    let sandbox = sandbox();
    let (_, never_opened) = start(&sandbox, for_browsers());
    let (_, opened) = start(&sandbox, for_browsers());
    let session = session(&get(&sandbox, &opened));
    sandbox.set_clock_offset_ms(30 * 60 * 1000).unwrap();
    assert_eq!(get(&sandbox, &never_opened).status, 410);
    assert_eq!(post(&sandbox, &opened, &[("session", &session), ("decision", "passed")]).status, 410);
}

#[test]
fn what_was_read_can_be_edited_unless_that_is_off() {
    let sandbox = sandbox();
    for (edit, expected) in [("1", r#"{"surname":"O'\"<b>"}"#), ("0", "{}")] {
        let (id, path) = start(&sandbox, for_browsers().with("EditOcrResult", edit));
        let page = get(&sandbox, &path);
        assert_eq!(text(&page).contains(" readonly"), edit == "0");
        let session = session(&page);
        let form = [("session", session.as_str()), ("decision", "passed"), ("document.surname", "O'\"<b>")];
        let unchanged = [("document.givenname", "ALEX"), ("document.unknown", "x")];
        post(&sandbox, &path, &[&form[..], &unchanged].concat());
        let result = send(&sandbox, &check(&id)).member("/Result/ExtIdInfo");
        let document: serde_json::Value = serde_json::from_str(&result).unwrap();
        assert_eq!(document["ocrIdEditInfo"].to_string(), expected);
        assert_eq!(document["ocrIdInfo"]["surname"], "SANDERS", "what was read stays");
    }
    let (id, path) = start(&sandbox, for_browsers());
    let session = session(&get(&sandbox, &path));
    post(&sandbox, &path, &[("session", &session), ("decision", "failed"), ("sub_code", " 209 ")]);
    assert_eq!(sandbox.verification(&id).unwrap().sub_code.as_deref(), Some("209"));
}

#[test]
fn it_loads_nothing_escapes_everything_and_labels_every_field() {
    let sandbox = sandbox();
    let document = "\"><script>alert(1)</script>";
    let (_, path) = start(&sandbox, for_browsers().with("ProductCode", "eKYC_PRO").with("DocType", document));
    let page = get(&sandbox, &path);
    let html = text(&page);
    assert!(html.contains("&lt;script&gt;") || html.contains("&#60;script&#62;"), "{html}");
    for forbidden in ["<script", "http://", "https://", "src=", "@import", "url("] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    assert!(html.contains(r#"<html lang="en">"#) && html.contains("name=\"viewport\"") && html.contains("<main>"));
    let ids: Vec<_> = html.split("<input id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(ids.len() > 3, "{ids:?}");
    for id in ids {
        assert!(html.contains(&format!("<label for=\"{id}\">")), "{id}");
    }
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none';") && policy.ends_with("form-action 'self'"), "{policy}");
    assert_eq!((page.header("cache-control"), page.header("referrer-policy")), (Some("no-store"), Some("no-referrer")));
}

#[test]
fn the_form_may_lead_on_to_the_return_url_but_not_into_a_script() {
    let sandbox = sandbox();
    for (url, policy, location) in [
        (
            "https://shop.example:8443/back",
            "form-action 'self' https://shop.example:8443",
            Some("https://shop.example:8443/back"),
        ),
        ("shop://back", "form-action 'self' shop:", Some("shop://back")),
        ("javascript:alert(1)", "form-action 'self'", None),
        ("not a url", "form-action 'self'", None),
    ] {
        let (_, path) = start(&sandbox, for_browsers().with("ReturnUrl", url));
        let page = get(&sandbox, &path);
        assert!(page.header("content-security-policy").unwrap().ends_with(policy), "{url}");
        let reply = post(&sandbox, &path, &[("session", &session(&page)), ("decision", "passed")]);
        assert_eq!(reply.header("location"), location, "{url}");
    }
}

#[test]
fn it_is_found_where_the_caller_found_the_service() {
    let mut options = Options::new(ID, SECRET);
    options.names = vec!["sandbox.test".to_owned(), "10.0.2.2".to_owned()];
    let sandbox = Sandbox::start(options).unwrap();
    let port = sandbox.address().port();
    for (host, expected) in [
        (format!("127.0.0.1:{port}"), format!("https://127.0.0.1:{port}")),
        ("localhost:9443".to_owned(), "https://localhost:9443".to_owned()),
        ("10.0.2.2".to_owned(), "https://10.0.2.2".to_owned()),
        ("sandbox.test:1".to_owned(), "https://sandbox.test:1".to_owned()),
        ("elsewhere.test:1".to_owned(), sandbox.endpoint()),
        ("127.0.0.1@elsewhere.test".to_owned(), sandbox.endpoint()),
    ] {
        let mut connection = Connection::tls(sandbox.address(), trusting(sandbox.ca_pem()), "localhost");
        let reply = connection.ask(&for_browsers().sign_for(&host).bytes());
        let url = reply.member("/Result/TransactionUrl");
        assert!(url.starts_with(&format!("{expected}/verify/")), "{host}: {url} {}", reply.code());
    }
}

#[test]
fn faults_can_be_aimed_at_it() {
    let sandbox = sandbox();
    let (id, path) = start(&sandbox, for_browsers());
    sandbox.faults([FaultKind::Unavailable.on(Action::VerificationPage)]);
    assert_eq!(send(&sandbox, &check(&id)).status, 404);
    assert_eq!(get(&sandbox, &path).status, 503);
}
