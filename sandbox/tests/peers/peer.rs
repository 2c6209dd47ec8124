//! A peer: a program that makes one call for each line it is given.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a peer is told to do.
#[derive(Clone, Serialize)]
pub struct Call<'a> {
    pub endpoint: String,
    pub ca_pem: &'a str,
    pub ca_file: &'a str,
    pub access_key_id: &'a str,
    pub access_key_secret: &'a str,
    pub security_token: Option<&'a str>,
    /// `acs3` or `rpc`.
    pub signature: &'a str,
    pub action: &'a str,
    pub version: &'a str,
    pub query: Map<String, Value>,
    pub form: Map<String, Value>,
}

/// What it tells: an answer, or the client's own error.
#[derive(Debug, Deserialize)]
pub struct Told {
    pub ok: bool,
    #[serde(default)]
    pub status: f64, // some of them write 200.0
    #[serde(default)]
    pub body: Value,
    pub code: Option<String>,
    pub message: Option<String>,
    pub request_id: Option<String>,
}

pub struct Peer {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Peer {
    pub fn start(mut program: Command) -> Self {
        let mut child = program
            .env("NO_PROXY", "127.0.0.1")
            .env("no_proxy", "127.0.0.1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {:?}: {error}", program.get_program()));
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, input, output }
    }

    pub fn call(&mut self, call: &Call<'_>) -> Told {
        let line = serde_json::to_string(call).unwrap();
        writeln!(self.input.as_mut().unwrap(), "{line}").unwrap();
        let mut told = String::new();
        self.output.read_line(&mut told).unwrap();
        serde_json::from_str(&told).unwrap_or_else(|error| panic!("the peer said {told:?}: {error}"))
    }

    /// Lets it end by itself.
    pub fn end(mut self) {
        drop(self.input.take());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
