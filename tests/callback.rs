//! What the platform sends back, read.

use std::sync::Arc;

use ekyc::callback::{CallbackInbox, CallbackStore, StoreFailed};
use ekyc::model::{CallbackDelivery, CallbackHint};
use ekyc::{CallbackProblem, EkycError, Passed, parse_callback};

fn problem(text: &str, token: Option<&str>, transaction: Option<&str>) -> CallbackProblem {
    match parse_callback(text, token, transaction) {
        Err(EkycError::InvalidCallback { problem, reason }) => {
            assert!(!reason.contains("SECRET") && !reason.contains("hks"), "{reason}");
            problem
        }
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn the_vendor_s_sample_is_read_in_every_shape_that_a_server_has_it() {
    let query = "callbackToken=100000****&transactionId=shaxxxx&passed=Y&subCode=200";
    for shape in [
        query.to_owned(),
        format!("?{query}"),
        format!("/cb?{query}"),
        format!("/cb;v=1?{query}"),
        format!("cb?{query}"),
        format!("https://www.aliyun.com?{query}"),
        format!("https://m.example:8443/cb?{query}#top"),
        query.replace("subCode", "subcode"),
        query
            .replace("callbackToken", "CallbackToken")
            .replace("transactionId", "TRANSACTIONID")
            .replace("passed", "Passed"),
        query.replace("****", "%2A%2a%2A*"),
    ] {
        let hint = parse_callback(&shape, Some("100000****"), Some("shaxxxx")).unwrap();
        assert_eq!(
            (hint.transaction_id.as_str(), hint.passed, hint.sub_code.as_deref()),
            ("shaxxxx", Some(Passed::Yes), Some("200")),
            "{shape}"
        );
        assert_eq!(hint.own_parameters.len(), 0, "{shape}");
    }
}

#[test]
fn what_is_missing_besides_the_transaction_is_missing() {
    let hint = parse_callback("order=17&order=18&transactionId=t%201&url=https://a?b=c", None, None).unwrap();
    assert_eq!((hint.transaction_id.as_str(), hint.passed, hint.sub_code), ("t 1", None, None));
    let own: Vec<_> = hint.own_parameters.iter().map(|own| (own.name.as_str(), own.value.as_str())).collect();
    assert_eq!(own, [("order", "17"), ("order", "18"), ("url", "https://a?b=c")]);
    let other = parse_callback("transactionId=t&passed=Q", None, None).unwrap();
    assert_eq!(other.passed, Some(Passed::Other { code: "Q".into() }));
}

#[test]
fn what_is_wrong_has_a_name() {
    let token = Some("SECRET");
    for (text, expected) in [
        ("transactionId=hks1&passed=Y", CallbackProblem::MissingToken),
        ("callbackToken=&transactionId=hks1", CallbackProblem::WrongToken),
        ("callbackToken=SECRE&transactionId=hks1", CallbackProblem::WrongToken),
        ("callbackToken=SECRETS&transactionId=hks1", CallbackProblem::WrongToken),
        ("callbackToken=secret&transactionId=hks1", CallbackProblem::WrongToken),
        ("callbackToken=SECRET&passed=Y", CallbackProblem::MissingTransactionId),
        ("callbackToken=SECRET&transactionId=", CallbackProblem::MissingTransactionId),
        ("callbackToken=SECRET&transactionId=hks2", CallbackProblem::ForeignTransaction),
        ("callbackToken=SECRET&callbacktoken=SECRET&transactionId=hks1", CallbackProblem::DoubledParameter),
        ("callbackToken=SECRET&transactionId=hks1&transactionid=hks1", CallbackProblem::DoubledParameter),
        ("callbackToken=SECRET&transactionId=hks1&passed=Y&Passed=N", CallbackProblem::DoubledParameter),
        ("callbackToken=SECRET&transactionId=hks1&subcode=200&subCode=200", CallbackProblem::DoubledParameter),
        ("", CallbackProblem::Malformed),
        ("https://m.example/cb", CallbackProblem::Malformed),
        ("https://m.example/cb?", CallbackProblem::Malformed),
        ("hello", CallbackProblem::Malformed),
    ] {
        assert_eq!(problem(text, token, Some("hks1")), expected, "{text}");
    }
    assert_eq!(problem(&"a=b&".repeat(20_000), token, None), CallbackProblem::Malformed);
    assert!(matches!(
        parse_callback("callbackToken=&transactionId=t", Some(""), None),
        Err(EkycError::InvalidConfiguration { .. })
    ));
}

#[test]
fn a_token_with_plus_signs_is_known_as_written_and_as_it_came() {
    for (came, expected) in [("a+b", "a+b"), ("a%2Bb", "a+b"), ("a+b", "a b"), ("a%20b", "a b"), ("%C3%A9%25", "é%")] {
        parse_callback(&format!("callbackToken={came}&transactionId=t"), Some(expected), None).unwrap();
    }
    assert_eq!(problem("callbackToken=a%2Bb&transactionId=hks", Some("a b"), None), CallbackProblem::WrongToken);
}

#[test]
fn nothing_of_it_is_printed_but_the_transaction() {
    let text = "callbackToken=PLANTED&transactionId=t1&passed=PLANTED&subCode=PLANTED&own=PLANTED";
    let hint = parse_callback(text, Some("PLANTED"), None).unwrap();
    let shown = format!("{hint} {hint:?} {hint:#?} {:?}", hint.own_parameters);
    assert!(shown.contains("t1") && !shown.contains("PLANTED"), "{shown}");
}

fn hint(text: &str) -> CallbackHint {
    parse_callback(text, None, None).unwrap()
}

#[test]
fn a_delivery_is_known_again() {
    let inbox = CallbackInbox::in_memory(100).unwrap();
    let (yes, no) = (hint("transactionId=t&passed=Y&subCode=200"), hint("transactionId=t&passed=N&subCode=205"));
    assert_eq!([inbox.received(&yes), inbox.received(&yes)], [CallbackDelivery::First, CallbackDelivery::Repeated]);
    assert_eq!(inbox.received(&hint("/cb?x=1&subcode=200&PASSED=Y&transactionid=t")), CallbackDelivery::Repeated);
    assert_eq!(inbox.received(&no), CallbackDelivery::First, "other news");
    assert!(inbox.settled("t".into()));
    assert_eq!(inbox.received(&hint("transactionId=t&passed=P")), CallbackDelivery::Late);
    assert_eq!(inbox.received(&hint("transactionId=t2&passed=Y")), CallbackDelivery::First);
    // Keys with separators in them stay apart.
    assert_ne!(hint("transactionId=a%2Fb&passed=c").delivery_key, hint("transactionId=a&passed=b%2Fc").delivery_key);
}

#[test]
fn memory_has_an_end() {
    let inbox = CallbackInbox::in_memory(2).unwrap();
    let hints = ["1", "2", "3"].map(|id| hint(&format!("transactionId={id}")));
    for hint in &hints {
        assert_eq!(inbox.received(hint), CallbackDelivery::First);
    }
    assert_eq!(inbox.received(&hints[2]), CallbackDelivery::Repeated);
    assert_eq!(inbox.received(&hints[0]), CallbackDelivery::First, "the oldest is forgotten");
    for capacity in [0, -1, 1_000_001] {
        let refused = CallbackInbox::in_memory(capacity).unwrap_err().to_string();
        assert!(refused.contains(&format!("capacity: {capacity} is not between 1 and 1000000")), "{refused}");
    }
}

#[test]
fn of_many_deliveries_at_once_one_is_the_first() {
    let inbox = CallbackInbox::in_memory(1000).unwrap();
    let deliveries: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    (0..100).map(|id| inbox.received(&hint(&format!("transactionId={id}")))).collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(deliveries.iter().filter(|delivery| **delivery == CallbackDelivery::First).count(), 100);
}

/// A store that is away.
struct Away;

impl CallbackStore for Away {
    fn remember(&self, _: String) -> Result<bool, StoreFailed> {
        Err(StoreFailed::Failed)
    }

    fn knows(&self, _: String) -> Result<bool, StoreFailed> {
        Err(StoreFailed::Failed)
    }
}

#[test]
fn a_store_that_is_away_loses_no_callback() {
    let inbox = CallbackInbox::new(Arc::new(Away));
    assert_eq!(inbox.received(&hint("transactionId=t")), CallbackDelivery::Unknown);
    assert!(!inbox.settled("t".into()));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".*", query in "(([a-z]{0,3}|transactionId|passed)=[%+a-z0-9]{0,4}&){0,6}") {
        let _ = parse_callback(&text, Some("t"), None);
        let _ = parse_callback(&query, None, None);
    }
}
