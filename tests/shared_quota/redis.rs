//! Debian's Redis, started for one test.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use tempfile::TempDir;

pub struct Redis {
    pub port: u16,
    process: Child,
    arguments: Vec<String>,
    _folder: TempDir,
}

impl Redis {
    /// A server on a port that is free.
    pub fn start(arguments: &[&str]) -> Self {
        let arguments: Vec<_> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        for _ in 0..10 {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let folder = tempfile::tempdir().unwrap();
            if let Some(process) = run(port, &folder, &arguments) {
                return Self { port, process, arguments, _folder: folder };
            }
        }
        panic!("redis-server does not start");
    }

    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Where it was before.
    pub fn start_again(&mut self) {
        let again = (0..10).find_map(|_| run(self.port, &self._folder, &self.arguments));
        self.process = again.expect("redis-server starts again");
    }

    pub fn address(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// What `redis-cli` prints.
    pub fn cli(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    /// Every command that the server runs from now on, as it tells them.
    pub fn watch(&self) -> Watch {
        let mut process = self.command(&["MONITOR"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut ok = String::new();
        output.read_line(&mut ok).unwrap();
        assert_eq!(ok.trim(), "OK");
        Watch { process, output }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("redis-cli");
        command.args(["-p", &self.port.to_string()]).args(arguments);
        command
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub struct Watch {
    process: Child,
    output: BufReader<ChildStdout>,
}

impl Watch {
    /// What was run until now.
    pub fn end(mut self, redis: &Redis) -> Vec<String> {
        const LAST: &str = "that-was-all";
        redis.cli(&["ECHO", LAST]);
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "it ended too soon");
            if line.contains(LAST) {
                break;
            }
            lines.push(line);
        }
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        lines
    }
}

fn run(port: u16, folder: &TempDir, arguments: &[String]) -> Option<Child> {
    let mut command = Command::new("redis-server");
    command.args(["--bind", "127.0.0.1", "--save", "", "--logfile", "", "--dir"]).arg(folder.path());
    if !arguments.iter().any(|argument| argument == "--tls-port") {
        command.args(["--port", &port.to_string()]);
    } else {
        command.args(["--port", "0"]);
    }
    command.args(arguments.iter().map(|argument| argument.replace("{port}", &port.to_string())));
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut process = spawned.expect("redis-server is needed for these tests: apt-get install redis-server");
    let mut output = BufReader::new(process.stdout.take().unwrap());
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).unwrap() == 0 {
            process.wait().unwrap();
            return None; // the port was taken meanwhile
        }
        if line.contains("Ready to accept connections") {
            break;
        }
    }
    thread::spawn(move || output.read_to_end(&mut Vec::new())); // or it would wait for a reader
    Some(process)
}
