//! Profiles of the SDKs' credentials file.

use std::sync::Arc;

use ekyc::{Credentials, IniProfile};
use ekyc_sandbox::{Action, Sandbox};

use super::support::{ID, SECRET, Written, assert_contains, assert_keys, http, reason, sandbox, works};

const FILE: &str = "
# comment = PLANTED
; another
[default]                      # the usual one
enable = true
TYPE = access_key
access_key_id=LTAI5tBase       # who
access_key_secret  =  PLANTED-base-secret

[role]
type = ram_role_arn
access_key_id = LTAI5tBase
access_key_secret = PLANTED-base-secret
role_arn = acs:ram::1234:role/one
role_session_name = session-1
policy = {\"Statement\": [{\"a\": \"b=c\"}]}

[oidc]
type = oidc_role_arn
role_arn = acs:ram::1234:role/two
oidc_provider_arn = acs:ram::1234:oidc-provider/k8s
oidc_token_file_path = TOKEN

[ecs]
type = ecs_ram_role
[named]
type = ecs_ram_role
role_name = ekyc-sandbox-role
[rsa]
type = rsa_key_pair
private_key_file = PLANTED
[future]
type = quantum
[token]
type = access_key ; temporary keys
access_key_id = STS.x # of today
access_key_secret = PLANTED;s	; a sign before a blank belongs to the value
security_token = PLANTED-t
[off]
enable = false
type = access_key
access_key_id = x
access_key_secret = PLANTED
[perhaps]
enable = perhaps
[swapped]
type = PLANTEDd8f7Kq2LmN9xYzAbCdEfGh
[no-type]
access_key_id = x
[no-secret]
type = access_key
access_key_id = x
access_key_secret =
[no-role]
type = ram_role_arn
access_key_id = x
access_key_secret = PLANTED
[bad-policy]
type = ram_role_arn
access_key_id = x
access_key_secret = PLANTED
role_arn = acs:ram::1234:role/one
policy = PLANTED
";

fn profile(sandbox: &Sandbox, file: &Written, name: Option<&str>) -> Arc<Credentials> {
    Credentials::ini_profile(with!(
        IniProfile::default(),
        file = Some(file.text()),
        profile = name.map(str::to_owned),
        sts_endpoint = Some(sandbox.endpoint()),
        ecs_endpoint = sandbox.metadata_endpoint(),
        http = http(sandbox)
    ))
    .unwrap()
}

#[test]
fn every_type_gives_its_keys() {
    let sandbox = sandbox();
    let token = Written::new("PLANTED-oidc-token");
    let file = Written::new(FILE.replace("TOKEN", &token.text()).replace('\n', "\r\n"));
    assert_keys(&profile(&sandbox, &file, None), ID, SECRET, None);
    assert_keys(&profile(&sandbox, &file, Some("token")), "STS.x", "PLANTED;s", Some("PLANTED-t"));
    for name in ["role", "oidc", "ecs", "named"] {
        assert!(works(&sandbox, &profile(&sandbox, &file, Some(name))).starts_with("STS."), "{name}");
    }
    let seen = sandbox.seen();
    let event = seen.events.iter().find(|event| event.action == "AssumeRole").unwrap();
    assert_eq!(event.query["RoleSessionName"], "session-1");
    assert_eq!(event.query["Policy"], r#"{"Statement": [{"a": "b=c"}]}"#);
    assert_eq!(seen.count(Action::MetadataRole), 1, "only the one without a name is asked for");
}

#[test]
fn a_profile_that_cannot_be_used_says_why() {
    let sandbox = sandbox();
    let file = Written::new(FILE);
    for (name, expected) in [
        ("rsa", "profile rsa: type rsa_key_pair is not supported"),
        ("future", "profile future: type quantum is not known"),
        ("swapped", "type (not shown: it is not a plain word) is not known"),
        ("no-type", "type is missing"),
        ("off", "not configured: profile off: enable is false"),
        ("perhaps", "profile perhaps: enable is neither true nor false"),
        ("no-secret", "access_key_secret is missing"),
        ("no-role", "role_arn is missing"),
        ("bad-policy", "policy is not a JSON object"),
        ("absent", "there is no profile absent in the file"),
        ("oidc", "the file TOKEN cannot be read"),
    ] {
        assert_contains(&reason(&profile(&sandbox, &file, Some(name))), &["ini profile: ", expected]);
    }
}

#[test]
fn a_file_that_is_none_says_which_line() {
    let sandbox = sandbox();
    for (content, expected) in [
        (&b"[default]\nPLANTED"[..], "line 2: is neither a section, nor name=value, nor a comment"),
        (b"PLANTED=PLANTED", "line 1: stands before the first section"),
        (b"\n[default\ntype=access_key", "line 2: a section's name is not closed by ]"),
        (b"[default] PLANTED", "line 1: a section's name is not closed by ]"),
        (b"[default]\ntype=access_key\n[default]", "line 3: the profile is there twice"),
        (
            b"[default]\ntype=access_key\naccess_key_secret=PLANTED\nACCESS_KEY_SECRET=PLANTED",
            "line 4: the name is there twice",
        ),
        (b"[default]\n[other]\nPLANTED", "line 3: is neither"),
        (b"", "there is no profile default"),
        (b"[default]\n\xFF", "is not UTF-8 text"),
    ] {
        let file = Written::new(content);
        assert_contains(&reason(&profile(&sandbox, &file, None)), &["ini profile: ", &file.text(), expected]);
    }
}
