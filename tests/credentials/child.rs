//! A process of its own with an environment of its own: it calls the sandbox once and says what came of it.

use std::collections::BTreeMap;
use std::env;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use ekyc::{ChainSettings, CliProfile, Credentials, CredentialsUri, EcsRole, IniProfile, OidcRole};
use ekyc_sandbox::Sandbox;
use tempfile::TempDir;

use super::support::{ID, PLANTED, SECRET, assert_contains, request, runtime, sandbox};

const SOURCE: &str = "EKYC_TEST_SOURCE";
const MARK: &str = "the child says: ";

/// An environment, with a home folder of its own.
pub struct Child {
    home: TempDir,
    vars: BTreeMap<String, String>,
}

impl Child {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let vars = [("HOME".to_owned(), home.path().to_str().unwrap().to_owned())].into();
        Self { home, vars }
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) -> &mut Self {
        self.vars.insert(name.into(), value.into());
        self
    }

    pub fn unset(&mut self, name: &str) -> &mut Self {
        self.vars.remove(name);
        self
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn write(&mut self, name: &str, content: &str) -> &mut Self {
        let path = self.home.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    pub fn remove(&mut self, name: &str) -> &mut Self {
        std::fs::remove_file(self.home.path().join(name)).unwrap();
        self
    }

    /// Calls with the credentials of that constructor. What is said begins with `called with` or `error:`.
    pub fn call(&self, sandbox: &Sandbox, source: &str) -> String {
        let ca = self.home.path().join("ca.pem");
        std::fs::write(&ca, sandbox.ca_pem()).unwrap();
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", "child::a_process_says_what_came_of_its_call", "--nocapture"])
            .env_clear()
            .envs(&self.vars)
            .env(SOURCE, source)
            .env("EKYC_TEST_SERVICE", sandbox.endpoint())
            .env("EKYC_TEST_METADATA", sandbox.metadata_endpoint().unwrap())
            .env("EKYC_TEST_CA_FILE", ca)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let said = text.lines().find_map(|line| line.split_once(MARK)).map(|(_, said)| said.to_owned());
        let said = said.unwrap_or_else(|| panic!("{text}\n{}", String::from_utf8_lossy(&output.stderr)));
        assert!(!said.contains(PLANTED), "a secret is shown: {said}");
        said
    }
}

/// Of the tests it starts the child that all of them are about; in that child, which has a source of credentials set, it is that call.
#[test]
fn a_process_says_what_came_of_its_call() {
    if env::var_os(SOURCE).is_some() {
        return say_what_came_of_a_call();
    }
    let sandbox = sandbox();
    let mut child = Child::new();
    child.set("ALIBABA_CLOUD_ACCESS_KEY_ID", ID).set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SECRET);
    assert_contains(&child.call(&sandbox, "from_environment"), &["called with ", ID]);
    child.unset("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
    assert_contains(&child.call(&sandbox, "from_environment"), &["error: ", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"]);
}

fn say_what_came_of_a_call() {
    let of = |name: &str| env::var(name).unwrap();
    let http = Some(with!(
        ekyc::SourceHttp::default(),
        extra_root_certificates_pem = Some(std::fs::read_to_string(of("EKYC_TEST_CA_FILE")).unwrap())
    ));
    let (sts_endpoint, ecs_endpoint) = (Some(of("EKYC_TEST_SERVICE")), Some(of("EKYC_TEST_METADATA")));
    let trust = http.as_ref().and_then(|http| http.extra_root_certificates_pem.clone());
    let credentials = match of(SOURCE).as_str() {
        "from_environment" => Credentials::from_environment(),
        "default_chain" => Credentials::default_chain(with!(
            ChainSettings::default(),
            sts_endpoint = sts_endpoint,
            ecs_endpoint = ecs_endpoint,
            http = http
        )),
        "passing_chain" => Credentials::default_chain(with!(
            ChainSettings::default(),
            sts_endpoint = sts_endpoint,
            ecs_endpoint = ecs_endpoint,
            http = http,
            pass_over_failures = Some(true)
        )),
        "cli_profile" => Credentials::cli_profile(with!(
            CliProfile::default(),
            sts_endpoint = sts_endpoint,
            ecs_endpoint = ecs_endpoint,
            http = http
        )),
        "ini_profile" => Credentials::ini_profile(with!(
            IniProfile::default(),
            sts_endpoint = sts_endpoint,
            ecs_endpoint = ecs_endpoint,
            http = http
        )),
        "oidc_role" => Credentials::oidc_role(with!(OidcRole::default(), sts_endpoint = sts_endpoint, http = http)),
        "ecs_role" => Credentials::ecs_role(with!(EcsRole::default(), endpoint = ecs_endpoint)),
        "uri" => Credentials::uri(with!(CredentialsUri::default(), http = http)),
        other => panic!("{other}"),
    };
    let said = credentials.and_then(|credentials| {
        let config =
            with!(ekyc::ClientConfig::for_endpoint(of("EKYC_TEST_SERVICE")), extra_root_certificates_pem = trust);
        let client = ekyc::Client::new(config, Arc::clone(&credentials))?;
        runtime().block_on(client.initialize(&request()))?;
        Ok(format!("called with {credentials}"))
    });
    println!("{MARK}{}", said.unwrap_or_else(|error| format!("error: {error}")));
}
