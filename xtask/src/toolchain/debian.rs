//! Debian's package manager, asked for what is missing and for nothing else.

use std::sync::OnceLock;

use anyhow::{Result, bail};

use crate::process;
use crate::project::Project;

/// Whether this machine is Debian itself; derivatives have other archives and other package names.
pub fn is_debian() -> bool {
    os_release("ID").as_deref() == Some("debian") && process::on_path("apt-get").is_some()
}

/// Whether we may install anything.
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// A value of `/etc/os-release`.
fn os_release(key: &str) -> Option<String> {
    let text = std::fs::read_to_string("/etc/os-release").ok()?;
    value_of(&text, key)
}

fn value_of(text: &str, key: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='))?;
    Some(line.trim().trim_matches('"').to_owned())
}

/// Installs the packages that are not installed yet. `why` begins the sentence for those who must do it themselves.
pub fn install(project: &Project, packages: &[&str], why: &str) -> Result<()> {
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !is_debian() {
        bail!(
            "{why} This is not Debian, so nothing was installed: install what Debian calls `{list}` and run this again."
        );
    }
    if !is_root() {
        bail!("{why} Only root may install it: run `apt-get install {list}` as root, then this again.");
    }
    update(project);
    let mut apt = apt_get();
    apt.args(["install", "-y", "--no-install-recommends"]).args(&missing);
    let log = project.log("apt-install");
    process::run_logged(&mut apt, &log, &format!("Check the network and apt's sources, or install `{list}` by hand."))
}

/// The version apt would install, if it knows the package.
pub fn candidate(project: &Project, package: &str) -> Option<String> {
    if !is_debian() {
        return None;
    }
    // A fresh machine has no package lists at all; without them every package is unknown.
    if is_root() {
        update(project);
    }
    let output = process::capture(process::command("apt-cache").args(["policy", package]).env("LC_ALL", "C")).ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = text.lines().find_map(|line| line.trim().strip_prefix("Candidate: "))?.to_owned();
    (version != "(none)").then_some(version)
}

fn is_installed(package: &str) -> bool {
    let mut query = process::command("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Abbrev}", package]);
    process::capture(&mut query).is_ok_and(|output| output.stdout.starts_with(b"ii"))
}

/// Refreshes apt's lists, once. A broken source that we do not need must not stop us, so only the log knows.
fn update(project: &Project) {
    static DONE: OnceLock<()> = OnceLock::new();
    DONE.get_or_init(|| {
        if let Err(problem) = process::run_logged(apt_get().arg("update"), &project.log("apt-update"), "") {
            crate::progress::note(&format!("going on although: {problem}"));
        }
    });
}

fn apt_get() -> std::process::Command {
    let mut apt = process::command("apt-get");
    // Another apt may be running (unattended upgrades on a fresh machine): wait for it.
    apt.args(["-q", "-o", "DPkg::Lock::Timeout=300"]).env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn os_release_values_lose_their_quotes() {
        let text = "ID=debian\nVERSION_CODENAME=bookworm\nNAME=\"Debian GNU/Linux\"\n";
        assert_eq!(value_of(text, "ID").as_deref(), Some("debian"));
        assert_eq!(value_of(text, "NAME").as_deref(), Some("Debian GNU/Linux"));
        assert_eq!(value_of(text, "VERSION"), None);
    }
}
