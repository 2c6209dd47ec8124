//! What the machine has and lacks: environments, certificate stores, proxies. Each case runs in a process of its own, because an environment is
//! shared by all threads; so this is a program without a test harness, which starts itself again.

#[macro_use]
mod with;

use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Command, Stdio};

use ekyc::{
    Client, ClientConfig, Credentials, DocType, InitializeRequest, ProductCode, Proxy, RetrySettings, TrustedRoots,
};
use ekyc_sandbox::{Options, Sandbox};
use serde_json::{Value, json};

/// What the child is told: JSON. With it this program is the child.
const TASK: &str = "EKYC_TEST_TASK";

fn main() {
    match std::env::var(TASK) {
        Ok(task) => child(&serde_json::from_str(&task).unwrap()),
        Err(_) => parent(),
    }
}

type Case = (&'static str, fn(&Sandbox));

fn parent() {
    let cases: &[Case] = &[
        #[cfg(target_os = "linux")] // elsewhere nothing could be left behind
        ("a machine with nothing at all is enough", a_machine_with_nothing_at_all_is_enough),
        ("the platform's certificates are trusted if so set", the_platform_s_certificates_are_trusted_if_so_set),
        ("a missing certificate store is told", a_missing_certificate_store_is_told),
        ("a certificate store that is no PEM is not shown", a_certificate_store_that_is_no_pem_is_not_shown),
        ("the environment's proxy is used", the_environment_s_proxy_is_used),
        ("NO_PROXY is honoured", no_proxy_is_honoured),
        ("the environment's proxy is not used for this machine", the_environment_s_proxy_is_not_used_for_this_machine),
        ("NO_PROXY is honoured for an address", no_proxy_is_honoured_for_an_address),
        (
            "a proxy that cannot be used stops nobody who needs none",
            a_proxy_that_cannot_be_used_stops_nobody_who_needs_none,
        ),
        ("a proxy variable that makes no sense is told", a_proxy_variable_that_makes_no_sense_is_told),
    ];
    let free = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    let sandbox = Sandbox::start(Options { proxy: free, ..Options::new("id", "secret") }).unwrap();
    println!("\nrunning {} tests", cases.len());
    for (name, case) in cases {
        sandbox.reset();
        case(&sandbox);
        println!("test {name} ... ok");
    }
    println!("\ntest result: ok. {} passed; 0 failed", cases.len());
}

#[cfg(target_os = "linux")]
fn a_machine_with_nothing_at_all_is_enough(sandbox: &Sandbox) {
    let task = json!({"endpoint": sandbox.endpoint(), "pem": sandbox.ca_pem(), "bare": true});
    assert_eq!(outcome(&task, &[]), "success");
}

fn the_platform_s_certificates_are_trusted_if_so_set(sandbox: &Sandbox) {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store.pem");
    std::fs::write(&store, sandbox.ca_pem()).unwrap();
    let environment = [("SSL_CERT_FILE", store.to_str().unwrap())];
    for (roots, expected) in [("platform", "success"), ("both", "success"), ("bundled", "network")] {
        let task = json!({"endpoint": sandbox.endpoint(), "roots": roots});
        let outcome = outcome(&task, &environment);
        assert!(outcome.starts_with(expected), "{roots}: {outcome}");
    }
}

fn a_missing_certificate_store_is_told(sandbox: &Sandbox) {
    let environment = [("SSL_CERT_FILE", "/none/store.pem"), ("SSL_CERT_DIR", "/none")];
    for roots in ["platform", "both"] {
        let outcome = outcome(&json!({"endpoint": sandbox.endpoint(), "roots": roots}), &environment);
        assert!(outcome.starts_with("invalid_configuration: invalid configuration: trusted_roots: "), "{outcome}");
    }
}

/// The PEM library prints the line that it cannot read, and a store may hold a key.
fn a_certificate_store_that_is_no_pem_is_not_shown(sandbox: &Sandbox) {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store.pem");
    let key = "-----BEGIN PRIVATE KEY-----PLANTED-----END PRIVATE KEY-----";
    std::fs::write(&store, format!("{key}{}", sandbox.ca_pem().replace('\n', ""))).unwrap();
    let environment = [("SSL_CERT_FILE", store.to_str().unwrap())];
    let outcome = outcome(&json!({"endpoint": sandbox.endpoint(), "roots": "platform"}), &environment);
    assert!(outcome.starts_with("invalid_configuration: invalid configuration: trusted_roots: "), "{outcome}");
    let decimal: Vec<_> = "PLANTED".bytes().map(|byte| byte.to_string()).collect();
    assert!(!outcome.contains("PLANTED") && !outcome.contains(&decimal.join(", ")), "{outcome}");
}

/// A host that nobody has: only a proxy could reach it.
const ELSEWHERE: &str = "https://service.invalid";

fn the_environment_s_proxy_is_used(sandbox: &Sandbox) {
    let proxy = sandbox.proxy_endpoint().unwrap();
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        sandbox.reset();
        let outcome = outcome(&json!({"endpoint": ELSEWHERE}), &[(variable, &proxy)]);
        assert!(outcome.starts_with("network: "), "{outcome}");
        let seen = sandbox.seen();
        let targets: Vec<_> = seen.proxied.iter().map(|request| request.target.as_str()).collect();
        assert_eq!(targets, ["service.invalid:443"], "{variable}");
    }
}

/// What comes of a call with these variables, and whether the proxy was asked.
fn called(sandbox: &Sandbox, endpoint: &str, environment: &[(&str, &str)]) -> (String, bool) {
    sandbox.reset();
    let outcome = outcome(&json!({"endpoint": endpoint, "pem": sandbox.ca_pem()}), environment);
    (outcome, !sandbox.seen().proxied.is_empty())
}

fn no_proxy_is_honoured(sandbox: &Sandbox) {
    let proxy = sandbox.proxy_endpoint().unwrap();
    for bypass in ["", "other.invalid", "service.invalid:8443", "10.0.0.0/8"] {
        let (_, proxied) = called(sandbox, ELSEWHERE, &[("HTTPS_PROXY", &proxy), ("NO_PROXY", bypass)]);
        assert!(proxied, "{bypass}: without a reason the proxy is asked");
    }
    for bypass in [
        ".invalid",
        "service.invalid",
        "*",
        "*.invalid",
        "SERVICE.invalid.",
        "service.invalid:443",
        "localhost .invalid",
        "<local>,*invalid",
    ] {
        for variable in ["NO_PROXY", "no_proxy"] {
            let (outcome, proxied) = called(sandbox, ELSEWHERE, &[("HTTPS_PROXY", &proxy), (variable, bypass)]);
            assert!(!proxied, "{variable}={bypass}");
            assert!(outcome.contains("dns error"), "{variable}={bypass}: it was tried directly: {outcome}");
        }
    }
    outcome(&json!({"endpoint": ELSEWHERE, "direct": true}), &[("HTTPS_PROXY", &proxy)]);
    assert!(sandbox.seen().proxied.is_empty(), "and a client that wants none has none");
}

/// 0.0.0.0 is this machine to whoever connects to it, but nothing that is called loopback. The server's certificate does not name it.
fn no_proxy_is_honoured_for_an_address(sandbox: &Sandbox) {
    let proxy = sandbox.proxy_endpoint().unwrap();
    let endpoint = sandbox.endpoint().replace("127.0.0.1", "0.0.0.0");
    let port = endpoint.rsplit_once(':').unwrap().1;
    for bypass in ["", "10.0.0.0/8", "0.0.0.0:1"] {
        let (_, proxied) = called(sandbox, &endpoint, &[("HTTPS_PROXY", &proxy), ("NO_PROXY", bypass)]);
        assert!(proxied, "{bypass}: without a reason the proxy is asked");
    }
    for bypass in ["*", "0.0.0.0", "0.0.0.0/8", "0.0.*", "::ffff:0.0.0.0", &format!("0.0.0.0:{port}")] {
        let (outcome, proxied) = called(sandbox, &endpoint, &[("HTTPS_PROXY", &proxy), ("NO_PROXY", bypass)]);
        assert!(!proxied && outcome.contains("is for another host name"), "{bypass}: {outcome}");
    }
}

/// Such variables are set for other programs.
fn a_proxy_that_cannot_be_used_stops_nobody_who_needs_none(sandbox: &Sandbox) {
    let socks = ("ALL_PROXY", "socks5://127.0.0.1:1080");
    let task = json!({"endpoint": sandbox.endpoint(), "pem": sandbox.ca_pem()});
    assert_eq!(outcome(&task, &[socks]), "success");
    for bypass in ["*", ".invalid"] {
        let (outcome, _) = called(sandbox, ELSEWHERE, &[socks, ("NO_PROXY", bypass)]);
        assert!(outcome.contains("dns error"), "{bypass}: {outcome}");
    }
    let (told, _) = called(sandbox, ELSEWHERE, &[socks]);
    assert!(told.contains("ALL_PROXY") && told.contains("set `proxy` to `Direct`"), "{told}");
}

fn the_environment_s_proxy_is_not_used_for_this_machine(sandbox: &Sandbox) {
    let task = json!({"endpoint": sandbox.endpoint(), "pem": sandbox.ca_pem()});
    assert_eq!(outcome(&task, &[("HTTPS_PROXY", &sandbox.proxy_endpoint().unwrap())]), "success");
    assert!(sandbox.seen().proxied.is_empty());
}

fn a_proxy_variable_that_makes_no_sense_is_told(_: &Sandbox) {
    for value in ["http://", "socks5://user:PLANTED@host:1", "http://host/path", "ht tp"] {
        let outcome = outcome(&json!({"endpoint": ELSEWHERE}), &[("HTTPS_PROXY", value)]);
        let named = "invalid_configuration: invalid configuration: the environment variable HTTPS_PROXY: ";
        assert!(outcome.starts_with(named), "{value}: {outcome}");
        assert!(!outcome.contains("PLANTED"), "{outcome}");
    }
}

/// Runs a call in a process that has this environment and no more; `success`, or kind and text of the error.
fn outcome(task: &Value, environment: &[(&str, &str)]) -> String {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.env_clear().env(TASK, task.to_string()).envs(environment.iter().copied()).current_dir("/");
    let output = child.stdin(Stdio::null()).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "the child broke off: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

fn child(task: &Value) {
    let text = |name: &str| task.get(name).and_then(Value::as_str).map(str::to_owned);
    if task.get("bare").is_some() {
        leave_everything_behind();
    }
    let config = with!(
        ClientConfig::default(),
        endpoint = text("endpoint"),
        extra_root_certificates_pem = text("pem"),
        retry = Some(with!(RetrySettings::default(), max_attempts = 1)),
        proxy = task.get("direct").map(|_| Proxy::Direct),
        trusted_roots = text("roots").map(|roots| match roots.as_str() {
            "platform" => TrustedRoots::Platform,
            "both" => TrustedRoots::BundledAndPlatform,
            _ => TrustedRoots::Bundled,
        })
    );
    let credentials = Credentials::access_key("id".into(), "secret".into()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let result = runtime.block_on(async {
        let mut request = InitializeRequest::new(ProductCode::EKyc, "a1", "{}", "user-1");
        request.doc_type = Some(DocType::GlobalPassport);
        Client::new(config, credentials)?.initialize(&request).await
    });
    match result {
        Ok(_) => println!("success"),
        Err(error) => println!("{}: {error}", error.kind()),
    }
}

/// No file system, no HOME, no certificates, no name service: an empty folder that cannot be written becomes the root.
#[cfg(target_os = "linux")]
fn leave_everything_behind() {
    let folder = tempfile::tempdir().unwrap().keep();
    let path = std::ffi::CString::new(folder.to_str().unwrap()).unwrap();
    // SAFETY: plain system calls on a path that lives here. Without root a user namespace of one's own gives the right to chroot.
    let gone = unsafe {
        (libc::chroot(path.as_ptr()) == 0
            || (libc::unshare(libc::CLONE_NEWUSER) == 0 && libc::chroot(path.as_ptr()) == 0))
            && libc::chdir(c"/".as_ptr()) == 0
    };
    assert!(gone, "this test needs root or user namespaces to leave the file system behind");
    assert!(std::fs::read_dir("/").unwrap().next().is_none());
}

#[cfg(not(target_os = "linux"))]
fn leave_everything_behind() {
    panic!("nobody asks for this here");
}
