//! AssumeRole.

use ekyc::Credentials;
use ekyc_sandbox::{Action, FaultKind, Options, Sandbox};

use super::support::{
    ID, MANY, ROLE, SECRET, answer, assert_contains, assumed, base, http, reason, role, runtime, sandbox, silent, works,
};

#[test]
fn the_base_s_keys_buy_keys_for_the_role() {
    let sandbox = sandbox();
    let settings = with!(
        role(&sandbox),
        role_session_name = Some("audit.name@x".into()),
        duration_seconds = Some(7200),
        policy = Some(r#"{"Statement":["ü +*"]}"#.into()),
        external_id = Some("ext/1".into())
    );
    let id = works(&sandbox, &Credentials::assume_role(base(), settings).unwrap());
    assert!(id.starts_with("STS."), "{id}");
    let seen = sandbox.seen();
    let event = &seen.events[0];
    assert_eq!(event.headers["x-acs-version"], "2015-04-01");
    assert!(event.headers["authorization"].starts_with("ACS3-HMAC-SHA256 Credential=LTAI5tBase,"));
    let expected = [
        ("DurationSeconds", "7200"),
        ("ExternalId", "ext/1"),
        ("Policy", r#"{"Statement":["ü +*"]}"#),
        ("RoleArn", ROLE),
        ("RoleSessionName", "audit.name@x"),
    ];
    assert_eq!(event.query, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
}

#[test]
fn by_default_the_keys_live_an_hour() {
    let sandbox = sandbox();
    works(&sandbox, &assumed(&sandbox));
    assert_eq!(sandbox.seen().events[0].query["DurationSeconds"], "3600");
}

#[test]
fn roles_can_be_assumed_one_after_the_other() {
    let sandbox = sandbox();
    let second = Credentials::assume_role(assumed(&sandbox), role(&sandbox)).unwrap();
    works(&sandbox, &second);
    let seen = sandbox.seen();
    assert_eq!(seen.count(Action::AssumeRole), 2);
    assert!(seen.events[1].headers.contains_key("x-acs-security-token"), "the second with the first one's keys");
}

#[test]
fn a_machine_whose_clock_is_hours_off_gets_keys_and_knows_how_long_they_live() {
    for hours in [-5, 5] {
        let options = Options { clock_offset_ms: hours * 3_600_000, ..Options::new(ID, SECRET) };
        let sandbox = Sandbox::start(options).unwrap();
        let credentials = assumed(&sandbox);
        ekyc::ffi::core_sign_acs3(super::support::any_request(), credentials.clone()).unwrap();
        ekyc::ffi::core_sign_acs3(super::support::any_request(), credentials).unwrap();
        let seen = sandbox.seen();
        let verdicts: Vec<_> = seen.events.iter().map(|event| event.verdict.as_str()).collect();
        assert_eq!(verdicts, ["InvalidTimeStamp.Expired", "Success"], "asked again with its time, and then kept");
    }
}

#[test]
fn a_service_that_never_likes_the_time_is_asked_twice_only() {
    let sandbox = sandbox();
    let fault = FaultKind::Answer {
        status: 400,
        headers: [("date".to_owned(), "Thu, 01 Jan 2099 00:00:00 GMT".to_owned())].into(),
        body: r#"{"Code":"InvalidTimeStamp.Expired","Message":"no"}"#.into(),
    };
    sandbox.faults([fault.times(9).on(Action::AssumeRole)]);
    assert_contains(
        &reason(&assumed(&sandbox)),
        &["assumed role: AssumeRole: InvalidTimeStamp.Expired (HTTP 400): no"],
    );
    assert!(sandbox.seen().count(Action::AssumeRole) <= 2);
}

#[test]
fn what_the_service_says_is_told_without_secrets() {
    let sandbox = sandbox();
    let wrong = Credentials::access_key(ID.into(), "PLANTED-wrong".into()).unwrap();
    let credentials = Credentials::assume_role(wrong, role(&sandbox)).unwrap();
    assert_contains(&reason(&credentials), &["AssumeRole: SignatureDoesNotMatch (HTTP 400, request id "]);
    let echo = format!(r#"{{"Code":"NoPermission","Message":"{SECRET} {SECRET} {}"}}"#, "long ".repeat(200));
    answer(&sandbox, Action::AssumeRole, 403, &echo);
    let text = reason(&assumed(&sandbox));
    assert_contains(&text, &["NoPermission (HTTP 403): *** *** long", "..."]);
    assert!(text.len() < 700, "{text}");
}

#[test]
fn neither_policy_nor_external_id_nor_what_the_keys_are_is_told() {
    let sandbox = sandbox();
    let secretive = with!(
        role(&sandbox),
        policy = Some(r#"{"Statement":"PLANTED-policy"}"#.into()),
        external_id = Some("PLANTED-external".into())
    );
    let echo = r#"{"Code":"NoPermission","Message":"PLANTED-external may not PLANTED-base-secret, see {\"Statement\":\"PLANTED-policy\"}"}"#;
    answer(&sandbox, Action::AssumeRole, 403, echo);
    let text = reason(&Credentials::assume_role(base(), secretive.clone()).unwrap());
    assert_contains(&text, &["NoPermission (HTTP 403)", "*** may not ***, see "]);
    // A secret of letters alone in the place of the code, which otherwise is the service's own word.
    answer(&sandbox, Action::AssumeRole, 403, r#"{"Code":"PlantedSecretOfLetters"}"#);
    let letters = Credentials::access_key("LTAI-planted".into(), "PlantedSecretOfLetters".into()).unwrap();
    let text = reason(&Credentials::assume_role(letters, role(&sandbox)).unwrap());
    assert!(text.contains("*** (HTTP 403)") && !text.contains("Planted"), "{text}");
    let shown = format!("{secretive:?}");
    assert!(shown.contains(ROLE) && !shown.contains("PLANTED"), "{shown}");
}

#[test]
fn a_call_that_fails_for_the_moment_is_repeated_and_one_that_is_refused_is_not() {
    for fault in [FaultKind::Unavailable, FaultKind::Reset, FaultKind::InternalError] {
        let sandbox = sandbox();
        sandbox.faults([fault.times(2).on(Action::AssumeRole)]);
        works(&sandbox, &assumed(&sandbox));
        assert_eq!(sandbox.seen().count(Action::AssumeRole), 3);
    }
    let sandbox = sandbox();
    answer(&sandbox, Action::AssumeRole, 403, r#"{"Code":"NoPermission"}"#);
    reason(&assumed(&sandbox));
    assert_eq!(sandbox.seen().count(Action::AssumeRole), 1);
    // An answer that asks for more time than there is ends it at once, in either of the two headers.
    for (status, header) in
        [(503, "retry-after"), (429, "retry-after"), (503, "x-acs-retry-after"), (400, "retry-after")]
    {
        let before = sandbox.seen().count(Action::AssumeRole);
        let headers = [(header.to_owned(), "4000000000".to_owned())].into();
        let body = r#"{"Code":"Throttling.User"}"#.to_owned();
        sandbox.faults([FaultKind::Answer { status, headers, body }.times(MANY).on(Action::AssumeRole)]);
        reason(&assumed(&sandbox));
        assert_eq!(sandbox.seen().count(Action::AssumeRole), before + 1, "{status} {header}");
    }
}

#[test]
fn answers_that_are_none_are_named() {
    let sandbox = sandbox();
    for (status, body, expected) in [
        (200, "{}", "the answer has no Credentials"),
        (200, "<html>PLANTED", "the answer is not valid JSON (line 1, column 1) (HTTP 200)"),
        (502, "{}", "HTTP 502 without a Code"),
        (200, r#"{"Credentials":{"AccessKeyId":"PLANTED"}}"#, "AssumeRole: the answer has no AccessKeySecret"),
    ] {
        answer(&sandbox, Action::AssumeRole, status, body);
        assert_contains(&reason(&assumed(&sandbox)), &[expected]);
    }
    sandbox.faults([FaultKind::Huge { chunked: true }.on(Action::AssumeRole)]);
    assert_contains(
        &reason(&assumed(&sandbox)),
        &["AssumeRole at https://127.0.0.1:", "the answer is over 65536 bytes"],
    );
    let untrusting = with!(role(&sandbox), http = None);
    let text = reason(&Credentials::assume_role(base(), untrusting).unwrap());
    assert_contains(&text, &["TLS: ", "UnknownIssuer"]);
    sandbox.faults([FaultKind::Hang.on(Action::AssumeRole)]);
    let hasty = with!(http(&sandbox).unwrap(), timeout_ms = Some(20));
    let hasty = Credentials::assume_role(base(), with!(role(&sandbox), http = Some(hasty))).unwrap();
    assert_contains(&reason(&hasty), &["no answer within 20 ms"]);
}

#[test]
fn a_base_without_keys_says_why() {
    let sandbox = sandbox();
    let base = with!(ekyc::CliProfile::default(), file = Some("/nowhere/config".into()));
    let credentials = Credentials::assume_role(Credentials::cli_profile(base).unwrap(), role(&sandbox)).unwrap();
    let client = super::support::client(&sandbox, &credentials);
    let error = runtime().block_on(client.initialize(&super::support::request())).unwrap_err();
    assert_contains(&silent(error), &["assumed role: CLI profile: the file /nowhere/config cannot be read"]);
}
