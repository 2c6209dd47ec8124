//! The program: its files, its first line, its signals, its words.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use super::client::{Connection, ID, SECRET, trusting};
use super::control::request;
use super::message::Draft;

const PROGRAM: &str = env!("CARGO_BIN_EXE_ekyc-sandbox");

struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
    first_line: String,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["--access-key-id", ID, "--access-key-secret", SECRET])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut first_line = String::new();
        stdout.read_line(&mut first_line).unwrap();
        Self { child, stdout, first_line: first_line.trim_end().to_owned() }
    }

    fn address(&self) -> SocketAddr {
        self.first_line.split_once("://").unwrap().1.parse().unwrap()
    }

    /// Stops it with a signal; gives whether it ended well, and what else it said on standard output and standard error.
    #[cfg(unix)]
    fn stop(mut self, signal: rustix::process::Signal) -> (bool, String, String) {
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), signal).unwrap();
        let success = self.child.wait().unwrap().success();
        let (mut rest, mut errors) = (String::new(), String::new());
        self.stdout.read_to_string(&mut rest).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        (success, rest, errors)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().unwrap()
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

#[test]
#[cfg(unix)]
fn says_where_it_is_and_stops_when_told() {
    for signal in [rustix::process::Signal::INT, rustix::process::Signal::TERM] {
        let folder = tempfile::tempdir().unwrap();
        let [port, ca, control] = ["port", "ca.pem", "control"].map(|name| path(folder.path(), name));
        fs::write(&port, "1").unwrap(); // of an earlier run
        let running = Running::start(&[
            "--listen",
            "127.0.0.1:0",
            "--port-file",
            &port,
            "--ca-file",
            &ca,
            "--control-file",
            &control,
            "--log",
        ]);
        let address = running.address();
        assert_eq!(running.first_line, format!("https://{address}"));
        assert_eq!(fs::read_to_string(&port).unwrap(), address.port().to_string());
        let control = fs::read_to_string(&control).unwrap();
        let control: SocketAddr = control.strip_prefix("http://").unwrap().parse().unwrap();

        let config = trusting(&fs::read_to_string(&ca).unwrap());
        let mut idle = Connection::tls(address, config.clone(), "127.0.0.1");
        let reply = idle.ask(&Draft::new().with("MetaInfo", "meta-info").sign(address).bytes());
        assert_eq!(reply.code(), "Success");
        let faults = request("PUT", "/faults", r#"[{"fault":"hang"}]"#);
        assert_eq!(Connection::plain(control).ask(&faults).status, 200);
        let mut hanging = Connection::tls(address, config, "127.0.0.1");
        hanging.write(&Draft::new().sign(address).bytes()).unwrap();
        assert_eq!(Connection::plain(control).ask(&request("GET", "/wait?requests=2", "")).status, 200);

        let (success, rest, log) = running.stop(signal);
        assert!(success && rest.is_empty(), "{rest}");
        assert!(log.contains("#1 POST Initialize -> answered 200 Success"), "{log}");
        for value in ["meta-info", "123456789", SECRET, ID] {
            assert!(!log.contains(value), "{log}");
        }
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left.len(), 3, "{left:?}");
    }
}

#[test]
#[cfg(unix)]
fn plain_http_without_a_log_is_quiet() {
    let folder = tempfile::tempdir().unwrap();
    let ca = path(folder.path(), "ca.pem");
    let running = Running::start(&["--http", "--listen", "localhost:0", "--ca-file", &ca, "--security-token", "-t"]);
    let address = running.address();
    assert_eq!(running.first_line, format!("http://{address}"));
    assert!(Path::new(&ca).exists());
    let draft = Draft { token: Some("-t"), ..Draft::new() };
    assert_eq!(Connection::plain(address).ask(&draft.sign(address).bytes()).code(), "Success");
    assert_eq!(running.stop(rustix::process::Signal::TERM), (true, String::new(), String::new()));
}

#[test]
fn what_the_control_plane_sets_can_be_set_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let control = path(folder.path(), "control");
    let mut running = Running::start(
        &[
            &["--http", "--control-file", &control, "--metadata", "127.0.0.1:0", "--proxy", "127.0.0.1:0"][..],
            &["--metadata-version", "v1", "--role-name", "the-role", "--issued-key-lifetime-s", "0"],
            &["--oidc-token", "-token", "--clock-offset-ms", "-7200000", "--calls-per-second", "1"],
            &["--proxy-username", "user", "--proxy-password", "-pass"],
        ]
        .concat(),
    );
    let mut lines = String::new();
    running.stdout.read_line(&mut lines).unwrap();
    running.stdout.read_line(&mut lines).unwrap();
    let control: SocketAddr = fs::read_to_string(&control).unwrap().strip_prefix("http://").unwrap().parse().unwrap();
    let info = Connection::plain(control).ask(&request("GET", "/info", ""));
    let (metadata, proxy) = (info.member("/metadata_endpoint"), info.member("/proxy_endpoint"));
    assert_eq!(lines, format!("metadata {metadata}\nproxy {proxy}\n"));
    let ask = |endpoint: &str, method, target: &str| {
        Connection::plain(endpoint.strip_prefix("http://").unwrap().parse().unwrap()).ask(&request(method, target, ""))
    };
    assert_eq!(ask(&proxy, "CONNECT", "127.0.0.1:1").status, 407);
    assert_eq!(ask(&metadata, "GET", "/latest/meta-data/ram/security-credentials/").body, b"the-role");
    assert_eq!(ask(&metadata, "PUT", "/latest/api/token").status, 404, "version 1");
    let address = running.address();
    let mut service = Connection::plain(address);
    let draft = || Draft { date: super::message::date(-7200), ..Draft::new() };
    let codes: Vec<_> = (0..50).map(|_| service.ask(&draft().sign(address).bytes()).code()).collect();
    assert!(codes[0] == "Success" && codes.iter().any(|code| code == "Throttling.Api"), "{codes:?}");
    let key = ask(&metadata, "GET", "/credentials");
    let late = Draft { date: super::message::date(-7200), ..super::identity::with_key_of(&key, "") };
    assert_eq!(service.ask(&late.sign(address).bytes()).code(), "InvalidSecurityToken.Expired");
    let oidc = "/?Action=AssumeRoleWithOIDC&Version=2015-04-01&OIDCProviderArn=acs:ram::1:oidc-provider/p\
                &RoleArn=acs:ram::1:role/r&RoleSessionName=session&OIDCToken=";
    for (token, code) in [("another", "AuthenticationFail.OIDCToken.Invalid"), ("-token", "")] {
        assert_eq!(service.ask(&request("POST", &format!("{oidc}{token}"), "")).code(), code);
    }
}

#[test]
fn a_container_and_an_app_can_use_it() {
    let folder = tempfile::tempdir().unwrap();
    let authority = path(folder.path(), "authority");
    let arguments = [
        "--listen",
        "0.0.0.0:0",
        "--allow-remote",
        "--name",
        "10.0.2.2",
        "--name",
        "sandbox.test",
        "--ca-dir",
        &authority,
    ];
    let mut pems = Vec::new();
    for _ in 0..2 {
        let running = Running::start(&arguments);
        let pem = fs::read_to_string(folder.path().join("authority/ca.pem")).unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], running.address().port()));
        for name in ["10.0.2.2", "sandbox.test", "localhost"] {
            let mut connection = Connection::tls(address, trusting(&pem), name);
            assert_eq!(connection.ask(&Draft::new().sign(address).bytes()).code(), "Success", "{name}");
        }
        pems.push(pem);
    }
    assert_eq!(pems[0], pems[1], "the authority is kept");
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &fs::metadata(folder.path().join("authority/ca-key.pem")).unwrap().permissions(),
        );
        assert_eq!(mode & 0o777, 0o600, "nobody else reads the key");
    }
    let fails = |words: &str| {
        // One that starts all the same says its first line; it is ended, and the test fails instead of waiting for it.
        let mut running = Running::start(&["--ca-dir", &authority]);
        assert_eq!(running.first_line, "", "it starts");
        let mut text = String::new();
        running.child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
        assert!(running.child.wait().unwrap().code() == Some(1) && text.contains(words), "{text}");
    };
    let other = tempfile::tempdir().unwrap();
    let another = path(other.path(), "authority");
    drop(Running::start(&["--ca-dir", &another]));
    fs::copy(other.path().join("authority/ca.pem"), folder.path().join("authority/ca.pem")).unwrap();
    fails("clients would not trust it");
    fs::write(folder.path().join("authority/ca.pem"), "x").unwrap();
    fails("ca.pem is not a certificate as PEM");
    fs::write(folder.path().join("authority/ca-key.pem"), "x").unwrap();
    fails("ca-key.pem is not a private key as PEM");
    fs::remove_file(folder.path().join("authority/ca-key.pem")).unwrap();
    fails("only one of ca.pem and ca-key.pem");
}

#[test]
fn help_names_every_option() {
    let output = run(&["--help"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    for option in [
        "--listen",
        "--allow-remote",
        "--name",
        "--ca-dir",
        "--callback-allow-remote",
        "--callback-allow-http",
        "--callback-any-certificate",
        "--callback-roots",
        "--callback-reachability",
        "PUT  /verifications/ID",
        "PUT  /callbacks",
        "--port-file",
        "--ca-file",
        "--access-key-id",
        "--access-key-secret",
        "--security-token",
        "--http",
        "--control",
        "--control-file",
        "--metadata",
        "--metadata-version",
        "--role-name",
        "--issued-key-lifetime-s",
        "--oidc-token",
        "--clock-offset-ms",
        "--calls-per-second",
        "--proxy",
        "--proxy-username",
        "--proxy-password",
        "--log",
        "SIGINT and SIGTERM",
        "PUT  /faults",
        "POST /release",
        "GET  /info",
    ] {
        assert!(text.contains(option), "{option}: {text}");
    }
}

#[test]
fn a_mistake_is_a_sentence() {
    let key = ["--access-key-id", ID, "--access-key-secret", SECRET];
    for (arguments, code, words) in [
        (vec![], 2, "--access-key-id <ID>"),
        (vec!["--access-key-id", "", "--access-key-secret", SECRET], 2, "a value is required"),
        ([&key[..], &["--listen", "somewhere"]].concat(), 2, "write an address and a port"),
        ([&key[..], &["--listen", "0.0.0.0:0"]].concat(), 1, "0.0.0.0:0 is not a loopback address"),
        ([&key[..], &["--control", "0.0.0.0:0"]].concat(), 1, "0.0.0.0:0 is not a loopback address"),
        ([&key[..], &["--proxy", "0.0.0.0:0"]].concat(), 1, "0.0.0.0:0 is not a loopback address"),
        ([&key[..], &["--metadata", "0.0.0.0:0"]].concat(), 1, "0.0.0.0:0 is not a loopback address"),
        ([&key[..], &["--metadata-version", "v3"]].concat(), 2, "write both, v1 or v2"),
        ([&key[..], &["--callback-reachability", "x"]].concat(), 2, "write accept, probe or refuse"),
        ([&key[..], &["--callback-roots", "/no/such/file"]].concat(), 1, "cannot read /no/such/file"),
        ([&key[..], &["--name", "a b"]].concat(), 1, "is no host name"),
        ([&key[..], &["--ca-dir", "/dev/null/x"]].concat(), 1, "the authority in /dev/null/x"),
        ([&key[..], &["--clock-offset-ms", "9223372036854775807"]].concat(), 1, "a century"),
        ([&key[..], &["--proxy-username", "u"]].concat(), 2, "--proxy-password"),
        ([&key[..], &["--proxy-username", "u:u", "--proxy-password", "p"]].concat(), 1, "a colon"),
        ([&key[..], &["--port-file", "/no/such/folder/port"]].concat(), 1, "cannot write /no/such/folder/port"),
    ] {
        let output = run(&arguments);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
        assert!(text.contains(words) && !text.contains(SECRET), "{arguments:?}: {text}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn stops_when_whoever_started_it_is_gone() {
    let mut child = Command::new(PROGRAM)
        .args(["--access-key-id", ID, "--access-key-secret", SECRET, "--until-stdin-ends"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first_line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first_line).unwrap();
    assert!(first_line.starts_with("https://") && child.try_wait().unwrap().is_none());
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}
