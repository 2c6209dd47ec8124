//! Debian's package manager, asked for what is missing and for nothing else.

use std::sync::OnceLock;

use anyhow::{Result, ensure};

use crate::process::{self, cmd};
use crate::progress;
use crate::project::Project;

/// Installs the packages that are not installed yet. `why` begins the sentence for those who must do it themselves.
pub fn install(project: &Project, packages: &[&str], why: &str) -> Result<()> {
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    // Derivatives have other archives and other package names.
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    ensure!(
        release.lines().any(|line| line == "ID=debian"),
        "{why} This is not Debian, so nothing was installed: install what Debian calls `{list}` and run this again."
    );
    ensure!(
        rustix::process::geteuid().is_root(),
        "{why} Only root may install it: run `apt-get install {list}` as root, then this again."
    );
    update(project);
    // Another apt may be running (unattended upgrades on a fresh machine): wait for it.
    let mut apt = cmd!("apt-get -q -o DPkg::Lock::Timeout=300 install -y --no-install-recommends {missing...}");
    let advice = format!("Check the network and apt's sources, or install `{list}` by hand.");
    process::run_logged(apt.env("DEBIAN_FRONTEND", "noninteractive"), &project.log("apt-install"), &advice)
}

fn is_installed(package: &str) -> bool {
    let format = "--showformat=${db:Status-Abbrev}";
    process::capture(cmd!("dpkg-query --show {format} {package}")).is_ok_and(|said| said.stdout.starts_with(b"ii"))
}

/// Refreshes apt's lists, once. A broken source that we do not need must not stop us, so only the log knows.
fn update(project: &Project) {
    static DONE: OnceLock<()> = OnceLock::new();
    DONE.get_or_init(|| {
        let mut apt = cmd!("apt-get -q -o DPkg::Lock::Timeout=300 update");
        if let Err(problem) = process::run_logged(&mut apt, &project.log("apt-update"), "") {
            progress::note(&format!("going on although: {problem}"));
        }
    });
}
