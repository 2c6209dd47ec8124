//! Settings are checked when the credentials are made.

use std::sync::Arc;

use ekyc::{
    AssumeRole, ChainSettings, CliProfile, CredentialProvider, CredentialTicket, Credentials, CredentialsUri, EcsRole,
    EkycError, IniProfile, OidcRole, ProviderRefused, SourceHttp,
};

use super::support::{ROLE, base};

type Made = Result<Arc<Credentials>, EkycError>;

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn assume(settings: AssumeRole) -> Made {
    let role_arn = if settings.role_arn.is_empty() { ROLE.into() } else { settings.role_arn };
    Credentials::assume_role(base(), AssumeRole { role_arn, ..settings })
}

fn over(http: SourceHttp) -> Made {
    Credentials::uri(CredentialsUri { http: Some(http), ..CredentialsUri::default() })
}

struct Never;

impl CredentialProvider for Never {
    fn fetch(&self, _: Arc<CredentialTicket>) -> Result<(), ProviderRefused> {
        Ok(())
    }
}

#[test]
fn a_wrong_setting_is_named() {
    let wrong: Vec<(&str, Made)> = vec![
        ("role_arn", Credentials::assume_role(base(), AssumeRole::default())),
        ("role_arn", assume(AssumeRole { role_arn: "acs: ram".into(), ..AssumeRole::default() })),
        ("role_session_name", assume(AssumeRole { role_session_name: text("x"), ..AssumeRole::default() })),
        ("role_session_name", assume(AssumeRole { role_session_name: text("a b"), ..AssumeRole::default() })),
        ("duration_seconds", assume(AssumeRole { duration_seconds: Some(-3600), ..AssumeRole::default() })),
        ("duration_seconds", assume(AssumeRole { duration_seconds: Some(899), ..AssumeRole::default() })),
        ("duration_seconds", assume(AssumeRole { duration_seconds: Some(i64::MAX), ..AssumeRole::default() })),
        ("policy", assume(AssumeRole { policy: text("allow"), ..AssumeRole::default() })),
        ("external_id", assume(AssumeRole { external_id: text(""), ..AssumeRole::default() })),
        ("sts_endpoint", assume(AssumeRole { sts_endpoint: text("http://sts.example.com"), ..AssumeRole::default() })),
        ("sts_endpoint", assume(AssumeRole { sts_endpoint: text("https://h/path"), ..AssumeRole::default() })),
        ("provider_arn", Credentials::oidc_role(OidcRole { provider_arn: text(""), ..OidcRole::default() })),
        ("token_file", Credentials::oidc_role(OidcRole { token_file: text(""), ..OidcRole::default() })),
        ("duration_seconds", Credentials::oidc_role(OidcRole { duration_seconds: Some(0), ..OidcRole::default() })),
        ("profile", Credentials::cli_profile(CliProfile { profile: text(""), ..CliProfile::default() })),
        ("ecs_endpoint", Credentials::cli_profile(CliProfile { ecs_endpoint: text("x y"), ..CliProfile::default() })),
        ("file", Credentials::ini_profile(IniProfile { file: text(""), ..IniProfile::default() })),
        ("role_name", Credentials::ecs_role(EcsRole { role_name: text(""), ..EcsRole::default() })),
        ("endpoint", Credentials::ecs_role(EcsRole { endpoint: text("http://10.0.0.1"), ..EcsRole::default() })),
        ("timeout_ms", Credentials::ecs_role(EcsRole { timeout_ms: Some(0), ..EcsRole::default() })),
        ("uri", Credentials::uri(CredentialsUri { uri: text("http://example.com/"), ..CredentialsUri::default() })),
        ("uri", Credentials::uri(CredentialsUri { uri: text("ftp://127.0.0.1/"), ..CredentialsUri::default() })),
        ("uri", Credentials::uri(CredentialsUri { uri: text(""), ..CredentialsUri::default() })),
        ("timeout_ms", over(SourceHttp { timeout_ms: Some(-1), ..SourceHttp::default() })),
        ("connect_timeout_ms", over(SourceHttp { connect_timeout_ms: Some(i64::MAX), ..SourceHttp::default() })),
        (
            "extra_root_certificates_pem",
            over(SourceHttp { extra_root_certificates_pem: text("no PEM"), ..SourceHttp::default() }),
        ),
        (
            "sts_endpoint",
            Credentials::default_chain(ChainSettings { sts_endpoint: text("https://"), ..ChainSettings::default() }),
        ),
        (
            "ecs_endpoint",
            Credentials::default_chain(ChainSettings { ecs_endpoint: text("http://h"), ..ChainSettings::default() }),
        ),
        ("timeout_ms", Credentials::provider(Arc::new(Never), 0)),
    ];
    for (number, (expected, made)) in wrong.into_iter().enumerate() {
        match made {
            Err(EkycError::InvalidConfiguration { setting, reason }) => {
                assert_eq!(setting, expected, "case {number}: {reason}");
            }
            other => panic!("case {number}, {expected}: {other:?}"),
        }
    }
}

#[test]
fn the_metadata_server_may_be_asked_over_plain_http() {
    let uri = text("http://100.100.100.200/latest/keys");
    Credentials::uri(CredentialsUri { uri, ..CredentialsUri::default() }).unwrap();
}

#[test]
fn a_uri_is_shown_without_what_may_be_a_token_in_it() {
    let settings = CredentialsUri { uri: text("https://host:1/PLANTED?x=PLANTED"), http: None };
    assert_eq!(settings.to_string(), r#"CredentialsUri { uri: Some("https://host:1"), http: None }"#);
    let settings = CredentialsUri { uri: text("PLANTED"), http: None };
    assert_eq!(format!("{settings:?}"), r#"CredentialsUri { uri: Some("***"), http: None }"#);
}

#[test]
fn credentials_that_nobody_asked_yet_show_their_source_only() {
    let credentials = Credentials::default_chain(ChainSettings::default()).unwrap();
    assert_eq!(credentials.to_string(), "Credentials { source: default chain }");
}
