//! Profiles of the vendor's command line tool.

use std::sync::Arc;

use ekyc::{CliProfile, Credentials};
use ekyc_sandbox::{Action, Key, Options, Sandbox};

use super::support::{ID, SECRET, Written, assert_contains, assert_keys, http, reason, sandbox, works};

/// As the tool writes it, with empty texts and zeros for what is not given.
const FILE: &str = r#"{
  "current": "ak",
  "profiles": [
    {"name": "ak", "mode": "AK", "access_key_id": "LTAI5tBase", "access_key_secret": "PLANTED-base-secret", "sts_token": "",
     "ram_role_arn": "", "expired_seconds": 0, "language": "en", "retry_count": 0},
    {"name": "sts", "mode": "StsToken", "access_key_id": "STS.x", "access_key_secret": "PLANTED-s", "sts_token": "PLANTED-t"},
    {"name": "role", "mode": "RamRoleArn", "access_key_id": "LTAI5tBase", "access_key_secret": "PLANTED-base-secret",
     "ram_role_arn": "acs:ram::1234:role/one", "ram_session_name": "session-1", "expired_seconds": 900, "external_id": "ext"},
    {"name": "ecs", "mode": "EcsRamRole", "ram_role_name": "ekyc-sandbox-role"},
    {"name": "oidc", "mode": "OIDC", "oidc_provider_arn": "acs:ram::1234:oidc-provider/k8s", "oidc_token_file": "TOKEN",
     "ram_role_arn": "acs:ram::1234:role/two", "role_session_name": "session-2"},
    {"name": "sts-role", "mode": "RamRoleArn", "access_key_id": "STS.base", "access_key_secret": "PLANTED-base", "sts_token": "PLANTED-token",
     "ram_role_arn": "acs:ram::1234:role/three"},
    {"name": "ecs-role", "mode": "RamRoleArnWithRoleName", "ram_role_name": "ekyc-sandbox-role", "ram_role_arn": "acs:ram::1234:role/four"},
    {"name": "uri", "mode": "CredentialsURI", "credentials_uri": "CREDENTIALS-URI?token=PLANTED"},
    {"name": "any-case", "mode": "ecsramrole", "ram_role_name": ""},
    {"name": "no-uri", "mode": "CredentialsURI"},
    {"name": "bad-uri", "mode": "CredentialsURI", "credentials_uri": "http://example.com/PLANTED"},
    {"name": "bearer", "mode": "BearerToken", "bearer_token": "PLANTED"},
    {"name": "quoted", "mode": "AK", "access_key_id": "\"LTAI\"", "access_key_secret": "PLANTED"},
    {"name": "example", "mode": "AK", "access_key_id": "LTAI", "access_key_secret": "<PLANTED>"},
    {"name": "chain-2", "mode": "ChainableRamRoleArn", "source_profile": "chain-1", "ram_role_arn": "acs:ram::1234:role/last"},
    {"name": "chain-1", "mode": "ChainableRamRoleArn", "source_profile": "ecs", "ram_role_arn": "acs:ram::1234:role/first"},
    {"name": "circle-1", "mode": "ChainableRamRoleArn", "source_profile": "circle-2", "ram_role_arn": "acs:ram::1234:role/a"},
    {"name": "circle-2", "mode": "ChainableRamRoleArn", "source_profile": "circle-1", "ram_role_arn": "acs:ram::1234:role/b"},
    {"name": "lost", "mode": "ChainableRamRoleArn", "source_profile": "nobody", "ram_role_arn": "acs:ram::1234:role/b"},
    {"name": "no-source", "mode": "ChainableRamRoleArn", "ram_role_arn": "acs:ram::1234:role/b"},
    {"name": "sso", "mode": "CloudSSO", "access_token": "PLANTED"},
    {"name": "oauth", "mode": "OAuth", "oauth_refresh_token": "PLANTED"},
    {"name": "external", "mode": "External", "process_command": "echo PLANTED"},
    {"name": "future", "mode": "Quantum"},
    {"name": "swapped", "mode": "PLANTEDd8f7Kq2LmN9xYzAbCdEfGh"},
    {"name": "odd", "mode": "PLANTED PLANTED"},
    {"name": "no-mode"},
    {"name": "no-secret", "mode": "AK", "access_key_id": "LTAI5tBase"},
    {"name": "blank", "mode": "AK", "access_key_id": "LTAI5tBase", "access_key_secret": "PLANTED \n"},
    {"name": "no-token", "mode": "StsToken", "access_key_id": "STS.x", "access_key_secret": "PLANTED-s", "sts_token": ""},
    {"name": "short", "mode": "RamRoleArn", "access_key_id": "LTAI5tBase", "access_key_secret": "PLANTED",
     "ram_role_arn": "acs:ram::1234:role/one", "expired_seconds": -5},
    {"name": "no-role", "mode": "RamRoleArn", "access_key_id": "LTAI5tBase", "access_key_secret": "PLANTED"},
    {"name": "region", "mode": "RamRoleArn", "access_key_id": "LTAI5tBase", "access_key_secret": "PLANTED",
     "ram_role_arn": "acs:ram::1234:role/one", "sts_region": "evil.example.com/"}
  ]
}"#;

fn settings(sandbox: &Sandbox, file: &Written, profile: Option<&str>) -> CliProfile {
    with!(
        CliProfile::default(),
        file = Some(file.text()),
        profile = profile.map(str::to_owned),
        sts_endpoint = Some(sandbox.endpoint()),
        ecs_endpoint = sandbox.metadata_endpoint(),
        http = http(sandbox)
    )
}

fn profile(sandbox: &Sandbox, file: &Written, name: Option<&str>) -> Arc<Credentials> {
    Credentials::cli_profile(settings(sandbox, file, name)).unwrap()
}

fn written(sandbox: &Sandbox) -> (Written, Written) {
    let token = Written::new("PLANTED-oidc-token");
    let uri = format!("{}/credentials", sandbox.metadata_endpoint().unwrap());
    (Written::new(FILE.replace("CREDENTIALS-URI", &uri).replace("TOKEN", &token.text())), token)
}

#[test]
fn every_mode_gives_its_keys() {
    let sandbox = sandbox();
    let (file, _token) = written(&sandbox);
    assert_keys(&profile(&sandbox, &file, None), ID, SECRET, None);
    assert_keys(&profile(&sandbox, &file, Some("sts")), "STS.x", "PLANTED-s", Some("PLANTED-t"));
    for name in ["role", "ecs", "oidc", "chain-2"] {
        assert!(works(&sandbox, &profile(&sandbox, &file, Some(name))).starts_with("STS."), "{name}");
    }
    let seen = sandbox.seen();
    let asked: Vec<_> = seen
        .events
        .iter()
        .filter(|event| event.action.starts_with("Assume"))
        .map(|event| {
            let all = if event.form.is_empty() { &event.query } else { &event.form };
            (&*all["RoleArn"], &*all["RoleSessionName"], &*all["DurationSeconds"])
        })
        .collect();
    let expected = [
        ("acs:ram::1234:role/one", "session-1", "900"),
        ("acs:ram::1234:role/two", "session-2", "3600"),
        ("acs:ram::1234:role/first", "ekyc", "3600"),
        ("acs:ram::1234:role/last", "ekyc", "3600"),
    ];
    assert_eq!(asked, expected);
    assert_eq!(seen.count(Action::MetadataCredentials), 2, "for ecs, and as the beginning of the chain");
}

#[test]
fn a_profile_that_cannot_be_used_says_why() {
    let sandbox = sandbox();
    let (file, _token) = written(&sandbox);
    for (name, expected) in [
        ("circle-1", "the profiles name each other in a circle: circle-1 -> circle-2 -> circle-1"),
        ("lost", "there is no profile nobody"),
        ("no-source", "profile no-source: source_profile is missing"),
        ("sso", "profile sso: mode CloudSSO needs the vendor's command line tool and is not supported"),
        ("oauth", "mode OAuth needs the vendor's command line tool"),
        ("external", "mode External needs the vendor's command line tool"),
        ("future", "mode Quantum is not known"),
        ("odd", "mode (not shown: it is not a plain word) is not known"),
        ("no-mode", "mode is missing"),
        ("no-secret", "access_key_secret is missing"),
        ("blank", "the AccessKey secret has a blank"),
        ("no-token", "sts_token is missing"),
        ("short", "duration_seconds -5 is not between 900 and 43200 seconds"),
        ("no-role", "ram_role_arn is missing"),
        ("swapped", "mode (not shown: it is not a plain word) is not known"),
        ("no-uri", "credentials_uri is missing, and ALIBABA_CLOUD_CREDENTIALS_URI is not set"),
        ("bad-uri", "credentials_uri is plain http"),
        ("bearer", "mode BearerToken is not supported"),
        ("quoted", "the AccessKey id has a quotation mark or an angle bracket"),
        ("example", "the AccessKey secret has a quotation mark or an angle bracket"),
        ("absent", "there is no profile absent"),
    ] {
        let text = reason(&profile(&sandbox, &file, Some(name)));
        assert_contains(&text, &["CLI profile: ", expected, &file.text()]);
    }
    let regional = with!(settings(&sandbox, &file, Some("region")), sts_endpoint = None);
    assert_contains(&reason(&Credentials::cli_profile(regional).unwrap()), &["sts_region is not a region"]);
}

#[test]
fn a_file_that_is_none_says_where() {
    let sandbox = sandbox();
    for (content, expected) in [
        (&b""[..], "is not valid JSON (line 1, column 0)"),
        (b"{\"profiles\": [PLANTED]}", "is not valid JSON (line 1, column 15)"),
        (b"{\"profiles\": \"PLANTED\"}", "has a member of an unexpected kind (line 1, column"),
        (b"{\"profiles\": [{\"access_key_secret\": 5}]}", "has a member of an unexpected kind"),
        (b"{\"profiles\": []}", "has no current profile, and ALIBABA_CLOUD_PROFILE is not set"),
        (b"{\"current\": \"a\"}", "there is no profile a"),
        (b"\xFF\xFEPLANTED", "is UTF-16 text; save it as UTF-8"),
    ] {
        let file = Written::new(content);
        assert_contains(&reason(&profile(&sandbox, &file, None)), &["CLI profile: ", &file.text(), expected]);
    }
    let marked = Written::new(format!("\u{feff}{}", FILE));
    assert_keys(&profile(&sandbox, &marked, None), ID, SECRET, None);
}

#[test]
fn modes_of_the_tool_that_begin_with_temporary_keys_work() {
    let base = Key::temporary("STS.base", "PLANTED-base", "PLANTED-token");
    let sandbox =
        Sandbox::start(Options { more_keys: vec![base], ..Options::new(ID, SECRET).with_metadata() }).unwrap();
    let (file, _token) = written(&sandbox);
    for (name, role) in [
        ("sts-role", Some("acs:ram::1234:role/three")),
        ("ecs-role", Some("acs:ram::1234:role/four")),
        ("uri", None),
        ("any-case", None),
    ] {
        let credentials = profile(&sandbox, &file, Some(name));
        assert!(works(&sandbox, &credentials).starts_with("STS."), "{name}");
        let seen = sandbox.seen();
        let asked =
            seen.events.iter().rfind(|event| event.action == "AssumeRole").map(|event| &*event.query["RoleArn"]);
        assert!(role.is_none() || asked == role, "{name}: {asked:?}");
    }
}
