//! `kotlin-sample/web`: the whole verification as a person sees it, in a real browser against the sandbox.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::process::cmd;
use crate::project::Project;
use crate::running::Running;
use crate::sandbox::Sandbox;
use crate::toolchain::debian;
use crate::{bindings, files, process, stamp};

/// The shop and the service, which end when this is dropped.
pub struct Web {
    /// The service, whose control plane is a page for people too.
    pub sandbox: Sandbox,
    /// The shop's program.
    pub shop: Running,
    /// Where the shop's pages are.
    pub address: String,
}

impl Web {
    /// Starts both; the service speaks plain HTTP if it is told so, and then a person's browser does not warn of its certificate.
    pub fn start(project: &Project, options: &[&str]) -> Result<Self> {
        let mut command = super::java(project, &bindings::ensure(project)?, "kotlin-sample/web", "journey")?;
        let sandbox = Sandbox::start(project, options)?;
        let certificate = get(&sandbox.control()?, "/certificate")?;
        for (variable, member) in [("EKYC_WEB_CERTIFICATE", "certificate_pem"), ("EKYC_WEB_KEY", "key_pem")] {
            let file = sandbox.folder.path().join(member);
            let pem = certificate.get(member).and_then(Value::as_str).context("the sandbox gave no certificate")?;
            std::fs::write(&file, pem).context("cannot write the shop's certificate")?;
            command.env(variable, file);
        }
        let (shop, address) = Running::start(command.envs(&sandbox.environment), |line| line.starts_with("http://"))?;
        Ok(Self { sandbox, shop, address })
    }

    /// Sends customers through it, one for each journey or for one of them, and tells which went well. Screenshots go to `pictures`.
    pub fn travel(&self, project: &Project, only: Option<&str>, pictures: Option<&Path>) -> Result<Vec<String>> {
        let (browser, tools) = tools(project)?;
        let given = json!({
            "executable": browser, "address": self.address, "control": self.sandbox.control()?, "only": only, "pictures": pictures,
        });
        let (modules, script) = (tools.join("node_modules"), project.root.join("kotlin-sample/web/journey/journey.js"));
        let given = given.to_string();
        let output = process::capture(cmd!("node {script} {given}").env("NODE_PATH", modules))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "a journey of the web sample failed: {errors}; these went well: {said}");
        Ok(said.lines().map(str::to_owned).collect())
    }
}

/// A document of the control plane.
fn get(control: &str, path: &str) -> Result<Value> {
    let host = control.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).with_context(|| format!("cannot reach {control}"))?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (_, body) = answer.split_once("\r\n\r\n").context("the sandbox did not answer")?;
    serde_json::from_str(body).context("the sandbox did not answer with JSON")
}

/// A browser of Chromium's kind, and the folder from which it is driven, with what the sandbox's own test of its page uses too: installed where
/// that is possible.
pub fn tools(project: &Project) -> Result<(PathBuf, PathBuf)> {
    let own = std::env::var_os("EKYC_BROWSER").map(PathBuf::from);
    let found = || {
        own.clone().or_else(|| ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(process::on_path))
    };
    if found().is_none() {
        debian::install(project, &["chromium"], "Chromium is needed (or the path of a browser in EKYC_BROWSER).")?;
    }
    let browser = found().context("there is no chromium on PATH")?;
    if process::on_path("node").is_none() || process::on_path("npm").is_none() {
        debian::install(project, &["nodejs", "npm"], "Node drives the browser.")?;
    }
    let folder = project.own("browser");
    let wanted = project.root.join("sandbox/tests/peers/browser/package.json");
    files::write_if_changed(&folder.join("package.json"), files::read(&wanted)?.as_bytes())?;
    stamp::once(project, "browser", &files::hash(&[wanted])?, || {
        let mut npm = cmd!("npm install --no-package-lock --no-audit --no-fund --silent");
        process::run_logged(npm.current_dir(&folder), &project.log("npm"), "The first run needs the network.")?;
        Ok(vec![folder.join("node_modules/playwright-core/package.json")])
    })?;
    Ok((browser, folder))
}
