//! Properties of the arithmetic, over inputs nobody thought of.

use std::collections::HashMap;

use ekyc::model::HttpAnswer;
use ekyc::protocol::acs3::{Input, Key, payload_hash, sign, signature, string_to_sign};
use ekyc::protocol::{encode, format_date, read_initialize, sign_initialize};
use ekyc::{DocType, InitializeRequest, ProductCode};
use proptest::prelude::*;

const KEY: Key<'_> = Key { access_key_id: "id", access_key_secret: "secret", security_token: None };

fn input<'a>(query: &'a [(&'a str, &'a str)]) -> Input<'a> {
    Input {
        method: "POST",
        host: "host",
        path: "/",
        action: "Initialize",
        version: "2022-08-09",
        date: "2025-01-02T03:04:05Z",
        nonce: "n",
        query,
        headers: &[],
        body: b"",
    }
}

fn decoded(query: &str) -> Vec<(String, String)> {
    // Splitting and decoding as the `url` crate does it, an implementation that is not ours.
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

proptest! {
    #[test]
    fn encoding_keeps_every_text_and_uses_only_the_allowed_bytes(text in ".*") {
        let encoded = encode::encoded(&text);
        prop_assert!(encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~%".contains(&b)));
        prop_assert_eq!(decoded(&format!("v={encoded}")), vec![("v".to_owned(), text)]);
    }

    #[test]
    fn the_order_of_the_parameters_does_not_change_the_signature(
        mut pairs in prop::collection::vec((".{0,8}", ".{0,8}"), 0..8),
        turn in 0usize..8,
    ) {
        let borrowed: Vec<_> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let first = sign(&input(&borrowed), &KEY).unwrap();
        let (canonical, authorization) = (first.canonical_request, first.authorization);
        let turn = turn.min(pairs.len());
        pairs.rotate_left(turn);
        let borrowed: Vec<_> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let second = sign(&input(&borrowed), &KEY).unwrap();
        prop_assert_eq!(canonical, second.canonical_request);
        prop_assert_eq!(authorization, second.authorization);
    }

    #[test]
    fn the_stages_are_those_of_the_parts(value in ".*", body in prop::collection::vec(any::<u8>(), 0..64)) {
        let query = [("name", value.as_str())];
        let signed = sign(&Input { body: &body, ..input(&query) }, &KEY).unwrap();
        let canonical = &signed.canonical_request;
        prop_assert!(canonical.ends_with(&*payload_hash(&body)));
        prop_assert_eq!(&signed.string_to_sign, &string_to_sign(canonical.as_bytes()));
        let expected = signature(KEY.access_key_secret, &signed.string_to_sign).unwrap();
        prop_assert!(signed.authorization.ends_with(&expected));
    }

    #[test]
    fn what_is_signed_is_what_the_url_carries(meta in ".+", user in ".+", extra in ".+") {
        let mut request = InitializeRequest::new(ProductCode::EKyc, "a1", meta.clone(), user.clone());
        request.doc_type = Some(DocType::GlobalPassport);
        request.extra_parameters = HashMap::from([("AAA".to_owned(), extra.clone()), ("Next".to_owned(), "1".to_owned())]);
        let signed = sign_initialize(&request, "https://host", &KEY, "2025-01-02T03:04:05Z", "n").unwrap();
        let (_, query) = signed.url.split_once("/?").unwrap();
        let pairs = decoded(query);
        prop_assert!(pairs.is_sorted());
        let value = |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        prop_assert_eq!(value("MetaInfo"), Some(meta));
        prop_assert_eq!(value("MerchantUserId"), Some(user));
        prop_assert_eq!(value("AAA"), Some(extra));
        prop_assert_eq!(pairs.len(), 7);
    }

    #[test]
    fn a_request_shows_no_sensitive_value(secret in "[A-Z]{12}") {
        let mut request = InitializeRequest::new(ProductCode::EKyc, "a1", &secret, &secret);
        request.callback_token = Some(secret.clone());
        request.extra_parameters = HashMap::from([("DocNo".to_owned(), secret.clone())]);
        let shown = format!("{request} {request:?} {request:#?}");
        prop_assert!(!shown.contains(&secret));
    }

    #[test]
    fn any_answer_is_read_or_refused(status in 100i32..600, body in prop::collection::vec(any::<u8>(), 0..256)) {
        let answer = HttpAnswer { status, headers: vec![], body };
        prop_assert!(read_initialize(&answer).is_err());
    }

    #[test]
    fn any_json_answer_is_read_or_refused(status in 100i32..600, code in ".*", id in ".*", extra in any::<i64>()) {
        let body = serde_json::json!({
            "RequestId": extra, "Code": code, "Message": [extra], "New": {"Field": extra},
            "Result": {"TransactionId": id, "Another": null},
        });
        let answer = HttpAnswer { status, headers: vec![], body: body.to_string().into_bytes() };
        let success = (200..300).contains(&status) && code.eq_ignore_ascii_case("success") && !id.is_empty();
        prop_assert_eq!(read_initialize(&answer).is_ok(), success);
    }

    #[test]
    fn a_refusal_survives_whatever_bytes_its_message_has(
        message in prop::collection::vec(any::<u8>().prop_filter("the text's end", |byte| *byte != b'"'), 0..64),
    ) {
        // A backslash at the end would escape the text's end, which is the only thing that cannot be told from a cut.
        let message: Vec<u8> = message.into_iter().chain([b'.']).collect();
        let rest = br#"","Code":"InvalidParameter","RequestId":"R"}"#.as_slice();
        let body = [br#"{"Message":""#.as_slice(), &message, rest].concat();
        let error = read_initialize(&HttpAnswer { status: 400, headers: vec![], body }).unwrap_err();
        prop_assert_eq!((error.kind(), error.request_id()), ("rejected", Some("R")));
    }

    #[test]
    fn the_date_is_the_calendar_s(seconds in -62_135_596_800i64..253_402_300_799) {
        let format = time::macros::format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
        let expected = time::OffsetDateTime::from_unix_timestamp(seconds).unwrap().format(format).unwrap();
        prop_assert_eq!(format_date(seconds), expected);
    }
}

#[test]
fn the_date_holds_at_the_edges_of_time() {
    for seconds in [i64::MIN, i64::MAX, 0, -1] {
        assert!(format_date(seconds).ends_with('Z'));
    }
}
