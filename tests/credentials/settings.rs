//! Settings are checked when the credentials are made.

use std::sync::Arc;

use ekyc::{
    AssumeRole, ChainSettings, CliProfile, CredentialPromise, CredentialProvider, Credentials, CredentialsUri, EcsRole,
    EkycError, IniProfile, OidcRole, ProviderRefused, Proxy, SourceHttp,
};

use super::support::{ROLE, base};

type Made = Result<Arc<Credentials>, EkycError>;

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn assume(mut settings: AssumeRole) -> Made {
    if settings.role_arn.is_empty() {
        settings.role_arn = ROLE.into();
    }
    Credentials::assume_role(base(), settings)
}

fn over(http: SourceHttp) -> Made {
    Credentials::uri(with!(CredentialsUri::default(), http = Some(http)))
}

fn through(url: &str, bypass: &[&str]) -> Option<Proxy> {
    Some(Proxy::Through { url: url.into(), bypass: bypass.iter().map(|&host| host.into()).collect() })
}

struct Never;

impl CredentialProvider for Never {
    fn fetch(&self, _: Arc<CredentialPromise>) -> Result<(), ProviderRefused> {
        Ok(())
    }
}

#[test]
fn a_wrong_setting_is_named() {
    let wrong: Vec<(&str, Made)> = vec![
        ("role_arn", Credentials::assume_role(base(), AssumeRole::default())),
        ("role_arn", assume(with!(AssumeRole::default(), role_arn = "acs: ram".into()))),
        ("role_session_name", assume(with!(AssumeRole::default(), role_session_name = text("x")))),
        ("role_session_name", assume(with!(AssumeRole::default(), role_session_name = text("a b")))),
        ("duration_seconds", assume(with!(AssumeRole::default(), duration_seconds = Some(-3600)))),
        ("duration_seconds", assume(with!(AssumeRole::default(), duration_seconds = Some(899)))),
        ("duration_seconds", assume(with!(AssumeRole::default(), duration_seconds = Some(i64::MAX)))),
        ("policy", assume(with!(AssumeRole::default(), policy = text("allow")))),
        ("external_id", assume(with!(AssumeRole::default(), external_id = text("")))),
        ("sts_endpoint", assume(with!(AssumeRole::default(), sts_endpoint = text("http://sts.example.com")))),
        ("sts_endpoint", assume(with!(AssumeRole::default(), sts_endpoint = text("https://h/path")))),
        ("provider_arn", Credentials::oidc_role(with!(OidcRole::default(), provider_arn = text("")))),
        ("token_file", Credentials::oidc_role(with!(OidcRole::default(), token_file = text("")))),
        ("duration_seconds", Credentials::oidc_role(with!(OidcRole::default(), duration_seconds = Some(0)))),
        ("profile", Credentials::cli_profile(with!(CliProfile::default(), profile = text("")))),
        ("ecs_endpoint", Credentials::cli_profile(with!(CliProfile::default(), ecs_endpoint = text("x y")))),
        ("file", Credentials::ini_profile(with!(IniProfile::default(), file = text("")))),
        ("role_name", Credentials::ecs_role(with!(EcsRole::default(), role_name = text("")))),
        ("endpoint", Credentials::ecs_role(with!(EcsRole::default(), endpoint = text("http://10.0.0.1")))),
        ("timeout_ms", Credentials::ecs_role(with!(EcsRole::default(), timeout_ms = Some(0)))),
        ("uri", Credentials::uri(with!(CredentialsUri::default(), uri = text("http://example.com/")))),
        ("uri", Credentials::uri(with!(CredentialsUri::default(), uri = text("ftp://127.0.0.1/")))),
        ("uri", Credentials::uri(with!(CredentialsUri::default(), uri = text("")))),
        ("timeout_ms", over(with!(SourceHttp::default(), timeout_ms = Some(-1)))),
        ("connect_timeout_ms", over(with!(SourceHttp::default(), connect_timeout_ms = Some(i64::MAX)))),
        ("max_attempts", over(with!(SourceHttp::default(), max_attempts = Some(0)))),
        ("max_attempts", over(with!(SourceHttp::default(), max_attempts = Some(11)))),
        ("proxy", over(with!(SourceHttp::default(), proxy = through("socks5://host", &[])))),
        ("proxy.bypass", over(with!(SourceHttp::default(), proxy = through("http://host", &["a", "http://b"])))),
        (
            "extra_root_certificates_pem",
            over(with!(SourceHttp::default(), extra_root_certificates_pem = text("no PEM"))),
        ),
        ("sts_endpoint", Credentials::default_chain(with!(ChainSettings::default(), sts_endpoint = text("https://")))),
        ("ecs_endpoint", Credentials::default_chain(with!(ChainSettings::default(), ecs_endpoint = text("http://h")))),
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
    Credentials::uri(with!(CredentialsUri::default(), uri = uri)).unwrap();
}

#[test]
fn a_uri_is_shown_without_what_may_be_a_token_in_it() {
    let settings = with!(CredentialsUri::default(), uri = text("https://host:1/PLANTED?x=PLANTED"), http = None);
    assert_eq!(settings.to_string(), r#"CredentialsUri { uri: Some("https://host:1"), http: None }"#);
    let settings = with!(CredentialsUri::default(), uri = text("PLANTED"), http = None);
    assert_eq!(format!("{settings:?}"), r#"CredentialsUri { uri: Some("***"), http: None }"#);
}

#[test]
fn credentials_that_nobody_asked_yet_show_their_source_only() {
    let credentials = Credentials::default_chain(ChainSettings::default()).unwrap();
    assert_eq!(credentials.to_string(), "Credentials { source: default chain }");
}

/// Whatever a setting holds that is secret, or may be by mistake, no format shows it.
#[test]
fn settings_are_shown_without_what_is_secret_in_them() {
    let secret = || text("PLANTED");
    for endpoint in [
        "https://user:PLANTED@host",
        "https://PLANTED@host/",
        "user:PLANTED@host",
        "https://host/PLANTED?PLANTED",
        "PLANTED@",
    ] {
        let endpoint = || text(endpoint);
        let http = || {
            Some(with!(
                SourceHttp::default(),
                extra_root_certificates_pem = secret(),
                proxy = through("http://u:PLANTED@h", &[])
            ))
        };
        let shown = [
            format!(
                "{:?}",
                with!(
                    AssumeRole::new(ROLE),
                    policy = secret(),
                    external_id = secret(),
                    sts_endpoint = endpoint(),
                    http = http()
                )
            ),
            format!("{:?}", with!(OidcRole::default(), policy = secret(), sts_endpoint = endpoint(), http = http())),
            format!(
                "{:?}",
                with!(CliProfile::default(), sts_endpoint = endpoint(), ecs_endpoint = endpoint(), http = http())
            ),
            format!(
                "{:?}",
                with!(IniProfile::default(), sts_endpoint = endpoint(), ecs_endpoint = endpoint(), http = http())
            ),
            format!(
                "{:?}",
                with!(ChainSettings::default(), sts_endpoint = endpoint(), ecs_endpoint = endpoint(), http = http())
            ),
            format!("{:?}", with!(EcsRole::default(), endpoint = endpoint())),
            format!("{:?}", with!(CredentialsUri::default(), uri = endpoint(), http = http())),
        ];
        for shown in shown {
            assert!(!shown.contains("PLANTED"), "{shown}");
        }
    }
    let shown = format!("{:?}", with!(AssumeRole::new(ROLE), sts_endpoint = text("sts.example.com")));
    assert!(shown.contains(ROLE) && shown.contains("sts.example.com"), "what may be seen is still there: {shown}");
}
