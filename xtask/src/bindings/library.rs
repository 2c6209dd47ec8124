//! The build of the Rust library that is shipped, and what cargo says about it.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::natives::target::{JVM_LIBRARY, JVM_PACKAGE};
use crate::process;
use crate::project::Project;

/// The variable with which the library's build script names the fingerprint of the border.
const FINGERPRINT: &str = "EKYC_FINGERPRINT";

/// One build of the library.
pub struct Library {
    /// The shared library, for the JVM.
    pub shared: PathBuf,
    /// The static library, for Swift. With its symbols: the generator reads them.
    pub archive: PathBuf,
    /// Changes whenever the border between the languages changes.
    pub fingerprint: String,
}

/// The profile of everything that is shipped.
pub const PROFILE: &str = "size";

/// Builds both as they are shipped, for this machine.
pub fn build(project: &Project) -> Result<Library> {
    build_with(project, PROFILE)
}

/// Builds both with another profile.
pub fn build_with(project: &Project, profile: &str) -> Result<Library> {
    let archive = rustc(project, CORE, profile, &[], &[])?;
    let shared = rustc(project, JVM, profile, &[], &[])?;
    read([archive, shared].concat().into_iter())
}

/// The package of the static library that Swift links, and its file.
pub const SWIFT_PACKAGE: &str = "ekyc-swift";
pub const SWIFT_ARCHIVE: &str = "libekyc_swift.a";

/// The package and kind of what Swift links, and of what the JVM loads.
const CORE: [&str; 2] = [SWIFT_PACKAGE, "staticlib"];
const JVM: [&str; 2] = [JVM_PACKAGE, "cdylib"];

/// Builds the shared library with more arguments and environment for cargo, such as another target and its linker.
pub fn shared_with(project: &Project, more: &[&str], environment: &[(String, PathBuf)]) -> Result<PathBuf> {
    file(&rustc(project, JVM, PROFILE, more, environment)?, &["so", "dylib"])
}

/// Builds the static library so.
pub fn archive_with(project: &Project, more: &[&str], environment: &[(String, PathBuf)]) -> Result<PathBuf> {
    file(&rustc(project, CORE, PROFILE, more, environment)?, &["a"])
}

/// Not as cargo builds it by itself: the Rust library that it would make as well needs every public function kept, in all crates, and the
/// link-time optimiser would throw nothing away. A quarter of the library is that (docs/adr/0015).
fn rustc(
    project: &Project,
    [package, kind]: [&str; 2],
    profile: &str,
    more: &[&str],
    environment: &[(String, PathBuf)],
) -> Result<Vec<Value>> {
    let mut cargo = process::cargo();
    cargo.envs(environment.iter().map(|(name, value)| (name, value)));
    cargo.args(["rustc", "--package", package, "--lib", "--crate-type", kind, "--profile", profile]);
    cargo.arg("--message-format=json-render-diagnostics").args(more);
    cargo.current_dir(&project.root).stdin(Stdio::null()).stdout(Stdio::piped());
    let child = process::spawn(&mut cargo)?;
    let output = process::wait_with_output(child)?;
    if !output.status.success() {
        bail!("the library does not compile; the compiler's words are above");
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

impl Library {
    /// Whether a library for another machine was built from the same sources: it holds the fingerprint.
    pub fn is_of_one_build_with(&self, other: &[u8]) -> bool {
        // A compiler may keep so short a text as two numbers.
        let (first, second) = self.fingerprint.as_bytes().split_at(self.fingerprint.len() / 2);
        [first, second].iter().all(|half| !half.is_empty() && other.windows(half.len()).any(|window| window == *half))
    }
}

fn read(messages: impl Iterator<Item = Value>) -> Result<Library> {
    let messages: Vec<Value> = messages.collect();
    let fingerprint = messages.iter().filter(|message| is_about_ekyc(message)).filter_map(environment).next_back();
    Ok(Library {
        shared: file(&messages, &["so", "dylib"])?,
        archive: file(&messages, &["a"])?,
        fingerprint: fingerprint
            .with_context(|| format!("build.rs must print `cargo::rustc-env={FINGERPRINT}=<hex>` and does not"))?,
    })
}

/// The file with one of these endings that cargo made of a package of ours.
fn file(messages: &[Value], endings: &[&str]) -> Result<PathBuf> {
    let ours = messages.iter().filter(|message| is_about_ekyc(message));
    let files = ours.flat_map(|message| strings(message.get("filenames")));
    let ends = |file: &&str| file.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending));
    let found = files.filter(ends).last();
    Ok(PathBuf::from(found.with_context(|| format!("cargo built no library that ends in {}", endings.join(" or ")))?))
}

/// Messages about the package itself: its library, and its build script.
fn is_about_ekyc(message: &Value) -> bool {
    let id = message.get("package_id").and_then(Value::as_str).unwrap_or_default();
    let name = id.rsplit_once('#').map_or(id, |(_, name)| name);
    // In the repository's own folder the id is `path+file:///.../ekyc#0.1.0`, elsewhere `...#ekyc@0.1.0`.
    let in_root = id.starts_with("path+file:") && !name.contains('@') && message.get("target").is_none();
    let target = message.get("target").and_then(|target| target.get("name")).and_then(Value::as_str);
    let is_ours = matches!(target, Some("ekyc_swift" | JVM_LIBRARY));
    let library = message.get("reason").and_then(Value::as_str) == Some("compiler-artifact") && is_ours;
    let script = message.get("reason").and_then(Value::as_str) == Some("build-script-executed");
    library || (script && (in_root || name.starts_with("ekyc@")))
}

fn environment(message: &Value) -> Option<String> {
    let pairs = message.get("env")?.as_array()?;
    let found = pairs.iter().find(|pair| pair.get(0).and_then(Value::as_str) == Some(FINGERPRINT))?;
    found.get(1)?.as_str().map(str::to_owned)
}

fn strings(list: Option<&Value>) -> impl Iterator<Item = &str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn messages() -> Vec<Value> {
        vec![
            json!({"reason": "build-script-executed", "package_id": "registry+x#ring@0.17.14", "env": [["EKYC_FINGERPRINT", "no"]]}),
            json!({"reason": "build-script-executed", "package_id": "path+file:///here#ekyc@0.1.0", "env": [["EKYC_FINGERPRINT", "abc"]]}),
            json!({"reason": "compiler-artifact", "package_id": "path+file:///here#ekyc-swift@0.1.0", "target": {"name": "ekyc_swift"},
                "filenames": ["/t/libekyc.a", "/t/libekyc.rlib"]}),
            json!({"reason": "compiler-artifact", "package_id": "path+file:///here#ekyc-jni@0.1.0", "target": {"name": "ekyc_jni"},
                "filenames": ["/t/libekyc_jni.so"]}),
        ]
    }

    #[test]
    fn cargo_s_messages_give_the_files_and_the_fingerprint() {
        let library = read(messages().into_iter()).unwrap();
        assert_eq!(library.shared, PathBuf::from("/t/libekyc_jni.so"));
        assert_eq!(library.archive, PathBuf::from("/t/libekyc.a"));
        assert_eq!(library.fingerprint, "abc");
    }

    #[test]
    fn another_machine_s_library_is_of_one_build_if_it_holds_the_fingerprint() {
        let library = Library { shared: PathBuf::new(), archive: PathBuf::new(), fingerprint: "0123abcd".to_owned() };
        assert!(library.is_of_one_build_with(b"..0123abcd.."));
        assert!(library.is_of_one_build_with(b"abcd...0123"));
        assert!(!library.is_of_one_build_with(b"..0123ffff.."));
    }

    #[test]
    fn a_missing_fingerprint_says_what_build_rs_must_do() {
        let error = read(messages().into_iter().filter(|message| message.get("env").is_none())).err().unwrap();
        assert!(error.to_string().contains("cargo::rustc-env=EKYC_FINGERPRINT="), "{error}");
    }
}
