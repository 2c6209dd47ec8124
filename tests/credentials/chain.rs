//! The vendor's default chain.

use ekyc_sandbox::{Action, FaultKind, IdentitySettings, Key, MetadataVersion, Options, Sandbox};

use super::child::Child;
use super::support::{ID, MANY, SECRET, assert_contains};

const CLI: &str = ".aliyun/config.json";
const INI: &str = ".alibabacloud/credentials.ini";

fn sandbox() -> Sandbox {
    let keys = ["in-cli", "in-ini"].map(|id| Key::permanent(id, format!("PLANTED-{id}")));
    Sandbox::start(Options { more_keys: keys.into(), ..Options::new(ID, SECRET).with_metadata() }).unwrap()
}

fn everything(sandbox: &Sandbox) -> Child {
    let mut child = Child::new();
    child
        .set("ALIBABA_CLOUD_ACCESS_KEY_ID", ID)
        .set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SECRET)
        .set("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1234:role/tester")
        .set("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1234:oidc-provider/k8s")
        .set("ALIBABA_CLOUD_CREDENTIALS_URI", format!("{}/credentials", sandbox.metadata_endpoint().unwrap()))
        .write("token", "PLANTED-oidc-token")
        .write(INI, "[default]\ntype = access_key\naccess_key_id = in-ini\naccess_key_secret = PLANTED-in-ini\n")
        .write(
            CLI,
            r#"{"current": "c", "profiles": [
                {"name": "c", "mode": "AK", "access_key_id": "in-cli", "access_key_secret": "PLANTED-in-cli"}]}"#,
        );
    let token = child.home().join("token").to_str().unwrap().to_owned();
    child.set("ALIBABA_CLOUD_OIDC_TOKEN_FILE", token);
    child
}

#[test]
fn the_first_source_that_is_configured_gives_the_keys() {
    let sandbox = sandbox();
    let mut child = everything(&sandbox);
    type Change = fn(&mut Child) -> &mut Child;
    let steps: [(&str, &str, Change); 6] = [
        ("environment", "LTAI5tBase", |child| child.unset("ALIBABA_CLOUD_ACCESS_KEY_ID")),
        ("OIDC role", "STS.", |child| child.unset("ALIBABA_CLOUD_ROLE_ARN")),
        ("CLI profile", "in-cli", |child| child.set("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true")),
        ("ini profile", "in-ini", |child| child.remove(INI)),
        ("ECS metadata", "STS.", |child| child.set("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "TRUE")),
        ("credentials URI", "STS.", |child| child.unset("ALIBABA_CLOUD_CREDENTIALS_URI")),
    ];
    for (source, id, without) in steps {
        let said = child.call(&sandbox, "default_chain");
        assert_contains(&said, &["called with", "source: default chain", &format!("from: {source},"), id]);
        assert!(!said.contains("passed_over"), "{said}");
        without(&mut child);
    }
    assert_contains(&child.call(&sandbox, "default_chain"), &["no source gave keys"]);
}

#[test]
fn the_error_lists_every_source_with_its_reason_in_order() {
    let sandbox = sandbox();
    sandbox.set_identity(no_role());
    let said = Child::new().call(&sandbox, "default_chain");
    let reasons = [
        "error: credentials: default chain: no source gave keys: ",
        "(1) environment: not configured: ALIBABA_CLOUD_ACCESS_KEY_ID is not set; ",
        "(2) OIDC role: not configured: ALIBABA_CLOUD_ROLE_ARN is not set; ",
        "(3) CLI profile: not configured: there is no file ",
        "(4) ini profile: not configured: there is no file ",
        "(5) ECS metadata: role name: HTTP 404; no role is attached to the instance (",
        "(6) credentials URI: not configured: ALIBABA_CLOUD_CREDENTIALS_URI is not set",
    ];
    let mut rest = said.as_str();
    for reason in reasons {
        rest = rest.split_once(reason).unwrap_or_else(|| panic!("{reason} is missing or out of order: {said}")).1;
    }
}

#[test]
fn a_source_that_is_configured_but_broken_ends_the_chain() {
    let sandbox = sandbox();
    let mut child = everything(&sandbox);
    type Change = fn(&mut Child) -> &mut Child;
    let steps: [(&[&str], Change, Change); 4] = [
        (
            &["environment: ALIBABA_CLOUD_ACCESS_KEY_ID is set but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set"],
            |child| child.unset("ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
            |child| child.unset("ALIBABA_CLOUD_ACCESS_KEY_ID"),
        ),
        (
            &["OIDC role: the file ", "cannot be read: No such file"],
            |child| child.remove("token"),
            |child| child.unset("ALIBABA_CLOUD_ROLE_ARN"),
        ),
        (
            &["CLI profile: the file ", "is not valid JSON (line 1, column 2)"],
            |child| child.write(CLI, "{PLANTED"),
            |child| child.set("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true"),
        ),
        (
            &["ini profile: the file ", "line 1: is neither"],
            |child| child.write(INI, "PLANTED"),
            |child| child.remove(INI),
        ),
    ];
    for (expected, broken, gone) in steps {
        broken(&mut child);
        let said = child.call(&sandbox, "default_chain");
        let ended = ["error: credentials: default chain: ", "so the sources after it are not asked"];
        assert_contains(&said, &[&ended, expected].concat());
        gone(&mut child);
    }
    assert_contains(&child.call(&sandbox, "default_chain"), &["from: ECS metadata"]);
}

#[test]
fn what_is_broken_is_passed_over_and_shown_if_the_settings_allow_it() {
    let sandbox = sandbox();
    let mut child = everything(&sandbox);
    child.unset("ALIBABA_CLOUD_ACCESS_KEY_SECRET").remove("token").write(CLI, "{PLANTED");
    let said = child.call(&sandbox, "passing_chain");
    assert_contains(
        &said,
        &[
            "from: ini profile",
            "environment: ALIBABA_CLOUD_ACCESS_KEY_ID is set but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set",
            "OIDC role: the file ",
            "cannot be read: No such file",
            "CLI profile: the file ",
            "is not valid JSON (line 1, column 2)",
        ],
    );
}

/// The mistake that made this rule: a pod that went on with its node's role because the Security Token Service was away for a second.
#[test]
fn a_hiccup_does_not_change_who_the_process_is() {
    let sandbox = sandbox();
    let mut child = everything(&sandbox);
    child.unset("ALIBABA_CLOUD_ACCESS_KEY_ID");
    sandbox.faults([FaultKind::Unavailable.times(2).on(Action::AssumeRoleWithOidc)]);
    assert_contains(&child.call(&sandbox, "default_chain"), &["from: OIDC role"]);
    assert_eq!(sandbox.seen().count(Action::AssumeRoleWithOidc), 3);
    sandbox.faults([FaultKind::Unavailable.times(MANY).on(Action::AssumeRoleWithOidc)]);
    let said = child.call(&sandbox, "default_chain");
    assert_contains(&said, &["error: credentials: default chain: OIDC role: AssumeRoleWithOIDC: ", "HTTP 503"]);
    let seen = sandbox.seen();
    assert_eq!(seen.count(Action::MetadataToken) + seen.count(Action::MetadataCredentials), 0, "nobody else was asked");
    assert_contains(&child.call(&sandbox, "passing_chain"), &["from: CLI profile", "passed_over: [\"OIDC role"]);
}

#[test]
fn a_machine_without_a_home_folder_has_no_profiles() {
    let sandbox = sandbox();
    for home in [None, Some("/dev/null"), Some("/nowhere")] {
        let mut child = Child::new();
        match home {
            Some(home) => child.set("HOME", home),
            None => child.unset("HOME"),
        };
        let said = child.call(&sandbox, "default_chain");
        assert_contains(&said, &["called with", "from: ECS metadata,"]);
        assert!(!said.contains("passed_over"), "{said}");
    }
}

#[test]
fn the_sdks_file_is_found_by_both_of_its_names_and_a_profile_that_is_off_is_none() {
    let sandbox = sandbox();
    let ini =
        |id: &str| format!("[default]\ntype = access_key\naccess_key_id = {id}\naccess_key_secret = PLANTED-{id}\n");
    let mut child = Child::new();
    child.write(".alibabacloud/credentials", &ini("in-ini"));
    for source in ["ini_profile", "default_chain"] {
        assert_contains(&child.call(&sandbox, source), &["called with", "in-ini"]);
    }
    child.write(INI, &ini("in-cli"));
    assert_contains(&child.call(&sandbox, "ini_profile"), &["called with", "in-cli"]);
    child.write(INI, &format!("{}enable = False\n", ini("in-cli")));
    assert_contains(&child.call(&sandbox, "default_chain"), &["called with", "from: ECS metadata"]);
    assert_contains(
        &Child::new().call(&sandbox, "ini_profile"),
        &["credentials.ini and no file ", "/credentials\n"].map(str::trim),
    );
}

#[test]
fn a_proxy_that_cannot_be_used_stops_nobody_who_needs_none() {
    let sandbox = sandbox();
    let mut child = everything(&sandbox);
    child.set("ALL_PROXY", "socks5://user:PLANTED@127.0.0.1:1080");
    for source in ["default_chain", "from_environment", "cli_profile", "ini_profile", "ecs_role", "uri", "oidc_role"] {
        assert_contains(&child.call(&sandbox, source), &["called with"]);
    }
    child.set("ALIBABA_CLOUD_CREDENTIALS_URI", "https://service.invalid/keys");
    let expected = ["the environment variable ALL_PROXY: has another scheme than http", "set `proxy` to `Direct`"];
    assert_contains(&child.call(&sandbox, "uri"), &expected);
    child.set("NO_PROXY", "*.invalid:443");
    assert_contains(&child.call(&sandbox, "uri"), &["no connection: "]);
}

#[test]
fn what_an_environment_can_have_wrong_is_named() {
    let sandbox = sandbox();
    sandbox.set_identity(no_role());
    type Change = fn(&mut Child) -> &mut Child;
    let cases: [(Change, &str); 9] = [
        (|child| child.unset("HOME"), "CLI profile: not configured: HOME is not set"),
        (
            |child| child.set("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "yes"),
            "ALIBABA_CLOUD_CLI_PROFILE_DISABLED is neither true nor false",
        ),
        (
            |child| child.set("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "1"),
            "ECS metadata: the environment variable ALIBABA_CLOUD_ECS_METADATA_DISABLED is neither true nor false",
        ),
        (
            |child| child.set("ALIBABA_CLOUD_IMDSV1_DISABLED", "true"),
            "role name: HTTP 404; no role is attached to the instance (http://127.0.0.1:",
        ),
        (
            |child| child.set("ALIBABA_CLOUD_CREDENTIALS_URI", "http://example.com/PLANTED"),
            "credentials URI: ALIBABA_CLOUD_CREDENTIALS_URI is plain http",
        ),
        (
            |child| child.set("ALIBABA_CLOUD_CREDENTIALS_URI", "http://user:PLANTED@127.0.0.1/"),
            "ALIBABA_CLOUD_CREDENTIALS_URI holds a user name or password",
        ),
        (
            |child| child.set("ALIBABA_CLOUD_CREDENTIALS_FILE", "/nowhere/file"),
            "ini profile: the file /nowhere/file cannot be read",
        ),
        (
            |child| {
                child
                    .set("ALIBABA_CLOUD_ACCESS_KEY_ID", "id")
                    .set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "PLANTED with blanks")
            },
            "environment: the AccessKey secret has a blank",
        ),
        (|child| child.set("ALIBABA_CLOUD_ECS_METADATA", "another-role"), "ECS metadata: HTTP 404 (http://127.0.0.1:"),
    ];
    for (change, expected) in cases {
        let mut child = Child::new();
        change(&mut child);
        assert_contains(&child.call(&sandbox, "default_chain"), &["error: credentials: default chain", expected]);
    }
}

#[test]
fn the_environment_steers_a_single_source_too() {
    let sandbox = sandbox();
    let mut child = everything(&sandbox);
    for source in ["from_environment", "oidc_role", "cli_profile", "ini_profile", "ecs_role", "uri"] {
        assert_contains(&child.call(&sandbox, source), &["called with"]);
    }
    child.set("ALIBABA_CLOUD_PROFILE", "other");
    assert_contains(&child.call(&sandbox, "cli_profile"), &["CLI profile: there is no profile other"]);
    assert_contains(&child.call(&sandbox, "ini_profile"), &["ini profile: there is no profile other"]);
    child.set("ALIBABA_CLOUD_IMDSV1_DISABLED", "true");
    let mut settings = IdentitySettings::default();
    settings.metadata_version = MetadataVersion::V1;
    sandbox.set_identity(settings);
    assert_contains(&child.call(&sandbox, "ecs_role"), &["session token: HTTP 404", "version 1 is switched off"]);
    child.set("ALIBABA_CLOUD_ROLE_SESSION_NAME", "not a name");
    assert_contains(&child.call(&sandbox, "oidc_role"), &["OIDC role: role_session_name must be 2 to 64 letters"]);
    assert_contains(&Child::new().call(&sandbox, "from_environment"), &["ALIBABA_CLOUD_ACCESS_KEY_ID is not set"]);
}

#[test]
fn the_session_name_of_the_environment_is_the_one_in_the_audit_log() {
    let sandbox = sandbox();
    let mut child = everything(&sandbox);
    child.set("ALIBABA_CLOUD_ROLE_SESSION_NAME", "of-the-cluster").call(&sandbox, "oidc_role");
    let seen = sandbox.seen();
    let event = seen.events.iter().find(|event| event.action == "AssumeRoleWithOIDC").unwrap();
    assert_eq!(event.form["RoleSessionName"], "of-the-cluster");
    assert_eq!(event.form["OIDCToken"], "PLANTED-oidc-token");
    assert!(!event.query.contains_key("OIDCToken"), "a URL is logged on the way");
}

fn no_role() -> IdentitySettings {
    let mut settings = IdentitySettings::default();
    settings.role_name = String::new();
    settings
}
