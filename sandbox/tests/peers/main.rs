//! The vendor's own clients against the sandbox: the generic cores for Python, Node, Go and Java, which all its SDKs are generated upon,
//! through the same cases (`cases.json`), and its SDK for Python whole. And a real browser, for the pages.
//!
//! They are installed from their registries, once, below `target`. A tool that is missing is installed too where that is possible, and
//! named where it is not; no peer is left out in silence.

mod browser;
mod cases;
mod install;
mod peer;
mod python_sdk;

use std::path::{Path, PathBuf};
use std::process::Command;

use install::{Install, installed, quiet, tool};

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers").join(name)
}

#[test]
fn the_core_for_python() {
    let mut program = Command::new(python());
    program.arg("-B").arg(source("python/peer.py")); // -B leaves no __pycache__ in the tree
    cases::run("python", program);
}

#[test]
fn the_core_for_node() {
    cases::run("node", node_peer());
}

#[test]
fn the_core_for_go() {
    tool("go", &["golang-go"], "Go 1.19 or newer");
    let folder = installed("go", &["go/go.mod", "go/go.sum", "go/main.go"], |install: &Install| {
        for file in ["go/go.mod", "go/go.sum", "go/main.go"] {
            install.copy(file)?;
        }
        let mut go = install.command("go");
        go.args(["build", "-o", "peer", "."]);
        quiet(&mut go, "go builds the vendor's client for Go, which needs a Go module proxy")
    });
    cases::run("go", Command::new(folder.join("peer")));
}

#[test]
fn the_core_for_java() {
    tool("javac", &["openjdk-17-jdk-headless"], "a JDK of version 17 or newer");
    tool("mvn", &["maven"], "Maven 3.6 or newer");
    let folder = installed("java", &["java/pom.xml", "java/Peer.java"], |install: &Install| {
        install.copy("java/pom.xml")?;
        install.copy("java/Peer.java")?;
        let mut maven = install.command("mvn");
        maven.args(["-q", "-B", "dependency:copy-dependencies", "-DincludeScope=runtime", "-DoutputDirectory=lib"]);
        quiet(&mut maven, "Maven fetches the vendor's client for Java, which needs a Maven repository")?;
        let mut javac = install.command("javac");
        javac.args(["-cp", "lib/*", "-d", "classes", "Peer.java"]);
        quiet(&mut javac, "javac compiles the peer")
    });
    let classes = [folder.join("lib/*"), folder.join("classes")];
    let mut program = Command::new("java");
    program.arg("-cp").arg(std::env::join_paths(classes).unwrap()).arg("Peer");
    cases::run("java", program);
}

/// The peer for Node.
fn node_peer() -> Command {
    tool("node", &["nodejs", "npm"], "Node 18 or newer with npm");
    tool("npm", &["nodejs", "npm"], "Node 18 or newer with npm");
    let folder = installed("node", &["node/package.json", "node/peer.js"], |install: &Install| {
        install.copy("node/package.json")?;
        install.copy("node/peer.js")?;
        let mut npm = install.command("npm");
        npm.args(["install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]);
        quiet(&mut npm, "npm installs the vendor's client for Node, which needs an npm registry")
    });
    let mut program = Command::new("node");
    program.arg(folder.join("peer.js"));
    program
}

/// The Python of a virtual environment that has the vendor's SDK.
fn python() -> PathBuf {
    const WHAT: &str = "Python 3.9 or newer with its venv module";
    tool("python3", &["python3", "python3-venv"], WHAT);
    let folder = installed("python", &["python/requirements.txt"], |install: &Install| {
        let mut venv = install.command("python3");
        quiet(venv.args(["-m", "venv", "--clear", "venv"]), &format!("this needs {WHAT}"))?;
        let mut pip = install.command(python_of(Path::new("venv")));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]);
        pip.arg(source("python/requirements.txt"));
        quiet(&mut pip, "pip installs the vendor's SDK, which needs a Python package index")
    });
    python_of(&folder.join("venv"))
}

fn python_of(venv: &Path) -> PathBuf {
    venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
}
