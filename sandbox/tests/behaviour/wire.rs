//! Ways to write the same request that the service takes for the same, and others that it does not.

use super::client::{Connection, sandbox};
use super::message::{Draft, Message};

fn code(draft: Draft, change: impl FnOnce(&mut Message)) -> String {
    let sandbox = sandbox();
    let mut message = draft.sign(sandbox.address());
    change(&mut message);
    Connection::plain(sandbox.address()).ask(&message.bytes()).code()
}

#[test]
fn the_query_is_decoded_before_it_is_signed() {
    let draft = || Draft::new().with("MetaInfo", r#"{"deviceType":"h5","a b":"é*~+"}"#).with("Empty", "");
    assert_eq!(code(draft(), |_| {}), "Success");
    assert_eq!(code(draft(), |m| m.query = m.query.replace("%20", "+")), "Success", "a blank as plus");
    assert_eq!(code(draft(), |m| m.query = m.query.replace("%2A", "*")), "Success", "a star as it is");
    assert_eq!(code(draft(), |m| m.query = m.query.replace("~", "%7e")), "Success", "a tilde encoded");
    assert_eq!(code(draft(), |m| m.query = m.query.replace("Empty=", "Empty")), "Success", "no equals sign");
    assert_eq!(code(draft(), |m| m.query = reversed(&m.query)), "Success", "another order");
    assert_eq!(code(draft(), |m| m.query = m.query.replace("%2B", "+")), "SignatureDoesNotMatch", "a plus is a blank");
    assert_eq!(code(draft(), |m| m.query = m.query.replace("&Empty=", "")), "SignatureDoesNotMatch", "one less");
}

fn reversed(query: &str) -> String {
    query.split('&').rev().collect::<Vec<_>>().join("&")
}

#[test]
fn a_repeated_name_is_sorted_by_value() {
    let mut draft = Draft::new();
    draft.query.extend([("Extra".to_owned(), "b".to_owned()), ("Extra".to_owned(), "a".to_owned())]);
    assert_eq!(code(draft.clone(), |_| {}), "Success");
    assert_eq!(code(draft, |m| m.query = reversed(&m.query)), "Success");
}

#[test]
fn names_sort_as_bytes_and_are_encoded() {
    let mut draft = Draft::new();
    for name in ["a", "B", "~", "A.10", "A.2", "é", "a b", "a/b", ""] {
        draft.query.push((name.to_owned(), "1".to_owned()));
    }
    assert_eq!(code(draft, |_| {}), "Success");
}

#[test]
fn more_headers_may_be_signed_and_names_may_have_any_case() {
    let headers = vec![
        ("accept", "application/json"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("user-agent", "a b; c, d"),
        ("x-acs-credentials-provider", "static_ak"),
    ];
    let draft = Draft { headers, ..Draft::new() };
    assert_eq!(code(draft.clone(), |_| {}), "Success");
    let capital = |m: &mut Message| m.headers.iter_mut().for_each(|(name, _)| *name = name.to_uppercase());
    assert_eq!(code(draft, capital), "Success");
}

#[test]
fn blanks_around_a_header_do_not_count() {
    let draft = || Draft { headers: vec![("accept", "a  b")], ..Draft::new() };
    assert_eq!(code(draft(), |m| m.set("accept", " \t a  b \t ")), "Success");
    assert_eq!(code(draft(), |m| m.set("accept", "a b")), "SignatureDoesNotMatch");
}

#[test]
fn an_unsigned_header_may_come_from_a_proxy() {
    assert_eq!(code(Draft::new(), |m| m.add("x-forwarded-for", "10.0.0.1")), "Success");
}

#[test]
fn a_form_is_a_form_by_its_content_type() {
    let with_type = |content_type| {
        let draft = Draft::new().without("DocType").with_form("DocType", "01000000");
        code(Draft { headers: vec![("content-type", content_type)], ..draft }, |_| {})
    };
    assert_eq!(with_type("application/X-www-form-urlencoded; charset=utf-8"), "Success");
    assert_eq!(with_type("text/plain"), "MissingParameter");
}

#[test]
fn bytes_that_are_no_text_are_judged_as_bytes() {
    // Signed as U+FFFD they would match if the sandbox read text where it must read bytes.
    let draft = Draft::new().with("Extra", "\u{fffd}");
    assert_eq!(code(draft.clone(), |_| {}), "Success");
    assert_eq!(code(draft, |m| m.query = m.query.replace("%EF%BF%BD", "%FF")), "SignatureDoesNotMatch");
}

#[test]
fn a_long_query_goes_as_far_as_the_http_layer() {
    assert_eq!(code(Draft::new().with("MetaInfo", &"m".repeat(60_000)), |_| {}), "Success");
    let sandbox = sandbox();
    let message = Draft::new().with("MetaInfo", &"m".repeat(70_000)).sign(sandbox.address());
    let reply = Connection::plain(sandbox.address()).ask(&message.bytes());
    assert_eq!((reply.status, sandbox.seen().requests), (414, 0));
}
